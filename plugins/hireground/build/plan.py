"""Work out every file of the site as an output: a path, a maker, and the value it is made from."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from hireground.blog.listings import posts_about
from hireground.blog.model import Post
from hireground.blog.outputs import list_outputs
from hireground.build.contents import Page, named_files, seminar_bodies, static_files
from hireground.build.news_of_dates import news_of_dates
from hireground.build.text_plan import TextPlan
from hireground.build.texts import Body, ConvertedText
from hireground.metadata.published import published
from hireground.output import Output
from hireground.pictures.card_cache import KeptCard, addressed, drawn
from hireground.pictures.cards import Card
from hireground.seminars.calendar.outputs import Calendars, calendar_outputs
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import Translation
from hireground.seminars.pages.context import RenderContext, render_context
from hireground.seminars.pages.frames import frame_pages
from hireground.seminars.pages.pages import listing_pages, seminar_page, session_pages
from hireground.seminars.pages.translations import Translations
from hireground.site.mentions import block_calendars, blocks_in
from hireground.store import digest, engine
from hireground.text.frontmatter import Document
from hireground.web.cards import cards_of, site_card
from hireground.web.outputs import Web, web_outputs
from hireground.web.pages import DatedPage


@dataclass(frozen=True)
class SeminarPages:
    """What the pages of seminars are made from: `texts` by their keys, `about` has the posts that mention each slug.

    A calendar of a block without a title is `nameless`.
    """

    context: RenderContext
    translations: Translations
    texts: Mapping[str, ConvertedText]
    about: Mapping[str, Sequence[Post]]
    nameless: str

    def of(self, seminar: Seminar) -> Iterator[Output]:
        """Yield the pages of one seminar."""
        texts, posts = self._texts(seminar, seminar.url), tuple(self.about.get(seminar.slug, ()))
        alternates = self.translations.alternates(seminar)
        yield seminar_page(seminar, self.context, texts, posts, alternates)
        for words, said in self.translations.of(seminar):
            text = self._texts(said, words.url)[words.url]
            yield self.translations.page(words, seminar, self.context, text, posts)
        yield from session_pages(seminar, self.context, texts)

    def _texts(self, seminar: Seminar, url: str) -> Mapping[str, Page]:
        """Return the texts of a seminar as templates show them: its own by an address, those of sessions by UID."""
        of_sessions = {
            one.uid: (one.title, one.summary, one.own_text.document) for one in seminar.sessions if one.own_text
        }
        said = {url: (seminar.title, seminar.summary, seminar.text)} | of_sessions
        return {
            key: Page(
                title=title, summary=summary, content=self.texts[key].html,
                calendars=block_calendars(text, self.nameless),
            )
            for key, (title, summary, text) in said.items()
        }  # fmt: skip


class Plan(TextPlan):
    """Every file of one build of the site."""

    # Texts

    def bodies(self) -> Iterator[tuple[str, Document, Body]]:
        """Yield the body of each post, page, seminar and translation with its address, and of dates with their UID."""
        yield from super().bodies()
        yield from ((key, *said) for key, said in self.bodies_of_seminars.items())

    @cached_property
    def bodies_of_seminars(self) -> dict[str, tuple[Document, Body]]:
        """The body of each seminar and translation by its address, and of dates by their UID."""
        bodies, site = dict[str, tuple[Document, Body]](), self.site
        said = [(words.url, seminar) for words, seminar in self.said]
        for url, seminar in (*said, *((one.url, one) for one in site.seminars)):
            bodies |= {key: (text, body) for key, text, body in seminar_bodies(seminar, url, site)}
        return bodies

    def list_pages(self) -> Iterator[Output]:
        """Yield the home page, every list of posts and its feeds."""
        yield from list_outputs(self.post_listings, self.context)
        yield from self.feeds()

    def feeds(self) -> Iterator[Output]:
        """Yield the feeds of every list of posts."""
        return self.feeds_of(self.post_listings, self.texts.__getitem__)

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
        entries = [one.entry.document for one in self.with_blocks]
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
        contents = [one for one in self.shown if one.status == "published"]
        public = [one for one in self.shown if one.status in {"published", "hidden"}]
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
        yield from self.twins(contents)
        asked = named_files(self.site, self.posts.values()).union(*self.linked.values())
        files = static_files(self.site, asked, {*linked, *self.kept_cards})
        yield from (Output(path, published, file) for path, file in files.items())
        yield from (Output(path, drawn, card) for path, card in self.kept_cards.items())

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each page that has one of its own, by the page's file."""
        return cards_of(self.site, self.carded, self.context.views, self.resources.wordings)

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
