"""Find in the repository's history which sessions were moved, cancelled or recorded, and when."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from hireground.seminars.model.changes import ChangeKind, Difference, differences
from hireground.seminars.model.folder import INDEX, Talk, is_index, joined
from hireground.seminars.model.model import Defaults, Place, Session
from hireground.seminars.model.parse import parse_seminar
from hireground.text.frontmatter import Document, parse_document, read_document
from hireground.text.git import Revision, contents, revisions
from hireground.text.problems import InvalidContentError
from hireground.text.source import decode, is_markdown

NOTHING: Mapping[Path, Document] = MappingProxyType({})
UNDATED = dt.datetime.fromtimestamp(0, dt.UTC)
"""Stands for the time of a last commit, which is not compared."""


class Past:
    """Reads each version once; a place that `places.yaml` has no more is known by its name.

    A file that is one date is read with what its folder's `index.md` says now, without the dates there.
    """

    def __init__(
        self, texts: Mapping[str, bytes], defaults: Defaults, indexes: Mapping[Path, Document] = NOTHING
    ) -> None:
        self.texts, self.indexes = texts, indexes
        self.defaults = replace(defaults, places=AnyPlace(defaults.places))
        self.known: dict[tuple[Path, str], Mapping[str, Session] | None] = {}

    def sessions(self, path: Path, name: str | None) -> Mapping[str, Session] | None:
        """Return a version's sessions by UID, none where it was a draft or not there, None where it was wrong."""
        if name is None:
            return {}
        if (path, name) not in self.known:
            self.known[path, name] = self._read(path, self.texts.get(name, b""))
        return self.known[path, name]

    def _read(self, path: Path, data: bytes) -> Mapping[str, Session] | None:
        try:
            document = parse_document(path, decode(path, data))
            index = self.indexes.get(path.parent)
            if index and not is_index(path):
                document = joined(index, [Talk(document)])
            seminar = parse_seminar(document, self.defaults, UNDATED)
        except InvalidContentError:
            return None
        return {} if seminar.is_draft else {session.uid: session for session in seminar.sessions}


class AnyPlace(dict[str, Place]):
    """Knows a place by every name: those that there are no more, too."""

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Place:
        return Place(name=name)


def commit_differences(found: Iterable[Revision], past: Past) -> Iterator[tuple[dt.datetime, Iterator[Difference]]]:
    """Yield the time and the differences of each commit of `found`, which has the newest first.

    A version that was wrong is passed over: the next good one is compared with the last good one.
    """
    found = tuple(found)
    earlier: defaultdict[Path, deque[str | None]] = defaultdict(deque)
    for revision in found:
        for version in revision.versions:
            earlier[version.path].append(version.before)
    for revision in found:
        yield revision.when, _differences(revision, past, earlier)
        for version in revision.versions:
            earlier[version.path].popleft()


def _differences(revision: Revision, past: Past, earlier: Mapping[Path, Iterable[str | None]]) -> Iterator[Difference]:
    """Compare all files of a commit at once, since a session may go from one to another."""
    before: dict[str, Session] = {}
    after: dict[str, Session] = {}
    for version in revision.versions:
        new = past.sessions(version.path, version.after)
        if new is not None:
            after |= new
            olds = (past.sessions(version.path, name) for name in earlier[version.path])
            before |= next((old for old in olds if old is not None), {})
    return differences(before, after)


MOST = 50
OLDEST = dt.timedelta(days=400)
IMPORT = 100
"""More new files than this in one commit came from another system: they are no news, and take long to read."""


@dataclass(frozen=True)
class Notice:
    """What one commit made of one seminar's sessions: the same of each."""

    news: ChangeKind
    when: dt.datetime
    differences: tuple[Difference, ...]


def notices(
    root: Path, folder: Path, defaults: Defaults, shown: Collection[str], midnight: dt.datetime
) -> tuple[Notice, ...]:
    """Return the newest notices of the seminars in `root/folder`, dated by the commits that made them, newest first.

    `shown` are the UIDs that the site has now: a notice of another would lead nowhere. What is not committed has none.
    They are looked for from `midnight` back, so that a feed is the same all day.
    """
    found = tuple(_without_import(revision) for revision in revisions(root, folder, midnight - OLDEST))
    names = (name for revision in found for version in revision.versions for name in (version.before, version.after))
    past = Past(contents(root, names), defaults, dict(_indexes(root, folder)))
    each = (_notices(when, made, shown) for when, made in commit_differences(found, past))
    return tuple(islice((notice for several in each for notice in several), MOST))


def _indexes(root: Path, folder: Path) -> Iterator[tuple[Path, Document]]:
    """Yield the folders that are a seminar each, with what holds for all its dates, but none of them."""
    for file in sorted((root / folder).rglob(INDEX)):
        path = file.relative_to(root)
        try:
            index = read_document(root, path) if is_index(path) else None
        except InvalidContentError:
            continue  # which is said where the content is read
        if index:
            fields = {name: value for name, value in index.fields.items() if name != "sessions"}
            yield path.parent, replace(index, fields=fields)


def _without_import(revision: Revision) -> Revision:
    markdown = tuple(version for version in revision.versions if is_markdown(version.path))
    known = tuple(version for version in markdown if version.before)
    return replace(revision, versions=known if len(markdown) - len(known) > IMPORT else markdown)


def _notices(when: dt.datetime, made: Iterable[Difference], shown: Collection[str]) -> Iterator[Notice]:
    """Group what a commit did; nobody is told of a session that was over by then, but for its recording."""
    groups: defaultdict[tuple[ChangeKind, str], list[Difference]] = defaultdict(list)
    for one in made:
        if one.session.uid in shown and (one.news is ChangeKind.RECORDED or one.session.end > when):
            groups[one.news, one.session.seminar_id].append(one)
    for (news, _seminar), several in groups.items():
        yield Notice(news, when, tuple(several))
