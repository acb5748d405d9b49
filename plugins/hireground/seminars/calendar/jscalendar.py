"""Write sessions as JSCalendar (RFC 8984), one Group of Events: the same bytes for the same input."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid5

from hireground import urls
from hireground.seminars.calendar.addresses import encoded
from hireground.seminars.calendar.calendar_file import PRODID, Publisher
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import CALLED_OFF, Place, Session
from hireground.seminars.model.people import Organizer, Person
from hireground.seminars.model.places import Online
from hireground.seminars.pages.description import STATUS, description, text_of
from hireground.seminars.pages.links import fill, way_href
from hireground.seminars.pages.wording import Wording
from hireground.text.localtime import in_utc

Thing = dict[str, Any]


def thing(type_name: str, /, **values: object) -> Thing:
    """Build an object without the properties that have nothing to say."""
    return {"@type": type_name} | {name: value for name, value in values.items() if value not in (None, "", {})}


def link(href: str, rel: str, content_type: str = "", *, title: str = "", display: str = "") -> Thing:
    """Build a Link (§1.4.11); `rel` is one of the IANA's link relations."""
    return thing("Link", href=encoded(href), rel=rel, contentType=content_type, title=title, display=display)


def location(place: Place) -> Thing:
    """Build a Location (§4.2.5)."""
    geo = place.geo and "geo:" + ",".join(_degrees(number) for number in place.geo)
    lines = "\n".join(filter(None, (place.room, *place.lines, place.access)))
    return thing("Location", name=place.name, description=lines, coordinates=geo, links=_page(place.url))


def _degrees(number: float) -> str:
    """Write `-122.1934`, never `1e-05`, which RFC 5870 does not know."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def virtual_location(online: Online, page: str) -> Thing:
    """Build a VirtualLocation (§4.2.6), whose address is the page's where the link comes later."""
    return thing(
        "VirtualLocation",
        name=online.name,
        uri=encoded(online.url or page),
        features=dict.fromkeys(map(str, online.features), True),
    )


def organizer(who: Organizer) -> Thing:
    """Build the Participant (§4.4.6) who holds it."""
    roles = {"owner": True} | ({"contact": True} if who.email else {})
    return thing("Participant", name=who.name, email=who.email, roles=roles, links=_page(who.url))


def speaker(person: Person, siteurl: str) -> Thing:
    """Build a speaker: of the roles in §4.4.6, somebody who is there, and in charge while it lasts."""
    photo = link(f"{siteurl}/{person.photo}", "icon") if siteurl and person.photo else None
    more = {"photo": photo} if photo else {}
    roles = {"attendee": True, "chair": True}
    about = {"name": person.name, "kind": "individual", "description": person.affiliation}
    return thing("Participant", **about, roles=roles, links=_page(person.url) | more)


def _page(url: str | None) -> Thing:
    return {"page": link(url, "describedby")} if url else {}


PATH = urls.EVENTS.url()
NEVER = dt.datetime.fromtimestamp(0, dt.UTC)
NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def group(
    sessions: Iterable[Session], publisher: Publisher, wording: Wording, texts: Mapping[str, str] = NO_TEXTS
) -> bytes:
    """Write the site's sessions as one Group (§5.3), which is as old as the youngest of them.

    `texts` are the seminars' own by slug, and the sessions' by UID, as much as calendars show of them.
    """
    sessions, siteurl = tuple(sessions), publisher.siteurl
    made = thing(
        "Group",
        uid=str(uuid5(publisher.namespace, PATH)),
        prodId=PRODID,
        updated=in_utc(max((session.modified for session in sessions), default=NEVER)),
        title=publisher.sitename,
        description=publisher.tagline,
        color=publisher.color,
        locale=wording.language.replace("_", "-"),
        source=siteurl and encoded(f"{siteurl}/{PATH}"),  # on a laptop there is no address to give
        links=siteurl and {"page": link(f"{siteurl}/{urls.SEMINARS.url()}", "describedby", "text/html")},
    )
    made["entries"] = [event(session, siteurl, wording, text_of(session, texts)) for session in sessions]
    return f"{json.dumps(made, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def event(session: Session, siteurl: str, wording: Wording, text: str = "") -> Thing:
    """Build one Event (§5.1): every fact as in its VEVENT, and the title as the author wrote it."""
    return thing(
        "Event",
        uid=session.uid,
        sequence=session.sequence,
        updated=in_utc(session.modified),
        title=session.title,
        description=description(session, siteurl, wording, text),
        **_times(session),
        status=STATUS[session.status].lower(),
        freeBusyStatus="free" if session.status in CALLED_OFF or session.known is not Known.HOUR else "busy",
        locations=session.place and {"place": location(session.place)},
        virtualLocations=_virtual(session, siteurl),
        links=_links(session, siteurl, wording),
        participants=_participants(session, siteurl),
        keywords=dict.fromkeys(session.topics, True),
    )


def _virtual(session: Session, siteurl: str) -> Thing | None:
    """Return the meeting; one whose link comes later has the page's address, and none on a laptop."""
    page = f"{siteurl}/{session.url}" if siteurl else ""
    is_known = session.online and (session.online.url or page)
    return {"online": virtual_location(session.online, page)} if session.online and is_known else None


def _times(session: Session) -> Thing:
    """Say a start in its zone and a length in real time; whole days have no zone, as in iCalendar (§4.2.4)."""
    if session.all_day:
        days = (session.end.date() - session.start.date()).days
        return {"start": f"{session.start:%Y-%m-%d}T00:00:00", "duration": f"P{days}D", "showWithoutTime": True}
    length = session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)
    return {
        "start": f"{session.start:%Y-%m-%dT%H:%M:%S}",
        "timeZone": "Etc/UTC" if session.timezone.key == "UTC" else session.timezone.key,
    } | ({} if session.has_open_end else {"duration": _duration(length)})


def _duration(length: dt.timedelta) -> str:
    """Write `PT1H30M`: hours are real time, where a `P1D` would follow the clocks (§1.4.6)."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")


def _links(session: Session, siteurl: str, wording: Wording) -> Thing:
    _ = wording.gettext
    found = {
        "page": siteurl and link(f"{siteurl}/{session.url}", "describedby", "text/html"),
        "image": siteurl and session.image and link(f"{siteurl}/{session.image}", "icon", display="graphic"),
        "ics": siteurl and link(f"{siteurl}/{session.ics_url}", "alternate", "text/calendar"),
        "registration": _registration(session, wording),
        "recording": session.recording and link(session.recording, "related", title=_("Watch the recording")),
        **{f"elsewhere-{n}": link(one, "alternate") for n, one in enumerate(session.program.elsewhere, 1)},
        "slides": session.slides and link(session.slides, "related", title=_("Slides")),
    }
    return {name: each for name, each in found.items() if each}


def _registration(session: Session, wording: Wording) -> Thing | None:
    """Return the registration link, as in the description: none if called off, or over with a recording."""
    registration = session.registration
    if registration is None or session.recording or session.status in CALLED_OFF:
        return None
    if registration.taking:
        href = way_href(registration.taking[0], session, wording)
        return link(href, "related", title=wording.register(session))
    waiting = next((way.waiting_list for way in registration.ways if way.waiting_list), None)
    if waiting:
        return link(fill(waiting, session), "related", title=wording.gettext("Join the waiting list"))
    return None


def _participants(session: Session, siteurl: str) -> Thing:
    speakers = {f"speaker-{number}": speaker(person, siteurl) for number, person in enumerate(session.speakers, 1)}
    return {"organizer": organizer(session.organizer), **speakers}
