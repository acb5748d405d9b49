"""Say a calendar's rule in our words where they mean the same dates, and else write its dates out."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from dateutil.rrule import rrulestr
from icalendar import Component

from hireground.importing.model import Fate
from hireground.importing.seminars import Date
from hireground.importing.writing import Value
from hireground.seminars.model.recurrence import RuleError, expand, horizon
from hireground.seminars.model.rule_words import ORDINALS
from hireground.seminars.model.rules import parse_every
from hireground.text.dates_meant import MONTHS, WEEKDAYS
from hireground.text.problems import Refusal

MOST = 500
DAYS = {name[:2].upper(): name for name in WEEKDAYS}
ENDLESS = "a rule without an end, which goes on with `until: open`"
SLOW = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
Of = Callable[..., tuple[dt.datetime | dt.date, str]]


@dataclass(frozen=True)
class Expanded:
    """The dates of a rule as ours are said, and what the report says of it."""

    dates: tuple[Date, ...]
    notes: tuple[tuple[Fate, str, str], ...] = ()


def expanded(event: Component, date: Date, moved: set[object], of: Of, until: dt.date | None) -> Expanded:
    """Return the first date, which keeps the UID, and the rule or the dates after it; `moved` stand elsewhere."""
    start = _clock(date.start)
    left_out = {_clock(moment) for moment in _listed(event, "EXDATE", of)} | {_clock(one) for one in moved}
    more = {_clock(moment) for moment in _listed(event, "RDATE", of)}
    said = event.get("RRULE")
    rules = said if isinstance(said, list) else [said] if said is not None else []
    if any(str((rule.get("FREQ") or [""])[0]).upper() in SLOW for rule in rules):
        return Expanded((date,), ((Fate.LEFT_OUT, "a rule that repeats within a day", _words(rules[0])),))
    starts, end = _starts(rules, start, of, until)
    kept = sorted({one for one in (start, *starts, *more) if one not in left_out})
    if not kept:
        return Expanded(())
    first, rest = kept[0], kept[1:]
    head = replace(date, start=_like(first, date), end=_end(first, date))
    notes: list[tuple[Fate, str, str]] = []
    if len(rules) == 1 and not more and len(rest) > 1 and (rule := _said(rules[0], rest, starts, left_out, end)):
        if end is None:
            notes.append((Fate.CHANGED, ENDLESS, rule["every"] if isinstance(rule["every"], str) else ""))
        again = replace(date, start=_like(rest[0], date), end=_end(rest[0], date), rule=rule, uid="")
        return Expanded((head, again), tuple(notes))
    if rules and len(rest) > 1:
        notes.append((Fate.CHANGED, "a rule that has no words here: its dates are written out", _words(rules[0])))
    if rules and end is None:
        notes.append(
            (Fate.TO_DECIDE, "a rule without an end: its next dates are yours; --until says when", _words(rules[0]))
        )
    return Expanded(
        (head, *(replace(date, start=_like(one, date), end=_end(one, date), uid="") for one in rest)), tuple(notes)
    )


def _words(rule: object) -> str:
    to_ical = getattr(rule, "to_ical", None)
    return to_ical().decode() if to_ical else ""


def _clock(moment: object) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=None)
    return dt.datetime.combine(moment if isinstance(moment, dt.date) else dt.date.min, dt.time())


def _like(moment: dt.datetime, date: Date) -> dt.datetime | dt.date:
    return moment if isinstance(date.start, dt.datetime) else moment.date()


def _end(start: dt.datetime, date: Date) -> dt.datetime | dt.date | None:
    if date.end is None or date.start is None:
        return None
    end = start + (_clock(date.end) - _clock(date.start))
    return end if isinstance(date.end, dt.datetime) else end.date()


def _listed(event: Component, name: str, of: Of) -> Iterator[dt.datetime | dt.date]:
    value = event.get(name)
    for several in value if isinstance(value, list) else [value] if value is not None else []:
        for one in getattr(several, "dts", []):
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield of(moment, is_rule=True)[0]


def _starts(
    rules: list[Component], start: dt.datetime, of: Of, until: dt.date | None
) -> tuple[list[dt.datetime], dt.date | None]:
    """Return the first dates of rules, on the clocks of `start`, and the last day of what ends."""
    found: list[dt.datetime] = []
    end: dt.date | None = None
    for rule in rules:
        parts = {name.upper(): value for name, value in rule.items()}
        last = parts.pop("UNTIL", [None])[0]
        last = of(last, is_rule=True)[0] if last is not None else None
        last_day = last.date() if isinstance(last, dt.datetime) else last
        has_end = last_day is not None or "COUNT" in parts
        last_day = last_day or (None if has_end else until)
        words = ";".join(f"{name}={','.join(map(str, value))}" for name, value in parts.items())
        bound = dt.datetime.combine(last_day or horizon(start.date(), start.date()), dt.time.max)
        try:
            dates = rrulestr(words, dtstart=start)
            found += [one for one in islice(dates, MOST) if "COUNT" in parts or one <= bound]
        except (ValueError, TypeError, OverflowError):
            continue
        end = last_day or (found[-1].date() if "COUNT" in parts and found else None)
    return found, end


def _said(
    rule: Component,
    rest: list[dt.datetime],
    starts: list[dt.datetime],
    left_out: set[dt.datetime],
    end: dt.date | None,
) -> dict[str, Value] | None:
    """Return the keys of a rule that begins with the second date, if our words give the calendar's dates."""
    begin = rest[0]
    wanted = [one for one in starts if one >= begin]
    for words in _candidates(rule, begin):
        try:
            last = end or horizon(begin.date(), starts[0].date())
            dates = expand(parse_every(words, begin), begin, last, None)
        except (RuleError, Refusal, ValueError):
            continue
        if [one for one in dates if one <= wanted[-1]] == wanted and (end is None or len(dates) == len(wanted)):
            days = tuple(one.date() for one in wanted if one in left_out)
            return {"every": words, "until": end or "open", "except": days}
    return None


def _candidates(rule: Component, start: dt.datetime) -> Iterator[str]:
    """Yield the words that may mean a rule."""
    parts = {name.upper(): [str(one).upper() for one in value] for name, value in rule.items()}
    step = int((parts.get("INTERVAL") or ["1"])[0])
    names = [DAYS[one[-2:]] for one in parts.get("BYDAY", []) if one[-2:] in DAYS] or [WEEKDAYS[start.weekday()]]
    frequency = (parts.get("FREQ") or [""])[0]
    if frequency == "DAILY":
        yield "day" if step == 1 else f"{step} days"
        yield _and(names)
    elif frequency == "WEEKLY":
        yield _and(names) if step == 1 else f"{step} weeks on {_and(names)}"
        yield "weekday"
    elif frequency == "MONTHLY":
        pace = {1: "", 3: " of every 3 months"}.get(step, f" of every {step} months")
        yield from (f"{words}{pace}" for words in _in_month(parts, names, start))
    elif frequency == "YEARLY":
        months = [MONTHS[int(one) - 1].capitalize() for one in parts.get("BYMONTH", [str(start.month)])]
        yield from (f"{words} of {_and(months)}" for words in _in_month(parts, names, start) if step == 1)


def _in_month(parts: dict[str, list[str]], names: list[str], start: dt.datetime) -> Iterator[str]:
    positions = [one[:-2] for one in parts.get("BYDAY", []) if one[:-2]] or parts.get("BYSETPOS", [])
    if positions:
        numbers = [_ordinal(int(one)) for one in positions]
        yield f"{_and(numbers)} {names[0]}"
        yield _and([f"{number} {name}" for number, name in zip(numbers, names, strict=False)])
        yield f"{numbers[0]} weekday"
        return
    days = [int(day) for day in parts.get("BYMONTHDAY", [str(start.day)])]
    yield _and("last day" if number == -1 else f"{number}{_suffix(number)}" for number in days)


def _ordinal(number: int) -> str:
    return "last" if number == -1 else "penultimate" if number == -2 else ORDINALS[number - 1]  # noqa: PLR2004 -- from the end


def _suffix(number: int) -> str:
    return "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004 -- eleventh


def _and(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
