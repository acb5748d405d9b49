"""At every moment a session is in the one state that the table names, and time moves it forward only."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registration_states import KINDS, MOMENTS, SECOND, moment, session, sessions

from hireground.seminars.model.model import EventStatus, Registration, Session
from hireground.seminars.model.registration import RegistrationState, registration_state

ORDER = [
    {RegistrationState.NOT_YET_OPEN},
    {
        RegistrationState.OPEN,
        RegistrationState.FEW_PLACES,
        RegistrationState.FULL,
        RegistrationState.WAITING_LIST,
        RegistrationState.WALK_IN,
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
