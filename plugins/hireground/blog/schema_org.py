"""Describe people, topics and series with schema.org, as dicts that a template prints as JSON-LD."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hireground.blog.model import Post
from hireground.output import MadeWithPage
from hireground.seminars.model.people import Person
from hireground.seminars.pages.schema_org import person_thing
from hireground.seminars.pages.views import SessionView


@dataclass(frozen=True, kw_only=True)
class Described(MadeWithPage):
    """What search engines read of a page of a list, or of a person.

    `url` is the page's address from the site's root, and `home` that of the list's first page.
    """

    siteurl: str
    name: str
    url: str
    home: str
    posts: tuple[Post, ...]
    dates: tuple[SessionView, ...] = ()
    person: Person | None = None

    def made(self) -> dict[str, Any]:
        """Return it as a dict."""
        page = f"{self.siteurl}/{self.url}"
        if self.person:
            return profile_page(self.person, f"{self.siteurl}/{self.home}", page, self.siteurl)
        listed = [*(view.session.url for view in self.dates if view.session.has_day), *(one.url for one in self.posts)]
        return collection_page(self.name, page, [f"{self.siteurl}/{url}" for url in listed])


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
