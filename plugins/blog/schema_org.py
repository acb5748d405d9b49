"""A post to schema.org's BlogPosting, as a dict that a template prints as JSON-LD."""

from collections.abc import Sequence
from typing import Any

from plugins.blog.model import Article
from plugins.seminars.model import Person, Seminar


def blog_posting(
    article: Article, authors: Sequence[Person], seminars: Sequence[Seminar], siteurl: str, sitename: str
) -> dict[str, Any]:
    """Build a BlogPosting; the seminars it speaks of are named by address alone."""
    page = f"{siteurl}/{article.url}"
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": f"{page}#post",
        "headline": article.title,
        "url": page,
        "mainEntityOfPage": page,
        "datePublished": article.date.isoformat(),
        "dateModified": getattr(article, "modified", article.date).isoformat(),
        "author": [
            {"@type": "Person", "name": person.name} | ({"url": person.url} if person.url else {}) for person in authors
        ],
        "publisher": {"@type": "Organization", "name": sitename, "url": f"{siteurl}/"},
        "inLanguage": article.lang,
    }
    image = getattr(article, "image", None)
    optional = {
        "image": f"{siteurl}/{image}" if image else None,
        "description": article.metadata.get("summary"),
        "keywords": ", ".join(tag.name for tag in getattr(article, "tags", ())),
        "mentions": [{"@id": f"{siteurl}/{seminar.url}#series"} for seminar in seminars],
    }
    return posting | {name: value for name, value in optional.items() if value}
