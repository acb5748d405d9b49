"""A course is registered for and paid once: every date says that it is for all, and none claims to be had alone."""

import datetime as dt
from urllib.parse import unquote

import icalendar
import pytest
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.calendar.deadlines import deadlines, written
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.registration import registration_state, standing
from hireground.seminars.pages.description import description
from hireground.seminars.pages.schema_org import education_event, event_series
from hireground.seminars.pages.views import session_view, shared
from hireground.text.problems import InvalidContentError

DATES = "sessions: [2026-12-05 18:00, 2026-12-12 18:00, 2026-12-19 18:00]"
HOUR = dt.timedelta(hours=1)


def course(
    keys: str = "registration: {url: https://register.example.org}\nprice: 90 EUR", dates: str = DATES
) -> Seminar:
    return seminar_of(f"---\ntitle: Knots\nsummary: Six knots.\ncourse: yes\n{keys}\n{dates}\n---\n", "knots")


def test_each_date_says_that_the_price_and_the_link_are_for_all() -> None:
    for one in course().sessions:
        view = session_view(one, NOW, SITEURL, WORDING)
        assert view.action
        assert (view.price, view.action.text) == ("90 EUR, for all 3 dates", "Register for all 3 dates (90 EUR)")
        text = description(one, SITEURL, WORDING)
        assert "Price: 90 EUR, for all 3 dates" in text
        assert "Register (for all 3 dates): https://register.example.org" in text
        assert all("for%20all%203%20dates" in link.href for link in view.calendars if link.kind == "google")


@pytest.mark.parametrize(
    ("price", "words", "link"),
    [
        ("free", "Free, for all 3 dates", "Register for all 3 dates (Free)"),
        ("[90 EUR, 40 EUR for students]", "90 EUR; 40 EUR for students; for all 3 dates", "Register for all 3 dates"),
        ("donation", "Donation, for all 3 dates", "Register for all 3 dates"),
        ("none", "", "Register for all 3 dates"),
    ],
)
def test_words_of_other_prices(price: str, words: str, link: str) -> None:
    one = course(f"registration: {{url: https://register.example.org}}\nprice: {price}").sessions[0]
    assert (WORDING.price(one), WORDING.register(one)) == (words, link)


def test_a_letter_asks_for_all_dates() -> None:
    view = session_view(course("registration: {email: a@example.org}").sessions[1], NOW, SITEURL, WORDING)
    assert view.action
    letter = unquote(view.action.href)
    assert "subject=Registration: Knots&body=Please register me for all 3 dates of “Knots”." in letter


def test_the_offer_is_the_course_s_and_no_date_s() -> None:
    seminar = course()
    offer = event_series(seminar, NOW, SITEURL)["offers"]
    assert (offer["price"], offer["priceCurrency"], offer["url"]) == ("90", "EUR", "https://register.example.org")
    for one in seminar.sessions:
        event = education_event(one, standing(one, NOW), SITEURL)
        assert "offers" not in event
        assert event["superEvent"]["offers"] == offer


def states(seminar: Seminar, now: dt.datetime) -> list[str]:
    return [registration_state(one, now).value for one in seminar.sessions]


def test_registration_closes_with_the_first_date() -> None:
    seminar = course()
    first, second, _third = seminar.sessions
    assert states(seminar, first.start - HOUR) == ["open"] * 3
    assert states(seminar, first.start) == ["happening-now", "closed", "closed"]
    assert states(seminar, second.start) == ["past", "happening-now", "closed"]


def test_people_may_join_until_its_author_says() -> None:
    seminar = course("registration: {url: https://register.example.org, closes: 2026-12-12 12:00}")
    first, second, _third = seminar.sessions
    assert states(seminar, first.start) == ["open", "open", "open"]
    assert states(seminar, second.start) == ["past", "happening-now", "closed"]


def test_a_first_date_that_is_called_off_opens_no_course() -> None:
    dates = "sessions: [{start: 2026-12-05 18:00, status: cancelled}, 2026-12-12 18:00, 2026-12-19 18:00]"
    seminar = course(dates=dates)
    _first, second, _third = seminar.sessions
    assert states(seminar, second.start - HOUR) == ["cancelled", "open", "open"]
    assert WORDING.course(second) == "for all 2 dates"


def test_days_before_are_counted_from_the_first_date() -> None:
    for one in course("registration: {url: https://register.example.org, closes: 1 day before}").sessions:
        assert one.registration
        assert f"{one.registration.closes:%Y-%m-%d}" == "2026-12-04"


def test_the_deadline_stands_once_in_calendars() -> None:
    seminar = course("registration: {url: https://register.example.org, closes: 1 day before}")
    found = icalendar.Calendar.from_ical(written(deadlines(seminar.sessions, PUBLISHER, WORDING))).events
    assert [str(one["SUMMARY"]) for one in found] == ["Registration closes: Knots"]


def test_a_page_does_not_say_that_each_time_costs_it() -> None:
    common = shared(
        [session_view(one, NOW, SITEURL, WORDING) for one in course("price: 9 EUR\nplace: {name: Hall}").sessions]
    )
    assert common
    assert common.price not in common.facts


@given(st.integers(2, 9))
def test_it_counts_the_dates_that_take_place(number: int) -> None:
    listed = ", ".join(f"2026-12-{day:02} 18:00" for day in range(1, number + 1))
    seminar = course("price: free", f"sessions: [{listed}]")
    assert {WORDING.course(one) for one in seminar.sessions} == {f"for all {number} dates"}


def test_one_date_alone_is_for_no_others() -> None:
    (one,) = course(dates="sessions: [2026-12-05 18:00]").sessions
    assert (WORDING.price(one), WORDING.course(one)) == ("90 EUR", "")


@pytest.mark.parametrize("own", ["price: 9 EUR", "registration: {availability: full}"])
def test_no_date_has_its_own(own: str) -> None:
    with pytest.raises(InvalidContentError):
        course(dates=f"sessions: [2026-12-05 18:00, {{start: 2026-12-12 18:00, {own}}}]")
