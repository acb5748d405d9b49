"""Plan a site again after a few of its texts were edited, without the pages and feeds that would come out the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from hireground import urls
from hireground.blog.feeds import posts_in_feed
from hireground.blog.model import Post, PostListing, PostView
from hireground.build.contents import BuildEntry, post_of
from hireground.build.edits.site_again import has_other_seminars
from hireground.build.plan import Plan
from hireground.build.texts import ConvertedText
from hireground.output import Output
from hireground.seminars.block.find import may_have_blocks


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
    """The plan of a site after some of its texts were `edited`.

    `before` are the steps of the former plan, by their names.
    """

    before: Mapping[str, Any]
    edited: frozenset[Path]

    # Texts

    @cached_property
    def texts(self) -> Mapping[str, ConvertedText]:
        """The converted text of each post, page and seminar."""
        return TextsOnDemand(self)

    def text_at(self, url: str) -> ConvertedText:
        """Convert the text at an address, or that of a date by its UID."""
        if one := self._by_url.get(url):
            return self.text_of(one)
        document, body = self.bodies_of_seminars[url]
        with document.costs():
            return self.converter.convert(body)

    @cached_property
    def _by_url(self) -> Mapping[str, BuildEntry]:
        return {one.url: one for one in self.shown}

    @cached_property
    def has_other_seminars(self) -> bool:
        """Whether any seminar may be another, which posts may show."""
        return has_other_seminars(self.edited, self.site.settings.content)

    @cached_property
    def changed(self) -> frozenset[str]:
        """The addresses of the posts and pages whose text may have come out otherwise."""
        showing = self._with_blocks_before if self.has_other_seminars else frozenset()
        return frozenset(one.url for one in self.shown if one.entry.path in self.edited or one.url in showing)

    @cached_property
    def _with_blocks_before(self) -> frozenset[str]:
        return frozenset(one.url for one in self.before["with_blocks"])

    @cached_property
    def linked(self) -> Mapping[str, frozenset[PurePosixPath]]:
        """The files that each text leads to, by its address."""
        now = {url: self.texts[url].linked for url in (*self.changed, *self.bodies_of_seminars)}
        return {url: files for url, files in self.before["linked"].items() if url in self._by_url} | now

    @cached_property
    def with_blocks(self) -> tuple[BuildEntry, ...]:
        """The posts and pages that may show seminars."""

        def may_show(one: BuildEntry) -> bool:
            is_known = one.url not in self.changed
            return one.url in self._with_blocks_before if is_known else may_have_blocks(one.entry.document)

        return tuple(filter(may_show, self.shown))

    # Posts

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """What lists show of each post, by its address."""
        before = self.before["posts"]
        return {
            one.url: post_of(one, self.texts[one.url], self.site) if one.url in self.changed else before[one.url]
            for one in self.shown_posts
        }

    @property
    def tocs(self) -> Mapping[str, str]:
        """The contents of each listed post, by its address."""
        listed, known = {post.url for post in self.listed}, self.before["post_views"].keys() - self.changed
        kept = {url: self.before["post_views"][url].toc for url in listed & known}
        return kept | {url: self.texts[url].toc for url in listed - known}

    @cached_property
    def post_views(self) -> Mapping[str, PostView]:
        """What the page of each listed post shows beside its text; what is as it was is the very same."""
        before = self.before["post_views"]
        return {url: before[url] if before.get(url) == view else view for url, view in super().post_views.items()}

    # What stays

    @cached_property
    def pages_that_stay(self) -> frozenset[str]:
        """The addresses of the posts and pages whose own page is as it was."""
        return frozenset(one.url for one in self.shown if self._stays(one))

    def _stays(self, one: BuildEntry) -> bool:
        if one.url in self.changed:
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
        if before is None or not self.changed.isdisjoint(post.url for post in posts):
            return False
        return _fed(before) == _fed(listing)

    @cached_property
    def _lists_before(self) -> Mapping[str, PostListing]:
        return {one.url: one for one in self.before["post_listings"]}

    @property
    def that_stay(self) -> Iterator[str]:
        """The files that are as they were, and are not planned."""
        for path in chain(map(urls.file_of, self.pages_that_stay), *map(feed_files, self.lists_that_stay)):
            yield from (path, *self.copies.get(path, ()))

    def post_pages(self) -> Iterator[Output]:
        """Yield the page of each post and page that may come out otherwise."""
        return (self.own_page(one) for one in self.shown if one.url not in self.pages_that_stay)

    def feeds(self) -> Iterator[Output]:
        """Yield the feeds that may come out otherwise."""
        stay = {one.url for one in self.lists_that_stay}
        lists = [listing for listing in self.post_listings if listing.url not in stay]
        return self.feeds_of(lists, self.texts.__getitem__)


def feed_files(listing: PostListing) -> tuple[str, ...]:
    """Return the files of the feeds of a list."""
    return tuple(urls.file_of(url) for url in (listing.atom_url, listing.rss_url, listing.json_url))


def _fed(listing: PostListing) -> tuple[object, ...]:
    """Return what feeds show of a list."""
    return listing.kind, listing.name, listing.kept_at, posts_in_feed(listing)
