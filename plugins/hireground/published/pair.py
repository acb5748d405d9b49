"""Read the published calendar and the working tree's, without the files that cannot differ."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hireground.published.calendars import DIRECTORIES, Calendar, SeminarFile, laid_out, read_calendar, site_defaults
from hireground.published.identity import FORGOTTEN, Identity, Standing, identity_of, standing
from hireground.published.repository import blobs_at, changes_of, files_at, published_base
from hireground.seminars.model.folder import INDEX
from hireground.seminars.model.model import Defaults
from hireground.site.seminar_settings import SeminarSettings
from hireground.site.settings import SiteSettings, read_settings
from hireground.site.settings_file import literal_settings, setting_files
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import MAX_BYTES, is_markdown, read_bytes
from hireground.text.timezones import parse_zone

READERS: Mapping[str, tuple[str, Callable[[object], object]]] = {
    "TIMEZONE": ("timezone", parse_zone),
    "SEMINARS": ("seminars", SeminarSettings.model_validate),
}


def former_settings(today: SiteSettings, files: Mapping[Path, bytes], names: Iterable[Path]) -> SiteSettings:
    """Lay what published settings files say in literals, a later file over an earlier, over today's settings."""
    said: dict[str, object] = {}
    with laid_out(files) as folder:
        for name in names:
            said |= literal_settings(folder / name).values if name in files else {}
    try:
        former = {field: read(said[setting]) for setting, (field, read) in READERS.items() if setting in said}
    except ValueError:
        return today
    return today.model_copy(update=former)


SETTINGS, PUBLIC = "pelicanconf.py", "publishconf.py"


@dataclass(frozen=True, kw_only=True)
class CalendarPair:
    """The two calendars; `originals` are the tree's own bytes, `defaults` and `settings` are today's.

    `before` is empty where what was published is another site's, `was`, which had `left` sessions.
    """

    standing: Standing
    was: Identity
    left: int
    before: Calendar
    after: Calendar
    before_defaults: Defaults
    defaults: Defaults
    settings: SiteSettings
    settings_file: Path
    originals: Mapping[Path, bytes]
    base: str
    now: dt.datetime

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What was published and cannot be compared."""
        words = "published, and not readable by today's rules, so its sessions are not compared"
        return tuple(
            Problem(path, problem.line, problem.column, f"{words} ({problem.said})", is_warning=True)
            for path, problem in self.before.problems.items()
        )


@dataclass(frozen=True)
class _State:
    """Every file of one side that a calendar is made from, and what is true of its seminars."""

    seminars: Mapping[Path, bytes]
    defaults: Defaults


def read_pair(settings_file: Path, now: dt.datetime, base: str | None = None) -> CalendarPair | None:
    """Read the published calendar and the working tree's; None when nothing was published yet.

    Raises `InvalidContentError` for settings, `UnknownCommitError` and `ShallowHistoryError`.
    """
    settings = read_settings(settings_file)
    found = published_base(settings.root, base)
    if found is None:
        return None
    names = settings_files(settings_file)
    said = names[: names.index(Path(settings_file.name)) + 1]
    wanted = [settings.content / "seminars", *_directories(settings), *names, settings.content / FORGOTTEN]
    published = files_at(settings.root, found.commit, wanted)
    today = {path: _bytes(settings.root, path) for path in wanted[1:]}
    former = former_settings(settings, {name: published[name] for name in names if name in published}, said)
    was = identity_of(published, names, settings.content, former.seminars.uid_namespace)
    verdict = standing(was, identity_of(today, names, settings.content, settings.seminars.uid_namespace))
    before, after = _state(former, published), _state(settings, _tree(settings))
    before = _without(before, removed_examples(settings, names, found.commit, before.seminars.keys() - after.seminars))
    left = 0 if verdict.is_compared else _count(before)
    before, after = _changed(before if verdict.is_compared else _State({}, after.defaults), after)
    pair = CalendarPair(
        standing=verdict, was=was, left=left,
        before=read_calendar(before.seminars, before.defaults), before_defaults=before.defaults,
        after=read_calendar(after.seminars, after.defaults), defaults=after.defaults, originals=after.seminars,
        settings=settings, settings_file=settings_file, base=found.name, now=now,
    )  # fmt: skip
    return comparable(pair)


def settings_files(settings_file: Path) -> tuple[Path, ...]:
    """Name a site's settings files: what all builds read, the file that is read now, and what differs in public.

    Before them stand those that it takes settings from.
    """
    own = (SETTINGS, settings_file.name, PUBLIC)
    others = [file.name for file in setting_files(settings_file) if file.name not in own]
    return tuple(Path(name) for name in dict.fromkeys((*others, *own)))


def _count(state: _State) -> int:
    return sum(len(seminar.sessions) for seminar in read_calendar(state.seminars, state.defaults).public)


def removed_examples(settings: SiteSettings, names: Sequence[Path], commit: str, gone: Iterable[Path]) -> set[Path]:
    """Return which of the seminars that are `gone` since `commit` were examples, as the site began with them.

    A copy of the example site gives its own `uid_namespace` and address in some commit, and what stood in the commit
    before is the examples. A seminar that is still the same when it is taken away was never the author's own.
    """
    gone = sorted(gone)
    start = _last_of_the_examples(settings, names, commit) if gone else ""
    if not start:
        return set()
    published, examples = blobs_at(settings.root, commit, gone), blobs_at(settings.root, start, gone)
    return {path for path in gone if published.get(path) == examples.get(path)}


def _last_of_the_examples(settings: SiteSettings, names: Sequence[Path], commit: str) -> str:
    """Return the last commit before `commit` at which this was the example site; empty if it never was."""
    made_own = ""
    for changed in changes_of(settings.root, commit, names):
        files = files_at(settings.root, changed, names)
        if identity_of(files, names, settings.content, settings.seminars.uid_namespace).is_example:
            return f"{made_own}^" if made_own else commit
        made_own = changed
    return ""


def _directories(settings: SiteSettings) -> list[Path]:
    return [settings.content / name for name in DIRECTORIES]


def _state(settings: SiteSettings, files: Mapping[Path, bytes]) -> _State:
    folder = settings.content / "seminars"
    seminars = {path: data for path, data in files.items() if path.is_relative_to(folder) and is_markdown(path)}
    directories = {path: files[path] for path in _directories(settings) if path in files}
    return _State(seminars, site_defaults(settings, directories))


def _tree(settings: SiteSettings) -> dict[Path, bytes]:
    root = settings.root
    files = [root / path for path in _directories(settings) if (root / path).exists()]
    files += sorted(filter(is_markdown, (root / settings.content / "seminars").rglob("*.m*")))
    return {path: _bytes(root, path) for path in (file.relative_to(root) for file in files)}


def _bytes(root: Path, path: Path) -> bytes:
    """Read a file; one that cannot be read is empty, which no reader takes for a seminar."""
    try:
        return read_bytes(root, path, MAX_BYTES)
    except InvalidContentError:
        return b""


def _changed(before: _State, after: _State) -> tuple[_State, _State]:
    """Leave out the files that are the same, if what they inherit is the same too."""
    if before.defaults != after.defaults:
        return before, after
    both = before.seminars.keys() & after.seminars.keys()
    same = {path for path in both if _lines(before.seminars[path]) == _lines(after.seminars[path])}
    known = before.seminars.keys() | after.seminars.keys()
    folders = {path.parent for path in known - same if path.parent / INDEX in known}
    same = {path for path in same if path.parent not in folders}  # a folder is one seminar
    return _without(before, same), _without(after, same)


def _without(state: _State, paths: set[Path]) -> _State:
    return _State({path: data for path, data in state.seminars.items() if path not in paths}, state.defaults)


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def comparable(pair: CalendarPair) -> CalendarPair:
    """Leave out the seminars of files that cannot be read on the other side."""
    missing = set(pair.after.problems) | (
        pair.before.files.keys() - pair.after.files.keys() if pair.after.problems else set()
    )
    before = replace(pair.before, files=_files_without(pair.before, missing))
    after = replace(pair.after, files=_files_without(pair.after, set(pair.before.problems)))
    return replace(pair, before=before, after=after)


def _files_without(calendar: Calendar, paths: set[Path]) -> Mapping[Path, SeminarFile]:
    return {path: file for path, file in calendar.files.items() if path not in paths}
