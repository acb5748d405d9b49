"""Work out which keys (`moved_from`, `uid`, `sequence`) an edited session needs so that calendars update."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hireground.published.details import is_shown_anew, where
from hireground.published.items import Item, Names, wall_clock_of
from hireground.seminars.model.identity import sequence
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.text.yaml.marks import Data


def _ending(session: Session) -> tuple[object, ...]:
    """Return what calendars say of an end; as an instant, since clocks may show one time twice."""
    return session.end.astimezone(dt.UTC), session.all_day, session.has_open_end


@dataclass(frozen=True)
class SessionPair:
    """A session as it was published and as it is in the tree."""

    before: Session
    after: Session

    @property
    def is_on_again(self) -> bool:
        """Whether it was called off, and the file no longer says so."""
        return self.before.status in CALLED_OFF | {EventStatus.ON_AGAIN} and self.after.status is EventStatus.CONFIRMED

    def rise(self, now: dt.datetime) -> int:
        """Return how much SEQUENCE has to rise at least, from what was published."""
        return int(bool(self.revised(now)))

    def revised(self, now: dt.datetime) -> tuple[str, ...]:
        """Name what a calendar must notice (RFC 5545 §3.8.7.4); nobody needs the new address of a past session."""
        before, after = self.before, self.after
        facts = {
            "its start": before.start != after.start,
            "its end": _ending(before) != _ending(after),
            "its place": where(before) != where(after) and after.end > now,
            "its status": before.status is not after.status,
            "how calendars show it": is_shown_anew(before, after) and after.end > now,
        }
        return tuple(name for name, is_new in facts.items() if is_new)


def amendment(item: Item, pair: SessionPair, names: Names, now: dt.datetime) -> dict[str, Data]:
    """Return the keys to write in an item of one session."""
    before, after, written = pair.before, pair.after, item.fields
    keys: dict[str, Data] = {}
    moved = _moved_from(pair, written.moved_from)
    if moved[:1] != written.moved_from[:1] and moved[0] in names.former:
        moved = written.moved_from
    if moved != written.moved_from:
        names.former.add(moved[0])
        keys["moved_from"] = as_written(moved, after)
    if names.uid((moved or (wall_clock_of(after.start),))[0], after, written.uid) != before.uid:
        keys["uid"] = before.uid
    short = before.sequence + pair.rise(now) - sequence(len(moved), after.status, written.sequence)
    if short > 0 and pair.is_on_again:
        keys["status"] = EventStatus.ON_AGAIN.value
        again = replace(after, status=EventStatus.ON_AGAIN)
        short = before.sequence + replace(pair, after=again).rise(now)
        short -= sequence(len(moved), again.status, written.sequence)
    if short > 0:
        keys["sequence"] = str(written.sequence + short)
    return keys


def rule_amendment(
    item: Item, pairs: Sequence[SessionPair], apart: Sequence[Session], now: dt.datetime
) -> dict[str, Data]:
    """Return the keys to write in a rule, which count for all of its sessions; those `apart` it is to leave out."""
    days = [*item.fields.except_, *(session.start.date() for session in apart)]
    keys: dict[str, Data] = {"except": [f"{day}" for day in days]} if apart else {}
    short = max((one.before.sequence + one.rise(now) - one.after.sequence for one in pairs), default=0)
    if short > 0 and all(one.is_on_again for one in pairs):
        keys["status"] = EventStatus.ON_AGAIN.value
        short -= sequence(0, EventStatus.ON_AGAIN, 0)
    return keys | ({"sequence": str(item.fields.sequence + short)} if short > 0 else {})


def _moved_from(pair: SessionPair, written: tuple[dt.datetime, ...]) -> tuple[dt.datetime, ...]:
    """Return every start that it had, oldest first; what is written stays where they cannot be said."""
    before, after = pair.before, pair.after
    starts = before.previous_starts if before.start == after.start else (*before.previous_starts, before.start)
    former = tuple(wall_clock_of(start) for start in dict.fromkeys(starts))
    if before.timezone.key != after.timezone.key or wall_clock_of(after.start) in former:
        return written
    if set(former) <= set(written):
        return written
    return (*former, *(start for start in written if start not in former))


def as_written(moments: tuple[dt.datetime, ...], session: Session) -> Data:
    """Write `moved_from`: one moment, or a list; days of an all-day session."""
    words: list[Data] = [f"{moment:%Y-%m-%d}" if session.all_day else f"{moment:%Y-%m-%d %H:%M}" for moment in moments]
    return words[0] if len(words) == 1 else words
