"""Find in the repository's history when each date of a seminar last changed; its file changes with every one of them.

Calendar programs show what is new by LAST-MODIFIED. Of a file with two dates that was committed three times,

    1 March    both dates are written
    2 March    the second is cancelled
    3 March    the seminar's title, which both have, is another

both changed on 3 March. Without that last commit, the first date is as old as 1 March. So each commit's text is read
and compared with the text before it, date by date, and the newest commit that made a date another is the one.
A line of `git blame` would not do: what is taken out, such as a `status: cancelled`, stands in no line.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hireground.seminars.calendar.history import UNDATED, AnyPlace
from hireground.seminars.model.model import Defaults, Seminar, Session
from hireground.seminars.model.parse import parse_seminar
from hireground.slugs import Slugs
from hireground.store import Store, digest, engine
from hireground.text.frontmatter import Document, parse_document
from hireground.text.git import Revision, contents, head_commit, versions_of_files
from hireground.text.problems import InvalidContentError
from hireground.text.source import decode

MOST = 200
"""A file's commits that are looked at; what is older counts as changed by the last of these."""
SHARED = ""
"""Stands in the place of a UID for what an `index.md` says of all its dates."""
Times = Mapping[str, dt.datetime]
"""When dates changed, by UID."""


@dataclass(frozen=True)
class Commits:
    """When each file of `root/folder` was last committed, by its path from `root`."""

    root: Path
    folder: Path
    last: Mapping[Path, dt.datetime]


@dataclass(frozen=True)
class Past:
    """A file's commits, the newest first, and what is true of its dates beside their text."""

    path: Path
    revisions: tuple[Revision, ...]
    defaults: Defaults


def with_own_times(
    seminars: Iterable[Seminar], commits: Commits, defaults: Defaults, store: Store
) -> tuple[Seminar, ...]:
    """Return the seminars with the time at which each date last changed.

    A written `modified` counts for all dates, and so does the time of a file with edits that are not committed.
    """
    seminars, plain = tuple(seminars), without_lists(defaults)
    known = [one for one in seminars if len(one.sessions) > 1 and commits.last.get(one.source) == one.modified]
    history = versions_of_files(commits.root, commits.folder, head_commit(commits.root)) if known else {}
    pasts = {_key(past): past for one in known if len((past := _past(one, history, plain)).revisions) > 1}
    store.keep_all(pasts, lambda missing: _read(commits.root, missing))
    times = {past.path: _times(store.get(key)) for key, past in pasts.items()}
    return tuple(_dated(one, times.get(one.source, {}), commits) for one in seminars)


def without_lists(defaults: Defaults) -> Defaults:
    """Return what holds for dates whatever the lists of places, people and topics say by now."""
    return replace(defaults, places=AnyPlace(), people={}, slugs=Slugs(is_unicode=defaults.slugs.is_unicode))


def _past(seminar: Seminar, history: Mapping[Path, tuple[Revision, ...]], defaults: Defaults) -> Past:
    return Past(seminar.source, history.get(seminar.source, ())[:MOST], defaults)


def _key(past: Past) -> bytes:
    return digest(b"revised", engine(), repr(past).encode())


def _times(kept: bytes | None) -> Times:
    said: dict[str, int] = json.loads(kept or b"{}")
    return {key: dt.datetime.fromtimestamp(time, dt.UTC) for key, time in said.items()}


def _read(root: Path, pasts: Iterable[Past]) -> Iterator[bytes]:
    """Yield what each file's commits say, as JSON; the texts of all are asked for at once."""
    pasts = tuple(pasts)
    versions = [version for past in pasts for one in past.revisions for version in one.versions]
    texts = contents(root, (name for version in versions for name in (version.before, version.after)))
    for past in pasts:
        changed = last_changes(past, texts)
        yield json.dumps({key: int(moment.timestamp()) for key, moment in changed.items()}).encode()


def last_changes(past: Past, texts: Mapping[str, bytes]) -> dict[str, dt.datetime]:
    """Return when each date that the newest text has was last made another, by UID, and when all of them were."""
    states: dict[str | None, Mapping[str, object]] = {None: {}}
    newest: Mapping[str, object] | None = None
    found: dict[str, dt.datetime] = {}
    for revision in past.revisions:
        (version,) = revision.versions
        for name in (version.before, version.after):
            if name not in states:
                states[name] = _state(past, texts.get(name or "", b""))
        before, after = states[version.before], states[version.after]
        newest = after if newest is None else newest
        for key in newest.keys() & after.keys():
            if key not in found and before.get(key) != after[key]:
                found[key] = revision.when
        if len(found) == len(newest):
            break
    oldest = past.revisions[-1].when
    return dict.fromkeys(newest or (), oldest) | found


def _state(past: Past, data: bytes) -> Mapping[str, object]:
    """Return what a text says of each date, by UID; nothing of those that nobody can read, or that are drafts."""
    try:
        document = parse_document(past.path, decode(past.path, data))
    except InvalidContentError:
        return {}
    shared = {SHARED: _shared(document)}
    try:
        seminar = parse_seminar(document, past.defaults, past.revisions[0].when)
    except InvalidContentError:  # as is an `index.md` whose dates all have files of their own
        return shared
    return {} if seminar.is_draft else shared | {one.uid: _said(one, document) for one in seminar.sessions}


def _shared(document: Document) -> object:
    return {key: value for key, value in document.fields.items() if key != "sessions"}, document.body


def _said(session: Session, document: Document) -> object:
    """Return all that calendars say of a date, but not in which line of its file it stands."""
    text = session.own_text.markdown if session.own_text else document.body
    return replace(session, modified=UNDATED, source=None, own_text=None), text


def _dated(seminar: Seminar, times: Times, commits: Commits) -> Seminar:
    if not times:
        return seminar
    return replace(seminar, sessions=tuple(_with_own_time(one, times, commits) for one in seminar.sessions))


def _with_own_time(session: Session, times: Times, commits: Commits) -> Session:
    """Date a session; one with a file of its own is as new as that, or as what is true of all."""
    if session.source is None:
        return replace(session, modified=times.get(session.uid, session.modified))
    own = commits.last.get(session.source)
    return replace(session, modified=max(own, times[SHARED])) if own and SHARED in times else session
