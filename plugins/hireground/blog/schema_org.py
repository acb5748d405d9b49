"""Describe people and topics with schema.org, as dicts that a template prints as JSON-LD."""

from collections.abc import Sequence
from typing import Any

from hireground.seminars.model.people import Person
from hireground.seminars.pages.schema_org import person_thing


def profile_page(person: Person, address: str, page: str, siteurl: str) -> dict[str, Any]:
    """Build a ProfilePage of a person, whose own page is at an address."""
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": page,
        "mainEntity": {"@id": f"{address}#person", "url": address} | person_thing(person, siteurl),
    }


def collection_page(name: str, page: str, listed: Sequence[str]) -> dict[str, Any]:
    """Build a CollectionPage about a topic, with the addresses of what it lists, in order."""
    items = [{"@type": "ListItem", "position": number, "url": url} for number, url in enumerate(listed, 1)]
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": name,
        "url": page,
        "about": {"@type": "Thing", "name": name},
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }
