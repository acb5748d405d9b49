"""Write a feed as Atom, RSS or JSON Feed."""

import datetime as dt
import json
from html import escape
from io import BytesIO
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, get_tag_uri

from hireground.blog.feeds import Feed, FeedEntry


class Dated(SyndicationFeed):
    """A feed that is as old as its day when it has no entry; feedgenerator would take this very moment."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed last changed."""
        changed: dt.datetime = super().latest_post_date() if self.items else self.feed["midnight"]
        return changed


class Atom(Dated, Atom1Feed):
    """Atom (RFC 4287)."""


class Rss(Dated, Rss201rev2Feed):
    """RSS 2.0."""


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    return _written(Atom, feed, feed.atom_url)


def rss(feed: Feed) -> bytes:
    """Write a feed as RSS."""
    return _written(Rss, feed, feed.rss_url)


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.link,
        "feed_url": feed.json_url,
        "description": feed.subtitle,
        "language": feed.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    said = {name: value for name, value in whole.items() if value or name == "items"}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    whole = {
        "id": get_tag_uri(entry.link, entry.published),
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.text,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.topics),
        "language": entry.language,
    }
    return {name: value for name, value in whole.items() if value}


def _written(kind: type[Dated], feed: Feed, url: str) -> bytes:
    made = kind(
        title=feed.title,
        link=feed.link,
        feed_url=url,
        description=feed.subtitle,
        subtitle=feed.subtitle,
        language=feed.language,
        midnight=feed.empty_since,
    )
    for entry in feed.entries:
        made.add_item(**_item(entry, is_rss=kind is Rss))
    out = BytesIO()
    made.write(out, "utf-8")
    return out.getvalue()


def _item(entry: FeedEntry, *, is_rss: bool) -> dict[str, Any]:
    return {
        "title": entry.title,
        "link": entry.link,
        "unique_id": get_tag_uri(entry.link, entry.published),
        "description": entry.text if is_rss else escape(entry.summary, quote=False),  # feedgenerator calls both HTML
        "content": None if is_rss else entry.text,
        "categories": list(entry.topics),
        "author_name": ", ".join(entry.authors),
        "pubdate": entry.published,
        "updateddate": entry.updated,
    }
