"""Plan what is made of posts and pages by themselves: their texts, what lists show of them, and their own pages.

A build after an edit of a text's words needs no more than this, and so does without the code for seminars.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hireground import urls
from hireground.blog.feeds import FeedSite, entry_of, posts_in_feed
from hireground.blog.listings import post_listings
from hireground.blog.model import Post, PostListing, PostSite, PostView
from hireground.build.cluster.crew import Crew
from hireground.build.contents import (
    BuildEntry,
    article_of,
    body_of,
    calendars_of,
    page_of,
    post_of,
    shown_entries,
    template_of,
)
from hireground.build.keys import Keys
from hireground.build.texts import BlockRenderer, Body, ConvertedText, TextConverter
from hireground.markdown.extensions import typeset
from hireground.output import Output
from hireground.pictures.cards import Card
from hireground.seminars.block.find import may_have_blocks
from hireground.site.entry import Entry
from hireground.site.site import Site
from hireground.store import Store
from hireground.text.aside import Aside
from hireground.text.frontmatter import Document
from hireground.web.cards import cards_of_posts
from hireground.web.pages import ContentUrls, content_urls, copies_of
from hireground.web.resources import Resources

if TYPE_CHECKING:
    from hireground.blog.views import PostViews

AT_ONCE = 1_000
"""Texts whose conversions are in memory twice at a time, at some 7 KB each; if there are more, they are put aside."""


@dataclass(frozen=True)
class TextPlan:
    """What posts and pages become; the properties are steps, each worked out once from those before it."""

    resources: Resources
    render_block: BlockRenderer
    keys: Keys
    store: Store = field(default_factory=Store)
    crew: Crew = field(default_factory=Crew)

    @property
    def site(self) -> Site:
        """The content."""
        return self.resources.site

    def gettext(self, words: str) -> str:
        """Say words in the site's own language."""
        return self.resources.wording.gettext(words)

    @cached_property
    def shown_posts(self) -> tuple[BuildEntry, ...]:
        """The posts of this build."""
        return shown_entries(self.site, self.site.posts.values(), (urls.POST, urls.TRANSLATED_POST))

    @cached_property
    def shown_pages(self) -> tuple[BuildEntry, ...]:
        """The pages of this build."""
        return shown_entries(self.site, self.site.pages.values(), (urls.PAGE, urls.TRANSLATED_PAGE))

    @property
    def shown(self) -> tuple[BuildEntry, ...]:
        """The posts and pages of this build."""
        return *self.shown_posts, *self.shown_pages

    def shown_entry(self, entry: Entry) -> BuildEntry | None:
        """Return a post or page as this build shows it; None if it does not."""
        return next((one for one in self.shown if one.entry is entry), None)

    @cached_property
    def urls(self) -> ContentUrls:
        """The addresses of texts, by their files."""
        return content_urls(self.site, self.shown)

    @cached_property
    def converter(self) -> TextConverter:
        """What converts the site's texts."""
        own = self.site.settings
        return TextConverter(
            siteurl=own.siteurl, urls=self.urls, crew=self.crew, language=own.language,
            pictures=self.resources.pictures, render_block=self.render_block, store=self.store, is_raw=own.raw_html,
            files=self.site.files,
        )  # fmt: skip

    @cached_property
    def aside(self) -> Aside:
        """Where what is seldom needed of many texts is put: beside the store, which a preview has not."""
        return Aside(self.store.file if len(self.shown) > AT_ONCE else None)

    def put_documents_aside(self) -> None:
        """Put the documents of texts aside, which only their conversion and later builds ask for."""
        for document in (*self.site.links.reading.documents.values(), *(one.entry.document for one in self.shown)):
            document.put_aside(self.aside)

    def put_fields_aside(self) -> None:
        """Put the fields of posts and pages aside, which only later builds ask for once all is planned."""
        for one in self.shown:
            one.entry.put_aside(self.aside)

    def text_of(self, one: BuildEntry) -> ConvertedText:
        """Convert the text of one post or page."""
        with one.entry.document.costs():
            return self.converter.convert(body_of(one, self.site))

    @cached_property
    def texts(self) -> Mapping[str, ConvertedText]:
        """The converted text of each post and page, by its address."""
        for _ in self.convert_in_steps(AT_ONCE):
            pass
        return self.texts  # which stand now where this property was

    def convert_in_steps(self, at_once: int) -> Iterator[None]:
        """Work out `texts`, this many at once, for whoever has to look in between what else there is to do."""
        found = dict[str, ConvertedText]()
        for some in self.converted(self.bodies(), at_once):
            found |= some
            yield
        vars(self)["texts"] = found

    def bodies(self) -> Iterator[tuple[str, Document, Body]]:
        """Yield the address of each post and page, the document that it stands in, and its body."""
        return ((one.url, one.entry.document, body_of(one, self.site)) for one in self.shown)

    def converted(
        self, bodies: Iterator[tuple[str, Document, Body]], at_once: int
    ) -> Iterator[Mapping[str, ConvertedText]]:
        """Convert bodies, each with its key and the document that it stands in, this many at once."""
        while some := [*islice(bodies, at_once)]:
            found = dict[str, ConvertedText]()
            self.converter.prepare(body for _key, _document, body in some)
            for key, document, body in some:
                with document.costs():
                    found[key] = text = self.converter.convert(body)
                text.text.put_aside(self.aside)
            self.store.write_down()
            yield found

    def twins(self, shown: Iterable[BuildEntry]) -> Iterator[Output]:
        """Yield the Markdown twin of each public text, where the site asks for them."""
        if self.site.settings.has_llms:
            from hireground.web.twins import Twins  # noqa: PLC0415 -- few sites do

            yield from Twins(self.site, self.converter.urls, self.resources.pictures).of(shown)

    # Posts

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """What lists show of each post, by its address."""
        return {one.url: post_of(one, self.texts[one.url], self.site) for one in self.shown_posts}

    @cached_property
    def listed(self) -> list[Post]:
        """The posts that lists show, newest first."""
        own = [one for one in self.shown_posts if one.status in {"published", "draft"} and not one.is_translation]
        return sorted((self.posts[one.url] for one in own), key=lambda post: (-post.date.timestamp(), post.slug))

    @cached_property
    def post_listings(self) -> tuple[PostListing, ...]:
        """The lists of posts."""
        return post_listings(self.listed, self.site.people, self.gettext("Posts"))

    @cached_property
    def views(self) -> "PostViews":
        """What the views of posts are made from."""
        from hireground.blog.views import PostViews  # noqa: PLC0415 -- an edit of words has them

        site, own = self.site, self.site.settings
        return PostViews(
            site=PostSite(own.siteurl, own.sitename, self.gettext("E-mail")), people=site.people,
            seminars={one.slug: one for one in site.seminars}, now=site.now,
            mentions={one.url: site.mentions[one.entry.path] for one in self.shown_posts},
        )  # fmt: skip

    @cached_property
    def post_views(self) -> Mapping[str, PostView]:
        """What the page of each listed post shows beside its text, by the post's address."""
        return self.views.listed(self.listed, self.tocs)

    @property
    def tocs(self) -> Mapping[str, str]:
        """The contents of each text, by its address."""
        return {url: text.toc for url, text in self.texts.items()}

    @cached_property
    def linked(self) -> Mapping[str, frozenset[PurePosixPath]]:
        """The files that each text leads to, by its address; most lead to none."""
        return {url: text.linked for url, text in self.texts.items() if text.linked}

    @cached_property
    def with_blocks(self) -> tuple[BuildEntry, ...]:
        """The posts and pages that may show seminars."""
        return tuple(one for one in self.shown if may_have_blocks(one.entry.document))

    def text_page(self, one: BuildEntry, text: ConvertedText, view: PostView | None = None) -> Output:
        """Describe the page of a post or a page with a text that need not be the plan's; only a post has a `view`."""
        calendars = calendars_of(one, self.gettext("Seminars"))
        value = {"article": article_of(one, text, view, calendars)} if view else {"page": page_of(one, text, calendars)}
        template = template_of(one, self.resources.wordings, self.site.settings.language)
        return Output(urls.file_of(one.url), template, value)

    def post_pages(self) -> Iterator[Output]:
        """Yield the page of each post and page."""
        return map(self.own_page, self.shown)

    def own_page(self, one: BuildEntry) -> Output:
        """Describe the page that a post or a page has in the plan of the whole site."""
        text, post, view = self.texts[one.url], self.posts.get(one.url), self.post_views.get(one.url)
        return self.text_page(one, text, view or (self.views.view(post, text.toc) if post else None))

    @cached_property
    def feed_site(self) -> FeedSite:
        """What feeds say of the site."""
        own = self.site.settings
        return FeedSite(own.siteurl, own.sitename, own.tagline, own.language, self.site.midnight, typeset)

    def feeds_of(self, listings: Sequence[PostListing], text_at: Callable[[str], ConvertedText]) -> Iterator[Output]:
        """Yield the feeds of lists; `text_at` gives the text of a post by its address."""
        if listings:
            from hireground.blog.outputs import feed_outputs  # noqa: PLC0415 -- an edited post is mostly in no feed

            wanted = {post.url: post for listing in listings for post in posts_in_feed(listing)}
            entries = {url: entry_of(post, text_at(url).html, self.feed_site) for url, post in wanted.items()}
            yield from chain.from_iterable(feed_outputs(listing, self.feed_site, entries) for listing in listings)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each post's page, by the page's file."""
        return cards_of_posts(self.carded, self.resources.wordings, self.site.settings.language)

    @property
    def carded(self) -> list[Post]:
        """The posts whose pages have a card of their own."""
        return [self.posts[one.url] for one in self.shown_posts if one.status in {"published", "hidden"}]

    def finished(self, output: Output) -> Iterator[Output]:
        """Yield an output under the addresses that copies of it have, and as it is; a page has its card."""
        yield from (replace(output, path=old) for old in self.copies.get(output.path, ()))
        yield self.with_card(output) if isinstance(output.maker, str) else output

    @cached_property
    def copies(self) -> Mapping[str, Sequence[str]]:
        """The other addresses of feeds and calendars, by their files."""
        return copies_of(self.site.redirects)

    def with_card(self, page: Output) -> Output:
        """Return a page with its card, if it has one."""
        card = self.cards.get(page.path)
        return replace(page, value={**page.value, "cards": {page.path: card} if card else {}})
