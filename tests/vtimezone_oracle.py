"""What a VTIMEZONE says at an instant, by RFC 5545 alone, and what zoneinfo says: no code of the writer."""

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from plugins.seminars.timezones import zone, zone_data, zone_names

OBSERVANCE = re.compile(r"BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END:\1\r\n", re.DOTALL)
COMPONENT = re.compile(r"BEGIN:VTIMEZONE\r\nTZID:([^\r]+)\r\n(.+)END:VTIMEZONE\r\n", re.DOTALL)
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
BY_DATA = {zone_data(name): zone(name) for name in sorted(zone_names())}
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)

State = tuple[dt.timedelta | None, str | None]


@dataclass(frozen=True)
class Part:
    """One STANDARD or DAYLIGHT."""

    label: str
    start: dt.datetime
    rule: str
    before: dt.timedelta
    after: dt.timedelta
    name: str

    def onsets(self, until: dt.datetime) -> list[dt.datetime]:
        """Expand DTSTART and RRULE in TZOFFSETFROM, to UTC."""
        start = self.start.replace(tzinfo=dt.timezone(self.before))
        if not self.rule:
            return [start.astimezone(dt.UTC)]
        onsets = [
            onset.astimezone(dt.UTC) for onset in takewhile(lambda o: o <= until, rrulestr(self.rule, dtstart=start))
        ]
        assert start in onsets or start > until, "DTSTART is not an instance of its own RRULE"
        return onsets


class WrittenZone:
    """A VTIMEZONE as a calendar reads it: at an instant, the observance with the last onset counts."""

    def __init__(self, written: bytes, until: dt.datetime) -> None:
        assert max(len(line) for line in written.split(b"\r\n")) <= 75, "a line too long"
        assert written.count(b"\n") == written.count(b"\r") == written.count(b"\r\n"), "not CRLF alone"
        match = COMPONENT.fullmatch(written.decode("ascii").replace("\r\n ", ""))
        assert match, "not one VTIMEZONE"
        self.tzid, body = match.groups()
        assert OBSERVANCE.sub("", body) == "", "something beside STANDARD and DAYLIGHT"
        self.parts = [read_part(label, text) for label, text in OBSERVANCE.findall(body)]
        pairs = [(onset, part) for part in self.parts for onset in part.onsets(until)]
        self.timeline = sorted(pairs, key=lambda pair: pair[0])
        self.onsets = [onset for onset, _ in self.timeline]
        assert len(set(self.onsets)) == len(self.onsets), "two observances begin at once"

    def at(self, instant: dt.datetime) -> tuple[dt.timedelta, str]:
        """Return UTC offset and abbreviation."""
        index = bisect_right(self.onsets, instant) - 1
        assert index >= 0, f"no observance is in force at {instant}"
        return self.timeline[index][1].after, self.timeline[index][1].name


def read_part(label: str, text: str) -> Part:
    lines = [line.split(":", 1) for line in text.splitlines()]
    fields = dict(lines)
    assert len(fields) == len(lines), "a property twice"
    assert fields.keys() <= {"DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}, "a property too many"
    return Part(
        label=label,
        start=dt.datetime.strptime(fields["DTSTART"], "%Y%m%dT%H%M%S"),  # noqa: DTZ007 -- its zone is TZOFFSETFROM
        rule=fields.get("RRULE", ""),
        before=read_offset(fields["TZOFFSETFROM"]),
        after=read_offset(fields["TZOFFSETTO"]),
        name=fields["TZNAME"],
    )


def read_offset(text: str) -> dt.timedelta:
    match = OFFSET.fullmatch(text)
    assert match, text
    hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    assert match[4] != "00", "seconds only if there are any"
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if match[1] == "-" else 1)


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def state(timezone: ZoneInfo, instant: dt.datetime) -> State:
    local = instant.astimezone(timezone)
    return local.utcoffset(), local.tzname()


def change_between(timezone: ZoneInfo, early: dt.datetime, late: dt.datetime) -> dt.datetime:
    """Halve to the first second of the new state."""
    old = state(timezone, early)
    while late - early > SECOND:
        middle = early + (late - early) // 2 // SECOND * SECOND
        early, late = (middle, late) if state(timezone, middle) == old else (early, middle)
    return late


@cache
def changes(data: bytes, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """Find the changes between the days with zoneinfo alone, looking every fifth day."""
    timezone = BY_DATA[data]
    marks = [midnight(first) + DAY * n for n in range(-5, (last - first).days + 11, 5)]
    found = []
    for (early, before), (late, after) in pairwise((mark, state(timezone, mark)) for mark in marks):
        if before != after:
            found.append(change_between(timezone, early, late))
    return found


def instants(name: str, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """Choose both ends of the days in the zone, both sides of every change, and the middles between."""
    ends = [dt.datetime.combine(day, dt.time(), zone(name)).astimezone(dt.UTC) for day in (first, last + DAY)]
    found = [change for change in changes(zone_data(name), first, last) if ends[0] < change < ends[1]]
    bounds = [ends[0], *found, ends[1]]
    middles = [early + (late - early) / 2 for early, late in pairwise(bounds)]
    return sorted({*bounds[:-1], *(bound - SECOND for bound in bounds[1:]), *middles})
