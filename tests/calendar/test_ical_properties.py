"""Whatever a session holds, its calendar is valid and two libraries read what was meant."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import icalendar
import pytest
from examples import LIBRARY, NOW, PUBLISHER, SITEURL, WORDING, calendar_of, seminar_of, session_of
from hypothesis import example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from pydantic import ValidationError

from hireground.lint_ics import lint
from hireground.seminars.block.fields import BlockFields
from hireground.seminars.calendar.calendar_file import CalendarFile
from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import EventStatus, Place, Seminar, Session
from hireground.seminars.model.people import Organizer
from hireground.seminars.model.places import Online
from hireground.seminars.pages.listings import Kind, all_sessions, listings
from hireground.text.timezones import zone, zone_names

CASES = sorted((Path(__file__).parents[1] / "cases" / "seminars").glob("*.md"))
VEVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
UID = re.compile(rb"\r\nUID:([^\r]+)\r\n")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ZONES = sorted(name for name in zone_names() if "/" in name or name == "UTC")
BASE = session_of("place: Bellevue Library\nsessions: [2026-12-05 09:00]")
HOUR = dt.timedelta(hours=1)
LATEX = r"On $\N$, $\n\neq\\N$; \, and \\; {\bf A, B}"
LONG = "👩🏽‍💻é" * 60

# icalendar drops a byte order mark at the start of any text; nobody can see it there.
texts = st.text(max_size=120).map(lambda text: text.replace("\ufeff", ""))


def as_read(text: str) -> str:
    """Do to a text what a calendar file must: one kind of line end, no control characters."""
    return CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


names = texts.filter(lambda text: as_read(text).strip())
"""What the models let through where something must stand."""


def by_icalendar(data: bytes) -> icalendar.Event:
    read = icalendar.Calendar.from_ical(data)
    assert [problem for part in read.walk() for problem in part.errors] == []
    (found,) = read.events
    return found


@given(names, texts, texts, names, st.lists(names, max_size=3, unique=True))
@example(LATEX, LATEX, LATEX, LATEX, [LATEX, "a;b", "c,d"])
@example(LONG, LONG, LONG, LONG, [LONG])
@example("\\", "\\", "\\", "\\", ["\\"])
@example("\r\n x\r\n", "\r", "\n\n", " \t.", [" ."])
@example("BEGIN:VALARM\r\nX:1", "END:VEVENT\r\n", ":", ";", ["\r\nX:1"])
def test_any_text_survives_two_libraries(title: str, summary: str, note: str, place: str, topics: list[str]) -> None:
    where = Place.model_construct(name=place)
    session = replace(BASE, title=title, summary=summary, note=note, place=where, topics=tuple(topics))
    data = calendar_of(session)
    assert lint(Path("calendar.ics"), data) == ()
    one, other = by_icalendar(data), IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    assert str(one["SUMMARY"]) == other.summary == as_read(title)
    assert str(one["LOCATION"]) == other.location == as_read(place)
    text = str(one["DESCRIPTION"])
    assert text == other.description
    for part in (summary, note):
        assert as_read(part) in text
    assert text.endswith(f"{SITEURL}/{session.url}")
    assert list(map(str, one.categories)) == [as_read(topic) for topic in topics]


@given(texts, texts, texts)
@example("'^n\"; DROP", '"', "a\r\nb")
@example("\x07", "\x07\x7f", "ä" * 100)
def test_any_bytes_on_the_wire_are_folded_lines(title: str, name: str, label: str) -> None:
    session = replace(
        BASE,
        title=title,
        organizer=Organizer.model_construct(name=name, email="a@example.org", url=None),
        online=Online.model_construct(url="https://example.org/", name=label),
    )
    data = calendar_of(session, name=title)
    assert data.endswith(b"\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        line.decode()  # no fold inside a character
    assert data == calendar_of(session, name=title)
    assert session.start == by_icalendar(data).DTSTART


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any session that `parse_seminar` could build, in any zone."""
    timezone = zone(draw(st.sampled_from(ZONES)))
    start = draw(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2150, 1, 1)))  # noqa: DTZ001 -- its zone comes next
    start = start.replace(second=0, microsecond=0, tzinfo=dt.UTC).astimezone(timezone)
    all_day = draw(st.booleans())
    if all_day:
        start = start.replace(hour=0, minute=0)
        end = start + dt.timedelta(days=draw(st.integers(1, 14)))
    else:
        end = (start.astimezone(dt.UTC) + draw(st.integers(1, 336)) * HOUR).astimezone(timezone)
    return replace(
        BASE,
        timezone=timezone,
        start=start,
        end=end,
        all_day=all_day,
        status=draw(st.sampled_from(EventStatus)),
        sequence=draw(st.integers(0, 9999)),
        place=draw(st.sampled_from([None, LIBRARY])),
        online=draw(st.none() | addresses),
        is_walk_in=draw(st.booleans()),
        modified=draw(st.sampled_from([BASE.modified, BASE.start])),
        title=draw(names),
    )


def on_the_wall(found: dt.date | None, meant: dt.date) -> bool:
    """Compare clocks and zones' names: libraries look rules up in the machine's own, older or newer, tables."""
    if not (isinstance(found, dt.datetime) and isinstance(meant, dt.datetime)):
        return found == meant
    if found.tzinfo == dt.UTC or str(found.tzinfo) == "UTC":
        return found == meant
    return (found.replace(tzinfo=None), str(found.tzinfo)) == (meant.replace(tzinfo=None, fold=0), str(meant.tzinfo))


def online_at(url: str) -> Online | None:
    try:
        return Online(url=url)
    except ValidationError:
        return None


addresses = st.builds(
    "https://{}/{}?{}#{}".format, st.sampled_from(["example.org", "exämple.org:80", "[::1]"]), texts, texts, texts
).map(online_at)


@given(sessions())
def test_any_session_makes_a_clean_calendar_with_its_times(session: Session) -> None:
    data = calendar_of(session, name=None)
    assert lint(Path("event.ics"), data) == ()
    assert lint(Path("calendar.ics"), calendar_of(session)) == ()
    one, other = by_icalendar(data), IcsCalendarStream.calendar_from_ics(data.decode()).events[0]
    times = (session.start.date(), session.end.date()) if session.all_day else (session.start, session.end)
    assert all(map(on_the_wall, (one.start, one.end), times))
    assert all(map(on_the_wall, (other.dtstart, other.dtend), times))
    assert (one.uid, one.sequence) == (session.uid, session.sequence)
    assert one.DTSTAMP == one.LAST_MODIFIED == session.modified


@cache
def seminars() -> tuple[Seminar, ...]:
    return tuple(seminar_of(case.read_text("utf-8"), case.stem) for case in CASES)


@cache
def site_feeds() -> tuple[CalendarFile, ...]:
    found = listings(all_sessions(seminars()), WORDING.month, "Seminars")
    blocks = [("Live", BlockFields(month="2026-12")), ("Live", BlockFields(topic="letters"))]
    return tuple(feeds(seminars(), found, blocks, NOW - dt.timedelta(days=365), PUBLISHER))


def written(feed: CalendarFile) -> bytes:
    events = {session.uid: event(session, SITEURL, WORDING) for session in feed.sessions}
    return calendar(feed, events, PUBLISHER)


def events_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    for found in VEVENT.findall(data):
        uid = UID.search(found)
        assert uid
        yield uid[1].decode(), found


def in_calendars() -> list[Session]:
    """Return the sessions that have an hour, or are said to be whole days."""
    return [session for session in all_sessions(seminars()) if session.is_in_calendars]


def test_an_event_has_the_same_bytes_in_every_calendar() -> None:
    seen: dict[str, bytes] = {}
    holders: dict[str, int] = {}
    for feed in site_feeds():
        for uid, data in events_in(written(feed)):
            assert seen.setdefault(uid, data) == data
            holders[uid] = holders.get(uid, 0) + 1
    assert min(holders.values()) >= 3, "its own file, its seminar's, its month's"
    assert seen.keys() == {session.uid for session in in_calendars()}


def test_months_together_hold_each_session_once_for_every_month_it_is_in() -> None:
    uids = [uid for feed in site_feeds() if re.search(r"seminars/\d", feed.path) for uid, _ in events_in(written(feed))]
    assert sorted(uids) == sorted(one.uid for one in in_calendars() for _ in one.months)


def test_every_calendar_has_its_own_path() -> None:
    paths = [feed.path for feed in site_feeds()]
    assert len(set(paths)) == len(paths)


def test_an_end_in_the_hour_that_comes_twice_is_in_utc() -> None:
    text = "---\ntitle: Night\nsummary: Owls.\nsessions: [{start: 2027-11-07 00:30, duration: %s}]\n---\n"
    ends = {
        "20m": b"DTEND;TZID=America/Los_Angeles:20271107T005000",
        "60m": b"DTEND:20271107T083000Z",
        "120m": b"DTEND:20271107T093000Z",
        "150m": b"DTEND;TZID=America/Los_Angeles:20271107T020000",
    }
    for length, line in ends.items():
        (session,) = seminar_of(text % length).sessions
        assert line in event(session, SITEURL, WORDING).split(b"\r\n"), length


@pytest.mark.parametrize(
    ("status", "attached"),
    [
        ("confirmed", ["https://slides.example.org/knots.pdf", "https://video.example.org/knots"]),
        ("cancelled", []),
    ],
)
def test_slides_and_recording_are_attached_where_anybody_came(status: str, attached: list[str]) -> None:
    slides, recording = "slides: https://slides.example.org/knots.pdf", "recording: https://video.example.org/knots"
    session = session_of(f"sessions: [{{start: 2026-12-05 09:00, status: {status}, {slides}, {recording}}}]")
    made = calendar_of(session)
    assert lint(Path("calendar.ics"), made) == ()
    (read,) = IcsCalendarStream.calendar_from_ics(made.decode()).events
    assert [str(one.uri) for one in read.attach] == attached
    found = by_icalendar(made).get("attach", [])
    assert [one.params.get("FMTTYPE") for one in found] == ["application/pdf", None][: len(attached)]


def test_a_file_of_the_site_is_not_attached_where_it_has_no_address() -> None:
    session = replace(session_of("sessions: [2026-12-05 09:00]"), slides="/images/knots.pdf")
    assert b"ATTACH" not in calendar_of(session)


def test_listings_keep_what_is_coming_and_a_year_of_what_is_past() -> None:
    (everything,) = (feed for feed in site_feeds() if feed.path == "seminars/calendar.ics")
    oldest = NOW - dt.timedelta(days=365)
    assert [one.uid for one in everything.sessions] == [one.uid for one in in_calendars() if one.end >= oldest]
    assert len(everything.sessions) < len(all_sessions(seminars()))


@pytest.mark.parametrize("kind", [Kind.ALL, Kind.PLACE, Kind.TOPIC])
def test_a_listing_of_old_sessions_is_still_a_calendar(kind: Kind) -> None:
    old = seminar_of(
        "---\ntitle: Old\nsummary: Long ago.\nplace: Bellevue Library\ntopics: [x]\n"
        "sessions: [2019-12-05 09:00, 2019-12-06 09:00]\n---\n"
    )
    found = [one for one in listings(old.sessions, WORDING.month, "All") if one.kind is kind]
    feed = next(feed for feed in feeds((), found, (), NOW, PUBLISHER))
    assert [uid for uid, _ in events_in(written(feed))] == [old.sessions[-1].uid]
    assert lint(Path(feed.path), written(feed)) == ()


def test_a_list_that_nothing_is_on_yet_is_a_calendar() -> None:
    blocks = [("Later", BlockFields(month="2031-01"))]
    (feed,) = (one for one in feeds(seminars(), (), blocks, NOW, PUBLISHER) if one.path.startswith("seminars/lists/"))
    data = written(feed)
    assert IcsCalendarStream.calendar_from_ics(data.decode()).events == []
    assert lint(Path(feed.path), data) == ()


HISTORY = {
    "as announced": "  - start: 2026-12-10 18:00",
    "another hour": "  - start: 2026-12-10 19:30",
    "a longer evening": '  - start: 2026-12-10 18:00\n    end: "22:00"',
    "another place": "  - start: 2026-12-10 18:00\n    place: Bellevue Library",
    "another title": "  - start: 2026-12-10 18:00\n    title: Another",
    "postponed": "  - start: 2026-12-10 18:00\n    status: postponed",
    "moved": "  - start: 2026-12-11 18:00\n    moved_from: 2026-12-10 18:00",
    "moved, then cancelled": "  - start: 2026-12-11 18:00\n    moved_from: 2026-12-10 18:00\n    status: cancelled",
    "moved again": "  - start: 2027-01-11 18:00\n    moved_from: [2026-12-10 18:00, 2026-12-11 18:00]",
    "moved back": "  - start: 2026-12-10 18:00\n    moved_from: [2026-12-10 18:30, 2026-12-11 18:00]",
}


def at(moment: str, more: str = "", title: str = "Example") -> Seminar:
    return seminar_of(f"---\ntitle: {title}\nsummary: What it is.\n{more}sessions:\n{HISTORY[moment]}\n---\n")


@pytest.mark.parametrize("moment", HISTORY)
def test_whatever_happens_to_a_session_its_uid_stays(moment: str) -> None:
    uid = at("as announced").sessions[0].uid
    assert at(moment).sessions[0].uid == uid
    assert at(moment, title="A New Title").sessions[0].uid == uid
    assert at(moment, more="slug: another\n").sessions[0].uid == uid
    text = f"---\ntitle: A\nsummary: B\nid: example\nsessions:\n{HISTORY[moment]}\n---\n"
    assert seminar_of(text, "renamed").sessions[0].uid == uid
    assert seminar_of(text.replace("id: example\n", ""), "renamed").sessions[0].uid != uid


def test_other_dates_and_their_order_leave_a_uid_alone() -> None:
    def uids(*dates: str) -> dict[str, str]:
        text = "".join(f"  - {date}\n" for date in dates)
        found = seminar_of(f"---\ntitle: A\nsummary: B\nsessions:\n{text}---\n").sessions
        return {f"{one.start:%Y-%m-%d %H:%M}": one.uid for one in found}

    alone = uids("2026-12-10 18:00")
    for others in (["2026-12-01 09:00"], ["2026-12-11 18:00", "2026-12-09 18:00"]):
        assert uids(*others, "2026-12-10 18:00").items() > alone.items()
        assert uids("2026-12-10 18:00", *others).items() > alone.items()
    assert len(set(uids("2026-12-10 09:00", "2026-12-10 18:00", "2026-12-10 20:00").values())) == 3


@pytest.mark.parametrize(
    "story",
    [
        ["as announced", "postponed", "moved", "moved, then cancelled"],
        ["as announced", "moved", "moved again"],
        ["as announced", "moved", "moved, then cancelled", "moved again"],
        ["as announced", "postponed", "moved", "moved back"],
    ],
    ids=" > ".join,
)
def test_sequence_rises_with_every_change(story: list[str]) -> None:
    sequences = [at(moment).sessions[0].sequence for moment in story]
    assert sequences == sorted(set(sequences))


def test_a_written_sequence_is_added() -> None:
    plain = at("moved").sessions[0]
    (more,) = seminar_of(f"---\ntitle: A\nsummary: B\nsessions:\n{HISTORY['moved']}\n    sequence: 7\n---\n").sessions
    assert more.sequence == plain.sequence + 7


def test_only_the_file_s_last_change_stamps_an_event() -> None:
    text = "---\ntitle: A\nsummary: B\nsessions: [2026-12-10 18:00]\n---\n"
    later = NOW + dt.timedelta(days=1)
    first, second = (seminar_of(text, committed=moment).sessions[0] for moment in (NOW, later))
    assert by_icalendar(calendar_of(first)).DTSTAMP == NOW
    assert later == by_icalendar(calendar_of(second)).DTSTAMP
    assert calendar_of(first) == calendar_of(seminar_of(text, committed=NOW).sessions[0])
