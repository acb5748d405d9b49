"""Read how an event of The Events Calendar repeats: what PHP kept of its rules, as a calendar's rule."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from icalendar import Event

from hireground.importing.fields import small_number
from hireground.importing.model import Answers
from hireground.importing.rules import Expanded, expanded
from hireground.importing.seminars.model import Date
from hireground.text.dates_meant import WEEKDAYS

Kept = str | Mapping[str, "Kept"]
NOTHING: Mapping[str, Kept] = {}
DEEPEST, LONGEST = 12, 100_000
SCALAR = re.compile(rb"(?:[ibd]:([-\d.]+)|N);")
OPENED = re.compile(rb'(a:\d{1,5}:\{|s:(\d{1,6}):")')
NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
USUAL = {"every day": "daily", "every week": "weekly", "every month": "monthly", "every year": "yearly"}


def repeated(date: Date, said: str, answers: Answers) -> Expanded | None:
    """Return the dates of an event that repeats; None where its rules are not known here."""
    try:
        kept, _rest = _value(said[:LONGEST].encode(), 0)
    except ValueError:
        return None
    rules = [line for rule in _group(kept, "rules").values() for line in _lines(rule, date)]
    without = [line for rule in _group(kept, "exclusions").values() for line in _lines(rule, date)]
    is_known = "" not in rules and all(line.startswith("RDATE") for line in without)
    if not rules or not is_known or sum(line.startswith("RRULE") for line in rules) > 1:
        return None
    lines = [*rules, *(line.replace("RDATE", "EXDATE") for line in without)]
    event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
    return expanded(event, date, set(), _of, answers)


def _of(value: dt.date, *, is_rule: bool) -> tuple[dt.datetime | dt.date, str]:
    del is_rule
    return (value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value), ""


def _lines(rule: Kept, date: Date) -> Iterator[str]:
    """Yield the lines of a calendar that mean a rule; an empty one where it is not known."""
    custom = _group(rule, "custom")
    kind = (_text(custom, "type") or USUAL.get(_text(rule, "type").lower(), "")).lower()
    if kind == "date":
        day = _day(_text(_group(custom, "date"), "date"))
        clock = f"{date.start:T%H%M%S}" if isinstance(date.start, dt.datetime) else ""
        yield f"RDATE{'' if clock else ';VALUE=DATE'}:{day}{clock}" if day else ""
        return
    days = {"daily": "", "weekly": _weekly(custom), "monthly": _monthly(custom), "yearly": ""}.get(kind)
    last, number = _day(_text(rule, "end")), small_number(_text(rule, "end-count"))
    ends = {"on": f"UNTIL={last}" if last else None, "after": f"COUNT={number}" if number else None, "never": ""}
    end = ends.get(_text(rule, "end-type").lower())
    is_usual_year = kind != "yearly" or not ({"month-number", "filter"} & _group(custom, "year").keys())
    if days is None or end is None or not is_usual_year:
        yield ""
        return
    step = small_number(_text(custom, "interval")) or 1
    yield ";".join(part for part in (f"RRULE:FREQ={kind.upper()}", f"INTERVAL={step}", days, end) if part)


def _weekly(custom: Mapping[str, Kept]) -> str:
    names = [name for one in _group(_group(custom, "week"), "day").values() if (name := _weekday(one))]
    return f"BYDAY={','.join(names)}" if names else ""


def _monthly(custom: Mapping[str, Kept]) -> str | None:
    month = _group(custom, "month")
    number, day = _text(month, "number").lower(), _weekday(_text(month, "day"))
    if not number or _text(month, "same-day").lower() in {"yes", "1"}:
        return ""
    if small_number(number):
        return f"BYMONTHDAY={small_number(number)}"
    return f"BYDAY={NUMBERS[number]}{day}" if number in NUMBERS and day else None


def _day(words: str) -> str:
    """Return a day such as 2027-03-18 as calendars have it; empty if it is none."""
    try:
        return f"{dt.date.fromisoformat(words):%Y%m%d}"
    except ValueError:
        return ""


def _weekday(number: Kept) -> str:
    found = small_number(number) if isinstance(number, str) else 0
    return WEEKDAYS[found - 1][:2].upper() if 1 <= found <= len(WEEKDAYS) else ""


def _group(kept: Kept, name: str) -> Mapping[str, Kept]:
    value = kept.get(name) if isinstance(kept, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def _text(kept: Kept, name: str) -> str:
    value = kept.get(name) if isinstance(kept, Mapping) else None
    return value if isinstance(value, str) else ""


def _value(data: bytes, depth: int) -> tuple[Kept, bytes]:
    """Read one value that PHP wrote, and return what is behind it; raises `ValueError`. Objects are not read."""
    if match := SCALAR.match(data):
        return (match[1] or b"").decode(), data[match.end() :]
    match = OPENED.match(data)
    if not match or depth > DEEPEST:
        raise ValueError("not PHP's")
    data = data[match.end() :]
    if match[2]:
        length = int(match[2])
        return data[:length].decode("utf-8", "replace"), data[length:].removeprefix(b'";')
    found: dict[str, Kept] = {}
    while not data.startswith(b"}"):
        key, data = _value(data, depth + 1)
        value, data = _value(data, depth + 1)
        found[str(key)] = value
    return found, data[1:]
