"""Give sessions their UIDs and addresses, and sort them by time."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from itertools import chain, count
from uuid import UUID, uuid5

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import EventStatus, Session
from hireground.slugs import slugify
from hireground.text.yaml.marks import Loc

MOVE = 2
STATUS = {EventStatus.CANCELLED: 1, EventStatus.POSTPONED: 1, EventStatus.ON_AGAIN: 2}


def session_uid(namespace: UUID, seminar_id: str, key: str) -> str:
    """Return a version 5 UUID (RFC 7986 §5.3 wants no host in it) of the seminar's id and the first date."""
    return str(uuid5(namespace, f"{seminar_id}/{key}"))


def sequence(moves: int, status: EventStatus, written: int) -> int:
    """Count the changes that a calendar must notice (RFC 5545 §3.8.7.4).

    A move counts two and a cancellation or postponement one, so that postponing and then giving the new date rises;
    and so does being on again, which counts two.
    """
    return moves * MOVE + STATUS.get(status, 0) + written


def date_key(moment: dt.datetime, taken: Container[str], names: Iterable[str]) -> str:
    """Return `2026-12-05`, or `2026-12-05-1800` for a further session of that date.

    Those of one hour are told apart by their `names` behind it, and at last by a number.
    """
    day, hour = f"{moment:%Y-%m-%d}", f"{moment:%Y-%m-%d-%H%M}"
    named = (f"{hour}-{slug}" for slug in map(slugify, names) if slug)
    return next(key for key in chain((day, hour), named, (f"{hour}-{n}" for n in count(3))) if key not in taken)


def someday_key(session: Session, taken: Container[str]) -> str:
    """Return what a session is known by that has no day: `2027-03`, or `announced`, else its title too."""
    base = f"{session.start:%Y-%m}" if session.known is Known.MONTH else "announced"
    named = (f"{base}-{slug}" for slug in map(slugify, told_apart(session)) if slug)
    return next(key for key in chain((base,), named, (f"{base}-{n}" for n in count(2))) if key not in taken)


def told_apart(session: Session) -> tuple[str, str]:
    """Return what tells a session from another at its hour: the room, and the title."""
    return session.place.room if session.place else "", session.title


AddDuplicate = Callable[[Loc, str, Loc, str], None]
IsRule = Callable[[Loc], bool]


class Meetings:
    """Finds sessions that are there twice: one room has one title at one hour.

    Another title is no excuse for a date of a rule: what stands beside it is meant in its place.
    """

    def __init__(self, is_rule: IsRule) -> None:
        self.is_rule = is_rule
        self.of_place: dict[tuple[dt.datetime, str, str], Session] = {}
        self.titled: dict[tuple[dt.datetime, str, str, str], Session] = {}

    def other(self, start: dt.datetime, session: Session) -> Session | None:
        """Note a session, and return the one that it cannot stand beside."""
        place = (start, session.place.name if session.place else "", session.place.room if session.place else "")
        first = self.of_place.setdefault(place, session)
        same = self.titled.setdefault((*place, session.title), session)
        if same is not session:
            return same
        return first if first is not session and (self.is_rule(first.loc) or self.is_rule(session.loc)) else None


class Naming:
    """Names one seminar's sessions; `add_problem` is called for what is there twice: where, what, where first, fix."""

    def __init__(self, namespace: UUID, seminar_id: str, add_problem: AddDuplicate, is_rule: IsRule) -> None:
        self.namespace, self.seminar_id, self.add_problem = namespace, seminar_id, add_problem
        self.firsts: dict[str, Loc] = {}
        self.slugs: dict[str, Loc] = {}
        self.meetings, self.former = Meetings(is_rule), Meetings(is_rule)
        self.days: Counter[str] = Counter()

    def named(self, sessions: Iterable[Session]) -> tuple[Session, ...]:
        """Give each session its UID and its address, and sort them by time; those of one hour stay in file order."""
        named = [self.name(session) for session in sessions]
        return tuple(sorted(map(self.with_former, named), key=lambda one: one.sorted_at))

    def name(self, session: Session) -> Session:
        """Give one session its names; one without a day gets another UID with its day, which calendars see first."""
        if not session.has_day:
            key = someday_key(session, self.slugs)
            self.slugs.setdefault(key, session.loc)
            return replace(session, slug=key, uid=session.uid or session_uid(self.namespace, self.seminar_id, key))
        self.refuse_twice(session)
        names = told_apart(session)
        first = date_key((session.previous_starts or (session.start,))[0], self.firsts, names)
        slug = date_key(session.start, self.slugs, names)
        self.firsts.setdefault(first, session.loc)
        self.slugs.setdefault(slug, session.loc)
        self.days.update({f"{start:%Y-%m-%d}" for start in (session.start, *session.previous_starts)})
        return replace(session, slug=slug, uid=session.uid or session_uid(self.namespace, self.seminar_id, first))

    def refuse_twice(self, session: Session) -> None:
        """Refuse a session at the time and place of another, if titles do not tell them apart."""
        if other := self.meetings.other(session.start, session):
            when = f"{session.start:%Y-%m-%d}" if session.all_day else f"{session.start:%Y-%m-%d %H:%M}"
            words = f"{when} stands here twice"
            self.add_problem((*session.loc, "start"), words, other.loc, f"except: [{when[:10]}]")
        for start in session.previous_starts[:1]:
            if other := self.former.other(start, session):
                words = f"another session moved from {start:%Y-%m-%d %H:%M} too"
                self.add_problem((*session.loc, "moved_from"), words, other.loc, "")

    def with_former(self, session: Session) -> Session:
        """Add the addresses it had before it moved, unless another session has them now.

        On a day of several sessions nobody knows whether it was the first, so it may have had either.
        """
        former = {f"{start:%Y-%m-%d}" for start in session.previous_starts}
        former |= {f"{start:%Y-%m-%d-%H%M}" for start in session.previous_starts if self.days[f"{start:%Y-%m-%d}"] > 1}
        return replace(session, former_slugs=tuple(sorted(former - set(self.slugs))))
