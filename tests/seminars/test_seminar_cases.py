"""Each `cases/seminars/<name>.md` beside its calendar, its JSON-LD and what its pages say on 23 November 2026.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/seminars/test_seminar_cases.py`, then read
every line of `git diff tests/cases/seminars` as a subscriber or visitor would.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of
from ical.calendar_stream import IcsCalendarStream

from hireground.lint_ics import lint
from hireground.markdown.convert import converter
from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.plain_text import plain_text
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.registration import standing
from hireground.seminars.pages.listings import listings
from hireground.seminars.pages.schema_org import education_event, event_series
from hireground.seminars.pages.views import SessionView, session_view

CASES = sorted((Path(__file__).parents[1] / "cases" / "seminars").glob("*.md"))
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)


def seminar_in(case: Path) -> Seminar:
    return seminar_of(case.read_text("utf-8"), case.stem)


def agree(file: Path, written: bytes) -> None:
    if os.environ.get("UPDATE_CASES"):
        file.write_bytes(written)
    assert written.decode() == file.read_bytes().decode()


@each_case
def test_calendar(case: Path) -> None:
    agree(case.with_suffix(".ics"), seminar_calendar(seminar_in(case)))


@each_case
def test_structured_data(case: Path) -> None:
    text = json.dumps(list(structured_data(seminar_in(case))), ensure_ascii=False, indent=1)
    agree(case.with_suffix(".json"), f"{text}\n".encode())


@each_case
def test_what_visitors_read(case: Path) -> None:
    views = (session_view(session, NOW, SITEURL, WORDING) for session in seminar_in(case).sessions)
    agree(case.with_suffix(".txt"), "\n".join("".join(lines(view)) for view in views).encode())


@each_case
def test_every_calendar_is_clean_and_two_libraries_read_its_times(case: Path) -> None:
    seminar = seminar_in(case)
    known = [one for one in seminar.sessions if one.is_in_calendars]
    expected = {one.uid: (one.start, one.start if one.has_open_end else one.end) for one in known}
    everything = events_of(seminar)
    for feed in feeds((seminar,), listings(seminar.sessions, WORDING.month, "Seminars"), (), NOW, PUBLISHER):
        data = calendar(feed, everything, PUBLISHER)
        assert lint(Path(feed.path), data) == ()
        uids = {session.uid for session in feed.sessions}
        wanted = {uid: times for uid, times in expected.items() if uid in uids}
        all_day = {session.uid for session in seminar.sessions if session.all_day}
        assert dict(read_by_icalendar(data)) == {uid: days(times, uid in all_day) for uid, times in wanted.items()}
        assert dict(read_by_ical(data)) == {uid: days(times, uid in all_day) for uid, times in wanted.items()}


def seminar_calendar(seminar: Seminar) -> bytes:
    """Write the calendar beside a seminar's page, as the build does."""
    (feed,) = (feed for feed in feeds((seminar,), (), (), NOW, PUBLISHER) if feed.path == f"{seminar.url}calendar.ics")
    return calendar(feed, events_of(seminar), PUBLISHER)


def events_of(seminar: Seminar) -> dict[str, bytes]:
    """Write each VEVENT, with the seminar's own text."""
    own = {one.uid: one.own_text.markdown for one in seminar.sessions if one.own_text}
    texts = {one.uid: plain_text(converter().convert(own.get(one.uid, seminar.body))) for one in seminar.sessions}
    return {one.uid: event(one, SITEURL, WORDING, texts[one.uid]) for one in seminar.sessions}


def structured_data(seminar: Seminar) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD of the seminar's page, then that of each session's."""
    yield event_series(seminar, NOW, SITEURL)
    yield from (
        education_event(session, standing(session, NOW), SITEURL) for session in seminar.sessions if session.has_day
    )


def lines(view: SessionView) -> Iterator[str]:
    """Yield what a page shows of a session, a line each; what is not shown has none."""
    session = view.session
    flags = {"past": view.is_past, "can be added": view.can_be_added, "tentative": view.is_tentative}
    shown = {
        "title": session.title,
        "address": session.url,
        "speakers": view.speakers,
        "former addresses": ", ".join(session.former_slugs),
        "state": view.state,
        "words": view.state_words,
        "days": view.days,
        "short day": view.short_day,
        "hours": view.hours,
        "where": view.where,
        "price": view.price,
        "previous": "; ".join(view.previous),
        "note": session.note,
        "action": f"[{view.action.text}]({view.action.href}) {view.action.kind}" if view.action else "",
        "is": ", ".join(name for name, is_so in flags.items() if is_so),
    }
    yield from (f"{name}: {text}\n" for name, text in shown.items() if text)


Times = tuple[Any, ...]


def days(times: Times, is_whole: bool) -> Times:  # noqa: FBT001 -- a fact of the session
    return (times[0].date(), times[1].date()) if is_whole else tuple(time.astimezone(dt.UTC) for time in times)


def read_by_icalendar(data: bytes) -> Iterator[tuple[str, Times]]:
    """Yield UID and times of each event; a fault that the library noticed is one."""
    read = icalendar.Calendar.from_ical(data)
    assert [problem for part in read.walk() for problem in part.errors] == []
    assert read.get_missing_tzids() == set()
    yield from ((str(one["UID"]), (one.start, one.end)) for one in read.events)


def read_by_ical(data: bytes) -> Iterator[tuple[str, Times]]:
    """Yield UID and times of each event, as another library reads them."""
    for one in IcsCalendarStream.calendar_from_ics(data.decode()).events:
        yield str(one.uid), (one.dtstart, one.dtend or one.dtstart)
