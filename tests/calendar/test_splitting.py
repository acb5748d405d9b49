"""A feed that grows too long is split, and no session is lost."""

import datetime as dt
from dataclasses import replace
from itertools import chain

import pytest
from examples import calendar_of, session_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.calendar.calendar_file import CalendarFile
from hireground.seminars.calendar.feeds import FRAME, MOST_BYTES, MOST_EVENTS, fits, split_by_year, split_warning
from hireground.seminars.calendar.ical import zones_of
from hireground.text.timezones import zone, zone_names

BASE = session_of("place: Bellevue Library\nsessions: [2026-12-05 09:00]")
ZONES = sorted(name for name in zone_names() if "/" in name)


def feed_of(starts: list[dt.datetime], path: str = "seminars/calendar.ics") -> CalendarFile:
    sessions = [
        replace(BASE, uid=f"uid-{number}", start=start, end=start + dt.timedelta(hours=1))
        for number, start in enumerate(starts)
    ]
    ordered = tuple(sorted(sessions, key=lambda one: (one.start, one.uid)))
    return CalendarFile(path=path, name="Hire Ground", page_url="seminars/", sessions=ordered)


def in_june(*years: int) -> list[dt.datetime]:
    return [dt.datetime(year, 6, 1, 12, tzinfo=dt.UTC) for year in years]


def sizes(feed: CalendarFile, size: int) -> dict[str, int]:
    return {session.uid: size for session in feed.sessions}


@pytest.mark.parametrize("count", [0, 1, MOST_EVENTS])
def test_what_google_reads_is_left_alone(count: int) -> None:
    feed = feed_of(in_june(*range(2000, 2010)) * (count // 10) + in_june(2026) * (count % 10))
    assert len(feed.sessions) == count
    assert split_by_year(feed, sizes(feed, 10)) == (feed,)
    assert split_warning(feed, (feed,), sizes(feed, 10)) == ""


def test_one_session_too_many_makes_a_calendar_a_year() -> None:
    feed = feed_of(in_june(*[2026] * MOST_EVENTS, 2028))
    parts = split_by_year(feed, sizes(feed, 10))
    assert [part.path for part in parts] == ["seminars/calendar-2026.ics", "seminars/calendar-2028.ics"]
    assert [part.name for part in parts] == ["Hire Ground, 2026", "Hire Ground, 2028"]
    assert [len(part.sessions) for part in parts] == [MOST_EVENTS, 1]
    assert split_warning(feed, parts, sizes(feed, 1000)) == (
        "seminars/calendar.ics has 1,112 sessions in 1.1 MB, and Google Calendar drops what is beyond 1,111 sessions "
        "or 1 MB; there is a calendar a year beside it: seminars/calendar-2026.ics, seminars/calendar-2028.ics; "
        "too large even so: seminars/calendar-2026.ics"
    )


def test_one_octet_too_many_does_too() -> None:
    feed = feed_of(in_june(2026, 2027))
    half = (MOST_BYTES - FRAME) // 2
    assert len(split_by_year(feed, sizes(feed, half))) == 1
    assert len(split_by_year(feed, sizes(feed, half + 1))) == 2
    assert "too large" not in split_warning(feed, split_by_year(feed, sizes(feed, half + 1)), sizes(feed, half + 1))


def test_a_year_is_the_place_s_own() -> None:
    eve = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
    starts = [eve.astimezone(zone("Pacific/Auckland")), eve.astimezone(zone("America/Los_Angeles"))]
    feed = feed_of([*starts, *in_june(*[2026] * MOST_EVENTS)])
    parts = split_by_year(feed, sizes(feed, 10))
    assert [(part.path[-8:-4], part.sessions[-1].uid) for part in parts] == [("2026", "uid-1"), ("2027", "uid-0")]


STARTS = st.builds(
    lambda minute, name: dt.datetime.fromtimestamp(minute * 60, dt.UTC).astimezone(zone(name)),
    st.integers(29_000_000, 33_000_000), st.sampled_from(ZONES),
)  # fmt: skip


@given(st.lists(STARTS, min_size=2, max_size=30))
def test_the_parts_are_the_whole(starts: list[dt.datetime]) -> None:
    feed = feed_of(starts)
    parts = split_by_year(feed, sizes(feed, MOST_BYTES))
    assert sorted(chain.from_iterable(part.sessions for part in parts), key=feed.sessions.index) == list(feed.sessions)
    for part in parts:
        assert {session.start.year for session in part.sessions} == {int(part.path[-8:-4])}
        assert list(part.sessions) == [session for session in feed.sessions if session in part.sessions]
    assert len({part.path for part in parts}) == len(parts)


def test_head_and_time_zones_fit_into_their_frame() -> None:
    everywhere = [replace(BASE, timezone=zone(name)) for name in ZONES]
    largest = sorted(len(b"".join(zones_of([session]))) for session in everywhere)[-15:]
    frame = len(calendar_of(BASE)) - len(calendar_of(BASE).partition(b"BEGIN:VEVENT")[2])
    assert frame + sum(largest) < FRAME
    assert fits([], {})
