"""Check that each time zone in use is defined once, under its IANA name (RFC 5545 3.2.19 and 3.6.5)."""

import datetime as dt
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from hireground.lint_ics.content import Component, LineProblem, Property, quote, shortened
from hireground.lint_ics.dates import read_datetime, read_offset
from hireground.lint_ics.moments import TIMED, Zones, as_instant, first_moment, is_day, moments, time_properties
from hireground.lint_ics.recur import read_rule, rule_problems

ONSET_PARTS = frozenset({"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL"})
EVERY_MONTH_HAS = re.compile(r"[+-]?[1-4](?:MO|TU|WE|TH|FR|SA|SU)")


class OffsetChange(NamedTuple):
    """From instant `at` on, local time is `offset` from UTC."""

    at: dt.datetime
    offset: dt.timedelta


def observance_problems(observance: Component) -> Iterator[LineProblem]:
    """Check what calendar programs need of a STANDARD or DAYLIGHT, beyond the grammar."""
    for each in (*observance.all("DTSTART"), *observance.all("RDATE")):
        if each.is_sound and (each.value.endswith("Z") or each.parameters):
            yield each.problem("an onset is plain local time; remove Z and every parameter (RFC 5545 3.6.5)")
    for each in observance.all("RDATE"):
        if "," in each.value:
            message = "several onsets in one line, of which ical.js reads only the first; write one RDATE for each"
            yield each.value_problem(f"{message} (RFC 5545 3.8.5.2)")
    for each in observance.all("RRULE"):
        if each.is_sound and not any(rule_problems(each.value)) and not _is_onset_rule(each.value):
            message = "an onset rule is YEARLY, with BYMONTH, BYDAY, BYMONTHDAY and a UTC UNTIL at most; rewrite it"
            yield each.value_problem(f"{message} (RFC 5545 3.6.5)")


def _is_onset_rule(rule: str) -> bool:
    parts = read_rule(rule)
    until = parts.get("UNTIL", "Z")
    return parts.get("FREQ") == "YEARLY" and parts.keys() <= ONSET_PARTS and until.endswith("Z")


def timeline(timezone: Component, first: dt.datetime, last: dt.datetime) -> tuple[OffsetChange, ...] | None:
    """List the changes of offset that matter from `first` to `last`; None if an observance cannot be read."""
    found = [_onsets(each, first, last) for each in timezone.children("STANDARD", "DAYLIGHT")]
    if not found or any(onsets is None for onsets in found):
        return None
    return tuple(sorted(onset for onsets in found if onsets for onset in onsets))


def _onsets(observance: Component, first: dt.datetime, last: dt.datetime) -> tuple[OffsetChange, ...] | None:
    values = [observance.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")]
    start, before, after = (each.value if each else "" for each in values)
    begins, offset_before, offset = read_datetime(start), read_offset(before), read_offset(after)
    rules = [each.value for each in observance.all("RRULE")]
    if begins is None or begins.tzinfo or offset_before is None or offset is None:
        return None
    if any(any(rule_problems(rule)) or not _is_onset_rule(rule) for rule in rules):
        return None
    zone = dt.timezone(offset_before)
    dates = [read_datetime(item) for each in observance.all("RDATE") for item in each.value.split(",")]
    times = [each.replace(tzinfo=zone) for each in (begins, *dates) if each and not each.tzinfo]
    ruled = [time for rule in rules for time in _ruled(rule, times[0], first, last)]
    return tuple(OffsetChange(time.astimezone(dt.UTC), offset) for time in (*times, *ruled))


def _ruled(rule: str, begins: dt.datetime, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Follow a rule up to `last`; long before `first` only its last onset matters, so years are left out."""
    parts = read_rule(rule)
    until = read_datetime(parts.get("UNTIL", "")) or first
    year = min(first.year, until.year) - 1
    is_yearly = "BYMONTH" in parts and "BYMONTHDAY" not in parts and EVERY_MONTH_HAS.fullmatch(parts.get("BYDAY", ""))
    if is_yearly and year > begins.year:
        begins = begins.replace(year=year, month=1, day=1)
    return takewhile(lambda time: time <= last, rrulestr(rule, dtstart=begins))


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


def offset_problems(
    timezone: Component, name: str, zone: dt.tzinfo, instants: Sequence[dt.datetime]
) -> Iterator[LineProblem]:
    """Report the first of the instants, and of the zone's changes between them, at which the offset is wrong."""
    onsets = timeline(timezone, instants[0], instants[-1]) if instants else None
    if onsets is None:
        return
    checked = sorted({*instants, *_around_changes(zone, instants[0], instants[-1])})
    wrong = [each for each in checked if _offset(onsets, each) != each.astimezone(zone).utcoffset()]
    if wrong:
        count = f" ({len(wrong)} of {len(checked)} instants are wrong)" if len(wrong) > 1 else ""
        message = f"{name} {_contrast(onsets, zone, wrong[0])}{count}; write it anew from the tz database"
        yield timezone.problem(f"{message} (RFC 5545 3.6.5)")


def _offset(onsets: Sequence[OffsetChange], instant: dt.datetime) -> dt.timedelta | None:
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


def _contrast(onsets: Sequence[OffsetChange], zone: dt.tzinfo, instant: dt.datetime) -> str:
    said, truth = _offset(onsets, instant), instant.astimezone(zone).utcoffset()
    gives = "has no offset" if said is None else f"is {dt.timezone(said)}"
    return f"{gives} here at {instant:%Y-%m-%dT%H:%M:%SZ}, but really {dt.timezone(truth or dt.timedelta())}"


SECTION = "(RFC 5545 3.6.5)"


@cache
def zone_names() -> frozenset[str]:
    """Return every name of the time zone database, aliases included."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def _zone(name: str) -> ZoneInfo:
    """Load a zone from the `tzdata` library, so that a verdict does not depend on the machine."""
    file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    return ZoneInfo.from_file(io.BytesIO(file.read_bytes()), key=name)


def calendar_zones(calendar: Component) -> Zones:
    """Load what IANA knows of the zones in a calendar, from the tzdata package and never from the machine."""
    known = zone_names()
    return {name: _zone(name) for name in {*_uses(calendar), *_definitions(calendar)} if name in known}


def zone_problems(calendar: Component, zones: Zones) -> Iterator[LineProblem]:
    """Compare the time zones that a calendar uses with those that it defines."""
    uses, definitions = _uses(calendar), _definitions(calendar)
    for name, properties in uses.items():
        if name not in definitions:
            yield properties[0].problem(_undefined(name, len(properties), zones))
    for name, timezones in definitions.items():
        yield from _definition_problems(name, timezones, zones)
        if name not in uses and calendar.children(*TIMED):  # an empty calendar has to have something (3.6)
            yield timezones[0].problem(f"nothing in this file uses {shortened(name)}; leave it out {SECTION}")
        elif name in uses and name in zones:
            instants = used_instants(calendar, uses[name], name, zones)
            yield from offset_problems(timezones[0], name, zones[name], instants)
    for each in calendar.all("X-WR-TIMEZONE"):
        if each.is_sound and each.value not in zone_names():
            yield each.value_problem(_unknown_zone(each.value))


def _uses(calendar: Component) -> Mapping[str, Sequence[Property]]:
    uses: dict[str, list[Property]] = {}
    for event in calendar.children(*TIMED):
        for each in time_properties(event):
            if name := each.parameter("TZID"):
                uses.setdefault(name, []).append(each)
    return uses


def _definitions(calendar: Component) -> Mapping[str, Sequence[Component]]:
    definitions: dict[str, list[Component]] = {}
    for timezone in calendar.children("VTIMEZONE"):
        if name := timezone.first("TZID"):
            definitions.setdefault(name.value, []).append(timezone)
    return definitions


def _unknown_zone(name: str) -> str:
    return f"{quote(name)} is no IANA time zone; write one such as Europe/Berlin (RFC 5545 3.2.19)"


def _undefined(name: str, count: int, zones: Zones) -> str:
    if name not in zones:
        return _unknown_zone(name)
    times = f", used {count} times" if count > 1 else ""
    return f"this file has no VTIMEZONE for {name}{times}; add it (RFC 5545 3.2.19)"


def _definition_problems(name: str, timezones: Sequence[Component], zones: Zones) -> Iterator[LineProblem]:
    if name not in zones and name.strip():
        yield timezones[0].problem(_unknown_zone(name))
    for timezone in timezones[1:]:
        yield timezone.problem(f"a second definition of {shortened(name)}; keep one {SECTION}")
    for timezone in timezones:
        for observance in timezone.children("STANDARD", "DAYLIGHT"):
            yield from observance_problems(observance)
