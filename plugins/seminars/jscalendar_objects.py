"""Places, people and addresses to the objects inside a JSCalendar Event (RFC 8984 §4.2)."""

from typing import Any

from plugins.seminars.model import Organizer, Person, Place
from plugins.seminars.online import Online
from plugins.seminars.vevent import uri

Thing = dict[str, Any]


def thing(type_name: str, /, **values: object) -> Thing:
    """Build an object without the properties that have nothing to say."""
    return {"@type": type_name} | {name: value for name, value in values.items() if value not in (None, "", {})}


def link(href: str, rel: str, content_type: str = "", *, title: str = "", display: str = "") -> Thing:
    """Build a Link (§1.4.11); `rel` is one of the IANA's link relations."""
    return thing("Link", href=str(uri(href)), rel=rel, contentType=content_type, title=title, display=display)


def location(place: Place) -> Thing:
    """Build a Location (§4.2.5)."""
    geo = place.geo and "geo:" + ",".join(_degrees(number) for number in place.geo)
    lines = "\n".join(filter(None, (place.room, *place.lines, place.access)))
    return thing("Location", name=place.name, description=lines, coordinates=geo, links=_page(place.url))


def _degrees(number: float) -> str:
    """Write `-122.1934`, never `1e-05`, which RFC 5870 does not know."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def virtual_location(online: Online) -> Thing:
    """Build a VirtualLocation (§4.2.6)."""
    return thing(
        "VirtualLocation",
        name=online.name,
        uri=str(uri(online.url)),
        features=dict.fromkeys(map(str, online.features), True),
    )


def organizer(who: Organizer) -> Thing:
    """Build the Participant (§4.4.6) who holds it."""
    roles = {"owner": True} | ({"contact": True} if who.email else {})
    return thing("Participant", name=who.name, email=who.email, roles=roles, links=_page(who.url))


def speaker(person: Person) -> Thing:
    """Build a speaker: of the roles in §4.4.6, somebody who is there, and in charge while it lasts."""
    roles = {"attendee": True, "chair": True}
    about = {"name": person.name, "kind": "individual", "description": person.affiliation}
    return thing("Participant", **about, roles=roles, links=_page(person.url))


def _page(url: str | None) -> Thing:
    return {"page": link(url, "describedby")} if url else {}
