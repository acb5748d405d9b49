"""The calendar of the ends of registration has one entry for each that can still be met, if the site asks for it."""

from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
from calendar_programs import READERS
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of

from hireground.lint_ics import lint
from hireground.seminars.calendar.deadlines import PATH, deadlines, written
from hireground.seminars.calendar.outputs import Calendars, calendar_outputs
from hireground.seminars.pages.context import render_context

KEYS = "registration: {url: https://register.example.org, closes: 2026-12-01 12:00}"
DATES = f"""\
---
title: Knots
summary: Six knots.
timezone: America/New_York
{KEYS}
sessions:
  - 2026-12-05 18:00
  - {{start: 2026-12-12 18:00, title: "Bends, hitches", registration: {{closes: 2026-11-30 12:00}}}}
  - {{start: 2026-12-19 18:00, status: cancelled}}
  - {{start: 2027-01-09 18:00, registration: {{availability: full}}}}
  - {{start: 2027-01-16 18:00, registration: not needed}}
---
"""
WANTED = [("Bends, hitches", "20261130T170000Z", "2026-12-12"), ("Knots", "20261201T170000Z", "2026-12-05")]


def feed(text: str = DATES) -> bytes:
    return written(deadlines(seminar_of(text, "knots").sessions, PUBLISHER, WORDING))


def test_it_has_each_deadline_that_can_be_met_in_order_of_time() -> None:
    found = icalendar.Calendar.from_ical(feed())
    said = [(str(one["SUMMARY"]), f"{one.start:%Y%m%dT%H%M%SZ}", str(one["URL"])) for one in found.events]
    assert said == [
        (f"Registration closes: {title}", closes, f"{SITEURL}/seminars/knots/{day}/") for title, closes, day in WANTED
    ]
    assert {str(one["TRANSP"]) for one in found.events} == {"TRANSPARENT"}
    sessions = {one.uid for one in seminar_of(DATES, "knots").sessions}
    assert not sessions & {str(one["UID"]) for one in found.events}
    assert found.timezones == []


NONE = "---\ntitle: Knots\nsummary: Six knots.\nsessions: [2026-12-05 18:00]\n---\n"


@pytest.mark.parametrize("text", [DATES, NONE])
def test_the_linter_takes_it_with_and_without_entries(text: str) -> None:
    assert lint(Path(PATH), feed(text)) == ()


@pytest.mark.parametrize("name", ["icalendar", "ical", "ical.js", "vdirsyncer"])
def test_programs_read_it(name: str) -> None:
    (found,) = READERS[name]([feed()])
    assert sorted(f"{one.start:%m-%d %H:%M}" for one in found) == ["11-30 17:00", "12-01 17:00"]


@pytest.mark.parametrize("is_wanted", [True, False])
def test_it_is_there_where_the_site_asks_for_it(*, is_wanted: bool) -> None:
    seminars = (seminar_of(DATES, "knots"),)
    publisher = replace(PUBLISHER, has_deadlines=is_wanted)
    source = Calendars(
        context=render_context(seminars, NOW, SITEURL, WORDING), seminars=seminars, blocks=(), texts={},
        publisher=publisher, oldest=NOW,
    )  # fmt: skip
    assert (PATH in {one.path for one in calendar_outputs(source)[0]}) is is_wanted
