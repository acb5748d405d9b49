"""Find what is wrong between the published calendars and the tree's, and write the fixes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from hireground.published.calendars import SeminarFile, read_calendar
from hireground.published.changes import Change, compare
from hireground.published.comparison import find
from hireground.published.pair import CalendarPair, read_pair
from hireground.published.repository import UnknownCommitError
from hireground.seminars.model.folder import talks_of
from hireground.site.settings import read_settings
from hireground.text.git import ShallowHistoryError
from hireground.text.problems import Fix, InvalidContentError, Problem, apply, written

ROUNDS = 5
"""How often fixes are looked for, since one fix may reveal the next problem.

A file that was renamed, and in which a date was changed, shows first only that its `id` is missing. Once the id is
written, it is known as the published seminar, and the date's missing `moved_from` shows. In a line of dates one fix is
made, which makes a list of it, and the others in the next round. The rounds end as soon as one has nothing to fix.
"""


def fixed_texts(pair: CalendarPair) -> Mapping[Path, str]:
    """Return the new text of every file that can be fixed."""
    texts: dict[Path, str] = {}
    for _ in range(ROUNDS):
        found = [*_fixed_once(pair, texts)]
        if not found:
            break
        for _file, new in found:
            texts |= new
        files = {file.document.path: file for file, _new in found}
        pair = replace(pair, after=replace(pair.after, files={**pair.after.files, **files}))
    return texts


def _fixed_once(pair: CalendarPair, texts: Mapping[Path, str]) -> Iterator[tuple[SeminarFile, Mapping[Path, str]]]:
    """Yield each seminar with all its fixes, and the texts they make; one that would be refused then is left as it is.

    `texts` are those that fixes made before.
    """
    fixes: defaultdict[Path, defaultdict[Path, list[Fix]]] = defaultdict(lambda: defaultdict(list))
    owners = {path: file.document.path for file in pair.after.files.values() for path in _files(file)}
    for problem in find(pair):
        if problem.fix:
            fixes[owners.get(problem.path, problem.path)][problem.path].append(problem.fix)
    for owner, several in fixes.items():
        paths = {owner, *several} | (_files(pair.after.files[owner]) if owner in pair.after.files else set())
        old = {path: texts.get(path, pair.originals.get(path, b"").decode()) for path in paths}
        new = {path: apply(old[path], some) for path, some in several.items()}
        calendar = read_calendar({path: text.encode() for path, text in {**old, **new}.items()}, pair.defaults)
        file = calendar.files.get(owner)
        if file and not calendar.problems and _is_sound(file):
            yield file, new


def _files(file: SeminarFile) -> set[Path]:
    """Return the files that a seminar is in: its own, and those that are one date each."""
    return {file.document.path, *(talk.document.path for talk in talks_of(file.document).values())}


def _is_sound(file: SeminarFile) -> bool:
    """Whether no two sessions have one UID: some of a file's problems may have no fix that helps the others."""
    sessions = file.seminar.sessions
    return len({session.uid for session in sessions}) == len(sessions)


def published_problems(settings_file: Path, now: dt.datetime, base: str | None = None) -> tuple[Problem, ...]:
    """Return what subscribers would lose or not notice; nothing outside a repository or before its first commit."""
    try:
        pair = read_pair(settings_file, now, base)
    except InvalidContentError:
        return ()  # said where the content is checked
    except (ShallowHistoryError, UnknownCommitError) as error:
        return (Problem(read_settings(settings_file).content, 1, 1, str(error)),)
    return problems(pair) if pair else ()


def problems(pair: CalendarPair) -> tuple[Problem, ...]:
    """Return what is wrong between two calendars, and what of the published one cannot be compared."""
    return tuple(sorted([*pair.warnings, *find(pair)]))


def changes(pair: CalendarPair) -> tuple[Change, ...]:
    """Return what subscribers will see."""
    return compare(pair.before.public, pair.after.public)


def fix_published(settings_file: Path, now: dt.datetime, base: str | None = None) -> tuple[str, ...]:
    """Write every fix there is; return what was written where. Raises as `read_pair` does."""
    pair = read_pair(settings_file, now, base)
    return tuple(line for path, text in fixed_texts(pair).items() for line in _write(pair, path, text)) if pair else ()


def _write(pair: CalendarPair, path: Path, text: str) -> Iterator[str]:
    target = pair.settings.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    if path not in pair.originals:
        yield f"{path.as_posix()}:1: wrote the file again, as it was published"
    old = pair.originals[path].decode() if path in pair.originals else pair.before.files[path].text
    yield from written(path, old, text)
