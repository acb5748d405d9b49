"""Describe sessions and seminars with schema.org, as dicts that a template prints as JSON-LD."""

import datetime as dt
from dataclasses import dataclass

from hireground import urls
from hireground.output import MadeWithPage
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.program import Program
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Place, Seminar, Session
from hireground.seminars.model.people import Organizer, Person, Sponsor
from hireground.seminars.model.registration import Standing, standing
from hireground.seminars.pages.schema.offers import Thing, offers_of
from hireground.seminars.pages.views import SessionView


def place_thing(place: Place) -> Thing:
    """Build a Place with its PostalAddress."""
    address = {
        "streetAddress": place.address,
        "addressLocality": place.city,
        "addressRegion": place.region,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    found: Thing = {"@type": "Place", "name": place.name}
    found["address"] = {"@type": "PostalAddress"} | {name: value for name, value in address.items() if value}
    if place.geo:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.geo[0], "longitude": place.geo[1]}
    links = {"url": place.url, "hasMap": place.map}
    return found | {name: link for name, link in links.items() if link}


def person_thing(person: Person, siteurl: str = "") -> Thing:
    """Build a Person; without the site's address there is no picture."""
    found: Thing = {"@type": "Person", "name": person.name}
    if person.affiliation:
        found["affiliation"] = {"@type": "Organization", "name": person.affiliation}
    facts = {
        "url": person.url,
        "description": person.about,
        "image": f"{siteurl}/{person.photo}" if siteurl and person.photo else None,
        "sameAs": list(person.links),
    }
    return found | {name: value for name, value in facts.items() if value}


def organizer_thing(organizer: Organizer) -> Thing:
    """Build the Organization that holds a seminar."""
    found: Thing = {"@type": "Organization", "name": organizer.name}
    return found | {key: value for key in ("url", "email") if (value := getattr(organizer, key))}


def sponsor_thing(sponsor: Sponsor | None) -> Thing | None:
    """Build the Organization that pays, if there is one."""
    if sponsor is None:
        return None
    return {"@type": "Organization", "name": sponsor.name} | ({"url": sponsor.url} if sponsor.url else {})


STATUS = {
    EventStatus.CONFIRMED: "https://schema.org/EventScheduled",
    EventStatus.ON_AGAIN: "https://schema.org/EventScheduled",
    EventStatus.TENTATIVE: "https://schema.org/EventScheduled",
    EventStatus.POSTPONED: "https://schema.org/EventPostponed",
    EventStatus.CANCELLED: "https://schema.org/EventCancelled",
}


@dataclass(frozen=True)
class DescribedSession(MadeWithPage):
    """What search engines read of a session's page."""

    view: SessionView
    siteurl: str

    def made(self) -> Thing:
        """Return it as a dict."""
        return education_event(self.view.session, self.view.standing, self.siteurl)


def education_event(session: Session, standing: Standing, siteurl: str) -> Thing:
    """Build the EducationEvent of a session's own page (Google's Event rich result)."""
    page = f"{siteurl}/{session.url}"
    event: Thing = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": f"{page}#event",
        "identifier": session.uid,
        "name": session.title,
        "description": session.summary,
        "url": page,
        "startDate": _start(session.start, session),
        "endDate": _end(session),
        "doorTime": _doors(session),
        "previousStartDate": [_start(start, session) for start in reversed(session.moves)],
        "eventStatus": _status(session),
        "eventAttendanceMode": _mode(session),
        "location": _locations(session, page),
        "organizer": organizer_thing(session.organizer),
        "image": f"{siteurl}/{session.image}" if session.image else None,
        "performer": [person_thing(person, siteurl) for person in session.speakers],
        "sponsor": sponsor_thing(session.sponsor),
        "offers": None if session.course else offers_of(session, standing, page),
        "isAccessibleForFree": session.price.is_free or session.price.is_open if session.price else None,
        "recordedIn": {"@type": "CreativeWork", "url": session.recording} if session.recording else None,
        "keywords": ", ".join(session.topics),
        **_program(session.program, siteurl),
        "superEvent": _series_of(session, standing, siteurl),
    }
    return {name: value for name, value in event.items() if value not in (None, [], "")}


def _series_of(session: Session, standing: Standing, siteurl: str) -> Thing:
    """Name the seminar; that of a course has the offers, since no date is had alone."""
    page = f"{siteurl}/{urls.SEMINAR.url(slug=session.seminar_slug)}"
    offers = offers_of(session, standing, page) if session.course else None
    named: Thing = {"@type": "EventSeries", "name": session.seminar_title, "url": page, "offers": offers}
    return {"@id": f"{page}#series"} | (named if offers else {})


def _program(held: Program, siteurl: str) -> Thing:
    """Say what schema.org has words for: an agenda it has none for."""
    return {
        "contributor": [person_thing(host, siteurl) for host in held.hosts],
        "inLanguage": held.language,
        "educationalLevel": held.shown_level or None,
        "maximumAttendeeCapacity": held.seats,
        "sameAs": list(held.elsewhere),
    }


def _doors(session: Session) -> str | None:
    """Return when doors open: on the day before, where that is later on the clock than the start."""
    doors = session.program.doors
    if doors is None or session.all_day or session.known is not Known.HOUR:
        return None
    day = session.start.date() - dt.timedelta(days=doors > session.start.time())
    return dt.datetime.combine(day, doors, session.start.tzinfo).isoformat()


def _start(start: dt.datetime, session: Session) -> str:
    return start.date().isoformat() if session.all_day else start.isoformat()


def _end(session: Session) -> str | None:
    if session.has_open_end:
        return None
    return last_day(session) if session.all_day else session.end.isoformat()


def last_day(session: Session) -> str:
    """Return the last day of an all-day session, which schema.org counts in."""
    return (session.end.date() - dt.timedelta(days=1)).isoformat()


def _status(session: Session) -> str | list[str]:
    """Call a session that moved rescheduled, unless worse has happened to it since."""
    if session.moves and session.status not in CALLED_OFF:
        return "https://schema.org/EventRescheduled"
    if session.moves:
        return [STATUS[session.status], "https://schema.org/EventRescheduled"]
    return STATUS[session.status]


def _mode(session: Session) -> str | None:
    if session.place and session.online:
        return "https://schema.org/MixedEventAttendanceMode"
    if session.place:
        return "https://schema.org/OfflineEventAttendanceMode"
    return "https://schema.org/OnlineEventAttendanceMode" if session.online else None


def _locations(session: Session, page: str) -> Thing | list[Thing]:
    """Build the places; search engines want an address of a meeting, which is the page's where the link comes later."""
    locations = []
    if session.place:
        locations.append(place_thing(session.place))
    if session.online:
        url = session.online.url or page
        locations.append({"@type": "VirtualLocation", "url": url, "name": session.online.name})
    return locations[0] if len(locations) == 1 else locations


def event_series(seminar: Seminar, now: dt.datetime, siteurl: str) -> Thing:
    """Build the EventSeries of a seminar's page; its sessions are named by address alone. A course has the offers."""
    page = f"{siteurl}/{seminar.url}"
    series: Thing = {
        "@context": "https://schema.org",
        "@type": "EventSeries",
        "@id": f"{page}#series",
        "name": seminar.title,
        "description": seminar.summary,
        "url": page,
        "organizer": organizer_thing(seminar.organizer),
        "subEvent": [{"@id": f"{siteurl}/{one.url}#event"} for one in seminar.sessions if one.has_day],
    }
    if seminar.topics:
        series["keywords"] = ", ".join(seminar.topics)
    coming = [one for one in seminar.sessions if one.course and one.status not in CALLED_OFF and one.end > now]
    offers = offers_of(coming[0], standing(coming[0], now), page) if coming else None
    return series | ({"offers": offers} if offers else {})
