"""A VTIMEZONE's offsets against the tz database, at every instant that matters (RFC 5545 3.6.5)."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tools.lint_ics.content import Component, Fault, Property
from tools.lint_ics.dates import read_datetime
from tools.lint_ics.moments import Zones, as_instant, first_moment, is_day, moments
from tools.lint_ics.recur import read_rule
from tools.lint_ics.timeline import Onset, timeline

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
FORESEEN = dt.timedelta(days=730)


def used_instants(calendar: Component, uses: Sequence[Property], name: str, zones: Zones) -> tuple[dt.datetime, ...]:
    """Collect, in order, the instants written in a zone, and where rules of events in that zone end."""
    written = {as_instant(moment) for each in uses for moment in moments(each, zones) if not is_day(moment)}
    ends = {end for event in calendar.children("VEVENT") for end in _rule_ends(event, name, zones)}
    return tuple(sorted(written | ends))


def _rule_ends(event: Component, name: str, zones: Zones) -> Iterator[dt.datetime]:
    """Tell when a recurring event ends; one without UNTIL is foreseen for two years."""
    start, rule = event.first("DTSTART"), event.first("RRULE")
    begins = first_moment(start, zones)
    if start and rule and isinstance(begins, dt.datetime) and start.parameter("TZID") == name:
        until = read_datetime(read_rule(rule.value).get("UNTIL", ""))
        yield until if until and until.tzinfo else begins + FORESEEN


def offset_faults(timezone: Component, name: str, zone: dt.tzinfo, instants: Sequence[dt.datetime]) -> Iterator[Fault]:
    """Report the first of the instants, and of the zone's changes between them, at which the offset is wrong."""
    onsets = timeline(timezone, instants[0], instants[-1]) if instants else None
    if onsets is None:
        return
    checked = sorted({*instants, *_around_changes(zone, instants[0], instants[-1])})
    wrong = [each for each in checked if _offset(onsets, each) != each.astimezone(zone).utcoffset()]
    if wrong:
        count = f" ({len(wrong)} of {len(checked)} instants are wrong)" if len(wrong) > 1 else ""
        message = f"{name} {_contrast(onsets, zone, wrong[0])}{count}; write it anew from the tz database"
        yield timezone.fault(f"{message} (RFC 5545 3.6.5)")


def _offset(onsets: Sequence[Onset], instant: dt.datetime) -> dt.timedelta | None:
    index = bisect_right(onsets, instant, key=lambda onset: onset.at)
    return onsets[index - 1].offset if index else None


def _around_changes(zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Find each change of the zone's offset: the last second before it and the first after it."""
    day = first
    while day < last:
        following = min(day + DAY, last)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            change = _first_after_change(zone, day, following)
            yield from (change - SECOND, change)
        day = following


def _first_after_change(zone: dt.tzinfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after


def _contrast(onsets: Sequence[Onset], zone: dt.tzinfo, instant: dt.datetime) -> str:
    said, truth = _offset(onsets, instant), instant.astimezone(zone).utcoffset()
    gives = "has no offset" if said is None else f"is {dt.timezone(said)}"
    return f"{gives} here at {instant:%Y-%m-%dT%H:%M:%SZ}, but really {dt.timezone(truth or dt.timedelta())}"
