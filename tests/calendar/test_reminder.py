"""The file that rings has the date as its own file has it, an alarm, and the day on which registration closes."""

from pathlib import Path

import icalendar
import pytest
from examples import PUBLISHER, SITEURL, WORDING, calendar_of, session_of

from hireground.lint_ics import lint
from hireground.seminars.calendar.reminder import reminder_of, ringing
from hireground.seminars.calendar.vevent import event

LINK = "registration: {url: https://register.example.org"
CASES = {
    # a date's keys: when it rings, and when registration closes
    "sessions: [2026-12-05 18:00]": ("-P1D", ""),
    f"{LINK}}}\nsessions: [2026-12-05 18:00]": ("-P1D", ""),
    f"{LINK}, closes: 2026-12-04 12:00}}\nsessions: [2026-12-05 18:00]": ("-P1D", "20261204T200000Z"),
    f"{LINK}, closes: 2026-12-04, availability: full}}\nsessions: [2026-12-05 18:00]": ("-P1D", ""),
    "sessions: [{start: 2026-12-05, all_day: yes}]": ("-PT6H", ""),
}


def rung(keys: str) -> tuple[bytes, bytes]:
    one = session_of(keys)
    made = event(one, SITEURL, WORDING)
    return made, ringing(reminder_of(one, made, "seminars/example/2026-12-05/reminder.ics", PUBLISHER, WORDING))


def said(one: icalendar.Component, name: str) -> str:
    value = one[name].to_ical()
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("keys", CASES)
def test_it_rings_before_the_date_and_before_registration_closes(keys: str) -> None:
    rings, closes = CASES[keys]
    first, *others = icalendar.Calendar.from_ical(rung(keys)[1]).events
    assert [said(one, "TRIGGER") for one in first.walk("VALARM")] == [rings]
    assert [said(one, "DTSTART") for one in others] == ([closes] if closes else [])
    for one in others:
        assert (str(one["TRANSP"]), str(one["SUMMARY"])) == ("TRANSPARENT", "Registration closes: Example")
        assert one["UID"] != first["UID"]
        assert one.walk("VALARM")


@pytest.mark.parametrize("keys", CASES)
def test_the_linter_takes_it_for_what_it_is(keys: str) -> None:
    made, data = rung(keys)
    assert lint(Path("reminder.ics"), data) == ()
    assert [one.message for one in lint(Path("calendar.ics"), data) if "rings for everybody" in one.message]
    assert made.removesuffix(b"END:VEVENT\r\n") in data


def test_a_calendar_to_subscribe_to_never_rings() -> None:
    assert b"VALARM" not in calendar_of(session_of("sessions: [2026-12-05 18:00]"))
