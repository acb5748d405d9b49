"""Sessions in file order to sessions with their UIDs and addresses, in order of time."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from plugins.reader.strict_yaml import Key
from plugins.seminars.identity import date_key, session_uid
from plugins.seminars.model import Session


class Naming:
    """Names one seminar's sessions; `blame` is told what stands twice: where, what, where first, a rule's way out."""

    def __init__(self, namespace: UUID, seminar_id: str, blame: Callable[[Key, str, Key, str], None]) -> None:
        self.namespace, self.seminar_id, self.blame = namespace, seminar_id, blame
        self.firsts: dict[str, Key] = {}
        self.leaves: dict[str, Key] = {}
        self.meetings: defaultdict[dt.datetime, dict[tuple[str, str], Key]] = defaultdict(dict)
        self.former: dict[dt.datetime, Key] = {}
        self.days: Counter[str] = Counter()

    def named(self, sessions: Iterable[Session]) -> tuple[Session, ...]:
        """Give each session its UID and its address, in file order, and sort them by time."""
        named = [self.name(session) for session in sessions]
        return tuple(sorted(map(self.with_former, named), key=lambda one: (one.start, one.uid)))

    def name(self, session: Session) -> Session:
        """Give one session its names."""
        self.refuse_twice(session)
        first = date_key((session.previous_starts or (session.start,))[0], self.firsts)
        leaf = date_key(session.start, self.leaves)
        self.firsts.setdefault(first, session.way)
        self.leaves.setdefault(leaf, session.way)
        self.days.update({f"{start:%Y-%m-%d}" for start in (session.start, *session.previous_starts)})
        return replace(session, leaf=leaf, uid=session.uid or session_uid(self.namespace, self.seminar_id, first))

    def refuse_twice(self, session: Session) -> None:
        """Refuse a session at the time and place of another, one of three at one time, and two that moved from one."""
        place = (session.place.name, session.place.room) if session.place else ("", "")
        others = self.meetings[session.start]
        if place in others or len(others) > 1:
            when = f"{session.start:%Y-%m-%d}" if session.all_day else f"{session.start:%Y-%m-%d %H:%M}"
            first = next(iter(others.values()))
            self.blame((*session.way, "start"), f"{when} stands here twice", first, f"except: [{when[:10]}]")
        others.setdefault(place, session.way)
        for start in session.previous_starts[:1]:
            if start in self.former:
                words = f"another session moved from {start:%Y-%m-%d %H:%M} too"
                self.blame((*session.way, "moved_from"), words, self.former[start], "")
            self.former.setdefault(start, session.way)

    def with_former(self, session: Session) -> Session:
        """Add the addresses it had before it moved, as far as no other session has them now.

        On a day of several sessions nobody knows whether it was the first, so it may have had either.
        """
        former = {f"{start:%Y-%m-%d}" for start in session.previous_starts}
        former |= {f"{start:%Y-%m-%d-%H%M}" for start in session.previous_starts if self.days[f"{start:%Y-%m-%d}"] > 1}
        return replace(session, former_leaves=tuple(sorted(former - set(self.leaves))))
