"""A calendar says what it is, and a cancelled session stays in it as cancelled."""

from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
from examples import COMMITTED, DEFAULTS, MARA, NOW, PUBLISHER, SITEURL, TAGLINE, WORDING, seminar_of, session_of

from hireground.lint_ics import lint
from hireground.seminars.calendar.calendar_file import Publisher
from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.jscalendar import event as jscalendar_event
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import EventStatus
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.pages.listings import listings
from hireground.text.frontmatter import parse_document

TEXT = """---
title: Interview Lab
summary: Practice aloud.
place: Bellevue Library
speakers: [{name: Ada Example, bio: Ada has hired for three companies.}]
sessions: [2026-12-05 09:00, 2026-12-12 09:00]
---
"""
NAMES = {"NAME", "DESCRIPTION", "COLOR", "IMAGE", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "X-PUBLISHED-TTL"}


def written(text: str = TEXT, publisher: Publisher = PUBLISHER) -> dict[str, icalendar.Calendar]:
    """Read every calendar of a site that has one seminar, by path; the linter finds nothing in them."""
    seminar = seminar_of(text)
    events = {session.uid: event(session, SITEURL, WORDING) for session in seminar.sessions}
    found = {}
    for feed in feeds((seminar,), listings(seminar.sessions, WORDING.month, "Seminars"), (), NOW, publisher):
        data = calendar(feed, events, publisher)
        assert lint(Path(feed.path), data) == ()
        found[feed.path] = icalendar.Calendar.from_ical(data)
    return found


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        ("seminars/calendar.ics", "Hire Ground", TAGLINE),
        ("seminars/example/calendar.ics", "Interview Lab", "Practice aloud."),
        ("seminars/2026/12/calendar.ics", "Hire Ground: December 2026", TAGLINE),
        ("seminars/by/ada-example/calendar.ics", "Hire Ground: Ada Example", "Ada has hired for three companies."),
    ],
)
def test_a_feed_says_what_it_is(path: str, name: str, words: str) -> None:
    read = written()[path]
    assert {key: str(read[key]) for key in NAMES} == {
        "NAME": name,
        "X-WR-CALNAME": name,
        "DESCRIPTION": words,
        "X-WR-CALDESC": words,
        "COLOR": "seagreen",
        "IMAGE": f"{SITEURL}/images/calendar.png",
        "X-WR-TIMEZONE": "America/Los_Angeles",
        "X-PUBLISHED-TTL": "PT6H",
    }
    assert dict(read["IMAGE"].params) == {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/png"}


def test_a_file_of_one_session_says_nothing_of_itself() -> None:
    read = written()["seminars/example/2026-12-05/event.ics"]
    assert set(read.keys()) == {"PRODID", "VERSION", "CALSCALE"}


def test_what_a_site_does_not_say_is_not_there() -> None:
    bare = replace(PUBLISHER, tagline="", color=None, image=None)
    assert (
        not {"DESCRIPTION", "X-WR-CALDESC", "COLOR", "IMAGE"} & written(publisher=bare)["seminars/calendar.ics"].keys()
    )
    laptop = replace(PUBLISHER, siteurl="")
    assert not {"IMAGE", "URL", "SOURCE"} & written(publisher=laptop)["seminars/calendar.ics"].keys()


def test_a_seminar_s_own_picture_stands_for_its_calendar_and_its_dates() -> None:
    read = written(TEXT.replace("sessions:", "image: ../images/lab photo.jpg\nimage_alt: The lab\nsessions:"))
    address = f"{SITEURL}/images/lab%20photo.jpg"
    assert str(read["seminars/example/calendar.ics"]["IMAGE"]) == address
    assert str(read["seminars/calendar.ics"]["IMAGE"]) == f"{SITEURL}/images/calendar.png"
    for one in read["seminars/calendar.ics"].events:
        assert str(one["IMAGE"]) == address
        assert dict(one["IMAGE"].params) == {"VALUE": "URI", "DISPLAY": "GRAPHIC", "FMTTYPE": "image/jpeg"}


@pytest.mark.parametrize(
    ("features", "meant"),
    [
        ("", ["AUDIO", "VIDEO"]),
        (", features: chat", "CHAT"),
        (", features: [phone, audio]", ["PHONE", "AUDIO"]),
        (', features: "audio, video, screen"', ["AUDIO", "VIDEO", "SCREEN"]),
    ],
)
def test_a_conference_has_the_features_that_the_author_says(features: str, meant: list[str] | str) -> None:
    session = session_of(f'online: {{url: "https://meet.example.org/lab"{features}}}\nsessions: [2026-12-05 09:00]')
    (read,) = icalendar.Calendar.from_ical(
        b"BEGIN:VCALENDAR\r\n%sEND:VCALENDAR\r\n" % event(session, SITEURL, WORDING)
    ).events
    assert read["CONFERENCE"].params["FEATURE"] == meant
    said = jscalendar_event(session, SITEURL, WORDING)["virtualLocations"]["online"]["features"]
    assert [name.upper() for name in said] == ([meant] if isinstance(meant, str) else meant)


OFF = """---
title: Interview Lab
summary: Practice aloud.
speakers: [Mara Lindqvist]
price: free
registration: {url: "https://register.example.org/lab"}
sessions:
  - start: 2026-12-05 09:00
    status: STATUS
    note: The library is closed that week.
---
"""


@pytest.mark.parametrize(("status", "title"), [("cancelled", "Cancelled"), ("postponed", "Postponed")])
@pytest.mark.parametrize(("stays", "shown"), [(False, "CANCELLED"), (True, "CONFIRMED")])
def test_what_is_called_off_says_why_and_where_first(status: str, title: str, *, stays: bool, shown: str) -> None:
    defaults = replace(DEFAULTS, cancelled_stay_visible=stays)
    document = parse_document(Path("content/seminars/lab.md"), OFF.replace("STATUS", status))
    (session,) = parse_seminar(document, defaults, COMMITTED).sessions
    data = event(session, SITEURL, WORDING, "The seminar's own text.")
    read = icalendar.Event.from_ical(data)
    news, reason, address, gap, *rest = str(read["DESCRIPTION"]).split("\n")
    assert (str(read["STATUS"]), str(read["TRANSP"])) == (shown, "TRANSPARENT")
    assert str(read["SUMMARY"]) == f"{title}: Interview Lab"
    assert news.lower().startswith(("this session is cancelled", "postponed"))
    assert (reason, address, gap) == (session.note, f"{SITEURL}/{session.url}", "")
    assert rest == ["Practice aloud.", "", f"With {MARA.line}", "Price: Free"]
    assert jscalendar_event(session, SITEURL, WORDING)["status"] == "cancelled", "programs are told what is so"


def test_staying_visible_changes_nothing_that_takes_place() -> None:
    session = session_of("sessions: [2026-12-05 09:00]")
    for status in (EventStatus.CONFIRMED, EventStatus.TENTATIVE):
        plain, visible = (replace(session, status=status, stays_visible=stays) for stays in (False, True))
        assert event(plain, SITEURL, WORDING) == event(visible, SITEURL, WORDING)


def test_the_seminar_s_text_stands_before_the_address() -> None:
    session = session_of("price: free\nsessions: [2026-12-05 09:00]")
    data = event(session, SITEURL, WORDING, "First.\n\nSecond; and, third \\N.")
    read = icalendar.Event.from_ical(data)
    words = f"What it is about.\n\nPrice: Free\n\nFirst.\n\nSecond; and, third \\N.\n\n{SITEURL}/{session.url}"
    assert str(read["DESCRIPTION"]) == words


@pytest.mark.parametrize("size", range(40, 76))
@pytest.mark.parametrize("sign", ["\U0001d11e", "é", "ש", "\\", ";", "\n"], ids=ascii)
def test_a_sign_at_any_octet_of_a_line_survives(size: int, sign: str) -> None:
    title = "x" * size + sign + "y"
    session = replace(session_of("sessions: [2026-12-05 09:00]"), title=title, summary=title, note=title)
    data = event(session, SITEURL, WORDING, title)
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)
    read = icalendar.Event.from_ical(data)
    assert str(read["SUMMARY"]) == title
    assert str(read["DESCRIPTION"]).count(title) == 3
