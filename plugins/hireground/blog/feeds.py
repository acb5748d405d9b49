"""Write listings of posts as Atom, RSS and JSON Feed."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import islice
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, get_tag_uri

from hireground.blog.model import Post, PostListing
from hireground.mathematics.formulas import without_formulas

MOST = 30
HEADERLINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')
CHOICE = re.compile(r"</?picture>|<source[^>]*>")
FRAGMENT = re.compile(r'(<a [^>]*?\bhref=")(?=#)')


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


@dataclass(frozen=True)
class FeedSite:
    """What a feed says of the site it comes from; `midnight` is when the day began."""

    siteurl: str
    name: str
    subtitle: str
    language: str
    midnight: dt.datetime
    typeset: Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One post in a feed; `text` is its HTML as feed readers show it, with the picture at its head, `image`."""

    title: str
    link: str
    summary: str
    text: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    image: str
    published: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One listing's feed; `empty_since` is when a feed without entries last changed."""

    title: str
    link: str
    atom_url: str
    rss_url: str
    json_url: str
    subtitle: str
    language: str
    empty_since: dt.datetime | None
    entries: tuple[FeedEntry, ...]


def feed_of(listing: PostListing, site: FeedSite, entries: Mapping[str, FeedEntry]) -> Feed:
    """Describe the feed of a listing: whole posts, the newest `MOST` of those that are public.

    `entries` are those of all posts that a feed may hold, by the post's address.
    """
    is_all, shown = listing.kind == "posts", posts_in_feed(listing)
    return Feed(
        title=site.name if is_all else f"{site.name}: {site.typeset(listing.name, site.language)}",
        link=f"{site.siteurl}/{listing.url}",
        atom_url=f"{site.siteurl}/{listing.atom_url}",
        rss_url=f"{site.siteurl}/{listing.rss_url}",
        json_url=f"{site.siteurl}/{listing.json_url}",
        subtitle=site.subtitle,
        language=site.language,
        empty_since=None if shown else site.midnight,
        entries=tuple(entries[post.url] for post in shown),
    )


def posts_in_feed(listing: PostListing) -> list[Post]:
    """Return the posts that the feed of a listing holds."""
    return [*islice((post for post in listing.posts if post.is_public), MOST)]


def entry_of(post: Post, html: str, site: FeedSite) -> FeedEntry:
    """Describe a post for feeds; `html` is its text with absolute links."""
    link = f"{site.siteurl}/{post.url}"
    image = f"{site.siteurl}/{post.image}" if post.image else ""
    picture = f'<p><img src="{escape(image)}" alt="{escape(post.image_alt)}"></p>\n' if image else ""
    return FeedEntry(
        title=site.typeset(post.title, post.lang),
        link=link,
        summary=post.summary,
        text=picture + away_from_home(without_formulas(html), link),
        topics=tuple(tag.name for tag in post.tags),
        authors=tuple(author.name for author in post.authors),
        language=post.lang,
        image=image,
        published=post.date,
        updated=post.changed,
    )


def away_from_home(html: str, page: str) -> str:
    """Make links within a page lead to it from a feed reader, and leave out what only pages need.

    Left out are marks beside headings, and the alternative formats of pictures: every reader shows the plain one.
    """
    return FRAGMENT.sub(lambda match: f"{match[1]}{page}", CHOICE.sub("", HEADERLINK.sub("", html)))


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
