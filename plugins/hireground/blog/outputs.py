"""Describe the home page, the lists of posts and their feeds as outputs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hireground import urls
from hireground.blog.feeds import FeedEntry, FeedSite, atom, feed_of, rss
from hireground.blog.listings import pages
from hireground.blog.model import PostListing, Topic
from hireground.output import Output
from hireground.seminars.pages.home import Home
from hireground.seminars.pages.listings import Kind, Listing

NEWEST_ON_HOME = 6


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What lists of posts are made from; `entries` are those of feeds, by a post's address."""

    listings: Sequence[PostListing]
    session_listings: Sequence[Listing]
    home: Home
    entries: Mapping[str, FeedEntry]
    site: FeedSite


def list_outputs(lists: Lists) -> Iterator[Output]:
    """Yield the home page, every page of every list, its feeds, and the archive."""
    newest = lists.listings[0].posts[:NEWEST_ON_HOME]
    topics = tuple(Topic(one.name, one.url, len(one.posts)) for one in lists.listings if one.kind == "topic")
    shown = {"home": lists.home, "upcoming": tuple(row.view for row in lists.home.rows)}
    yield Output(urls.file_of(urls.HOME.url()), "index", {**shown, "posts": newest, "topics": topics})
    topics_and_speakers = _by_kind_and_slug(lists.session_listings)
    for listing in lists.listings:
        about = PostListing(kind=listing.kind, name=listing.name, url=listing.url, posts=(), person=listing.person)
        sessions = topics_and_speakers.get((listing.kind, urls.slug_of(listing.url)))
        for url, posts, pager in pages(listing):
            shown = {"listing": about, "posts": posts, "pager": pager, "seminars": sessions}
            is_first = listing.kind == "posts" and not pager.newer  # a numbered page stays as it is
            yield Output(urls.file_of(url), listing.kind, shown | {"topics": topics if is_first else ()})
        feed = feed_of(listing, lists.site, lists.entries)
        yield Output(urls.file_of(listing.atom_url), atom, feed)
        yield Output(urls.file_of(listing.rss_url), rss, feed)
    yield Output(urls.file_of(urls.ARCHIVE.url()), "archives", _archive(lists.listings))


def _archive(listings: Sequence[PostListing]) -> dict[str, tuple[PostListing, ...]]:
    kinds = {"years": "archive", "topics": "topic", "authors": "author"}
    archive = {name: tuple(one for one in listings if one.kind == kind) for name, kind in kinds.items()}
    return {**archive, "years": archive["years"][::-1]}


def _by_kind_and_slug(listings: Sequence[Listing]) -> Mapping[tuple[str, str], Listing]:
    """Return the lists of seminars about a topic, or by an author, by the kind and slug of the posts' list."""
    kinds = {Kind.TOPIC: "topic", Kind.SPEAKER: "author"}
    return {(kinds[one.kind], urls.slug_of(one.url)): one for one in reversed(listings) if one.kind in kinds}
