"""At every moment a session is in the one state that the table names, and time moves it forward only."""

import datetime as dt
from dataclasses import replace

import pytest
from examples import NOW, SITEURL, WORDING, seminar_of
from hypothesis import given
from hypothesis import strategies as st
from registration_states import KINDS, MOMENTS, SECOND, URL, moment, session, sessions

from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.model import EventStatus, Session
from hireground.seminars.model.registration import RegistrationState, registration_state
from hireground.seminars.pages.description import description
from hireground.seminars.pages.views import session_view

ORDER = [
    {RegistrationState.NOT_YET_OPEN},
    {
        RegistrationState.OPEN,
        RegistrationState.FEW_PLACES,
        RegistrationState.FULL,
        RegistrationState.WAITING_LIST,
        RegistrationState.WALK_IN,
        RegistrationState.INVITED,
        RegistrationState.UNANNOUNCED,
    },
    {RegistrationState.CLOSED},
    {RegistrationState.HAPPENING_NOW},
    {RegistrationState.PAST},
]
RANK = {state: rank for rank, states in enumerate(ORDER) for state in states}
cells = pytest.mark.parametrize(("kind", "span"), [(kind, span) for kind in KINDS for span in range(len(MOMENTS))])


@cells
def test_state_from_the_first_instant_to_the_last(kind: str, span: int) -> None:
    keys, states = KINDS[kind]
    one = session(keys)
    wanted = states.split()[span]
    assert registration_state(one, moment(span, one)) == wanted
    if span + 1 < len(MOMENTS):
        assert registration_state(one, moment(span + 1, one) - SECOND) == wanted
        assert registration_state(one, (moment(span + 1, one) - SECOND).astimezone(dt.UTC)) == wanted


def test_every_state_is_in_the_table() -> None:
    assert {state for _, states in KINDS.values() for state in states.split()} == set(RegistrationState)


def test_registration_that_opens_when_it_closes_was_never_open() -> None:
    one = session("")
    closes = one.start - dt.timedelta(days=1)
    shut = replace(one, registration=Registration(url="https://example.org", opens=closes, closes=closes))
    states = [registration_state(shut, closes + step) for step in (-SECOND, dt.timedelta(), SECOND)]
    assert states == ["not-yet-open", "closed", "closed"]


@given(sessions(), st.lists(st.integers(-3, 80), min_size=2))
def test_time_moves_a_state_forward_only(one: Session, hours: list[int]) -> None:
    base = session("").start
    found = [registration_state(one, base + dt.timedelta(hours=hour)) for hour in sorted(hours)]
    if one.status in {EventStatus.CANCELLED, EventStatus.POSTPONED}:
        assert set(found) == {RegistrationState(one.status.value)}
    else:
        assert [RANK[state] for state in found] == sorted(RANK[state] for state in found)
        assert len({state for state in found if RANK[state] == 1}) <= 1, "one state between opening and closing"


@given(sessions(), st.integers(-3, 80))
def test_only_session_and_moment_count(one: Session, hour: int) -> None:
    now = session("").start + dt.timedelta(hours=hour)
    again = replace(one, title="Another title", price=None, note="A note")
    assert registration_state(one, now) is registration_state(again, now.astimezone(dt.UTC))


def test_who_comes_late_may_still_register_where_the_author_says_so() -> None:
    one = session(f"registration: {URL}, closes: 2026-12-10 18:30}}")
    times = ("18:00", "18:29", "18:30", "19:30")
    states = [
        registration_state(one, dt.datetime.fromisoformat(f"2026-12-10 {time}").replace(tzinfo=one.timezone))
        for time in times
    ]
    assert states == ["open", "open", "happening-now", "past"]


def test_a_day_that_is_later_for_another_date_holds_no_date_open() -> None:
    """What is written for all dates is a day between two of them: the first closes when it starts."""
    text = f"registration: {URL}, closes: 2026-12-09}}\nsessions: [2026-12-08 18:00, 2026-12-10 18:00]"
    first, last = seminar_of(f"---\ntitle: A\nsummary: B.\n{text}\n---\n").sessions
    assert registration_state(first, first.start) == "happening-now"
    assert last.registration
    assert f"{last.registration.closes:%Y-%m-%d %H:%M}" == "2026-12-09 23:59"


WAYS = {
    '{url: "https://r.example.org", email: a@example.org, phone: "+1 425 555 0100"}': (
        "Register now", "https://r.example.org", ["a@example.org", "+1\u00a0425\u00a0555\u00a00100"],
    ),
    '{phone: "+1 425 555 0100"}': ("Register now", "tel:+14255550100", []),
    '{for: the room, url: "https://r.example.org", also: [{for: online, url: "https://o.example.org"}]}': (
        "Register now (the room)", "https://r.example.org", ["Register (online)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("keys", WAYS)
def test_ways_to_register(keys: str) -> None:
    one = session(f"registration: {keys}")
    view = session_view(one, NOW, SITEURL, WORDING)
    assert view.action
    assert (view.action.text, view.action.href, [link.text for link in view.also]) == WAYS[keys]
    said = description(one, SITEURL, WORDING)
    others = [link for link in view.also if not link.text.startswith("Register")]
    assert all(link.href in said or link.text.replace("\u00a0", " ") in said for link in others)
    assert "https://o.example.org" in said or "for:" not in keys
