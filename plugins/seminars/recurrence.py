"""`every: second Tuesday` to the dates it means, as dateutil's RRULE (RFC 5545 §3.8.5.3) gives them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from dateutil import rrule

from plugins.reader.fields import WEEKDAYS
from plugins.reader.quote import quoted
from plugins.reader.suggest import did_you_mean

MOST = 500
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
OTHER_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "fifth": "last", "5th": "last"}
WORKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR)
PHRASES = ("Tuesday", "other Tuesday", "second Tuesday", "last Friday", "weekday", "day")


class RuleError(ValueError):
    """A rule that makes no dates; `key` is the one to blame."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(message)


@dataclass(frozen=True)
class Every:
    """A rule in RRULE's own parts."""

    words: str
    frequency: Literal[1, 2, 3]
    weekdays: tuple[rrule.weekday, ...] = ()
    interval: int = 1


def parse_every(words: str, start: dt.date | None = None) -> Every:
    """Read a rule's words; raises `RuleError`, which takes the weekday that is meant from `start`."""
    match = re.fullmatch(r"(?:(other|first|second|third|fourth|last) )?([A-Za-z]+)", " ".join(words.split()))
    if match and not match[1] and match[2].lower() in {"day", "weekday"}:
        return Every(words, *((rrule.DAILY,) if match[2].lower() == "day" else (rrule.WEEKLY, WORKDAYS)))
    names = [name.lower() for name in WEEKDAYS]
    if not match or match[2].lower() not in names:
        raise RuleError("every", f"{quoted(words)} is no rule; {_meant(words, start)}")
    weekday = rrule.weekday(names.index(match[2].lower()))
    if match[1] in ORDINALS:
        return Every(words, rrule.MONTHLY, (weekday(ORDINALS[match[1]]),))
    return Every(words, rrule.WEEKLY, (weekday,), interval=2 if match[1] else 1)


def _meant(words: str, start: dt.date | None) -> str:
    """Say which rule of ours the words stand for."""
    lower = re.sub(r"^(?:every|each) ", "", " ".join(words.lower().split()))
    day = WEEKDAYS[start.weekday()] if start else "Tuesday"
    if len([name for name in WEEKDAYS if name.lower()[:3] in lower]) > 1:
        first = next(name for name in WEEKDAYS if name.lower()[:3] in lower)
        return f'write an item for each day, this one with "every: {first}"'
    if lower in {"week", "weekly", "7 days"}:
        return f'write "{day}"'
    if re.fullmatch(r"(other|second|two|2) weeks?|fortnight(ly)?|bi-?weekly|14 days", lower):
        return f'write "other {day}"'
    if lower in {"month", "monthly"}:
        number = (start.day - 1) // 7 if start else 1
        return f'write "{[*ORDINALS][number]} {day}"'
    if lower in {"daily", "days", "weekdays", "workday", "working day"}:
        return f'write "{"weekday" if "w" in lower else "day"}"'
    return _spelled(lower)


def _spelled(lower: str) -> str:
    """Mend `2nd Tuesdays` and what is misspelt."""
    which, _, name = lower.rpartition(" ")
    which = OTHER_ORDINALS.get(which, which)
    known = [" ".join(filter(None, (one, day))) for one in ("", "other", *ORDINALS) for day in WEEKDAYS]
    days = [day for day in WEEKDAYS if len(name) > 2 and day.lower().startswith(name.removesuffix("s"))]  # noqa: PLR2004 -- "Tue"
    words = " ".join(filter(None, (which, *(days or [name])[:1])))
    return f'write "{words}"' if words in known else did_you_mean(words, known, f"write one of: {', '.join(PHRASES)}")


def expand(every: Every, start: dt.datetime, until: dt.date | None, count: int | None) -> tuple[dt.datetime, ...]:
    """Return every date of the rule, `start` first; raises `RuleError` when `start` does not fit the rule."""
    _check_ends(start, until, count)
    end = dt.datetime.combine(until, dt.time.max) if until else None
    rule = rrule.rrule(every.frequency, start, every.interval, count=count, until=end, byweekday=every.weekdays or None)
    dates = tuple(date for date, _number in zip(rule, range(MOST + 1), strict=False))
    first = dates[0] if dates else next(iter(rrule.rrule(every.frequency, start, byweekday=every.weekdays or None)))
    if first != start:
        day = f"{start:%Y-%m-%d} is a {WEEKDAYS[start.weekday()]}"
        raise RuleError("start", f'{day}, not the first of "every {every.words}"; write "{first:%Y-%m-%d %H:%M}"')
    if len(dates) > MOST:
        fixed = f'"until: {dates[-1]:%Y-%m-%d}" or an earlier day' if until else f'"count: {MOST}" or less'
        raise RuleError("until" if until else "count", f"the rule makes more than {MOST} sessions; write {fixed}")
    return dates


def _check_ends(start: dt.datetime, until: dt.date | None, count: int | None) -> None:
    if until is None and count is None:
        raise RuleError("every", 'a rule needs an end; write "until: 2027-06-30" or "count: 6" below it')
    if until is not None and count is not None:
        raise RuleError("count", "until and count both say when the rule ends; keep one of the two")
    if count == 0:
        raise RuleError("count", 'a rule makes at least one session; write "count: 1" or more')
    if until and until < start.date():
        raise RuleError("until", f"{until} is before the start, {start:%Y-%m-%d}; write a later day")
