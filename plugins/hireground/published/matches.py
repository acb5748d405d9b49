"""Match published seminars and sessions with those in the tree, and with the items that make them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hireground.published.changes import by_uid
from hireground.published.details import room, where
from hireground.published.items import Item, items_of
from hireground.published.pair import CalendarPair
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Seminar, Session

NEAR = dt.timedelta(days=45)
"""A date that is gone and a new one are taken for a move if they are no further apart; else for two sessions."""


def match_sessions(
    before: Iterable[Seminar],
    after: Iterable[Seminar],
    counterparts: Mapping[str, Seminar],
    of_rules: frozenset[str],
    now: dt.datetime,
) -> Mapping[str, Session]:
    """Return the tree's session of each published UID; a date of a rule, `of_rules`, has not moved there."""
    # A UID is made from the date, so a moved date has a new UID, and nothing alone says which session is which. Each
    # pass is less sure than the one before, and looks only at sessions that no pass has matched yet:
    # 1. sure: the UID is the same, and so are time and place, or the author wrote `moved_from`.
    # 2. within: in the same seminar, the same time, the same UID, or a start that `moved_from` names.
    # 3. across: in another file, the same start, and the same title or place: it was taken to that file.
    # 4. nearest: in the same seminar, a date that is gone and a new one at most 45 days apart, the nearest two first.
    # Example: published are 3 and 10 March, the tree has 4 and 10 March. Pass 1 matches the 10th, so that pass 4 is
    # left with the 3rd and the 4th, and takes them for one session that moved.
    old = tuple(before)
    matching = _Matching(by_uid(after), counterparts, of_rules, now)
    for seminar in old:
        matching.sure(seminar.sessions)
    for seminar in old:
        matching.within(seminar)
    matching.across(session for seminar in old for session in seminar.sessions)
    for seminar in old:
        matching.nearest(seminar)
    return matching.found


class _Matching:
    """Pairs sessions pass by pass; a session that is in `found` is not asked about again."""

    def __init__(
        self,
        new: Mapping[str, Session],
        counterparts: Mapping[str, Seminar],
        of_rules: frozenset[str],
        now: dt.datetime,
    ) -> None:
        self.new, self.counterparts, self.of_rules, self.now = new, counterparts, of_rules, now
        self.found: dict[str, Session] = {}
        self.taken: set[str] = set()

    def pair(self, one: Session, other: Session) -> None:
        """Note a pair."""
        self.found[one.uid] = other
        self.taken.add(other.uid)

    def lost(self, sessions: Iterable[Session]) -> list[Session]:
        """Return those that have no counterpart yet."""
        return [session for session in sessions if session.uid not in self.found]

    def free(self, sessions: Iterable[Session]) -> list[Session]:
        """Return those that are nobody's counterpart."""
        return [session for session in sessions if session.uid not in self.taken]

    def sure(self, sessions: Iterable[Session]) -> None:
        """Match by UID where the rest agrees: time and place, the start it had, or that it is elsewhere on purpose."""
        for one in sessions:
            other = self.new.get(one.uid)
            counterpart = self.counterparts.get(one.seminar_id)
            if other and (
                _same_meeting(one, other)
                or one.start in other.previous_starts
                or counterpart is None
                or other.seminar_id != counterpart.id
            ):
                self.pair(one, other)

    def within(self, seminar: Seminar) -> None:
        """Match inside a seminar: by time, by UID alone, and by the start that a session says it had."""
        counterpart = self.counterparts.get(seminar.id)
        if counterpart:
            for is_same in _WITHIN:
                self.take(seminar.sessions, counterpart.sessions, is_same)

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
        counterpart = self.counterparts.get(seminar.id)
        pairs = self.near(seminar.sessions, counterpart.sessions) if counterpart else ()
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


def match_seminars(before: Iterable[Seminar], after: Iterable[Seminar]) -> Mapping[str, Seminar]:
    """Return the tree's seminar of each published id: the same id, the same file, or what a renamed file still has."""
    old, new = list(before), list(after)
    # Likewise from sure to unsure: a renamed file keeps its `id` if one is written; if not, it has at least half of its
    # dates and its title or its places; if the dates are new too, it has its title and text.
    found: dict[str, Seminar] = {}
    for is_same in (_same_id, _same_file, _same_dates, _same_text):
        for seminar in old:
            counterpart = next((one for one in new if is_same(seminar, one)), None) if seminar.id not in found else None
            if counterpart:
                found[seminar.id] = counterpart
                new.remove(counterpart)
    return found


def _same_id(old: Seminar, new: Seminar) -> bool:
    return old.id == new.id


def _same_file(old: Seminar, new: Seminar) -> bool:
    return old.source == new.source


def _same_dates(old: Seminar, new: Seminar) -> bool:
    starts = {session.start for session in old.sessions}
    shared = starts & {session.start for session in new.sessions}
    return 2 * len(shared) >= len(starts) and (old.title == new.title or _places(old) == _places(new))


def _places(seminar: Seminar) -> frozenset[tuple[str, ...]]:
    return frozenset(map(where, seminar.sessions))


def _same_text(old: Seminar, new: Seminar) -> bool:
    return (old.title, old.body.strip()) == (new.title, new.body.strip())


@dataclass(frozen=True)
class Matches:
    """What was published, and what stands for it in the tree."""

    pair: CalendarPair

    @cached_property
    def before(self) -> Mapping[Path, tuple[Item, ...]]:
        """The published files' items."""
        return {path: items_of(file) for path, file in self.pair.before.files.items()}

    @cached_property
    def after(self) -> Mapping[Path, tuple[Item, ...]]:
        """The tree's items."""
        return {path: items_of(file) for path, file in self.pair.after.files.items()}

    @cached_property
    def seminars(self) -> Mapping[str, Seminar]:
        """The tree's seminar, a draft too, of each published id."""
        return match_seminars(self.pair.before.public, (file.seminar for file in self.pair.after.files.values()))

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """The tree's session of each published UID."""
        rules = (item for items in self.after.values() for item in items if item.is_rule)
        of_rules = frozenset(session.uid for item in rules for session in item.sessions)
        public = {was: counterpart for was, counterpart in self.seminars.items() if not counterpart.is_draft}
        return match_sessions(self.pair.before.public, self.pair.after.public, public, of_rules, self.pair.now)

    @cached_property
    def published(self) -> Mapping[str, Session]:
        """The published session of each of the tree's UIDs."""
        known = by_uid(self.pair.before.public)
        return {other.uid: known[uid] for uid, other in self.sessions.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every published UID."""
        return frozenset(by_uid(self.pair.before.public))

    def lost(self, seminar: Seminar) -> tuple[Session, ...]:
        """Return the sessions of a published seminar that the tree has nowhere and that may not go."""
        return tuple(one for one in seminar.sessions if one.uid not in self.sessions and not self.may_go(one))

    def may_go(self, session: Session) -> bool:
        """Whether calendars may forget it: long past, or past and never held."""
        kept = dt.timedelta(days=self.pair.settings.seminars.keep_past_days)
        return session.end < self.pair.now - (dt.timedelta() if session.status in CALLED_OFF else kept)
