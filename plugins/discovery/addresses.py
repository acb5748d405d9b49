"""A site's content to every address worth finding, with the moment it last changed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from plugins.blog.listings import pages
from plugins.blog.model import Article, PostListing
from plugins.reader.names import alias_path
from plugins.seminars.listings import Listing
from plugins.seminars.model import Seminar
from plugins.seminars.translation import SeminarFile


def addresses(
    posts: Iterable[Article],
    pages_: Iterable[Article],
    seminars: Iterable[SeminarFile],
    post_listings: Iterable[PostListing],
    session_listings: Iterable[Listing],
) -> Mapping[str, dt.datetime | None]:
    """Return every public address; a listing changed when the newest of what it lists did."""
    return dict(
        chain(
            ((post.url, last_change(post)) for post in posts),
            ((page.url, last_change(page)) for page in pages_),
            _seminars(seminars),
            _lists(post_listings, session_listings),
        )
    )


def old_addresses(seminars: Iterable[Seminar], contents: Iterable[tuple[Sequence[str], str]]) -> Mapping[str, str]:
    """Return what authors call old addresses, each with its new one; `contents` are pairs of aliases and address."""
    of_seminars = ((seminar.aliases, seminar.url) for seminar in seminars)
    return {alias_path(alias): url for aliases, url in chain(of_seminars, contents) for alias in aliases}


def last_change(article: Article) -> dt.datetime | None:
    """Return when a post or page last changed, by its own word; a page may say nothing."""
    return getattr(article, "modified", None) or getattr(article, "date", None)


def _seminars(seminars: Iterable[SeminarFile]) -> Iterator[tuple[str, dt.datetime | None]]:
    for seminar in seminars:
        yield seminar.url, seminar.modified
        if isinstance(seminar, Seminar):
            yield from ((session.url, session.modified) for session in seminar.sessions)


def _lists(
    post_listings: Iterable[PostListing], session_listings: Iterable[Listing]
) -> Iterator[tuple[str, dt.datetime | None]]:
    for listing in post_listings:
        for url, shown, _pager in pages(listing):
            yield url, max(filter(None, map(last_change, shown)), default=None)
        if listing.kind == "posts":
            yield "", max(filter(None, map(last_change, listing.posts)), default=None)
    for group in session_listings:
        yield group.url, max((session.modified for session in group.sessions), default=None)
    yield from ((url, None) for url in ("seminars/past/", "archive/", "subscribe/"))
