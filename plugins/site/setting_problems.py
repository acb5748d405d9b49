"""What is wrong with the settings, in the words of a settings file."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from plugins.reader.keys import meant_key, owner_of, unknown_key
from plugins.reader.messages import message
from plugins.reader.model import Model
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted
from plugins.reader.suggest import one_of
from plugins.site.languages import SOURCE_LANGUAGE, catalogues, speaks
from plugins.site.settings_file import Place, Way, setting_places

LOOK = {
    "tagline": "SITESUBTITLE",
    "colors": "SITE_COLORS",
    "logo": "SITE_LOGO",
    "footer": "SITE_FOOTER",
    "nav": "SITE_NAV",
    "links": "SITE_LINKS",
    "social": "SITE_SOCIAL",
}
"""What a settings file calls the fields of `Look`."""
PELICAN = {
    "content": "PATH",
    "siteurl": "SITEURL",
    "sitename": "SITENAME",
    "author": "AUTHOR",
    "language": "DEFAULT_LANG",
    "timezone": "TIMEZONE",
    "shows_drafts": "SHOW_DRAFTS",
    "has_search": "SITE_SEARCH",
    "has_cards": "SITE_CARDS",
    "shows_kitchen_sink": "SHOW_KITCHEN_SINK",
    "raw_html": "RAW_HTML",
    "seminars": "SEMINARS",
    **LOOK,
}
"""What Pelican calls the fields of `SiteSettings`."""
OWN_UUID = """write one of your own, as python3 -c 'import uuid; print(uuid.uuid4())' prints it"""
AS_PYTHON = {
    "seminars": 'write SEMINARS = {"uid_namespace": "…", "organizer": {"name": "Hire Ground"}}',
    "uid_namespace": OWN_UUID,
    "organizer": 'write "organizer": {"name": "Hire Ground", "email": "seminars@example.org"}',
    "name": 'write "name": "Hire Ground"',
    "duration": 'write "duration": "90m"',
    "calendar_color": 'write "calendar_color": "seagreen"',
    "calendar_image": 'write "calendar_image": "images/calendar.png"',
    "author": 'write AUTHOR = "Mara Lindqvist"',
    "sitename": 'write SITENAME = "Hire Ground"',
    "tagline": 'write SITESUBTITLE = "Plain talk about finding work"',
    "siteurl": 'write SITEURL = "https://example.org"',
    "language": 'write DEFAULT_LANG = "en"',
    "colors": 'write SITE_COLORS = {"accent": ("#0b57a4", "#8cc2ff")}',
    "logo": 'write SITE_LOGO = "images/logo.svg"',
    "footer": 'write SITE_FOOTER = "Words under CC BY 4.0"',
    "timezone": 'write TIMEZONE = "America/Los_Angeles"',
}
"""How each setting is written that may be missing, or no text."""


def misspelt_settings(values: Mapping[str, Any], path: Path) -> Mapping[str, Problem]:
    """Return the settings of ours that nobody set, where something like them is set instead."""
    places = setting_places(path)
    names = [way[0] for way in places if len(way) == 1]
    found = {}
    for name in PELICAN.values():
        near = get_close_matches(name, set(names) - set(PELICAN.values()), n=1, cutoff=0.85)
        if near and name not in names and near[0] in values:
            found[name] = places[near[0],].problem(f'{near[0]}: unknown setting; did you mean "{name}"?')
    return found


def setting_problems(
    error: ValidationError, model: type[Model], path: Path, misspelt: Mapping[str, Problem]
) -> Iterator[Problem]:
    """Yield what is wrong with the settings, each fault where it is set; a misspelt one is not missing too."""
    errors = error.errors(include_url=False)
    unknown = [details["loc"] for details in errors if details["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], meant_key(owner_of(model, loc), str(loc[-1]))) for loc in unknown}
    faults = (
        (_way(details), _message(model, details))
        for details in errors
        if not (details["type"] == "missing" and details["loc"] in meant)
    )
    yield from at_settings((fault for fault in faults if fault[0][0] not in misspelt), path)


def at_settings(faults: Iterable[tuple[Way, str]], path: Path) -> Iterator[Problem]:
    """Yield each fault where its setting is set, or as near to that as can be."""
    places = setting_places(path)
    for way, words in faults:
        near = next((places[way[:n]] for n in range(len(way), 0, -1) if way[:n] in places), Place(Path(path.name)))
        yield near.problem(f"{spell_setting(way)}: {words}")


def language_problems(language: str, folder: Path, path: Path) -> list[Problem]:
    """Return what is wrong with the site's language: a theme that is translated, and not into this one."""
    if not folder.is_dir() or speaks(folder, language):
        return []
    place = setting_places(path).get(("DEFAULT_LANG",), Place(Path(path.name)))
    known = one_of([SOURCE_LANGUAGE, *catalogues(folder)])
    words = (
        f"the theme has no words in {quoted(language)}; write {known}, or translate them in theme/locale/{language}.po"
    )
    return [place.problem(f"DEFAULT_LANG: {words}")]


def _way(details: ErrorDetails) -> Way:
    first, *rest = details["loc"]
    return PELICAN.get(str(first), str(first)), *map(str, rest)


def spell_setting(way: Way) -> str:
    """Write `("SEMINARS", "duration")` as `SEMINARS["duration"]`."""
    return way[0] + "".join(f'["{step}"]' for step in way[1:])


def _message(model: type[Model], details: ErrorDetails) -> str:
    loc = details["loc"]
    name = next((str(step) for step in reversed(loc) if step in AS_PYTHON), "")
    if details["type"] == "extra_forbidden":
        words = unknown_key(owner_of(model, loc), str(loc[-1]), details["input"], ())
        return words.replace("unknown key", "unknown setting")
    if details["type"] == "missing":
        return f"missing; {AS_PYTHON[name]}"
    if loc[0] in LOOK and isinstance(error := details.get("ctx", {}).get("error"), ValueError):
        return str(error)
    if name and not isinstance(details["input"], str | dict):
        return f"{quoted(str(details['input']))} does not belong here; {AS_PYTHON[name]}"
    if name and details["type"] == "model_type":
        return f"a group in braces belongs here; {AS_PYTHON[name]}"
    return message(model, details, "")
