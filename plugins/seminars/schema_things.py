"""Places and people to schema.org."""

from typing import Any

from plugins.seminars.model import Organizer, Person, Place, Sponsor

Thing = dict[str, Any]


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
    return found | ({"url": place.url} if place.url else {})


def person_thing(person: Person) -> Thing:
    """Build a Person."""
    found: Thing = {"@type": "Person", "name": person.name}
    if person.affiliation:
        found["affiliation"] = {"@type": "Organization", "name": person.affiliation}
    return found | ({"url": person.url} if person.url else {})


def organizer_thing(organizer: Organizer) -> Thing:
    """Build the Organization that holds a seminar."""
    found: Thing = {"@type": "Organization", "name": organizer.name}
    return found | {key: value for key in ("url", "email") if (value := getattr(organizer, key))}


def sponsor_thing(sponsor: Sponsor | None) -> Thing | None:
    """Build the Organization that pays, if there is one."""
    if sponsor is None:
        return None
    return {"@type": "Organization", "name": sponsor.name} | ({"url": sponsor.url} if sponsor.url else {})
