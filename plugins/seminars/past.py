"""Versions of seminars' files to what each commit changed, read with today's parser."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from plugins.reader.frontmatter import parse_document
from plugins.reader.problems import InvalidContentError
from plugins.reader.source import decode
from plugins.seminars.assembly import Defaults
from plugins.seminars.differences import Difference, differences
from plugins.seminars.frontmatter import parse_seminar
from plugins.seminars.model import Place, Session
from plugins.seminars.revisions import Revision

UNDATED = dt.datetime.fromtimestamp(0, dt.UTC)
"""Stands for the time of a last commit, which is not compared."""


class Past:
    """Reads each version once; a place that `places.yaml` has no more is known by its name."""

    def __init__(self, texts: Mapping[str, bytes], defaults: Defaults) -> None:
        self.texts = texts
        self.defaults = replace(defaults, places=_AnyPlace(defaults.places))
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
            seminar = parse_seminar(parse_document(path, decode(path, data)), self.defaults, UNDATED)
        except InvalidContentError:
            return None
        return {} if seminar.is_draft else {session.uid: session for session in seminar.sessions}


class _AnyPlace(dict[str, Place]):
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
