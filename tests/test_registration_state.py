import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from examples import session_of
from hypothesis import given
from hypothesis import strategies as st

from plugins.seminars.model import Availability, EventStatus, Registration, Session
from plugins.seminars.registration import RegistrationState, registration_state

OPENS, CLOSES, START, END = "2026-12-01 09:00", "2026-12-09 18:00", "2026-12-10 18:00", "2026-12-10 19:30"
MOMENTS = ("2026-11-01 00:00", OPENS, CLOSES, START, END)
"""The first instant of each span of a session's life, in Los Angeles; the last span has no end."""

URL = '{url: "https://register.example.org"'
SINCE = f"opens: {OPENS}, closes: {CLOSES}"
KINDS = {
    # a session's keys: what holds from each of MOMENTS until the next
    "silent": ("", "unannounced unannounced unannounced happening-now past"),
    "not needed": ("registration: not needed", "walk-in walk-in walk-in happening-now past"),
    "always open": (f"registration: {URL}}}", "open open open happening-now past"),
    "closes": (f"registration: {URL}, closes: {CLOSES}}}", "open open closed happening-now past"),
    "opens": (f"registration: {URL}, opens: {OPENS}}}", "not-yet-open open open happening-now past"),
    "opens and closes": (f"registration: {URL}, {SINCE}}}", "not-yet-open open closed happening-now past"),
    "by letter": (
        f"registration: {{email: a@example.org, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "few places": (
        f"registration: {URL}, {SINCE}, availability: few places}}",
        "not-yet-open few-places closed happening-now past",
    ),
    "full": (f"registration: {URL}, {SINCE}, availability: full}}", "not-yet-open full closed happening-now past"),
    "full from the first day": (f"registration: {URL}, availability: full}}", "full full full happening-now past"),
    "waiting list": (
        f"registration: {URL}, {SINCE}, availability: full, waiting_list: a@example.org}}",
        "not-yet-open waiting-list closed happening-now past",
    ),
    "a waiting list nobody needs": (
        f"registration: {URL}, {SINCE}, waiting_list: a@example.org}}",
        "not-yet-open open closed happening-now past",
    ),
    "tentative": (
        f"status: tentative\n    registration: {URL}, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "moved": (
        f"moved_from: 2026-12-03 18:00\n    registration: {URL}, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "cancelled": (
        f"status: cancelled\n    registration: {URL}, {SINCE}}}",
        "cancelled cancelled cancelled cancelled cancelled",
    ),
    "postponed": (
        f"status: postponed\n    registration: {URL}, {SINCE}, availability: full}}",
        "postponed postponed postponed postponed postponed",
    ),
}
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
SECOND = dt.timedelta(seconds=1)
cells = pytest.mark.parametrize(("kind", "span"), [(kind, span) for kind in KINDS for span in range(len(MOMENTS))])


def session(keys: str) -> Session:
    return session_of(f"sessions:\n  - start: {START}\n    {keys}")


def moment(span: int, of: Session) -> dt.datetime:
    return dt.datetime.fromisoformat(MOMENTS[span]).replace(tzinfo=of.timezone)


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


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any session that can be: opens <= closes <= start < end."""
    base = session("")
    instants = sorted(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
    opens, closes, start = (base.start + dt.timedelta(hours=hours) for hours in instants)
    registration: dict[str, Any] = {
        "closes": closes,
        "opens": draw(st.sampled_from([None, opens])),
        "availability": draw(st.sampled_from(Availability)),
        "waiting_list": draw(st.sampled_from([None, "mailto:a@example.org"])),
    }
    return replace(
        base,
        start=start,
        end=start + dt.timedelta(hours=draw(st.integers(1, 30))),
        status=draw(st.sampled_from(EventStatus)),
        is_walk_in=draw(st.booleans()),
        registration=draw(st.sampled_from([None, Registration(url="https://example.org", **registration)])),
    )


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
