"""Work out from when until when people can register, and what is wrong with that."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from hireground.seminars.model.facts.ways import Registration, Way
from hireground.seminars.model.registration_fields import BEFORE, RegistrationFields
from hireground.text.localtime import add_duration, attach_zone
from hireground.text.problems import Refusal
from hireground.text.yaml.marks import Loc

LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Window:
    """One session's time for registration, as written; the ways lead to the keys that say so."""

    opens: dt.datetime | None
    closes: dt.datetime
    start: dt.datetime
    end: dt.datetime
    way_to_opens: Loc
    way_to_closes: Loc


class Deadlines(Protocol):
    """What an author wrote of when something opens and closes."""

    @property
    def opens(self) -> dt.datetime | dt.date | str | None:
        """The first moment; a day means its first minute."""

    @property
    def closes(self) -> dt.datetime | dt.date | str | None:
        """The last moment; a day means its last minute."""


def opening(fields: Deadlines, start: dt.datetime) -> dt.datetime | None:
    """Return when registration opens: a day alone means its first minute."""
    return None if fields.opens is None else _deadline(fields.opens, start, dt.time())


def closing(fields: Deadlines, start: dt.datetime) -> dt.datetime:
    """Return when registration closes: a day alone means its last minute, silence the start."""
    return start if fields.closes is None else _deadline(fields.closes, start, LAST_MINUTE)


def _deadline(written: dt.datetime | dt.date | str, start: dt.datetime, of_day: dt.time) -> dt.datetime:
    timezone = start.tzinfo if isinstance(start.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    if isinstance(written, str):
        return _before(written, start, timezone)
    if not isinstance(written, dt.datetime):
        written = dt.datetime.combine(written, of_day)
    return attach_zone(written, timezone)


def _before(words: str, start: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Count days and weeks by the calendar, hours and minutes by the clock."""
    match = BEFORE.fullmatch(words)
    number, unit = (int(match[1]), match[2]) if match else (0, "day")
    span = dt.timedelta(**{f"{unit}s": number})
    if unit in {"day", "week"}:
        return attach_zone(start.replace(tzinfo=None) - span, timezone)
    return add_duration(start, -span)


def registration_of(fields: RegistrationFields, windows: Iterable[Window]) -> Registration:
    """Build a session's registration from its ways and their windows, the first one's first."""
    first, *others = windows
    also = (Way.model_validate({**way.facts, **_days(own)}) for way, own in zip(fields.also, others, strict=True))
    kinds = {"walk_ins": fields.walk_ins, "lottery": fields.lottery}
    return Registration.model_validate({**fields.facts, **_days(first), **kinds, "also": tuple(also)})


def _days(window: Window) -> dict[str, dt.datetime | None]:
    """Return when a way opens and closes: with the start, unless its author names a moment while the session is on."""
    closes = window.closes if window.closes <= window.end else min(window.closes, window.start)
    return {"opens": min(window.opens, closes) if window.opens else None, "closes": closes}


def window_problems(windows: Iterable[Window]) -> Iterator[tuple[Loc, Refusal]]:
    """Yield what is wrong with a deadline: that it suits none of the sessions it is written for."""
    by_closes, by_opens = defaultdict(list), defaultdict(list)
    for window in windows:
        by_closes[window.way_to_closes].append(window)
        if window.opens:
            by_opens[window.way_to_opens].append((window.opens, window))
    late = {loc for loc, group in by_closes.items() if all(one.closes > one.end for one in group)}
    yield from ((loc, _too_late(by_closes[loc][-1])) for loc in sorted(late, key=str))
    for loc, pairs in by_opens.items():
        if all(opens >= min(window.closes, window.start) for opens, window in pairs):
            yield loc, _never_open(*pairs[-1])


def _too_late(window: Window) -> Refusal:
    closes, end = f"{window.closes:%Y-%m-%d %H:%M}", f"{window.end:%Y-%m-%d %H:%M}"
    how = 'write an earlier day, or as in "1 day before"'
    return Refusal(f"registration would close on {closes}, after the end, {end}; {how}")


def _never_open(opens: dt.datetime, window: Window) -> Refusal:
    is_before_start = window.closes < window.start
    closes = f"{min(window.closes, window.start):%Y-%m-%d %H:%M}"
    end = f"it closes on {closes}" if is_before_start else f"the session starts on {closes}"
    return Refusal(f"registration would open on {opens:%Y-%m-%d %H:%M}, and {end}; write an earlier day")
