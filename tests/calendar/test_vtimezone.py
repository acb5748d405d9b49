"""A VTIMEZONE gives the offset that zoneinfo gives at every instant it is for, in parts that every program reads."""

import copy
import datetime as dt
import pickle
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from examples import calendar_of, session_of
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from hireground.seminars.calendar.vtimezone import has_rules, vtimezone
from hireground.text.timezones import zone, zone_data, zone_names

# Work out what a VTIMEZONE says at an instant by RFC 5545 alone, and what zoneinfo says, without the writer's code.

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


CASES = sorted((Path(__file__).parents[1] / "cases" / "vtimezone").glob("*.ics"))
NAMES = sorted(zone_names())
WITHOUT_RULES = {
    *("Africa/Cairo", "Egypt", "America/Godthab", "America/Nuuk", "America/Scoresbysund"),
    *("America/Santiago", "Chile/Continental", "Asia/Gaza", "Asia/Hebron"),
    *("Asia/Jerusalem", "Asia/Tel_Aviv", "Israel"),
}
"""Clocks there change on days that no RRULE says which Outlook reads."""
RULED = sorted(set(NAMES) - WITHOUT_RULES)
OUTLOOK_RULE = re.compile(r"FREQ=YEARLY;BYMONTH=\d+;(BYDAY=([1-4]|-1)[A-Z]{2}|BYMONTHDAY=\d+)")
LAST = dt.date(2060, 12, 31)


def first_day(name: str) -> dt.date:
    """Find the first day that a zone's VTIMEZONE is for."""
    early, late = dt.date(1900, 1, 1), dt.date(2100, 1, 1)
    while late - early > DAY:
        middle = early + (late - early) // 2 // DAY * DAY
        early, late = (early, middle) if has_rules(name, midnight(middle)) else (middle, late)
    return late


def written_zone(name: str) -> WrittenZone:
    return WrittenZone(vtimezone(name), midnight(LAST) + 2 * DAY)


def test_every_zone_is_right_from_its_first_day_on() -> None:
    found = []
    for name in RULED:
        written, first = written_zone(name), first_day(name)
        found += [
            f"{name} at {instant}: {written.at(instant)}, not {state(zone(name), instant)}"
            for instant in instants(name, first + DAY, max(LAST, first + 800 * DAY))
            if written.at(instant) != state(zone(name), instant)
        ]
    assert found == []


def test_zones_have_rules_but_for_a_few() -> None:
    """A session of 2029 is in local time in all zones but six and their other names."""
    assert {name for name in NAMES if not has_rules(name, midnight(dt.date(2029, 1, 1)))} == WITHOUT_RULES
    assert {vtimezone(name) for name in WITHOUT_RULES} == {b""}


def test_every_part_begins_before_the_first_event() -> None:
    """ruby's icalendar refuses a whole file, other zones' events too, in which one does not."""
    for name in RULED:
        first = midnight(first_day(name))
        assert max(part.onsets(first)[0] for part in written_zone(name).parts) <= first - DAY, name


MONTHS = [midnight(dt.date(year, month, 15)) for year in range(2026, 2031) for month in range(1, 13)]


def test_a_calendar_may_begin_in_any_month_in_any_zone() -> None:
    """Both halves of a zone are there before the first event, whichever month it is in; else its times are in UTC."""
    local = 0
    for name in NAMES:
        begins = [month for month in MONTHS if has_rules(name, month)]
        if begins:
            written = written_zone(name)
            late = [part for part in written.parts if part.onsets(begins[0])[0] >= begins[0]]
            wrong = [month for month in begins if written.at(month) != state(zone(name), month)]
            assert (late, wrong) == ([], []), name
        local += len(begins)
    assert local > 0.97 * len(NAMES) * len(MONTHS), "35,000 of 35,880 with tzdata 2026f"


def test_a_zone_has_one_part_or_two() -> None:
    """Outlook reads UTC where STANDARD is missing; it knows rules of these kinds alone."""
    for name in RULED:
        parts = written_zone(name).parts
        assert sorted(part.label for part in parts) in (["STANDARD"], ["DAYLIGHT", "STANDARD"]), name
        assert {bool(part.rule) for part in parts} == {len(parts) > 1}, name
        assert all(OUTLOOK_RULE.fullmatch(part.rule) for part in parts if part.rule), name


def test_each_onset_is_a_real_change_told_in_the_time_before_it() -> None:
    for name in RULED:
        for onset, part in written_zone(name).timeline:
            states = [moment.astimezone(zone(name)).utcoffset() for moment in (onset - SECOND, onset)]
            assert [part.before, part.after] == states or (part.before == part.after and onset.year < 1971)


DTSTART = re.compile(rb"\r\nDTSTART(?:;TZID=[^:]+)?:(\d{8}T\d{6})(Z?)\r\n")


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.dates(dt.date(1971, 1, 1), dt.date(2060, 1, 1)), st.times())
def test_any_start_in_any_zone_is_read_as_it_was_meant(name: str, day: dt.date, time: dt.time) -> None:
    instant = dt.datetime.combine(day, time.replace(second=0, microsecond=0), dt.UTC)
    start = instant.astimezone(zone(name))
    session = replace(session_of("sessions: [2026-12-05 09:00]"), start=start, end=start, timezone=zone(name))
    data = calendar_of(session)
    match = DTSTART.search(data.partition(b"BEGIN:VEVENT")[2])
    assert match
    read = dt.datetime.strptime(match[1].decode(), "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC)
    if not match[2]:
        component = re.search(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", data, re.DOTALL)
        assert component
        read -= WrittenZone(component[0], instant + 2 * DAY).at(instant)[0]
    assert read == instant


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_written_as_in_the_case(case: Path) -> None:
    assert vtimezone(case.stem.replace("_", "/", 1)) == case.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_other_libraries_read_the_case(case: Path) -> None:
    text = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + case.read_bytes() + b"END:VCALENDAR\r\n"
    (timezone,) = icalendar.Calendar.from_ical(text.decode()).timezones
    theirs, name = timezone.to_tz(lookup_tzid=False), str(timezone["TZID"])
    assert all(part.errors == [] for part in timezone.walk())
    for instant in instants(name, max(dt.date(2026, 1, 1), first_day(name)), dt.date(2027, 12, 31)):
        local = instant.astimezone(zone(name))
        assert local.replace(tzinfo=theirs).utcoffset() == local.utcoffset()
    (also,) = IcsCalendarStream.calendar_from_ics(text.decode()).timezones
    assert (also.tz_id, len(also.standard) + len(also.daylight)) == (name, text.count(b"DTSTART"))


def test_only_known_names_are_written() -> None:
    for name in ("PST", "Europe/Bielefeld", "../zones", "UTC\r\nX-EVIL:1", ""):
        with pytest.raises(KeyError, match="no such zone"):
            vtimezone(name)
    assert zone("Europe/Berlin") is zone("Europe/Berlin")
    assert zone("Europe/Berlin").key == "Europe/Berlin"


def test_a_zone_survives_a_process_and_a_copy() -> None:
    berlin = zone("Europe/Berlin")
    moment = dt.datetime(2026, 7, 1, 12, tzinfo=berlin)
    assert pickle.loads(pickle.dumps(berlin)) is copy.deepcopy(berlin) is berlin  # noqa: S301 -- our own
    assert copy.deepcopy(moment) == pickle.loads(pickle.dumps(moment)) == moment  # noqa: S301 -- likewise
