"""List what subscribers will see change between two calendars, by UID."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hireground.published.details import details, where
from hireground.seminars.model.changes import ChangeKind, date_change
from hireground.seminars.model.model import Seminar, Session


@dataclass(frozen=True)
class Added:
    """A session that nobody has in a calendar yet."""

    after: Session


@dataclass(frozen=True)
class Vanished:
    """A session that calendars lose without a word."""

    before: Session


@dataclass(frozen=True)
class Revised:
    """A session that calendars have, as it is in them and as it will be."""

    before: Session
    after: Session


class Moved(Revised):
    """It has another start."""


class Cancelled(Revised):
    """It will not take place."""


class Postponed(Revised):
    """It will take place on a date that nobody knows yet."""


class Reinstated(Revised):
    """It was cancelled or postponed and takes place after all, maybe on another date."""


class Relocated(Revised):
    """It has another place, or is online."""


class Retitled(Revised):
    """It has another title."""


@dataclass(frozen=True)
class Changed(Revised):
    """Something else about it is new; `what` says which: `recording added`."""

    what: tuple[str, ...]


OF_DATE: Mapping[ChangeKind, type[Moved | Cancelled | Postponed | Reinstated]] = {
    ChangeKind.MOVED: Moved,
    ChangeKind.SCHEDULED: Moved,
    ChangeKind.CANCELLED: Cancelled,
    ChangeKind.POSTPONED: Postponed,
    ChangeKind.RESUMED: Reinstated,
}

Change = Added | Vanished | Moved | Cancelled | Postponed | Reinstated | Relocated | Retitled | Changed


def compare(before: Iterable[Seminar], after: Iterable[Seminar]) -> tuple[Change, ...]:
    """Return every change, in order of the dates that subscribers know."""
    old, new = by_uid(before), by_uid(after)
    changes: list[Change] = [Vanished(session) for uid, session in old.items() if uid not in new]
    changes += [Added(session) for uid, session in new.items() if uid not in old]
    changes += [change for uid, session in old.items() if uid in new for change in revisions(session, new[uid])]
    return tuple(sorted(changes, key=_order))


def by_uid(seminars: Iterable[Seminar]) -> Mapping[str, Session]:
    """Return every session by the name that calendars know it by."""
    return {session.uid: session for seminar in seminars for session in seminar.sessions}


def known(change: Change) -> Session:
    """Return the session as subscribers know it, or first learn of it."""
    return change.after if isinstance(change, Added) else change.before


def _order(change: Change) -> tuple[dt.datetime, str, str]:
    session = known(change)
    return session.start, session.uid, type(change).__name__


def revisions(before: Session, after: Session) -> Iterator[Change]:
    """Yield what differs between two states of a session."""
    news = date_change(before, after)
    if news:
        yield OF_DATE[news](before, after)
    if before.title != after.title:
        yield Retitled(before, after)
    if where(before) != where(after):
        yield Relocated(before, after)
    what = tuple(details(before, after))
    if what:
        yield Changed(before, after, what)
