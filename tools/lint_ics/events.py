"""One event against itself: its times, its end, its rule's end (RFC 5545 3.6.1, 3.8.2, 3.8.5)."""

import datetime as dt
import re
from collections.abc import Iterator

from tools.lint_ics.content import Component, Fault, Property, quote
from tools.lint_ics.moments import Moment, Zones, as_instant, first_moment, is_day, time_properties, written_moments
from tools.lint_ics.recur import read_rule

WHOLE_DAYS = re.compile(r"\+?P[0-9]+[DW]", re.IGNORECASE)


def event_faults(event: Component, zones: Zones) -> Iterator[Fault]:
    """Check the times of one event."""
    for each in time_properties(event):
        yield from _time_faults(each, zones)
    start = event.first("DTSTART")
    if start and (end := event.first("DTEND")):
        yield from _end_faults(start, end, zones)
    if start and (duration := event.first("DURATION")):
        yield from _duration_faults(start, duration)
    if start and (rule := event.first("RRULE")):
        yield from _rule_faults(start, rule)


def _time_faults(each: Property, zones: Zones) -> Iterator[Fault]:
    name = each.parameter("TZID")
    for offset, moment in written_moments(each):
        if message := _time_message(moment, name, zones):
            yield each.value_fault(message, offset)


def _time_message(moment: Moment, name: str, zones: Zones) -> str:
    if not isinstance(moment, dt.datetime):
        return "a date has no time zone; remove TZID (RFC 5545 3.2.19)" if name else ""
    if moment.tzinfo:
        return "TZID and Z contradict each other; write local time without Z (RFC 5545 3.2.19)" if name else ""
    if not name:
        return "a floating time is another instant in every zone; add TZID, or write UTC with Z (RFC 5545 3.3.5)"
    if name in zones and not _exists(moment, zones[name]):
        message = f"{moment:%H:%M} does not exist on {moment:%Y-%m-%d} in {name}: clocks go forward; write a later time"
        return f"{message} (RFC 5545 3.3.5)"
    return ""


def _exists(wall_clock: dt.datetime, zone: dt.tzinfo) -> bool:
    return wall_clock.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == wall_clock


def _end_faults(start: Property, end: Property, zones: Zones) -> Iterator[Fault]:
    begins = next(written_moments(start), None)
    ends = next(written_moments(end), None)
    if begins and ends and is_day(begins[1]) != is_day(ends[1]):
        yield end.value_fault("DTSTART and DTEND must both be dates, or both have times (RFC 5545 3.8.2.2)")
        return
    first, last = first_moment(start, zones), first_moment(end, zones)
    if first and last and as_instant(last) <= as_instant(first):
        fix = "an all-day DTEND is the day after the last" if is_day(last) else "write a later time"
        yield end.value_fault(f"ends at {quote(end.value)}, not after DTSTART; {fix} (RFC 5545 3.8.2.2)")


def _duration_faults(start: Property, duration: Property) -> Iterator[Fault]:
    begins = next(written_moments(start), None)
    if begins and is_day(begins[1]) and not WHOLE_DAYS.fullmatch(duration.value):
        yield duration.value_fault("DTSTART is a date; write whole days or weeks, such as P1D (RFC 5545 3.6.1)")


def _rule_faults(start: Property, rule: Property) -> Iterator[Fault]:
    begins = next(written_moments(start), None)
    if not begins:
        return
    parts = read_rule(rule.value)
    until = parts.get("UNTIL", "")
    wanted = "a date, as DTSTART is" if is_day(begins[1]) else "a time in UTC, ending in Z"
    if until and until.endswith("Z") == is_day(begins[1]):
        yield rule.value_fault(f"UNTIL={quote(until)[1:-1]} must be {wanted} (RFC 5545 3.3.10)")
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if name in parts and is_day(begins[1]):
            yield rule.value_fault(f"{name} cannot stand in the rule of a whole day; leave it out (RFC 5545 3.3.10)")
