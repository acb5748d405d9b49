"""Whatever octets the linter reads, it answers with findings or none, and finds nothing in what is right."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, vText

from hireground.lint_ics import lint
from hireground.lint_ics.lines import content_lines, read_property
from hireground.seminars.calendar.vtimezone import vtimezone
from hireground.text.timezones import zone

GOOD = sorted((Path(__file__).parents[1] / "cases" / "lint_ics" / "good").glob("*.ics"))
FINDING = re.compile(r"[^:]+\.ics:\d+:\d+: .+[;,] .+ \((?:MS-OXCICAL, )?RFC \d{4} [\d.]+\)")


def test_columns_count_octets_of_the_physical_line() -> None:
    (line,) = content_lines("DESCRIPTION:Grüße\r\n  aus; Bücher\r\n".encode())
    assert line.problem(line.text.index(";"), "").column == len("  aus;")
    assert line.problem(line.text.index("e", 14), "").column == len("DESCRIPTION:Grüße".encode())
    assert [line.problem(at, "").line for at in (0, 16, 17, 99)] == [1, 1, 2, 2]


@settings(deadline=None)
@given(st.binary())
def test_any_octets_give_findings(data: bytes) -> None:
    assert lint(Path("any.ics"), data)


@settings(deadline=None)
@given(st.data())
def test_any_change_of_a_good_file_gives_findings_or_none(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(GOOD)).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 12))
    snippets = st.binary(max_size=8) | st.sampled_from(
        [b"\r\n", b"\n ", b'"', b";", b",", b":", b"\\", b"0", b"BEGIN:"]
    )
    changed = content[:start] + data.draw(snippets) + content[start + length :]
    assert all(FINDING.fullmatch(str(problem)) for problem in lint(Path("event.ics"), changed))


VALUES = [
    "",
    "Z",
    "20261205",
    "20261205T090000",
    "PT0S",
    "+0000",
    "-2400",
    "FREQ=DAILY",
    "FREQ=YEARLY;BYDAY=53SU",
    "\\",
]
NAMES = ["BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "TZID"]
LINES = st.builds(
    "{}{}:{}".format,
    st.sampled_from([*NAMES, "TZOFFSETFROM", "TZOFFSETTO", "METHOD", "CATEGORIES", "GEO", "URL", "X-WR-TIMEZONE"]),
    st.sampled_from(["", "", ";TZID=Europe/Berlin", ";TZID=Nowhere", ";VALUE=DATE", ";VALUE=PERIOD", ";VALUE=DATE,X"]),
    st.sampled_from([*VALUES, "VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "Europe/Berlin"]) | st.text(max_size=9),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=20))
def test_any_lines_give_findings(lines: list[str]) -> None:
    data = "".join(f"{line}\r\n" for line in ["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"])
    assert all(FINDING.fullmatch(str(problem)) for problem in lint(Path("event.ics"), data.encode()))
    assert lint(Path("event.ics"), data.encode())


class Text(vText):
    def to_ical(self) -> bytes:
        escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n").encode()


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=[*map(chr, range(32)), "\x7f"]) | st.just("\n"))
STARTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, STARTS), min_size=1, max_size=4))
def test_what_icalendar_writes_by_our_rules_is_good(events: list[tuple[str, str, dt.datetime]]) -> None:
    calendar = Calendar.new(prodid="-//Hire Ground//Seminars//EN", uid="feed-1", name="Seminars")
    for number, (summary, description, start) in enumerate(events):
        begins = start.replace(microsecond=0)
        event = Event.new(
            uid=f"uid-{number}", stamp=begins, start=begins, end=begins + dt.timedelta(hours=3), sequence=0
        )
        event["SUMMARY"], event["DESCRIPTION"] = Text(summary), Text(description)
        calendar.add_component(event)
    assert lint(Path("calendar.ics"), calendar.to_ical()) == ()


def zoned_feed(name: str, timezone: bytes, days: int) -> bytes:
    first = dt.date(2026, 1, 5)
    times = [f"{first + dt.timedelta(days=day):%Y%m%d}T120000" for day in range(0, days, 7)]
    events = [
        f"BEGIN:VEVENT\r\nUID:{time}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID={name}:{time}\r\nEND:VEVENT\r\n"
        for time in times
    ]
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hire Ground//Seminars//EN\r\n"
    return head.encode() + timezone + "".join([*events, "END:VCALENDAR\r\n"]).encode()


ZONES = ["America/Los_Angeles", "Europe/Dublin", "Africa/Lagos", "Asia/Tokyo", "Australia/Lord_Howe", "Etc/UTC"]


@pytest.mark.parametrize("name", ZONES)
def test_our_own_time_zones_are_good(name: str) -> None:
    timezone = vtimezone(name)
    assert lint(Path("calendar.ics"), zoned_feed(name, timezone, 720)) == ()


@pytest.mark.parametrize("name", ZONES[1:])
def test_another_place_s_time_zone_is_found_wrong(name: str) -> None:
    timezone = vtimezone(ZONES[0]).replace(ZONES[0].encode(), name.encode())
    (problem,) = lint(Path("calendar.ics"), zoned_feed(name, timezone, 720))
    offset = dt.datetime(2026, 1, 5, 12, tzinfo=zone(name)).strftime("%z")
    assert f"but really UTC{offset[:3]}:{offset[3:]}".removesuffix("+00:00") in problem.message


def test_folded_files_of_any_size_are_read() -> None:
    (line,) = content_lines(b"DESCRIPTION:" + b"\r\n x" * 200_000)
    each = read_property(line)
    assert each
    assert each.value == "x" * 200_000
