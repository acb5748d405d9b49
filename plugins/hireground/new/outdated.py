"""Warn of what is outdated in a site: renamed settings, overridden files, another version in its lock."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from hireground.site.settings_file import setting_files
from hireground.text.problems import Problem, quoted, span_fix
from hireground.theme import OWN, Theme
from hireground.version import VERSION

COMMENTS = {
    ".html": ("{# ", " #}"),
    ".css": ("/* ", " */"),
    ".js": ("// ", ""),
    ".svg": ("<!-- ", " -->"),
}
"""How a remark is written in each kind of file."""
BEGUN = re.compile(r"begun from hireground ([\w.+!]+) ([0-9a-f]{12})")
PIN = re.compile(r"hireground==([\w.+!]+)")
RENAMED: Mapping[str, str] = {
    "plugins.site": "hireground",
    "plugins.seminars": "hireground",
    "plugins.blog": "hireground",
    "plugins.discovery": "hireground",
}
"""What a settings file calls a setting, or a plugin in PLUGINS, and how that is called now."""


def digest(file: Path) -> str:
    """Return what tells one version of a file from another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def begun_from(source: Path) -> str:
    """Write the first line of a file that was begun from one of the engine's."""
    before, after = COMMENTS[source.suffix]
    return f"{before}begun from hireground {VERSION} {digest(source)}{after}\n"


def outdated(root: Path, settings: Path, theme: Theme) -> Iterator[Problem]:
    """Yield a warning for each thing that a new version of the engine has left behind."""
    yield from renamed(settings, RENAMED)
    yield from overridden(theme)
    yield from locked(root)


def renamed(settings: Path, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the settings and plugins that have another name now."""
    for file in setting_files(settings):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            for old in names:
                at = re.search(rf"^{re.escape(old)}(?=\s*[:=])|(?<=[\"']){re.escape(old)}(?=[\"'])", line)
                if at:
                    place = (number, at.start() + 1)
                    words, fix = f"{quoted(old)} has another name now", span_fix(place, old, names[old])
                    yield Problem(Path(file.name), *place, words, is_warning=True, fix=fix)


def overridden(theme: Theme) -> Iterator[Problem]:
    """Yield the site's own files whose originals changed since they were begun."""
    if len(theme.folders) == 1:
        return
    own, original = theme.folders[0], Theme(theme.folders[1:])
    for name, file in Theme((own,)).files("").items():
        first = file.read_bytes().partition(b"\n")[0].decode("utf-8", "replace")
        begun = BEGUN.search(first)
        if not begun:
            continue
        now = original.layers(name)
        if not now:
            words = f"the engine has no {name} any more, so that nothing shows this; take it away"
            yield warning(Path(OWN, name), 1, 1, words)
        elif digest(now[0]) != begun[2]:
            words = (
                f"the engine's own changed since {begun[1]}; `hireground override --print {name}` shows it; "
                f'take over what matters, and write "begun from hireground {VERSION} {digest(now[0])}"'
            )
            yield warning(Path(OWN, name), 1, begun.start() + 1, words)


def locked(root: Path) -> Iterator[Problem]:
    """Yield the lock, if it names another version of the engine than the one that runs."""
    lock = root / "requirements.txt"
    lines = lock.read_text("utf-8", "replace").splitlines() if lock.is_file() else []
    for number, line in enumerate(lines, 1):
        named = PIN.match(line)
        if named and named[1] != VERSION:
            words = (
                f"hireground {named[1]} is named here, and {VERSION} runs; `make` installs what is named, and "
                "`hireground update` names another"
            )
            yield warning(Path(lock.name), number, 1, words)


def warning(path: Path, line: int, column: int, words: str) -> Problem:
    """Build a problem that stops nothing."""
    return Problem(path, line, column, words, is_warning=True)
