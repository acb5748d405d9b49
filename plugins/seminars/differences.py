"""Sessions before and after to what became of each, by UID."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugins.seminars.description import CALLED_OFF
from plugins.seminars.model import Session


class News(StrEnum):
    """What can become of a session; cancelled and postponed are its new status."""

    ADDED = "added"
    MOVED = "moved"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESUMED = "resumed"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Difference:
    """One thing that became of a session, which is as it was afterwards; `previous` is its start before, if known."""

    news: News
    session: Session
    previous: dt.datetime | None


def differences(before: Mapping[str, Session], after: Mapping[str, Session]) -> Iterator[Difference]:
    """Yield what became of the sessions of `after`, in order of time; both are by UID."""
    for session in sorted(after.values(), key=lambda one: (one.start, one.uid)):
        old = before.get(session.uid)
        for news in _news(old, session):
            yield Difference(news, session, old.start if old else None)


def _news(old: Session | None, new: Session) -> Iterator[News]:
    if old is None:
        yield News(new.status.value) if new.status in CALLED_OFF else News.ADDED
        return
    news = became(old, new)
    if news and not (news is News.MOVED and new.status in CALLED_OFF):  # nobody waits for another date of it
        yield news
    if new.recording and not old.recording:
        yield News.RECORDED


def became(old: Session, new: Session) -> News | None:
    """Return what became of a session's date: the one thing that subscribers have to know, if there is one."""
    if new.status in CALLED_OFF and new.status is not old.status:
        return News(new.status.value)
    if old.status in CALLED_OFF and new.status not in CALLED_OFF:
        return News.RESUMED
    return News.MOVED if old.start != new.start else None
