"""Describe a post with schema.org, as a dict that a template prints as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hireground.blog.model import Post
    from hireground.seminars.model.model import Seminar
    from hireground.seminars.model.people import Person


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
