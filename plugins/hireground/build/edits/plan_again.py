"""Plan a site again of which a few texts changed: the pages and feeds that would come out the same are left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from hireground import urls
from hireground.blog.feeds import posts_in_feed
from hireground.blog.model import Post, PostListing, PostView
from hireground.build.contents import BuildEntry, body_of, has_blocks, post_of
from hireground.build.plan import Plan
from hireground.build.texts import ConvertedText
from hireground.output import Output


class TextsOnDemand(dict[str, ConvertedText]):
    """The converted texts of a plan by their addresses, each converted when it is asked for."""

    def __init__(self, plan: "PlanAgain") -> None:
        super().__init__()
        self._plan = plan

    def __missing__(self, url: str) -> ConvertedText:
        """Convert the text at an address."""
        self[url] = self._plan.text_at(url)
        return self[url]


@dataclass(frozen=True, kw_only=True)
class PlanAgain(Plan):
    """The plan of a site some of whose texts were `edited` since another one was planned.

    `has_other_seminars` says that seminars were, which posts may show. `before` are the steps of that plan, by their
    names.
    """

    before: Mapping[str, Any]
    edited: frozenset[Path]
    has_other_seminars: bool

    # Texts

    @cached_property
    def texts(self) -> Mapping[str, ConvertedText]:
        """The converted text of each post, page and seminar."""
        return TextsOnDemand(self)

    def text_at(self, url: str) -> ConvertedText:
        """Convert the text at an address, or that of a date by its UID."""
        one = self._by_url.get(url)
        document, body = (one.entry.document, body_of(one, self.site)) if one else self.bodies_of_seminars[url]
        with document.costs():
            return self.converter.convert(body)

    @cached_property
    def _by_url(self) -> Mapping[str, BuildEntry]:
        return {one.url: one for one in self.shown}

    def _has_changed(self, one: BuildEntry) -> bool:
        """Tell whether the text of a post or page may have come out otherwise."""
        return one.entry.path in self.edited or (self.has_other_seminars and one.url in self._with_blocks_before)

    @cached_property
    def _with_blocks_before(self) -> frozenset[str]:
        return frozenset(one.url for one in self.before["with_blocks"])

    @cached_property
    def linked(self) -> Mapping[str, frozenset[Any]]:
        """The files that each text leads to, by its address."""
        now = {one.url: self.texts[one.url].linked for one in self.shown if self._has_changed(one)}
        seminars = {url: self.texts[url].linked for url in self.bodies_of_seminars}
        before = {url: files for url, files in self.before["linked"].items() if url in self._by_url}
        return before | now | seminars

    @cached_property
    def with_blocks(self) -> tuple[BuildEntry, ...]:
        """The posts and pages that may show seminars."""
        before = self._with_blocks_before
        return tuple(
            one
            for one in self.shown
            if (has_blocks(one.entry.document) if self._has_changed(one) else one.url in before)
        )

    # Posts

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """What lists show of each post, by its address."""
        before = self.before["posts"]
        return {
            one.url: post_of(one, self.texts[one.url], self.site) if self._has_changed(one) else before[one.url]
            for one in self.shown_posts
        }

    @property
    def tocs(self) -> Mapping[str, str]:
        """The contents of each listed post, by its address."""
        views = self.before["post_views"]
        changed = {one.url for one in self.shown_posts if self._has_changed(one)}
        return {
            post.url: self.texts[post.url].toc if post.url in changed or post.url not in views else views[post.url].toc
            for post in self.listed
        }

    @cached_property
    def post_views(self) -> Mapping[str, PostView]:
        """What the page of each listed post shows beside its text; what is as it was is the very same."""
        before = self.before["post_views"]
        return {url: before[url] if before.get(url) == view else view for url, view in super().post_views.items()}

    # What stays

    @cached_property
    def pages_that_stay(self) -> tuple[BuildEntry, ...]:
        """The posts and pages whose own page is as it was."""
        return tuple(filter(self._stays, self.shown))

    def _stays(self, one: BuildEntry) -> bool:
        if self._has_changed(one):
            return False
        if self.has_other_seminars and one.url not in self.post_views and self.site.mentions[one.entry.path]:
            return False  # no list has it, and so its view was not kept
        view = self.post_views.get(one.url)
        return self._shown_before.get(one.url) == one and view is self.before["post_views"].get(one.url)

    @cached_property
    def _shown_before(self) -> Mapping[str, BuildEntry]:
        return {one.url: one for one in (*self.before["shown_posts"], *self.before["shown_pages"])}

    @cached_property
    def lists_that_stay(self) -> tuple[PostListing, ...]:
        """The lists of posts whose feeds are as they were."""
        return tuple(filter(self._is_fed_alike, self.post_listings))

    def _is_fed_alike(self, listing: PostListing) -> bool:
        before, posts = self._lists_before.get(listing.url), posts_in_feed(listing)
        if before is None:
            return False
        if any(self._has_changed(self._by_url[post.url]) for post in posts):
            return False
        return _fed(before) == _fed(listing)

    @cached_property
    def _lists_before(self) -> Mapping[str, PostListing]:
        return {one.url: one for one in self.before["post_listings"]}

    @property
    def that_stay(self) -> Iterator[str]:
        """The files that are as they were, and are not planned."""
        pages = (urls.file_of(one.url) for one in self.pages_that_stay)
        for path in chain(pages, *map(feed_files, self.lists_that_stay)):
            yield from (path, *self.copies.get(path, ()))

    def post_pages(self) -> Iterator[Output]:
        """Yield the page of each post and page that may come out otherwise."""
        stay = {one.url for one in self.pages_that_stay}
        return (self.own_page(one) for one in self.shown if one.url not in stay)

    def feeds(self) -> Iterator[Output]:
        """Yield the feeds that may come out otherwise."""
        stay = {one.url for one in self.lists_that_stay}
        return self.feeds_of([listing for listing in self.post_listings if listing.url not in stay])


def feed_files(listing: PostListing) -> tuple[str, ...]:
    """Return the files of the feeds of a list."""
    return tuple(urls.file_of(url) for url in (listing.atom_url, listing.rss_url, listing.json_url))


def _fed(listing: PostListing) -> tuple[object, ...]:
    """Return what feeds show of a list."""
    return listing.kind, listing.name, listing.kept_at, posts_in_feed(listing)
