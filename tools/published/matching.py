"""Which session of the tree is meant to be the one that was published, whatever its UID."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from plugins.seminars.model import EventStatus, Seminar, Session
from tools.published.changes import by_uid
from tools.published.details import room, where

NEAR = dt.timedelta(days=45)
"""A date that is gone and a new one are taken for a move if they are no further apart; else for two sessions."""


def match_sessions(
    before: Iterable[Seminar],
    after: Iterable[Seminar],
    twins: Mapping[str, Seminar],
    of_rules: frozenset[str],
    now: dt.datetime,
) -> Mapping[str, Session]:
    """Return the tree's session of each published UID; a date of a rule, `of_rules`, has not moved there."""
    old = tuple(before)
    matching = _Matching(by_uid(after), twins, of_rules, now)
    for seminar in old:
        matching.sure(seminar.sessions)
    for seminar in old:
        matching.within(seminar)
    matching.across(session for seminar in old for session in seminar.sessions)
    for seminar in old:
        matching.nearest(seminar)
    return matching.found


class _Matching:
    """The surest pairs first; `found` grows, and what it has is not asked again."""

    def __init__(
        self, new: Mapping[str, Session], twins: Mapping[str, Seminar], of_rules: frozenset[str], now: dt.datetime
    ) -> None:
        self.new, self.twins, self.of_rules, self.now = new, twins, of_rules, now
        self.found: dict[str, Session] = {}
        self.taken: set[str] = set()

    def pair(self, one: Session, other: Session) -> None:
        """Note a pair."""
        self.found[one.uid] = other
        self.taken.add(other.uid)

    def lost(self, sessions: Iterable[Session]) -> list[Session]:
        """Return those that have no twin yet."""
        return [session for session in sessions if session.uid not in self.found]

    def free(self, sessions: Iterable[Session]) -> list[Session]:
        """Return those that are nobody's twin."""
        return [session for session in sessions if session.uid not in self.taken]

    def sure(self, sessions: Iterable[Session]) -> None:
        """Match by UID where the rest agrees: time and place, the start it had, or that it is elsewhere on purpose."""
        for one in sessions:
            other = self.new.get(one.uid)
            twin = self.twins.get(one.seminar_id)
            if other and (
                _same_meeting(one, other)
                or one.start in other.previous_starts
                or twin is None
                or other.seminar_id != twin.id
            ):
                self.pair(one, other)

    def within(self, seminar: Seminar) -> None:
        """Match inside a seminar: by time, by UID alone, and by the start that a session says it had."""
        twin = self.twins.get(seminar.id)
        if twin:
            for is_same in _WITHIN:
                self.take(seminar.sessions, twin.sessions, is_same)

    def take(self, old: Iterable[Session], new: Iterable[Session], is_same: Callable[[Session, Session], bool]) -> None:
        """Match what `is_same` holds of."""
        new = tuple(new)
        for one in self.lost(old):
            other = next((other for other in self.free(new) if is_same(one, other)), None)
            if other:
                self.pair(one, other)

    def across(self, old: Iterable[Session]) -> None:
        """Match a session that now stands in another file: one start, and one title or place."""
        at = defaultdict(list)
        for other in self.free(self.new.values()):
            at[other.start].append(other)
        for one in self.lost(old):
            self.take([one], at[one.start], lambda one, other: one.title == other.title or where(one) == where(other))

    def nearest(self, seminar: Seminar) -> None:
        """Match a date that is gone with a new one of the seminar, the nearest two first."""
        twin = self.twins.get(seminar.id)
        pairs = self.near(seminar.sessions, twin.sessions) if twin else ()
        for one, other in sorted(pairs, key=lambda pair: (abs(pair[1].start - pair[0].start), pair[0].start)):
            if one.uid not in self.found and other.uid not in self.taken:
                self.pair(one, other)

    def near(self, old: Iterable[Session], new: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
        """Yield the pairs that a move may join: what has taken place does not move into the future."""
        free = [session for session in self.free(new) if session.uid not in self.of_rules]
        for one in self.lost(old):
            for other in free:
                is_same_side = (one.end > self.now) == (other.end > self.now)
                may_move = is_same_side or one.status is EventStatus.POSTPONED
                if may_move and abs(other.start - one.start) <= NEAR:
                    yield one, other


def _same_meeting(one: Session, other: Session) -> bool:
    return one.start == other.start and room(one) == room(other)


_WITHIN: tuple[Callable[[Session, Session], bool], ...] = (
    _same_meeting,
    lambda one, other: one.start == other.start and one.uid == other.uid,
    lambda one, other: one.start == other.start,
    lambda one, other: one.uid == other.uid,
    lambda one, other: one.start in other.previous_starts,
)
"""What makes two sessions one, the surest first."""
