"""Check each event, task or note by itself: its times, its end, its dates and rule (RFC 5545 3.6, 3.8.2, 3.8.5)."""

import datetime as dt
import re
from collections.abc import Iterator

from hireground.lint_ics.content import Component, LineProblem, Property, quote
from hireground.lint_ics.moments import (
    Moment,
    Zones,
    as_instant,
    first_moment,
    is_day,
    time_properties,
    written_moments,
)
from hireground.lint_ics.recur import read_rule

ENDS = {"DTEND": "RFC 5545 3.8.2.2", "DUE": "RFC 5545 3.8.2.3"}
DATES = {"EXDATE": "RFC 5545 3.8.5.1", "RDATE": "RFC 5545 3.8.5.2", "RECURRENCE-ID": "RFC 5545 3.8.4.4"}
WHOLE_DAYS = re.compile(r"\+?P[0-9]+[DW]", re.IGNORECASE)


def event_problems(event: Component, zones: Zones) -> Iterator[LineProblem]:
    """Check the times of one event."""
    for each in time_properties(event):
        yield from _time_problems(each, zones)
    start = event.first("DTSTART")
    if start and (end := event.first("DTEND") or event.first("DUE")):
        yield from _end_problems(start, end, zones)
    for name in ("EXDATE", "RDATE"):
        for each in event.all(name):
            if start and each.is_sound:
                yield from type_problems(start, each)
    if start and (duration := event.first("DURATION")):
        yield from _duration_problems(start, duration)
    if start and (rule := event.first("RRULE")):
        yield from _rule_problems(start, rule)


def _time_problems(each: Property, zones: Zones) -> Iterator[LineProblem]:
    name = each.parameter("TZID")
    for offset, moment in written_moments(each):
        if message := _time_message(moment, name, zones):
            yield each.value_problem(message, offset)


def _time_message(moment: Moment, name: str, zones: Zones) -> str:
    if not isinstance(moment, dt.datetime):
        return "a date has no time zone; remove TZID (RFC 5545 3.2.19)" if name else ""
    if moment.tzinfo:
        return "TZID and Z contradict each other; write local time without Z (RFC 5545 3.2.19)" if name else ""
    if name in zones and not _exists(moment, zones[name]):
        message = f"{moment:%H:%M} does not exist on {moment:%Y-%m-%d} in {name}: clocks go forward; write a later time"
        return f"{message} (RFC 5545 3.3.5)"
    return ""


def _exists(wall_clock: dt.datetime, zone: dt.tzinfo) -> bool:
    return wall_clock.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == wall_clock


def _end_problems(start: Property, end: Property, zones: Zones) -> Iterator[LineProblem]:
    begins = next(written_moments(start), None)
    ends = next(written_moments(end), None)
    if begins and ends and is_day(begins[1]) != is_day(ends[1]):
        yield end.value_problem(f"DTSTART and {end.name} must both be dates, or both have times ({ENDS[end.name]})")
        return
    first, last = first_moment(start, zones), first_moment(end, zones)
    if first and last and as_instant(last) <= as_instant(first):
        fix = f"an all-day {end.name} is the day after the last" if is_day(last) else "write a later time"
        yield end.value_problem(f"ends at {quote(end.value)}, not after DTSTART; {fix} ({ENDS[end.name]})")


def type_problems(start: Property, each: Property) -> Iterator[LineProblem]:
    """Expect the dates of a whole-day event to be dates, and those of another to have times."""
    begins = next(written_moments(start), None)
    for offset, moment in written_moments(each):
        if begins and is_day(moment) != is_day(begins[1]):
            wanted = "a date, with ;VALUE=DATE" if is_day(begins[1]) else "a date and time, without ;VALUE=DATE"
            message = f"names no date of an event whose DTSTART is of another type; write {wanted}"
            yield each.value_problem(f"{message} ({DATES[each.name]})", offset)
            return


def _duration_problems(start: Property, duration: Property) -> Iterator[LineProblem]:
    begins = next(written_moments(start), None)
    if begins and is_day(begins[1]) and not WHOLE_DAYS.fullmatch(duration.value):
        yield duration.value_problem("DTSTART is a date; write whole days or weeks, such as P1D (RFC 5545 3.6.1)")


def _rule_problems(start: Property, rule: Property) -> Iterator[LineProblem]:
    begins = next(written_moments(start), None)
    if not begins:
        return
    parts = read_rule(rule.value)
    until = parts.get("UNTIL", "")
    wanted = "a date, as DTSTART is" if is_day(begins[1]) else "a time in UTC, ending in Z"
    if until and until.endswith("Z") == is_day(begins[1]):
        yield rule.value_problem(f"UNTIL={quote(until)[1:-1]} must be {wanted} (RFC 5545 3.3.10)")
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if name in parts and is_day(begins[1]):
            yield rule.value_problem(f"{name} cannot stand in the rule of a whole day; leave it out (RFC 5545 3.3.10)")
