"""Describe the feeds of listings of posts, whatever format they are written in."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import islice

from hireground.blog.model import Post, PostListing
from hireground.mathematics.formulas import without_formulas

MOST = 30
HEADERLINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')
CHOICE = re.compile(r"</?picture>|<source[^>]*>")
FRAGMENT = re.compile(r'(<a [^>]*?\bhref=")(?=#)')


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
