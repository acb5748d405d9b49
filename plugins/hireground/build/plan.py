"""Work out every file of the site as an output: a path, a maker, and the value it is made from."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from hireground import urls
from hireground.blog.feeds import FeedSite, entry_of, posts_in_feed
from hireground.blog.listings import post_listings, posts_about
from hireground.blog.model import Post, PostListing, PostView
from hireground.blog.outputs import Lists, list_outputs
from hireground.blog.views import PostViews
from hireground.build.contents import (
    BuildEntry,
    SeminarPages,
    article_of,
    body_of,
    calendars_of,
    linked_files,
    page_of,
    post_of,
    seminar_bodies,
    shown_entries,
    static_files,
    template_of,
)
from hireground.build.crew import Crew
from hireground.build.keys import Keys
from hireground.build.news_of_dates import news_of_dates
from hireground.build.texts import BlockRenderer, ConvertedText, Texts
from hireground.markdown.extensions import typeset
from hireground.metadata.published import published
from hireground.output import Output
from hireground.pictures.card_cache import KeptCard, addressed, drawn
from hireground.pictures.cards import Card
from hireground.seminars.calendar.outputs import Calendars, calendar_outputs
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import Translation
from hireground.seminars.pages.context import RenderContext, render_context
from hireground.seminars.pages.frames import frame_pages
from hireground.seminars.pages.pages import listing_pages
from hireground.seminars.pages.translations import Translations
from hireground.site.load import Site
from hireground.site.mentions import blocks_in
from hireground.store import Store, digest, engine
from hireground.web.cards import cards_of, site_card
from hireground.web.outputs import Web, web_outputs
from hireground.web.pages import DatedPage, copies_of
from hireground.web.resources import Resources
from hireground.web.twins import Twins, content_urls


@dataclass(frozen=True)
class Plan:
    """Every file of one build of the site; the properties are steps, each worked out once from those before it."""

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

    # Texts

    @cached_property
    def shown_posts(self) -> tuple[BuildEntry, ...]:
        """The posts of this build."""
        return shown_entries(self.site, self.site.posts.values(), (urls.POST, urls.TRANSLATED_POST))

    @cached_property
    def shown_pages(self) -> tuple[BuildEntry, ...]:
        """The pages of this build."""
        return shown_entries(self.site, self.site.pages.values(), (urls.PAGE, urls.TRANSLATED_PAGE))

    @cached_property
    def converter(self) -> Texts:
        """What converts the site's texts."""
        own, shown = self.site.settings, (*self.shown_posts, *self.shown_pages)
        return Texts(
            siteurl=own.siteurl, urls=content_urls(self.site, shown), crew=self.crew, language=own.language,
            pictures=self.resources.pictures, render_block=self.render_block, store=self.store, is_raw=own.raw_html,
            files=self.site.files.names,
        )  # fmt: skip

    @cached_property
    def texts(self) -> Mapping[str, ConvertedText]:
        """The converted text of each post, page, seminar and translation, by its address."""
        site, converter = self.site, self.converter
        bodies = {one.url: (one.entry.document, body_of(one, site)) for one in (*self.shown_posts, *self.shown_pages)}
        for url, seminar in (*((words.url, said) for words, said in self.said), *((s.url, s) for s in site.seminars)):
            bodies |= {key: (text, body) for key, text, body in seminar_bodies(seminar, url, site)}
        converter.prepare(body for _document, body in bodies.values())
        found: dict[str, ConvertedText] = {}
        for url, (document, body) in bodies.items():
            with document.costs():
                found[url] = converter.convert(body)
        return found

    @property
    def twins(self) -> Twins:
        """What writes a text as Markdown."""
        return Twins(self.site, self.converter.urls, self.resources.pictures)

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
    def views(self) -> PostViews:
        """What the views of posts are made from."""
        site = self.site
        return PostViews(
            siteurl=site.settings.siteurl, sitename=site.settings.sitename, people=site.people, gettext=self.gettext,
            seminars={one.slug: one for one in site.seminars}, now=site.now,
            mentions={one.url: site.mentions[one.entry.path] for one in self.shown_posts},
        )  # fmt: skip

    @cached_property
    def post_views(self) -> Mapping[str, PostView]:
        """What the page of each listed post shows beside its text, by the post's address."""
        return self.views.listed(self.listed, {url: text.toc for url, text in self.texts.items()})

    def text_page(self, one: BuildEntry, text: ConvertedText, view: PostView | None = None) -> Output:
        """Describe the page of a post, which has a view, or of a page."""
        calendars = calendars_of(one, self.gettext("Seminars"))
        value = {"article": article_of(one, text, view, calendars)} if view else {"page": page_of(one, text, calendars)}
        template = template_of(one, self.resources.wordings, self.site.settings.language)
        return Output(urls.file_of(one.url), template, value)

    def post_pages(self) -> Iterator[Output]:
        """Yield the page of each post and page."""
        for one in self.shown_posts:
            text, view = self.texts[one.url], self.post_views.get(one.url)
            yield self.text_page(one, text, view or self.views.view(self.posts[one.url], text.toc))
        for one in self.shown_pages:
            yield self.text_page(one, self.texts[one.url])

    @cached_property
    def feed_site(self) -> FeedSite:
        """What feeds say of the site."""
        own = self.site.settings
        return FeedSite(own.siteurl, own.sitename, own.tagline, own.language, self.site.midnight, typeset)

    def list_pages(self) -> Iterator[Output]:
        """Yield the home page, every list of posts and its feeds."""
        wanted = {post.url: post for listing in self.post_listings for post in posts_in_feed(listing)}
        entries = {url: entry_of(post, self.texts[url].html, self.feed_site) for url, post in wanted.items()}
        lists = Lists(
            listings=self.post_listings, context=self.context, entries=entries, site=self.feed_site,
        )  # fmt: skip
        return list_outputs(lists)

    # Seminars

    @cached_property
    def context(self) -> RenderContext:
        """What every page of seminars is made from."""
        site, own, wording = self.site, self.site.settings, self.resources.wording
        return render_context(site.seminars, site.now, own.siteurl, wording, cites=own.seminars.citations)

    @cached_property
    def translations(self) -> Translations:
        """The seminars in other languages."""
        site = self.site
        return Translations(site.settings.language, self.resources.wordings, site.translations, site.now)

    @cached_property
    def said(self) -> tuple[tuple[Translation, Seminar], ...]:
        """Each translation, with the seminar in its words."""
        return self.translations.everything(self.site.seminars)

    @cached_property
    def own_pages(self) -> SeminarPages:
        """What makes the pages that each seminar has of its own."""
        about = posts_about(self.listed, {one.url: self.site.mentions[one.entry.path] for one in self.shown_posts})
        return SeminarPages(self.context, self.translations, self.texts, about, self.gettext("Seminars"))

    def seminar_pages(self) -> Iterator[Output]:
        """Yield the pages of seminars, of their dates and of their lists."""
        yield from chain.from_iterable(map(self.own_pages.of, self.site.seminars))
        yield from listing_pages(self.context)
        if self.site.settings.has_frames:
            yield from frame_pages(self.site.seminars, self.context, self.site.settings.sitename)
            yield from self.translations.frames(self.site.seminars, self.context, self.site.settings.sitename)

    @cached_property
    def calendars(self) -> tuple[list[Output], list[str]]:
        """Every calendar file, and what to warn of."""
        site = self.site
        entries = [one.entry.document for one in (*self.shown_posts, *self.shown_pages)]
        seminars = [*site.seminars, *(seminar for _words, seminar in self.said)]
        source = Calendars(
            context=self.context, seminars=site.seminars,
            blocks=blocks_in([*entries, *(text for seminar in seminars for text in seminar.texts)]),
            texts=self.plain_texts,
            publisher=site.settings.publisher,
            oldest=site.now - dt.timedelta(days=site.settings.seminars.keep_past_days), keep=self._keep_event,
        )  # fmt: skip
        return calendar_outputs(source)

    @cached_property
    def plain_texts(self) -> Mapping[str, str]:
        """What calendars show of the texts: a seminar's by its slug, a session's own by its UID."""
        keys = {key: url for seminar in self.site.seminars for key, url in seminar.text_keys.items()}
        return {key: self._plain_text(self.texts[url].html) for key, url in keys.items()}

    def _keep_event(self, values: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        return self.store.keep(digest(b"event", self.keys.theme, self.keys.digests.of(values)), make)

    def _plain_text(self, html: str) -> str:
        """Return a text for calendars; Beautiful Soup is read only for what is not kept."""

        def made() -> bytes:
            from hireground.seminars.calendar.plain_text import plain_text  # noqa: PLC0415

            return plain_text(html).encode()

        return self.store.keep(digest(b"plain text", engine(), html.encode()), made).decode()

    def files(self) -> Iterator[Output]:
        """Yield what machines look for, the theme's files, pictures, and what texts link to."""
        contents = [one for one in (*self.shown_posts, *self.shown_pages) if one.status == "published"]
        public = [one for one in (*self.shown_posts, *self.shown_pages) if one.status in {"published", "hidden"}]
        linked = {**self.resources.pictures.files, **self.resources.icons.files()}
        web = Web(
            site=self.site, wording=self.resources.wording, assets=self.resources.assets, icons=self.resources.icons,
            contents=[
                DatedPage(one.url, one.entry.modified or one.entry.date, fields.title, fields.summary)
                for one in contents
                for fields in (one.entry.fields,)
            ],
            moved=[(one.entry.fields.aliases, one.url) for one in public],
            post_listings=self.post_listings, session_listings=self.context.listings,
            upcoming=self.context.next_sessions, views=self.context.views, linked=linked,
        )  # fmt: skip
        yield from web_outputs(web)
        yield from self.twins.of(contents)
        asked = linked_files(self.site, self.posts.values(), self.texts.values())
        files = static_files(self.site, asked, {*linked, *self.kept_cards})
        yield from (Output(path, published, file) for path, file in files.items())
        yield from (Output(path, drawn, card) for path, card in self.kept_cards.items())

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each page that has one of its own, by the page's file."""
        own = [one for one in self.shown_posts if one.status in {"published", "hidden"}]
        return cards_of(self.site, [self.posts[one.url] for one in own], self.context.views, self.resources.wordings)

    @cached_property
    def kept_cards(self) -> Mapping[str, KeptCard]:
        """The cards of this build, by their paths."""
        return addressed(self.resources.cards, [site_card(self.site), *self.cards.values()])

    def _machine_files(self) -> Iterator[Output]:
        yield from chain(self.calendars[0], news_of_dates(self), self.files())

    def outputs(self) -> Iterator[Output]:
        """Yield every file of the site."""
        outputs = chain(self.post_pages(), self.seminar_pages(), self.list_pages(), self._machine_files())
        yield from chain.from_iterable(map(self.finished, outputs))

    def finished(self, output: Output) -> Iterator[Output]:
        """Yield an output under the addresses that copies of it have, and as it is; a page has its card."""
        yield from (replace(output, path=old) for old in self._copies.get(output.path, ()))
        yield self.with_card(output) if isinstance(output.maker, str) else output

    @cached_property
    def _copies(self) -> Mapping[str, Sequence[str]]:
        return copies_of(self.site.redirects)

    def with_card(self, page: Output) -> Output:
        """Return a page with its card, if it has one."""
        card = self.cards.get(page.path)
        return replace(page, value={**page.value, "cards": {page.path: card} if card else {}})
