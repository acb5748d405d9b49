"""A pair of calendars to everything that a fix has to know: who is who, and which item of a file says so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.seminars.description import CALLED_OFF
from plugins.seminars.model import Seminar, Session
from tools.published.changes import by_uid
from tools.published.items import Item, items_of
from tools.published.matching import match_sessions
from tools.published.pair import Pair
from tools.published.twins import match_seminars


@dataclass(frozen=True)
class Ledger:
    """What was published, and what stands for it in the tree."""

    pair: Pair

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
        public = {was: twin for was, twin in self.seminars.items() if not twin.is_draft}
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
