"""Decide what visitors can do about a session at a moment: one function, and its table of states."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.ways import Availability, Registration
from hireground.seminars.model.model import EventStatus, Session


class RegistrationState(StrEnum):
    """What a visitor can do now; `moved` stands across them, on the session itself."""

    UNANNOUNCED = "unannounced"
    WALK_IN = "walk-in"
    INVITED = "by-invitation"
    NOT_YET_OPEN = "not-yet-open"
    OPEN = "open"
    FEW_PLACES = "few-places"
    FULL = "full"
    WAITING_LIST = "waiting-list"
    CLOSED = "closed"
    HAPPENING_NOW = "happening-now"
    PAST = "past"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Standing(NamedTuple):
    """What a visitor can do about a session; `ways` says of each way to register what it can do, where they differ."""

    state: RegistrationState
    ways: tuple[tuple[Registration, RegistrationState], ...] = ()


def registration_state(session: Session, now: dt.datetime) -> RegistrationState:
    """Return the state of `session` at `now`, an aware datetime."""
    return standing(session, now).state


def standing(session: Session, now: dt.datetime) -> Standing:
    """Return the state of `session` at `now`, and of its ways to register: the best of theirs is the session's."""
    if session.status is EventStatus.CANCELLED:
        return Standing(RegistrationState.CANCELLED)
    if session.status is EventStatus.POSTPONED:
        return Standing(RegistrationState.POSTPONED)
    if now >= session.end:
        return Standing(RegistrationState.PAST)
    if now >= session.start and session.known is Known.HOUR and not _is_open_late(session, now):
        return Standing(RegistrationState.HAPPENING_NOW)
    if session.registration is None:
        return Standing(_without(session))
    ways = tuple((way, window_state(way, now)) for way in session.registration.ways)
    best = min((state for _way, state in ways), key=BEST_FIRST.index)
    return Standing(best, ways if _differ(ways) else ())


BEST_FIRST = (
    RegistrationState.OPEN,
    RegistrationState.FEW_PLACES,
    RegistrationState.NOT_YET_OPEN,
    RegistrationState.WAITING_LIST,
    RegistrationState.FULL,
    RegistrationState.CLOSED,
)
"""What one of several ways may be: the first of these that one is, is what the session is."""
TIMED = frozenset(BEST_FIRST[:3])
"""States that are said with their days."""


def _differ(ways: tuple[tuple[Registration, RegistrationState], ...]) -> bool:
    """Tell whether different words are said of some ways."""
    return len({(state, *((way.opens, way.closes) if state in TIMED else ())) for way, state in ways}) > 1


def _is_open_late(session: Session, now: dt.datetime) -> bool:
    """Tell whether people may still register for what has begun, as its author says."""
    registration = session.registration
    return bool(registration and any(now < way.closes for way in registration.taking))


def _without(session: Session) -> RegistrationState:
    if session.is_by_invitation:
        return RegistrationState.INVITED
    return RegistrationState.WALK_IN if session.is_walk_in else RegistrationState.UNANNOUNCED


def window_state(registration: Registration, now: dt.datetime) -> RegistrationState:
    """Return what its deadlines and seats allow at a moment, whatever the session itself is."""
    if now >= registration.closes:
        return RegistrationState.CLOSED
    if registration.opens and now < registration.opens:
        return RegistrationState.NOT_YET_OPEN
    if registration.availability is Availability.FULL:
        return RegistrationState.WAITING_LIST if registration.waiting_list else RegistrationState.FULL
    if registration.availability is Availability.FEW_PLACES:
        return RegistrationState.FEW_PLACES
    return RegistrationState.OPEN
