"""Describe posts, people and topics with schema.org, as dicts that a template prints as JSON-LD."""

from collections.abc import Sequence
from typing import Any

from hireground.blog.model import Post
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.people import Person
from hireground.seminars.pages.schema_org import person_thing


def blog_posting(
    post: Post, authors: Sequence[Person], seminars: Sequence[Seminar], siteurl: str, sitename: str
) -> dict[str, Any]:
    """Build a BlogPosting; the seminars it speaks of are named by address alone."""
    page = f"{siteurl}/{post.url}"
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": f"{page}#post",
        "headline": post.title,
        "url": page,
        "mainEntityOfPage": page,
        "datePublished": post.date.isoformat(),
        "dateModified": post.changed.isoformat(),
        "author": [
            {"@type": "Person", "name": person.name} | ({"url": person.url} if person.url else {}) for person in authors
        ],
        "publisher": {"@type": "Organization", "name": sitename, "url": f"{siteurl}/"},
        "inLanguage": post.lang,
    }
    optional = {
        "image": f"{siteurl}/{post.image}" if post.image else None,
        "description": post.summary,
        "keywords": ", ".join(tag.name for tag in post.tags),
        "mentions": [{"@id": f"{siteurl}/{seminar.url}#series"} for seminar in seminars],
    }
    return posting | {name: value for name, value in optional.items() if value}


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
