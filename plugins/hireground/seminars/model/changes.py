"""Compare two states of the sessions, and say what became of each, by UID."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import CALLED_OFF, Session


class ChangeKind(StrEnum):
    """The kinds of change; cancelled and postponed are a session's new status."""

    ADDED = "added"
    MOVED = "moved"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESUMED = "resumed"
    SCHEDULED = "scheduled"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Difference:
    """One change of a session; `session` is its state after it, `previous` its start before, if known."""

    news: ChangeKind
    session: Session
    previous: dt.datetime | None


def differences(before: Mapping[str, Session], after: Mapping[str, Session]) -> Iterator[Difference]:
    """Yield what became of the sessions of `after`, in order of time; both are by UID."""
    for session in sorted(after.values(), key=lambda one: (one.start, one.uid)):
        old = before.get(session.uid)
        for news in _news(old, session):
            yield Difference(news, session, old.start if old else None)


def _news(old: Session | None, new: Session) -> Iterator[ChangeKind]:
    if old is None:
        yield ChangeKind(new.status.value) if new.status in CALLED_OFF else ChangeKind.ADDED
        return
    news = date_change(old, new)
    if news and not (news is ChangeKind.MOVED and new.status in CALLED_OFF):  # nobody waits for another date of it
        yield news
    if new.recording and not old.recording:
        yield ChangeKind.RECORDED


def date_change(old: Session, new: Session) -> ChangeKind | None:
    """Return what became of a session's date: the one thing that subscribers have to know, if there is one."""
    if new.status in CALLED_OFF and new.status is not old.status:
        return ChangeKind(new.status.value)
    if old.status in CALLED_OFF and new.status not in CALLED_OFF:
        return ChangeKind.RESUMED
    if old.known is not new.known:
        return ChangeKind.SCHEDULED if new.known is Known.HOUR else None
    return ChangeKind.MOVED if old.start != new.start else None
