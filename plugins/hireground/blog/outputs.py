"""Describe the home page, the lists of posts, and their feeds as outputs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hireground import urls
from hireground.blog.feed_files import atom, json_feed, rss
from hireground.blog.feeds import FeedEntry, FeedSite, feed_of
from hireground.blog.listings import pages, series_of
from hireground.blog.model import Post, PostListing, Topic
from hireground.blog.schema_org import Described
from hireground.blog.subjects import KINDS, subject_pages, subjects
from hireground.output import Output
from hireground.seminars.pages.context import RenderContext

NEWEST_ON_HOME = 6


def list_outputs(listings: Sequence[PostListing], context: RenderContext) -> Iterator[Output]:
    """Yield the home page, every page of every list, the pages of people and topics, and the archive."""
    newest = listings[0].posts[:NEWEST_ON_HOME]
    topics = tuple(Topic(one.name, one.url, len(one.posts)) for one in listings if one.kind == "topic")
    home = context.home
    shown = {"home": home, "upcoming": tuple(row.view for row in home.rows)}
    yield Output(urls.file_of(urls.HOME.url()), "index", {**shown, "posts": newest, "topics": topics})
    for listing in listings:
        if listing.kind not in KINDS.values():
            yield from _pages(listing, topics)
    for found in subjects(listings, context.listings):
        yield from subject_pages(found, context)
    yield from _reading_lists(listings[0].posts, context.siteurl)
    yield Output(urls.file_of(urls.ARCHIVE.url()), "archives", _archive(listings))


def _pages(listing: PostListing, topics: tuple[Topic, ...]) -> Iterator[Output]:
    about = replace(listing, posts=())
    for url, posts, pager in pages(listing):
        is_first = listing.kind == "posts" and not pager.newer  # a numbered page stays as it is
        shown = {"listing": about, "posts": posts, "pager": pager, "topics": topics if is_first else ()}
        yield Output(urls.file_of(url), listing.kind, shown)


def _reading_lists(posts: Sequence[Post], siteurl: str) -> Iterator[Output]:
    for url, (name, parts) in series_of(posts).items():
        posts = tuple(parts)
        described = Described(siteurl=siteurl, name=name, url=url, home=url, posts=posts)
        shown = {"series": name, "posts": posts, "minutes": sum(post.minutes for post in posts)}
        yield Output(urls.file_of(url), "series", {**shown, "json_ld": described})


def feed_outputs(listing: PostListing, site: FeedSite, entries: Mapping[str, FeedEntry]) -> Iterator[Output]:
    """Yield the feeds of a list; `entries` are those of its newest posts at least, by a post's address."""
    feed = feed_of(listing, site, entries)
    yield Output(urls.file_of(listing.atom_url), atom, feed)
    yield Output(urls.file_of(listing.rss_url), rss, feed)
    yield Output(urls.file_of(listing.json_url), json_feed, feed)


def _archive(listings: Sequence[PostListing]) -> dict[str, tuple[PostListing, ...]]:
    kinds = {"years": "archive", "topics": "topic", "authors": "person"}
    archive = {name: tuple(one for one in listings if one.kind == kind) for name, kind in kinds.items()}
    return {**archive, "years": archive["years"][::-1]}
