"""Say a calendar's rule in our words where they mean the same dates, and else write its dates out."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from dateutil.rrule import rrulestr
from icalendar import Component

from hireground.importing.model import Answers, Fate
from hireground.importing.seminars.model import Date
from hireground.importing.writing import Value
from hireground.seminars.model.recurrence import RuleError, expand, horizon
from hireground.seminars.model.rule_words import ORDINALS
from hireground.seminars.model.rules import parse_every
from hireground.text.dates_meant import MONTHS, WEEKDAYS
from hireground.text.problems import Refusal

MOST, PER_RULE = 12_000, 400
"""Dates that are taken of a rule of a calendar, and that one rule of ours has: what is open grows with the years."""
DAYS = {name[:2].upper(): name for name in WEEKDAYS}
ENDLESS = "a rule without an end, which goes on with `until: open`"
TOO_LONG = f"dates of a rule after the first {MOST:,}"
SLOW = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
Of = Callable[..., tuple[dt.datetime | dt.date, str]]


@dataclass(frozen=True)
class Expanded:
    """The dates of a rule as ours are said, and what the report says of it."""

    dates: tuple[Date, ...]
    notes: tuple[tuple[Fate, str, str], ...] = ()


def expanded(event: Component, date: Date, moved: set[object], of: Of, answers: Answers) -> Expanded:
    """Return the first date, which keeps the UID, and the rules or the dates after it; `moved` stand elsewhere."""
    start = _clock(date.start)
    left_out = {_clock(moment) for moment in _listed(event, "EXDATE", of)} | {_clock(one) for one in moved}
    more = {_clock(moment) for moment in _listed(event, "RDATE", of)}
    said = event.get("RRULE")
    rules = said if isinstance(said, list) else [said] if said is not None else []
    begin = getattr(event.get("DTSTART"), "dt", None)
    if any(str((rule.get("FREQ") or [""])[0]).upper() in SLOW for rule in rules):
        return Expanded((date,), ((Fate.LEFT_OUT, "a rule that repeats within a day", _words(rules[0])),))
    starts, end = _starts(rules, start, lambda last: of(on_clocks_of(begin, last), is_rule=True)[0], answers)
    kept = sorted({one for one in (start, *starts, *more) if one not in left_out})
    if not kept:
        return Expanded(())
    notes: list[tuple[Fate, str, str]] = []
    if len(starts) >= MOST:
        end = starts[-1].date()
        notes.append((Fate.LEFT_OUT, TOO_LONG, _words(rules[0])))
    is_one = len(rules) == 1 and len(kept) > 2 and not more  # noqa: PLR2004 -- a rule is for two dates after the first
    said_so = _said(rules[0], [one for one in starts if one >= kept[1]], left_out, end) if is_one else ()
    if said_so and end is None:
        notes.append((Fate.CHANGED, ENDLESS, str(said_so[0][1]["every"])))
    elif rules and not said_so:
        notes += _not_said(rules[0], len(kept), is_endless=end is None)
    return Expanded(tuple(_dates(date, kept, said_so)), tuple(notes))


def _dates(
    date: Date, kept: list[dt.datetime], rules: Iterable[tuple[dt.datetime, Mapping[str, Value]]]
) -> Iterator[Date]:
    """Yield the first date, and what comes after it: rules, or date by date where there are none."""
    yield replace(date, start=_like(kept[0], date), end=_end(kept[0], date))
    nothing: Mapping[str, Value] = {}
    for one, rule in [*rules] or [(one, nothing) for one in kept[1:]]:
        yield replace(date, start=_like(one, date), end=_end(one, date), rule=rule, uid="")


def _not_said(rule: object, number: int, *, is_endless: bool) -> Iterator[tuple[Fate, str, str]]:
    if number > 2:  # noqa: PLR2004 -- two dates are no rule
        yield Fate.CHANGED, "a rule that has no words here: its dates are written out", _words(rule)
    if is_endless:
        yield Fate.TO_DECIDE, "a rule without an end: its next dates are yours; --until says when", _words(rule)


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


def on_clocks_of(begin: object, moment: object) -> object:
    """Return a moment on the clocks of an event's start: programs say the end of a rule, and exceptions, in UTC.

    Thus 2027-05-01 03:59:59 in UTC is 2027-04-30 23:59:59 for an event of New York, which does not meet on 1 May.
    """
    if not (isinstance(begin, dt.datetime) and isinstance(moment, dt.datetime)):
        return moment
    return moment.astimezone(begin.tzinfo) if begin.tzinfo and moment.tzinfo else moment


def _listed(event: Component, name: str, of: Of) -> Iterator[dt.datetime | dt.date]:
    value, begin = event.get(name), getattr(event.get("DTSTART"), "dt", None)
    for several in value if isinstance(value, list) else [value] if value is not None else []:
        for one in getattr(several, "dts", []):
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield of(on_clocks_of(begin, moment), is_rule=True)[0]


def _starts(
    rules: list[Component], start: dt.datetime, of_end: Callable[[object], object], answers: Answers
) -> tuple[list[dt.datetime], dt.date | None]:
    """Return the dates of rules, on the clocks of `start`, and the last day of what ends.

    Those of a rule without an end go as far as ours do: a year from today, since the file is written today.
    """
    found: list[dt.datetime] = []
    end: dt.date | None = None
    for rule in rules:
        parts = {name.upper(): value for name, value in rule.items()}
        last = parts.pop("UNTIL", [None])[0]
        last_day = _last_day(of_end(last), start) if last is not None else None
        has_end = last_day is not None or "COUNT" in parts
        last_day = last_day or (None if has_end else answers.until)
        words = ";".join(f"{name}={','.join(map(str, value))}" for name, value in parts.items())
        bound = dt.datetime.combine(last_day or horizon(start.date(), answers.today), dt.time.max)
        try:
            dates = rrulestr(words, dtstart=start)
            within = takewhile(lambda one: one <= bound, dates) if "COUNT" not in parts else dates  # noqa: B023 -- used at once
            found += islice(within, MOST)
        except (ValueError, TypeError, OverflowError):
            continue
        end = last_day or (found[-1].date() if "COUNT" in parts and found else None)
    return found, end


def _last_day(last: object, start: dt.datetime) -> dt.date | None:
    """Return the last day on which something may begin at the hour of `start`."""
    if not isinstance(last, dt.datetime):
        return last if isinstance(last, dt.date) else None
    return last.date() if last.time() >= start.time() else last.date() - dt.timedelta(days=1)


def _said(
    rule: Component, wanted: list[dt.datetime], left_out: set[dt.datetime], end: dt.date | None
) -> tuple[tuple[dt.datetime, Mapping[str, Value]], ...]:
    """Return rules of ours that together give the dates of a calendar's, each with its first; none if no words do."""
    found: list[tuple[dt.datetime, Mapping[str, Value]]] = []
    pieces = [wanted[first : first + PER_RULE] for first in range(0, len(wanted), PER_RULE)]
    for piece in pieces:
        is_open = end is None and piece is pieces[-1]
        last = piece[-1].date() if piece is not pieces[-1] or end is None else end
        words = next((one for one in _candidates(rule, piece[0]) if _gives(one, piece, last)), "")
        if not words:
            return ()
        days = tuple(one.date() for one in piece if one in left_out)
        found.append((piece[0], {"every": words, "until": "open" if is_open else last, "except": days}))
    return tuple(found)


def _gives(words: str, wanted: list[dt.datetime], last: dt.date) -> bool:
    """Tell whether words of ours give just these dates up to a day."""
    try:
        return list(expand(parse_every(words, wanted[0]), wanted[0], last, None)) == wanted
    except (RuleError, Refusal, ValueError):
        return False


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
