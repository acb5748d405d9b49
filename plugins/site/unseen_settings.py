"""Settings to those that hold signs nobody sees: their words go into pages, calendars, feeds and headers."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.reader.problems import Problem
from plugins.reader.quote import quoted
from plugins.reader.unseen import UNSEEN
from plugins.site.setting_problems import PELICAN, spell_setting
from plugins.site.settings_file import Place, Way, setting_places


def unseen_in_settings(values: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Yield the settings that have signs nobody sees, or a line break, which begins something else in a header."""
    places = setting_places(path)
    for name in sorted({*PELICAN.values()} & values.keys()):
        for way, text in _texts((name,), values[name]):
            sign = UNSEEN.search(text) or (name != "SEMINARS" and re.search(r"\n", text))  # its names say it themselves
            near = next((places[way[:n]] for n in range(len(way), 0, -1) if way[:n] in places), Place(Path(path.name)))
            if sign:
                what = "a line break" if sign[0] == "\n" else f"a control character (U+{ord(sign[0]):04X})"
                yield near.problem(f"{spell_setting(way)}: {what} stands in {quoted(text)}; take it out")


def _texts(way: Way, value: object) -> Iterator[tuple[Way, str]]:
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts((*way, str(name)), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(way, inner)
