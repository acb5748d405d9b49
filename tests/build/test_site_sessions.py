"""Calendars, pages, structured data, microformats and the block in a post agree on every session."""

import datetime as dt
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import mf2py
from built_site import NOW, BuiltSite, links_in, moment, page_of, sessions_of, walk
from ical.calendar_stream import IcsCalendarStream

from hireground.lint_ics import lint
from hireground.markdown.extensions import typeset
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import RegistrationState, registration_state
from hireground.site.site import Site

OFFERING = {
    *(RegistrationState.OPEN, RegistrationState.FEW_PLACES, RegistrationState.FULL, RegistrationState.WAITING_LIST),
    *(RegistrationState.CLOSED, RegistrationState.NOT_YET_OPEN, RegistrationState.WALK_IN),
}
BLOCK_POST = "posts/connect-dont-sell/index.html"
Times = tuple[Any, Any]


def test_every_calendar_is_clean(site: BuiltSite) -> None:
    assert [str(problem) for path, data in site.calendars.items() for problem in lint(Path(path), data)] == []
    assert len(site.calendars) > 100


def times_in(site: BuiltSite) -> dict[str, Times]:
    """Read every calendar with two libraries; a UID has the same times wherever it stands."""
    times: dict[str, Times] = {}
    for path, data in site.calendars.items():
        if path.endswith("reminder.ics"):  # has the deadline beside the date
            continue
        read = icalendar.Calendar.from_ical(data)
        assert [problem for part in read.walk() for problem in part.errors] == [], path
        one = {str(event["UID"]): (event.start, event.end) for event in read.events}
        other = {
            event.uid: (event.dtstart, event.dtend)
            for event in IcsCalendarStream.calendar_from_ics(data.decode()).events
        }
        assert one == other, path
        assert all(times.setdefault(uid, span) == span for uid, span in one.items()), path
    return times


def test_a_session_is_at_one_time_everywhere(site: BuiltSite, content: Site) -> None:
    times = times_in(site)
    assert times.keys() == {session.uid for _, session in sessions_of(content)}
    for _, session in sessions_of(content):
        page = page_of(site, session)
        (event,) = page.json_ld
        start, end = times[session.uid]
        assert event["identifier"] == session.uid
        last = end - dt.timedelta(days=1) if session.all_day else end
        assert (moment(event["startDate"]), moment(event["endDate"])) == (start, last)
        shown = [one.get("datetime", "") for name in ("dt-start", "dt-end") for one in page.having(name)[:1]]
        assert [as_shown(text, session) for text in shown] == [start, end], page.path
        item = mf2py.parse(doc=page.data.decode(), url=page.url)["items"][0]
        assert item["type"] == ["h-event"]
        facts = item["properties"]
        assert [as_shown(facts[name][0], session) for name in ("start", "end")] == [start, end], page.path
        assert facts["name"] == [typeset(session.title)]
        assert facts["url"] == [page.url]


def as_shown(text: str, session: Session) -> dt.date:
    """Read a page's time; whole days may be written as days or as their midnights."""
    read = moment(text)
    return read.date() if session.all_day and isinstance(read, dt.datetime) else read


def test_an_event_and_a_post_show_a_picture(site: BuiltSite) -> None:
    """Google's results want one: the author's, else the page's card."""
    kinds = {"EducationEvent", "BlogPosting"}
    things = [thing for page in site.pages.values() for thing in page.json_ld if thing.get("@type") in kinds]
    assert len(things) > 50
    for thing in things:
        found = site.file_of(thing["image"])
        assert found, thing["image"]
        assert (site.root / found[0]).is_file(), thing["image"]


def test_only_a_session_s_own_page_is_an_event(site: BuiltSite, content: Site) -> None:
    kinds = {path: [thing.get("@type") for thing in walk(page.json_ld)] for path, page in site.pages.items()}
    slugs = {f"{session.url}index.html" for _, session in sessions_of(content)}
    assert {path for path, found in kinds.items() if "EducationEvent" in found} == slugs
    assert all(kinds[path].count("EducationEvent") == 1 for path in slugs)
    series = {f"{seminar.url}index.html" for seminar in content.seminars}
    assert {path for path, found in kinds.items() if "EventSeries" in found} == series
    posts = {path for path, found in kinds.items() if "BlogPosting" in found}
    assert posts == {
        path
        for path, page in site.pages.items()
        if re.search(r"^(\w\w/)?posts/(?!page/)[^/]+/index", path) and not page.redirects_to
    }


def test_offers_are_true(site: BuiltSite, content: Site) -> None:
    for _, session in sessions_of(content):
        (event,) = page_of(site, session).json_ld
        state = registration_state(session, NOW)
        assert ("offers" in event) == (session.price is not None and state in OFFERING), session.url
        if "offers" in event:
            assert event["offers"]["price"] == str(session.price and session.price.amount)
            assert event["offers"]["url"].startswith("https://"), session.url  # also where people register by mail
        assert ("location" in event) == bool(session.place or session.online)
    unknown = [session for _, session in sessions_of(content) if session.price is None]
    assert unknown


def test_a_page_says_a_session_s_state(site: BuiltSite, content: Site) -> None:
    for _, session in sessions_of(content):
        page = page_of(site, session)
        said = {one.get("data-state") for one in page.elements if one.get("data-start")}
        assert str(registration_state(session, NOW)) in said, page.path
        text = " ".join("".join(page.tree.itertext()).split())
        assert not session.note or " ".join(typeset(session.note).split()) in text, page.path


def test_block_announces_the_seminar_as_it_is(site: BuiltSite, content: Site) -> None:
    (seminar,) = (
        one
        for one in content.seminars
        if one.series == "Career Search" and f"{one.sessions[0].start:%Y-%m}" == "2026-12"
    )
    (block,) = site.pages[BLOCK_POST].having("seminars-block")
    text = " ".join("".join(block.itertext()).split())
    assert "Live Seminars in December" in text
    assert typeset(seminar.summary) in text
    times = [moment(one.get("datetime", "")) for one in block.iter("time")]
    assert times == [session.start for session in seminar.sessions]
    assert [f"{time:%-d}" for time in times] == ["5", "8", "10"]
    assert text.count("Bellevue Library") == 3
    links = [(one.get("href") or "", "".join(one.itertext())) for one in block.iter("a")]
    assert [words for _, words in links if words.startswith("Register now")] == ["Register now (it’s free)"]
    (calendar,) = (href for href, _ in links if href.startswith("https:") and href.endswith(".ics"))
    assert f"webcal{calendar.removeprefix('https')}" in [href for href, _ in links]
    mine, theirs = (
        uids(site.calendars[path]) for path in (str((site.file_of(calendar) or "")[0]), f"{seminar.url}calendar.ics")
    )
    assert mine == theirs


def uids(calendar: bytes) -> list[str]:
    return re.findall(r"^UID:([^\r]+)", calendar.decode().partition("BEGIN:VEVENT")[2], re.MULTILINE)


def test_feeds_have_the_block_as_plain_html(site: BuiltSite) -> None:
    (block,) = site.pages[BLOCK_POST].having("seminars-block")
    hrefs = [one.get("href") for one in block.iter("a")]
    for name in ("atom.xml", "rss.xml"):
        root = ET.parse(site.root / "posts" / name).getroot()  # noqa: S314 -- our own file
        texts = [one.text or "" for one in root.iter() if one.tag.endswith(("content", "description"))]
        (text,) = (text for text in texts if "Live Seminars in December" in text)
        assert links_in(text.partition("seminars-block")[2]) == hrefs
        assert not re.search(r"<(script|style|button|form|svg|details)|\sstyle=|\son\w+=|///", text)
