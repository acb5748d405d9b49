"""Six programs read a set of calendars made to upset them, and all of the site's own, and find what was meant.

Those that are not installed are skipped; `pytest -rs` says which. For ical.js: `npm install --prefix .ci/node`.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest
from calendar_programs import READERS, Found, hard_seminars, meant, own_seminars
from dateutil.rrule import rrulestr
from examples import NOW, PUBLISHER, SITEURL, WORDING, calendar_of, seminar_of
from hard_front_matter import front_matter
from hypothesis import given
from hypothesis import strategies as st

from hireground.lint_ics import lint
from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Session
from hireground.seminars.pages.description import description
from hireground.seminars.pages.listings import all_sessions, listings
from hireground.text.problems import InvalidContentError
from hireground.text.timezones import zone

Reader = Callable[[Sequence[bytes]], list[list[Found]]]
each_reader = pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))


@pytest.fixture(autouse=True)
def _pinned_time_zones() -> Iterator[None]:
    """Let libraries that look a TZID up find the pinned `tzdata`, whatever the machine has."""
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def test_the_set_is_as_wide_as_it_says() -> None:
    read, events = hard_seminars()
    sessions = all_sessions(read)
    assert {session.uid for session in sessions} == set(events)
    assert len({session.timezone.key for session in sessions}) >= 36
    assert max(session.start.year for session in sessions) == 2150
    assert sum(session.all_day for session in sessions) == 4


@each_reader
def test_every_reader_finds_what_was_meant(reader: Reader) -> None:
    read, events = hard_seminars()
    whole, *parts = reader([calendar_of(*all_sessions(read)), *(calendar_of(*one.sessions) for one in read)])
    assert sorted(whole) == sorted(chain.from_iterable(parts))
    assert {(one.uid, one.start, one.end) for one in whole} == {
        (one.uid, one.start, one.end) for one in events.values()
    }
    assert len(whole) == len(events)
    for one in whole:
        assert (one.summary, one.location) == (events[one.uid].summary, events[one.uid].location)


@each_reader
def test_every_reader_finds_the_description(reader: Reader) -> None:
    read, _events = hard_seminars()
    meant = {session.uid: description(session, SITEURL, WORDING) for session in all_sessions(read)}
    (found,) = reader([calendar_of(*all_sessions(read))])
    assert {one.uid: one.description for one in found} == meant


@each_reader
def test_an_empty_month_is_an_empty_calendar(reader: Reader) -> None:
    assert reader([calendar_of()]) == [[]]


def test_the_linter_finds_nothing() -> None:
    read, _events = hard_seminars()
    for sessions in (all_sessions(read), *(one.sessions for one in read)):
        assert lint(Path("calendar.ics"), calendar_of(*sessions)) == ()


@each_reader
def test_every_reader_finds_the_same_in_each_calendar_of_the_site(reader: Reader) -> None:
    sessions = all_sessions(own_seminars())
    events = {session.uid: event(session, SITEURL, WORDING) for session in sessions}
    wanted = tuple(feeds(own_seminars(), listings(sessions, WORDING.month, "Seminars"), (), NOW, PUBLISHER))
    assert len(wanted) > len(sessions) > 20
    found = reader([calendar(feed, events, PUBLISHER) for feed in wanted])
    for feed, each in zip(wanted, found, strict=True):
        assert sorted(one[:5] for one in each) == sorted(meant(session) for session in feed.sessions), feed.path


@pytest.mark.parametrize(
    ("timezone", "start"),
    [
        ("America/Los_Angeles", "2027-03-14 02:30"),
        ("Europe/Berlin", "2027-03-28 02:00"),
        ("Europe/Dublin", "2027-03-28 01:59"),
        ("Australia/Lord_Howe", "2027-10-03 02:29"),
        ("Africa/Cairo", "2027-04-30 00:30"),
        ("America/Los_Angeles", "2027-11-07 01:30"),
        ("Africa/Casablanca", "2026-02-15 02:30"),
    ],
)
def test_an_hour_that_no_clock_shows_or_that_comes_twice_is_refused(timezone: str, start: str) -> None:
    with pytest.raises(InvalidContentError, match=r"does not exist|happens twice"):
        seminar_of(front_matter("x", [start], f"timezone: {timezone}\n"))


RULES = {
    ("Tuesday", "2027-01-05 18:00", "count: 6"): "FREQ=WEEKLY;BYDAY=TU;COUNT=6",
    (
        "other Thursday",
        "2027-01-07 18:00",
        "until: 2027-06-30",
    ): "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20270630T235959",
    ("first Monday", "2027-01-04 09:00", "count: 12"): "FREQ=MONTHLY;BYDAY=+1MO;COUNT=12",
    ("second Tuesday", "2027-01-12 18:00", "until: 2027-06-08"): "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270608T235959",
    ("third Saturday", "2027-02-20 10:00", "count: 30"): "FREQ=MONTHLY;BYDAY=3SA;COUNT=30",
    ("fourth Sunday", "2027-02-28 10:00", "count: 12"): "FREQ=MONTHLY;BYDAY=4SU;COUNT=12",
    ("last Friday", "2027-01-29 12:00", "count: 24"): "FREQ=MONTHLY;BYDAY=-1FR;COUNT=24",
    ("weekday", "2027-03-12 08:00", "count: 15"): "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=15",
    ("day", "2027-03-10 08:00", "until: 2027-03-20"): "FREQ=DAILY;UNTIL=20270320T235959",
    ("day", "2028-02-27 23:30", "count: 5"): "FREQ=DAILY;COUNT=5",
}


@pytest.mark.parametrize(("phrase", "start", "end"), RULES)
def test_a_rule_means_what_rfc_5545_says(phrase: str, start: str, end: str) -> None:
    item = f"{{every: {phrase}, start: {start}, {end}, timezone: America/Los_Angeles}}"
    sessions = seminar_of(front_matter("x", [item])).sessions
    rule = rrulestr(RULES[phrase, start, end], dtstart=dt.datetime.fromisoformat(start))
    assert [session.start.replace(tzinfo=None) for session in sessions] == list(rule)
    assert {session.start.tzinfo for session in sessions} == {zone("America/Los_Angeles")}
    assert {utc_length(session) for session in sessions} == {dt.timedelta(minutes=90)}


def utc_length(session: Session) -> dt.timedelta:
    return session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)


def test_dates_are_taken_out_of_a_rule_as_by_exdate() -> None:
    item = "{every: Tuesday, start: 2027-01-05 18:00, count: 5, except: [2027-01-12, 2027-02-02]}"
    dates = [session.start.replace(tzinfo=None) for session in seminar_of(front_matter("x", [item])).sessions]
    lines = "RRULE:FREQ=WEEKLY;COUNT=5\nEXDATE:20270112T180000,20270202T180000"
    assert dates == list(rrulestr(lines, dtstart=dt.datetime.fromisoformat("2027-01-05 18:00"), forceset=True))


WEEK = {"Monday": "MO", "Tuesday": "TU", "Wednesday": "WE", "Thursday": "TH", "Friday": "FR", "Sunday": "SU"}
WHICH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}


@given(
    st.dates(dt.date(2026, 1, 1), dt.date(2036, 12, 31)),
    st.sampled_from(sorted(WHICH)),
    st.sampled_from(sorted(WEEK)),
    st.integers(1, 40),
)
def test_any_rule_of_months_means_what_rfc_5545_says(day: dt.date, which: str, weekday: str, count: int) -> None:
    text = f"FREQ=MONTHLY;BYDAY={WHICH[which]}{WEEK[weekday]};COUNT={count}"
    noon = dt.datetime.combine(day, dt.time(12))
    first = rrulestr(text, dtstart=noon)[0]
    item = f"{{every: {which} {weekday}, start: {first:%Y-%m-%d %H:%M}, count: {count}}}"
    sessions = seminar_of(front_matter("x", [item])).sessions
    assert [session.start.replace(tzinfo=None) for session in sessions] == list(rrulestr(text, dtstart=first))
