"""Decide what visitors can do about a session at a moment: one function, and its table of states."""

import datetime as dt
from enum import StrEnum

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


def registration_state(session: Session, now: dt.datetime) -> RegistrationState:
    """Return the state of `session` at `now`, an aware datetime."""
    if session.status is EventStatus.CANCELLED:
        return RegistrationState.CANCELLED
    if session.status is EventStatus.POSTPONED:
        return RegistrationState.POSTPONED
    if now >= session.end:
        return RegistrationState.PAST
    if now >= session.start and session.known is Known.HOUR and not _is_open_late(session, now):
        return RegistrationState.HAPPENING_NOW
    if session.registration is None:
        return _without(session)
    return window_state(session.registration, now)


def _is_open_late(session: Session, now: dt.datetime) -> bool:
    """Tell whether people may still register for what has begun, as its author says."""
    registration = session.registration
    is_full = registration and registration.availability is Availability.FULL
    return bool(registration and not is_full and now < registration.closes)


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
