"""RFC 8984's tables of properties, as far as a public calendar needs them, and a check that knows nothing else."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import available_timezones

Check = Callable[[Any], bool]
ID = r"[A-Za-z0-9_-]{1,255}"


def like(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None


def one_of(*values: str) -> Check:
    return lambda value: value in values


def objects(kind: str) -> Check:
    """Id[kind], and not empty."""
    return lambda value: (
        bool(value) and all(re.fullmatch(ID, key) and one["@type"] == kind for key, one in value.items())
    )


def flags(pattern: str) -> Check:
    """String[Boolean], whose values are true."""
    return lambda value: bool(value) and all(like(pattern)(key) and one is True for key, one in value.items())


TEXT = like(".+")
URI = like(r"(?:https?://|mailto:)[!-~]+")
UTC = like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
RELATION = one_of("describedby", "alternate", "related", "icon")
ROLES = "owner|attendee|optional|informational|chair|contact"
FEATURES = "audio|chat|feed|moderator|phone|screen|video"
DURATION = r"P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?"
GEO = r"geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?"

REQUIRED = {
    "Group": {"uid", "updated", "entries"},
    "Event": {"uid", "updated", "start"},
    "Location": set(),
    "VirtualLocation": {"uri"},
    "Link": {"href"},
    "Participant": {"roles"},
}
PROPERTIES: dict[str, dict[str, Check]] = {
    "Group": {
        "entries": lambda value: all(one["@type"] == "Event" for one in value),
        "uid": TEXT, "updated": UTC, "prodId": TEXT, "title": TEXT, "description": TEXT,
        "color": like("[a-z]+"), "locale": like("[a-z]{2}(-[A-Z]{2})?"), "source": URI, "links": objects("Link"),
    },
    "Event": {
        "uid": TEXT, "updated": UTC, "start": like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00"), "duration": like(DURATION),
        "timeZone": lambda value: value in available_timezones(), "showWithoutTime": lambda value: value is True,
        "sequence": lambda value: type(value) is int and value >= 0, "title": TEXT, "description": TEXT,
        "status": one_of("confirmed", "cancelled", "tentative"), "freeBusyStatus": one_of("free", "busy"),
        "locations": objects("Location"), "virtualLocations": objects("VirtualLocation"), "links": objects("Link"),
        "participants": objects("Participant"), "keywords": flags(".+"),
    },
    "Location": {"name": TEXT, "description": TEXT, "coordinates": like(GEO), "links": objects("Link")},
    "VirtualLocation": {"uri": URI, "name": TEXT, "features": flags(FEATURES)},
    "Link": {
        "href": URI, "rel": RELATION, "contentType": like("[a-z]+/[a-z]+"), "title": TEXT, "display": one_of("graphic"),
    },
    "Participant": {
        "roles": flags(ROLES), "name": TEXT, "email": like("[^@]+@[^@]+"), "description": TEXT,
        "kind": one_of("individual"), "links": objects("Link"),
    },
}  # fmt: skip


def faults(thing: dict[str, Any], way: str = "") -> Iterator[str]:
    """Yield the way to everything that the tables do not allow."""
    kind = thing["@type"]
    yield from (f"{way}/{name}: missing" for name in REQUIRED[kind] - thing.keys())
    for name, value in thing.items():
        if name == "@type":
            continue
        if not PROPERTIES[kind].get(name, lambda _value: False)(value):
            yield f"{way}/{name}: {value!r}"
        inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
        for one in inner:
            if isinstance(one, dict):
                yield from faults(one, f"{way}/{name}")
