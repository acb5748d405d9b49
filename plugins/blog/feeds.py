"""A listing of posts to Atom and RSS."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, get_tag_uri

from plugins.blog.model import Article, PostListing

MOST = 30
HEADERLINK = re.compile(r'<a class="headerlink"[^>]*>[^<]*</a>')
CHOICE = re.compile(r"</?picture>|<source[^>]*>")
FRAGMENT = re.compile(r'(<a [^>]*?\bhref=")(?=#)')


class Dated(SyndicationFeed):
    """A feed that is as old as the build when it has no entry; feedgenerator would take this very moment."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed last changed."""
        changed: dt.datetime = super().latest_post_date() if self.items else self.feed["now"]
        return changed


class Atom(Dated, Atom1Feed):
    """Atom (RFC 4287)."""


class Rss(Dated, Rss201rev2Feed):
    """RSS 2.0."""


@dataclass(frozen=True)
class FeedSite:
    """What a feed says of the site it comes from."""

    siteurl: str
    name: str
    subtitle: str
    language: str
    now: dt.datetime
    typeset: Callable[[str], str]


def atom(listing: PostListing, site: FeedSite) -> bytes:
    """Return the Atom feed of a listing: whole posts, the newest `MOST`."""
    return _feed(Atom, listing, listing.atom_url, site)


def rss(listing: PostListing, site: FeedSite) -> bytes:
    """Return the RSS feed of a listing: whole posts, the newest `MOST`."""
    return _feed(Rss, listing, listing.rss_url, site)


def _feed(kind: type[Dated], listing: PostListing, path: str, site: FeedSite) -> bytes:
    is_all = listing.kind == "posts"
    feed = kind(
        title=site.name if is_all else f"{site.name}: {site.typeset(listing.name)}",
        link=f"{site.siteurl}/{listing.url}",
        feed_url=f"{site.siteurl}/{path}",
        description=site.subtitle,
        subtitle=site.subtitle,
        language=site.language,
        now=site.now,
    )
    for post in listing.posts[:MOST]:
        feed.add_item(**_item(post, site, is_rss=kind is Rss))
    out = BytesIO()
    feed.write(out, "utf-8")
    return out.getvalue()


def away_from_home(html: str, page: str) -> str:
    """Make links within a page lead to it from a feed reader, and leave out what only pages need.

    That is the signs beside headings, and the choice of formats: a picture has the one that every reader shows.
    """
    return FRAGMENT.sub(lambda match: f"{match[1]}{page}", CHOICE.sub("", HEADERLINK.sub("", html)))


def _item(post: Article, site: FeedSite, *, is_rss: bool) -> dict[str, Any]:
    link = f"{site.siteurl}/{post.url}"
    summary, content = post.metadata.get("summary", ""), away_from_home(post.get_content(site.siteurl), link)
    return {
        "title": site.typeset(post.title),
        "link": link,
        "unique_id": get_tag_uri(link, post.date),
        "description": content if is_rss else escape(summary, quote=False),  # feedgenerator calls both HTML
        "content": None if is_rss else content,
        "categories": [tag.name for tag in getattr(post, "tags", ())],
        "author_name": ", ".join(author.name for author in post.authors),
        "pubdate": post.date,
        "updateddate": getattr(post, "modified", post.date),
    }
