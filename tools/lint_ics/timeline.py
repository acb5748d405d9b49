"""VTIMEZONE to the instants at which its offset changes (RFC 5545 3.6.5)."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from dateutil.rrule import rrulestr

from tools.lint_ics.content import Component, Fault
from tools.lint_ics.dates import read_datetime, read_offset
from tools.lint_ics.recur import read_rule, rule_flaws

ONSET_PARTS = frozenset({"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL"})
EVERY_MONTH_HAS = re.compile(r"[+-]?[1-4](?:MO|TU|WE|TH|FR|SA|SU)")


class Onset(NamedTuple):
    """From instant `at` on, local time is `offset` from UTC."""

    at: dt.datetime
    offset: dt.timedelta


def observance_faults(observance: Component) -> Iterator[Fault]:
    """Check what calendar programs need of a STANDARD or DAYLIGHT, beyond the grammar."""
    for each in (*observance.all("DTSTART"), *observance.all("RDATE")):
        if each.is_sound and (each.value.endswith("Z") or each.parameters):
            yield each.fault("an onset is plain local time; remove Z and every parameter (RFC 5545 3.6.5)")
    for each in observance.all("RDATE"):
        if "," in each.value:
            message = "several onsets in one line, of which ical.js reads only the first; write one RDATE for each"
            yield each.value_fault(f"{message} (RFC 5545 3.8.5.2)")
    for each in observance.all("RRULE"):
        if each.is_sound and not any(rule_flaws(each.value)) and not _is_onset_rule(each.value):
            message = "an onset rule is YEARLY, with BYMONTH, BYDAY, BYMONTHDAY and a UTC UNTIL at most; rewrite it"
            yield each.value_fault(f"{message} (RFC 5545 3.6.5)")


def _is_onset_rule(rule: str) -> bool:
    parts = read_rule(rule)
    until = parts.get("UNTIL", "Z")
    return parts.get("FREQ") == "YEARLY" and parts.keys() <= ONSET_PARTS and until.endswith("Z")


def timeline(timezone: Component, first: dt.datetime, last: dt.datetime) -> tuple[Onset, ...] | None:
    """List the changes of offset that matter from `first` to `last`; None if an observance cannot be read."""
    found = [_onsets(each, first, last) for each in timezone.children("STANDARD", "DAYLIGHT")]
    if not found or any(onsets is None for onsets in found):
        return None
    return tuple(sorted(onset for onsets in found if onsets for onset in onsets))


def _onsets(observance: Component, first: dt.datetime, last: dt.datetime) -> tuple[Onset, ...] | None:
    values = [observance.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")]
    start, before, after = (each.value if each else "" for each in values)
    begins, offset_before, offset = read_datetime(start), read_offset(before), read_offset(after)
    rules = [each.value for each in observance.all("RRULE")]
    if begins is None or begins.tzinfo or offset_before is None or offset is None:
        return None
    if any(any(rule_flaws(rule)) or not _is_onset_rule(rule) for rule in rules):
        return None
    zone = dt.timezone(offset_before)
    dates = [read_datetime(item) for each in observance.all("RDATE") for item in each.value.split(",")]
    times = [each.replace(tzinfo=zone) for each in (begins, *dates) if each and not each.tzinfo]
    ruled = [time for rule in rules for time in _ruled(rule, times[0], first, last)]
    return tuple(Onset(time.astimezone(dt.UTC), offset) for time in (*times, *ruled))


def _ruled(rule: str, begins: dt.datetime, first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    """Follow a rule up to `last`; long before `first` only its last onset matters, so years are left out."""
    parts = read_rule(rule)
    until = read_datetime(parts.get("UNTIL", "")) or first
    year = min(first.year, until.year) - 1
    is_yearly = "BYMONTH" in parts and "BYMONTHDAY" not in parts and EVERY_MONTH_HAS.fullmatch(parts.get("BYDAY", ""))
    if is_yearly and year > begins.year:
        begins = begins.replace(year=year, month=1, day=1)
    return takewhile(lambda time: time <= last, rrulestr(rule, dtstart=begins))
