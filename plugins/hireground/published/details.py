"""Name what a VEVENT says differently of a session, besides its date, its title and its status."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from hireground.seminars.model.facts.ways import Availability, Registration
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.seminars.pages.description import calendar_status

TOLD = frozenset({EventStatus.TENTATIVE, EventStatus.ON_AGAIN})
"""Statuses that calendars say in words, beside what is called off."""
OF_PLACE = frozenset({"name of the video call", "what the video call has", "place on the map"})


def where(session: Session) -> tuple[str, ...]:
    """Return what LOCATION and CONFERENCE say."""
    place = (session.place.name, session.place.room, *session.place.lines) if session.place else ()
    return (*place, (session.online.url or session.online.name) if session.online else "")


def room(session: Session) -> tuple[str, str]:
    """Return the room that a session takes up; a seminar is in one room once at a time."""
    return (session.place.name, session.place.room) if session.place else ("", "")


def is_shown_anew(before: Session, after: Session) -> bool:
    """Whether `cancelled_stay_visible` changed for a session that is called off."""
    return before.status is after.status and calendar_status(before) != calendar_status(after)


def details(before: Session, after: Session) -> Iterator[str]:
    """Name what differs between two states of a session: `recording added`."""
    for name, fact in DETAILS.items():
        old, new = fact(before), fact(after)
        if old != new and not _is_said(name, before, after):
            yield f"{name} {'changed' if old and new else 'added' if new else 'taken out'}"
    if {before.status, after.status} & TOLD and not {before.status, after.status} & CALLED_OFF:
        yield from [str(after.status)] if before.status is not after.status else []
    if is_shown_anew(before, after):
        yield f"{'visible' if after.stays_visible else 'hidden'} where programs hide what is cancelled"
    noted = before.start != after.start or before.status is not after.status
    if before.note != after.note and not noted:  # else the note is about the change itself
        yield f"note {'changed' if before.note and after.note else 'added' if after.note else 'taken out'}"


def _is_said(name: str, before: Session, after: Session) -> bool:
    """Whether a change of date or of place says it already."""
    if name in {"time zone", "former date", "address of its page"}:
        return before.start != after.start
    return name in OF_PLACE and where(before) != where(after)


def _length(session: Session) -> dt.timedelta:
    return session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)


def _speakers(session: Session) -> tuple[str, ...]:
    return tuple(person.line for person in session.speakers)


def _registration(session: Session) -> tuple[str | bool | None, ...]:
    if session.registration:
        own = session.registration
        ways = (said for one in own.ways for said in (one.who, one.url, one.email, one.phone, _full(one)))
        return (*ways, own.walk_ins, own.lottery)
    return ("not needed",) if session.is_walk_in else ("by invitation",) if session.is_by_invitation else ()


def _full(way: Registration) -> str | None:
    return (way.waiting_list or "full") if way.availability is Availability.FULL else None


def _organizer(session: Session) -> tuple[str, ...]:
    return (session.organizer.name, session.organizer.email) if session.organizer.email else ()


DETAILS: Mapping[str, Callable[[Session], object]] = {
    "length": _length,
    "time zone": lambda session: session.timezone.key,
    "all day": lambda session: session.all_day,
    "what is known of its hour": lambda session: session.known,
    "open end": lambda session: session.has_open_end,
    "what is to be announced": lambda session: sorted(session.awaited),
    "summary": lambda session: session.summary,
    "speakers": _speakers,
    "organizer": _organizer,
    "what else it holds": lambda session: session.program,
    "series": lambda session: session.series if session.program.number is not None else "",
    "price": lambda session: session.price,
    "registration": _registration,
    "whether it is one of a course": lambda session: session.course is not None,
    "recording": lambda session: session.recording,
    "slides": lambda session: session.slides,
    "sponsor": lambda session: session.sponsor.name if session.sponsor else "",
    "how to get there": lambda session: session.place.access if session.place else "",
    "map": lambda session: session.place.map if session.place else None,
    "topics": lambda session: session.topics,
    "name of the video call": lambda session: session.online.name if session.online else "",
    "what the video call has": lambda session: session.online.features if session.online else (),
    "picture": lambda session: session.image,
    "place on the map": lambda session: session.place.geo if session.place else None,
    "former date": lambda session: session.previous_starts[-1:],
    "address of its page": lambda session: (session.seminar_slug, session.slug),
}
