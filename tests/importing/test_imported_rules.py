"""Rules of calendars have the same dates here as in another program, whatever clocks their ends are said on."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from hireground.importing.model import Answers
from hireground.importing.sources.ics import read_ics
from hireground.site.load import load_site
from hireground.site.settings import read_settings

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
Moves = Callable[..., Any]
YEARS = (2025, 1, 1), (2027, 6, 1)


def calendar(*lines: str, start: str = "DTSTART;TZID=America/New_York:20260107T120000") -> str:
    event = ["BEGIN:VEVENT", "UID:a@example.org", "SUMMARY:Knots", start, "DURATION:PT1H", *lines, "END:VEVENT"]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", ""])


def ours(sample: Any, text: str) -> set[dt.datetime]:  # noqa: ANN401 -- conftest's Move
    file = sample.site.parent / "export.ics"
    file.write_text(text)
    assert sample.run("--write", source=file) in {0, 1}
    settings = read_settings(sample.site / "publishconf.py")
    return {one.start for seminar in load_site(settings, NOW).seminars for one in seminar.sessions}


def theirs(text: str) -> Iterator[dt.datetime]:
    for event in recurring_ical_events.of(Calendar.from_ical(text)).between(*YEARS):
        yield event["DTSTART"].dt


@pytest.mark.parametrize(
    "lines",
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260304T045959Z",),  # the night before a Wednesday
        ("RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260304T170000Z",),  # noon of that Wednesday
        ("RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=9", "EXDATE:20260121T170000Z,20260204T170000Z"),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=9", "EXDATE;TZID=Europe/Paris:20260121T180000"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20260603T035959Z",),
        ("RRULE:FREQ=DAILY;COUNT=450",),  # more than one rule of ours may have
        ("RRULE:FREQ=DAILY;UNTIL=20270331T035959Z;INTERVAL=3", "EXDATE:20261006T160000Z"),
        ("RRULE:FREQ=YEARLY;INTERVAL=3;COUNT=4",),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=30", "RDATE;TZID=America/New_York:20260110T090000"),
    ],
)
def test_the_dates_of_a_rule_are_the_calendar_s(move: Moves, lines: tuple[str, ...]) -> None:
    text = calendar(*lines)
    first, last = (dt.datetime(*day, tzinfo=dt.UTC) for day in YEARS)
    assert {one for one in ours(move("folder"), text) if first <= one < last} == set(theirs(text))


def test_an_override_that_is_said_in_utc_is_known(move: Moves) -> None:
    rule = "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=4"
    other = ["END:VEVENT", "BEGIN:VEVENT", "UID:a@example.org", "SUMMARY:Knots", "RECURRENCE-ID:20260114T170000Z"]
    text = calendar(rule, *other, "DTSTART;TZID=America/New_York:20260115T130000", "DURATION:PT1H")
    assert ours(move("folder"), text) == set(theirs(text))


def test_what_never_ended_leaves_out_what_it_did_in_later_years(move: Moves) -> None:
    rule, later = "RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=America/New_York:20260304T120000"
    text = calendar(rule, later, start="DTSTART;TZID=America/New_York:20150107T120000")
    found = ours(move("folder"), text)
    between = (dt.datetime(*day, tzinfo=dt.UTC) for day in (YEARS[0], (2027, 10, 1)))
    first, last = between
    wanted = {one["DTSTART"].dt for one in recurring_ical_events.of(Calendar.from_ical(text)).between(first, last)}
    assert {one for one in found if first <= one < last} == wanted


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("RRULE:FREQ=SOMETIMES", "RRULE"),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:", "EXDATE"),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nRDATE:soon", "RDATE"),
        ("DTEND:later", "DTEND"),
    ],
)
def test_a_line_that_cannot_be_read_is_to_decide(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "a.ics").write_text(calendar(line).replace("DURATION:PT1H\n", ""))
    source = read_ics(tmp_path / "a.ics", Answers(timezone="UTC"))
    assert [(note.kind, note.detail) for note in source.notes if "cannot be read" in note.kind] == [
        ("a line of an event that cannot be read", what)
    ]


def test_an_event_whose_dates_are_all_taken_out_is_left_out(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=1"
    (tmp_path / "a.ics").write_text(calendar(rule, "EXDATE;TZID=America/New_York:20260107T120000"))
    source = read_ics(tmp_path / "a.ics", Answers(timezone="UTC"))
    assert source.seminars == ()
    assert any(note.kind == "an event whose dates are all taken out" for note in source.notes)
