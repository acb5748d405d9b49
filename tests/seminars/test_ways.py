"""Where a date has several ways to register, each may be full or close alone, and every surface says it of each."""

import datetime as dt
import json

import icalendar
import pytest
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of, session_of

from hireground.moments import session_changes
from hireground.overview.upcoming import coming_session
from hireground.seminars.calendar.agenda import agenda
from hireground.seminars.calendar.deadlines import deadlines, written
from hireground.seminars.calendar.jscalendar import event as js_event
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import standing
from hireground.seminars.pages.description import description
from hireground.seminars.pages.found import found_dates
from hireground.seminars.pages.schema_org import education_event
from hireground.seminars.pages.views import SessionView, session_view
from hireground.text.problems import InvalidContentError

DATE = "sessions: [2026-12-05 18:00]"
ROOM, ONLINE = "https://register.example.org/room", "https://register.example.org/online"
WAITING = "https://register.example.org/waiting"
HYBRID = (
    f"registration: {{for: the room, url: '{ROOM}', availability: full, closes: 1 day before, "
    f"also: [{{for: online, url: '{ONLINE}', availability: open, closes: 1 hour before}}]}}"
)
WITH_LIST = HYBRID.replace("closes: 1 day before", f"waiting_list: '{WAITING}', closes: 1 day before")
STOCK = "https://schema.org/{}"


def view_of(one: Session, now: dt.datetime = NOW) -> SessionView:
    return session_view(one, now, SITEURL, WORDING)


def test_the_room_is_full_and_online_is_open() -> None:
    view = view_of(session_of(f"{HYBRID}\n{DATE}"))
    assert view.state == "open"
    assert view.state_words == "the room: Full; online: Register by Sat, Dec 5, 5:00\u202fPM"
    assert view.action
    assert (view.action.href, view.action.text, view.also) == (ONLINE, "Register now (online)", ())


def test_the_waiting_list_of_the_room_stands_beside() -> None:
    view = view_of(session_of(f"{WITH_LIST}\n{DATE}"))
    assert view.action
    assert view.action.href == ONLINE
    assert [(link.text, link.href) for link in view.also] == [("Join the waiting list (the room)", WAITING)]


def test_each_change_of_a_way_is_one_of_the_page_and_of_the_site() -> None:
    one = session_of(f"{HYBRID.replace('full', 'open', 1)}\n{DATE}")
    said = [(f"{one.since:%m-%d %H:%M}", one.state, one.words) for one in view_of(one).later]
    online = "online: Register by Sat, Dec 5, 5:00\u202fPM"
    assert said[:2] == [
        ("12-04 18:00", "open", f"the room: Registration closed Fri, Dec 4, 6:00\u202fPM; {online}"),
        ("12-05 17:00", "closed", "Registration closed Sat, Dec 5, 5:00\u202fPM"),
    ]
    moments = [f"{at:%m-%d %H:%M}" for at, _change in session_changes(one, dt.timedelta())]
    assert {"12-04 18:00", "12-05 17:00"} <= {*moments}


def test_calendars_say_it_of_each() -> None:
    text = description(session_of(f"{WITH_LIST}\n{DATE}"), SITEURL, WORDING)
    assert f"the room: Full, with a waiting list: {WAITING}\nRegister (online): {ONLINE}" in text
    full = description(session_of(f"{HYBRID.replace('availability: open, ', '')}\n{DATE}"), SITEURL, WORDING)
    assert "Full" in full
    assert "Register" not in full
    entry = js_event(session_of(f"{HYBRID}\n{DATE}"), SITEURL, WORDING)
    assert entry["links"]["registration"]["href"] == ONLINE


def offers(keys: str, now: dt.datetime = NOW) -> list[tuple[str, str, str, str]]:
    one = session_of(f"{keys}\n{DATE}")
    found = education_event(one, standing(one, now), SITEURL).get("offers", [])
    each = found if isinstance(found, list) else [found]
    return [(one.get("name", ""), one["price"], one["availability"].rpartition("/")[2], one["url"]) for one in each]


def test_each_way_is_an_offer_with_its_own_availability() -> None:
    assert offers(f"{HYBRID}\nprice: 25 USD") == [
        ("the room", "25", "SoldOut", ROOM), ("online", "25", "InStock", ONLINE),
    ]  # fmt: skip


def test_a_price_for_a_way_is_its_offer_alone() -> None:
    assert offers(f"{HYBRID}\nprice: [25 USD for the room, 5 USD for online]") == [
        ("the room", "25", "SoldOut", ROOM), ("online", "5", "InStock", ONLINE),
    ]  # fmt: skip
    same = HYBRID.replace("availability: full, ", "").replace(", closes: 1 day before", "")
    same = same.replace(", closes: 1 hour before", "")
    assert offers(f"{same}\nprice: [25 USD, 5 USD for online]") == [
        ("the room", "25", "InStock", ROOM), ("online", "5", "InStock", ONLINE),
    ]  # fmt: skip
    assert offers(f"{same}\nprice: 25 USD") == [("the room", "25", "InStock", ROOM)]


def test_a_search_finds_it_as_open() -> None:
    (found,) = found_dates([view_of(session_of(f"{HYBRID}\n{DATE}"))], [])
    assert "open" in found.flags
    assert "full" not in found.flags


def test_lists_as_text_and_what_is_coming_say_it() -> None:
    seminar = seminar_of(f"---\ntitle: Knots\nsummary: Six knots.\n{HYBRID}\n{DATE}\n---\n", "knots")
    (one,) = seminar.sessions
    text = " ".join(agenda([view_of(one)], "Small", SITEURL, WORDING).decode().split())
    assert "the room: Full; online: Register by" in text
    coming = coming_session(seminar, one, NOW, 0)
    assert (coming.state, dict(coming.ways)) == ("open", {"the room": "full", "online": "open"})
    assert json.loads(json.dumps(dict(coming.ways)))


def test_each_way_that_can_be_met_has_its_deadline() -> None:
    seminar = seminar_of(f"---\ntitle: Knots\nsummary: Six.\n{HYBRID.replace('full', 'open', 1)}\n{DATE}\n---\n", "k")
    found = icalendar.Calendar.from_ical(written(deadlines(seminar.sessions, PUBLISHER, WORDING))).events
    said = [(str(one["SUMMARY"]), f"{one.start:%d %H:%M}") for one in found]
    closes = [
        ("Registration closes: Knots (the room)", "05 02:00"),
        ("Registration closes: Knots (online)", "06 01:00"),
    ]
    assert said == closes
    assert len({str(one["UID"]) for one in found}) == 2


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("{for: online, availability: full}", {"the room": "open", "online": "full"}),
        ("{for: the room, availability: full}", {"the room": "full", "online": "open"}),
        ("{also: [{for: online, availability: full}]}", {"the room": "open", "online": "full"}),
        ("{for: the room, closes: 2026-11-01}", {"the room": "closed", "online": "open"}),
        ("{availability: full}", {}),
    ],
)
def test_a_date_says_it_of_a_way_by_its_name(own: str, words: dict[str, str]) -> None:
    shared = f"registration: {{for: the room, url: '{ROOM}', also: [{{for: online, url: '{ONLINE}'}}]}}"
    one = session_of(f"{shared}\nsessions: [{{start: 2026-12-05 18:00, registration: {own}}}]")
    assert {way.who: state.value for way, state in standing(one, NOW).ways} == words
    assert one.registration
    assert [way.url for way in one.registration.ways] == [ROOM, ONLINE]


def test_who_comes_without_a_seat_is_told_in_calendars_too() -> None:
    text = description(
        session_of(f"registration: {{url: '{ROOM}', availability: full, walk_ins: yes}}\n{DATE}"), SITEURL, WORDING
    )
    assert "Full\nWhoever comes without registering is welcome, too." in text


def test_who_pays_is_told_where_no_price_is_said() -> None:
    assert "Sponsor: Example Bank" in description(
        session_of(f"sponsor: {{name: Example Bank}}\n{DATE}"), SITEURL, WORDING
    )


def test_what_is_said_of_one_way_needs_its_name() -> None:
    with pytest.raises(InvalidContentError, match="what each is for"):
        session_of(f"registration: {{url: '{ROOM}', also: [{{url: '{ONLINE}', availability: full}}]}}\n{DATE}")
