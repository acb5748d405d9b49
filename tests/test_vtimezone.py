import copy
import datetime as dt
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from vtimezone_oracle import DAY, SECOND, WrittenZone, instants, midnight, state

from plugins.seminars.timezones import zone, zone_names
from plugins.seminars.vtimezone import vtimezone

CASES = sorted((Path(__file__).parent / "cases" / "vtimezone").glob("*.ics"))
NAMES = sorted(zone_names())
CHANGING = [
    *("Africa/Cairo", "Africa/Casablanca", "America/Los_Angeles", "America/Nuuk", "America/Santiago"),
    *("Asia/Gaza", "Asia/Jerusalem", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Dublin", "Europe/Riga"),
]
OUTLOOK_RULE = re.compile(r"FREQ=YEARLY;(UNTIL=\d{8}T\d{6}Z;)?BYMONTH=\d+;(BYDAY=([1-4]|-1)[A-Z]{2}|BYMONTHDAY=\d+)")
TWO_YEARS = (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def faults(name: str, first: dt.date, last: dt.date) -> Iterator[str]:
    written = WrittenZone(vtimezone(name, first, last), midnight(last) + 2 * DAY)
    for instant in instants(name, first, last):
        if written.at(instant) != state(zone(name), instant):
            yield f"{name} at {instant}: {written.at(instant)}, not {state(zone(name), instant)}"


@pytest.mark.parametrize("first", [dt.date(1995, 1, 1), dt.date(2020, 1, 1)], ids=str)
def test_every_zone_is_right_until_2040(first: dt.date) -> None:
    assert [fault for name in NAMES for fault in faults(name, first, dt.date(2040, 12, 31))] == []


@pytest.mark.parametrize("day", [dt.date(2026, 2, 20), dt.date(2026, 7, 1), dt.date(2039, 12, 31)], ids=str)
def test_every_zone_is_right_on_one_day(day: dt.date) -> None:
    assert [fault for name in NAMES for fault in faults(name, day, day)] == []


@pytest.mark.parametrize(
    ("name", "day"), [("Pacific/Fiji", dt.date(2021, 1, 17)), ("Pacific/Easter", dt.date(2022, 4, 2))]
)
def test_a_day_of_change_far_from_utc_is_right_from_its_first_hour_to_its_last(name: str, day: dt.date) -> None:
    assert len(instants(name, day, day)) > 3
    assert list(faults(name, day, day)) == []


@pytest.mark.parametrize("day", [dt.date(2026, 2, 20), dt.date(2026, 7, 1)], ids=str)
@pytest.mark.parametrize("name", ["America/Los_Angeles", "America/Santiago", "Asia/Jerusalem", "Australia/Sydney"])
def test_one_day_in_the_time_of_rules_gets_both_halves_without_end(name: str, day: dt.date) -> None:
    parts = WrittenZone(vtimezone(name, day, day), midnight(day)).parts
    assert sorted(part.label for part in parts) == ["DAYLIGHT", "STANDARD"]
    for part in parts:
        assert part.rule.startswith("FREQ=YEARLY;BYMONTH=")
        assert 0 < (day - part.start.date()).days < 366


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.dates(dt.date(1971, 1, 1), dt.date(2060, 1, 1)), st.integers(0, 900))
def test_any_days_of_any_zone_are_right(name: str, first: dt.date, length: int) -> None:
    assert list(faults(name, first, first + DAY * length)) == []


@settings(deadline=None)
@given(st.sampled_from(CHANGING), st.dates(dt.date(1996, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 400))
def test_any_days_of_a_restless_zone_are_right(name: str, first: dt.date, length: int) -> None:
    assert list(faults(name, first, first + DAY * length)) == []


def test_each_onset_is_a_real_change_told_in_the_time_before_it() -> None:
    for name in NAMES:
        for onset, part in WrittenZone(vtimezone(name, *TWO_YEARS), midnight(TWO_YEARS[1])).timeline:
            states = [moment.astimezone(zone(name)).utcoffset() for moment in (onset - SECOND, onset)]
            assert [part.before, part.after] == states or (part.before == part.after and onset.year < 1971)


@pytest.mark.parametrize("days", [TWO_YEARS, (dt.date(2026, 7, 1),) * 2, (dt.date(2000, 1, 1), dt.date(2015, 1, 1))])
def test_outlook_finds_what_it_requires(days: tuple[dt.date, dt.date]) -> None:
    written = [WrittenZone(vtimezone(name, *days), midnight(days[1])) for name in NAMES]
    assert [one.tzid for one in written if all(part.label != "STANDARD" for part in one.parts)] == []
    rules = {part.rule for one in written for part in one.parts if part.rule}
    assert [rule for rule in rules if not OUTLOOK_RULE.fullmatch(rule)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_written_as_in_the_case(case: Path) -> None:
    assert vtimezone(case.stem.replace("_", "/", 1), *TWO_YEARS) == case.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_other_libraries_read_the_case(case: Path) -> None:
    text = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" + case.read_bytes() + b"END:VCALENDAR\r\n"
    (timezone,) = icalendar.Calendar.from_ical(text.decode()).timezones
    theirs, name = timezone.to_tz(lookup_tzid=False), str(timezone["TZID"])
    assert all(part.errors == [] for part in timezone.walk())
    for instant in instants(name, *TWO_YEARS):
        local = instant.astimezone(zone(name))
        assert local.replace(tzinfo=theirs).utcoffset() == local.utcoffset()
    (also,) = IcsCalendarStream.calendar_from_ics(text.decode()).timezones
    assert (also.tz_id, len(also.standard) + len(also.daylight)) == (name, text.count(b"DTSTART"))


def test_only_known_names_are_written() -> None:
    for name in ("PST", "Europe/Bielefeld", "../zones", "UTC\r\nX-EVIL:1", ""):
        with pytest.raises(KeyError, match="no such zone"):
            vtimezone(name, *TWO_YEARS)
    assert zone("Europe/Berlin") is zone("Europe/Berlin")
    assert zone("Europe/Berlin").key == "Europe/Berlin"


def test_seconds_of_an_offset_are_written_if_there_are_any() -> None:
    assert b"TZOFFSETTO:-004430\r\n" in vtimezone("Africa/Monrovia", dt.date(1971, 5, 1), dt.date(1971, 5, 2))


def test_a_zone_survives_a_process_and_a_copy() -> None:
    berlin = zone("Europe/Berlin")
    moment = dt.datetime(2026, 7, 1, 12, tzinfo=berlin)
    assert pickle.loads(pickle.dumps(berlin)) is copy.deepcopy(berlin) is berlin  # noqa: S301 -- our own
    assert copy.deepcopy(moment) == pickle.loads(pickle.dumps(moment)) == moment  # noqa: S301 -- likewise
