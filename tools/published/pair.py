"""What is published beside what the working tree would publish: only the files that could differ."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.reader.problems import Problem
from plugins.seminars.assembly import Defaults
from plugins.site.settings import SiteSettings, read_settings
from tools.published.calendars import DIRECTORIES, Calendar, File, read_calendar, site_defaults
from tools.published.former_settings import former_settings
from tools.published.repository import files_at, published_base

SETTINGS = "pelicanconf.py"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The two calendars; `originals` are the tree's own bytes, `defaults` and `settings` are today's."""

    before: Calendar
    after: Calendar
    before_defaults: Defaults
    defaults: Defaults
    settings: SiteSettings
    settings_files: Mapping[Path, bytes]
    originals: Mapping[Path, bytes]
    base: str
    now: dt.datetime

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was published and cannot be compared."""
        words = "published, and not readable by today's rules, so its sessions are not compared"
        return tuple(
            Problem(path, fault.line, fault.column, f"{words} ({fault.message})", is_warning=True)
            for path, fault in self.before.faults.items()
        )


@dataclass(frozen=True)
class _State:
    """Every file of one side that a calendar is made from, and what is true of its seminars."""

    seminars: Mapping[Path, bytes]
    defaults: Defaults


def read_pair(settings_file: Path, now: dt.datetime, base: str | None = None) -> Pair | None:
    """Read the published calendar and the working tree's; None when nothing was published yet.

    Raises `InvalidContentError` for settings, `UnknownCommitError` and `ShallowHistoryError`.
    """
    settings = read_settings(settings_file)
    found = published_base(settings.root, base)
    if found is None:
        return None
    names = [Path(name) for name in dict.fromkeys((SETTINGS, settings_file.name))]
    wanted = [settings.content / "seminars", *_directories(settings), *names]
    published = files_at(settings.root, found.commit, wanted)
    was = former_settings(settings, [published[name] for name in names if name in published])
    before, after = _changed(_state(was, published), _state(settings, _tree(settings)))
    pair = Pair(
        before=read_calendar(before.seminars, before.defaults), before_defaults=before.defaults,
        after=read_calendar(after.seminars, after.defaults), defaults=after.defaults, originals=after.seminars,
        settings=settings, settings_files={name: _bytes(settings.root / name) for name in names},
        base=found.name, now=now,
    )  # fmt: skip
    return comparable(pair)


def _directories(settings: SiteSettings) -> list[Path]:
    return [settings.content / name for name in DIRECTORIES]


def _state(settings: SiteSettings, files: Mapping[Path, bytes]) -> _State:
    folder = settings.content / "seminars"
    seminars = {path: data for path, data in files.items() if path.is_relative_to(folder) and path.suffix == ".md"}
    directories = {path.name: files[path] for path in _directories(settings) if path in files}
    return _State(seminars, site_defaults(settings, directories))


def _tree(settings: SiteSettings) -> dict[Path, bytes]:
    root = settings.root
    files = [root / path for path in _directories(settings) if (root / path).exists()]
    files += sorted((root / settings.content / "seminars").rglob("*.md"))
    return {file.relative_to(root): _bytes(file) for file in files}


def _bytes(file: Path) -> bytes:
    """Read a file; one that cannot be read is empty, which no reader takes for a seminar."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _changed(before: _State, after: _State) -> tuple[_State, _State]:
    """Leave out the files that are the same, if what they inherit is the same too."""
    if before.defaults != after.defaults:
        return before, after
    both = before.seminars.keys() & after.seminars.keys()
    same = {path for path in both if _lines(before.seminars[path]) == _lines(after.seminars[path])}
    return _without(before, same), _without(after, same)


def _without(state: _State, paths: set[Path]) -> _State:
    return _State({path: data for path, data in state.seminars.items() if path not in paths}, state.defaults)


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def comparable(pair: Pair) -> Pair:
    """Leave out what one side has and the other cannot be asked for: a file that is no seminar there."""
    missing = set(pair.after.faults) | (
        pair.before.files.keys() - pair.after.files.keys() if pair.after.faults else set()
    )
    before = replace(pair.before, files=_files_without(pair.before, missing))
    after = replace(pair.after, files=_files_without(pair.after, set(pair.before.faults)))
    return replace(pair, before=before, after=after)


def _files_without(calendar: Calendar, paths: set[Path]) -> Mapping[Path, File]:
    return {path: file for path, file in calendar.files.items() if path not in paths}
