"""Read date and time properties as days, or as instants in UTC (RFC 5545 3.3.4 and 3.3.5)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from hireground.lint_ics.content import Component, Property
from hireground.lint_ics.dates import read_date, read_datetime

Moment: TypeAlias = dt.datetime | dt.date
Zones: TypeAlias = Mapping[str, dt.tzinfo]

TIMES = ("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE")
TIMED = ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY")
"""The components whose times may have a zone."""


def time_properties(event: Component) -> Iterator[Property]:
    """Every property of an event that says when, and may have a TZID."""
    return (each for name in TIMES for each in event.all(name) if each.is_sound)


def written_moments(each: Property) -> Iterator[tuple[int, Moment]]:
    """Read the values of a property as written, naive if neither Z nor date, each with its offset."""
    offset = 0
    for item in each.value.split(","):
        start = item.partition("/")[0]
        if moment := read_datetime(start) or read_date(start):
            yield offset, moment
        offset += len(item) + 1


def moments(each: Property, zones: Zones) -> Iterator[Moment]:
    """Read the days and instants of a property; floating times and unknown zones give none."""
    zone = zones.get(each.parameter("TZID"))
    for _, moment in written_moments(each):
        if not isinstance(moment, dt.datetime) or moment.tzinfo:
            yield moment
        elif zone:
            yield moment.replace(tzinfo=zone).astimezone(dt.UTC)


def first_moment(each: Property | None, zones: Zones) -> Moment | None:
    """Read the one day or instant of a property."""
    return next(moments(each, zones), None) if each else None


def is_day(moment: Moment) -> bool:
    """Tell a day from an instant; to Python every datetime is a date too."""
    return not isinstance(moment, dt.datetime)


def as_instant(moment: Moment) -> dt.datetime:
    """Put days and instants on one line: a day counts from midnight UTC."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time(), dt.UTC)
