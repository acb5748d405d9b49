"""`every: second Tuesday` to the dates it means, as dateutil's RRULE (RFC 5545 §3.8.5.3) gives them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from dateutil import rrule

from plugins.reader.fields import WEEKDAYS
from plugins.reader.suggest import did_you_mean

MOST = 500
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
WORKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR)
PHRASES = ("Tuesday", "other Tuesday", "second Tuesday", "last Friday", "weekday", "day")


@dataclass(frozen=True)
class Every:
    """A rule in RRULE's own parts."""

    words: str
    frequency: Literal[1, 2, 3]
    weekdays: tuple[rrule.weekday, ...] = ()
    interval: int = 1


def parse_every(words: str) -> Every:
    """Read a rule's words; raises ValueError."""
    match = re.fullmatch(r"(?:(other|first|second|third|fourth|last) )?([A-Za-z]+)", " ".join(words.split()))
    if match and not match[1] and match[2].lower() in {"day", "weekday"}:
        return Every(words, *((rrule.DAILY,) if match[2].lower() == "day" else (rrule.WEEKLY, WORKDAYS)))
    names = [name.lower() for name in WEEKDAYS]
    if not match or match[2].lower() not in names:
        raise ValueError(f'"{words}" is no rule; {_meant(words, match)}')
    weekday = rrule.weekday(names.index(match[2].lower()))
    if match[1] in ORDINALS:
        return Every(words, rrule.MONTHLY, (weekday(ORDINALS[match[1]]),))
    return Every(words, rrule.WEEKLY, (weekday,), interval=2 if match[1] else 1)


def _meant(words: str, match: re.Match[str] | None) -> str:
    otherwise = "write one such as " + ", ".join(PHRASES)
    return did_you_mean(words, WEEKDAYS if match and not match[1] else _every_phrase(), otherwise)


def _every_phrase() -> list[str]:
    return [f"{which} {day}" for which in ("other", *ORDINALS) for day in WEEKDAYS]


def expand(every: Every, start: dt.datetime, until: dt.date | None, count: int | None) -> tuple[dt.datetime, ...]:
    """Return every date of the rule, `start` first; raises ValueError when `start` does not fit the rule."""
    if (until is None) == (count is None):
        raise ValueError("a rule needs its end: write either until: 2027-06-30 or count: 6")
    end = dt.datetime.combine(until, dt.time.max) if until else None
    rule = rrule.rrule(every.frequency, start, every.interval, count=count, until=end, byweekday=every.weekdays or None)
    dates = tuple(date for date, _number in zip(rule, range(MOST + 1), strict=False))
    if not dates:
        raise ValueError(f"the rule ends before it starts, {until or count}; write a later day")
    if dates[0] != start:
        raise ValueError(
            f'{start:%Y-%m-%d} is not "every {every.words}"; the first that fits is {dates[0]:%Y-%m-%d %H:%M}'
        )
    if len(dates) > MOST:
        raise ValueError(f"the rule makes more than {MOST} sessions; write an earlier until:")
    return dates
