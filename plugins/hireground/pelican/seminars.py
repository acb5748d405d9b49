"""Wrap seminars as Pelican's pages, and write their pages and calendars."""

import datetime as dt
import logging
from functools import cache
from itertools import chain
from typing import Any
from urllib.parse import unquote

from pelican.contents import Page
from pelican.generators import Generator
from pelican.writers import Writer

from hireground import urls
from hireground.blog.listings import posts_about
from hireground.markdown.links import resolve
from hireground.output import Output, as_it_is
from hireground.pelican.templates import site_converter
from hireground.pelican.writing import write
from hireground.pictures.tags import with_pictures
from hireground.seminars.calendar import changes_feed
from hireground.seminars.calendar.history import notices
from hireground.seminars.calendar.outputs import Calendars, calendar_outputs
from hireground.seminars.calendar.plain_text import plain_text
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.frames import frame_pages
from hireground.seminars.pages.listings import Kind
from hireground.seminars.pages.pages import listing_pages, seminar_page, session_pages
from hireground.seminars.pages.translations import Translations
from hireground.site.mentions import block_calendars, blocks_in
from hireground.site.site import Site

log = logging.getLogger(__name__)


class SeminarGenerator(Generator):
    """Writes what `hireground.seminars` lays out."""

    def generate_context(self) -> None:
        """Wrap each seminar as a page, so that links to its file lead to it."""
        site: Site = self.settings["SITE"]
        self.render_context = render_context(
            site.seminars, site.now, site.settings.siteurl, self.settings["SITE_WORDING"],
            cites=site.settings.seminars.citations,
        )  # fmt: skip
        self.translations = Translations(
            site.settings.language, self.settings["SITE_WORDINGS"], site.translations, site.now
        )
        self.markdown = cache(lambda lang: site_converter(self.settings, lang))
        self.pages = {seminar.slug: self._as_page(seminar, seminar.url) for seminar in site.seminars}
        sessions = [(seminar, one) for seminar in site.seminars for one in seminar.sessions]
        dated = [(seminar, one) for seminar, one in sessions if one.own_text or one.source]
        self.own_pages = {one.uid: self._as_page(seminar, one.url, one) for seminar, one in dated}
        self.said = self.translations.everything(site.seminars)
        self.spoken = {words.url: self._as_page(said, words.url) for words, said in self.said}
        self.context["static_links"] |= {site.settings.seminars.calendar_image} - {None}
        self.context["upcoming_sessions"] = self.render_context.next_sessions
        self.context["render_context"] = self.render_context
        self.context["session_listings"] = self.render_context.listings
        self.context["session_views"] = self.render_context.views

    def _as_page(self, seminar: Seminar, url: str, session: Session | None = None) -> Page:
        own = self.settings["SITE"].settings
        shown, text = session or seminar, session.own_text.document if session and session.own_text else seminar.text
        source = (session.source if session else None) or text.path
        file = source.relative_to(own.content)
        with text.costs():
            html = self.markdown(seminar.lang).reset().convert(text.body)
        html = with_pictures(html, file, self.settings["SITE_PICTURES"], has_seen_one=bool(shown.image))
        facts: dict[str, Any] = {"title": shown.title, "slug": shown.slug, "summary": shown.summary}
        facts |= {"url": url, "save_as": urls.file_of(url)}
        facts["calendars"] = block_calendars(text, self.settings["SITE_WORDING"].gettext("Seminars"))
        html = resolve(html, file, own.siteurl, self.settings["SITE"].files.names)
        page = Page(html, facts, self.settings, str(own.root / source), self.context)
        if not session or session.source:  # to other dates no link to a file leads
            self.add_source_path(page)
        self.add_static_links(page)
        self.context["static_links"] |= {unquote(picture) for picture in seminar.pictures}
        return page

    def generate_output(self, writer: Writer) -> None:
        """Write every page and calendar."""
        site: Site = self.settings["SITE"]
        articles, posts_by_url = self.context["articles"], self.context["posts_by_url"]
        mentions = {article.url: site.mentions.get(article.entry.path, ()) for article in articles}
        about = posts_about([posts_by_url[article.url] for article in articles], mentions)
        for seminar in site.seminars:
            page, posts = self.pages[seminar.slug], tuple(about.get(seminar.slug, ()))
            spoken = self.translations.alternates(seminar)
            texts = {seminar.url: page, **self.own_pages}
            write(self, writer, seminar_page(seminar, self.render_context, texts, posts, spoken))
            for words in site.translations[seminar.slug]:
                text = self.spoken[words.url]
                write(self, writer, self.translations.page(words, seminar, self.render_context, text, posts))
            for output in session_pages(seminar, self.render_context, texts):
                write(self, writer, output)
        framing = (site.seminars, self.render_context, site.settings.sitename)
        framed = chain(frame_pages(*framing), self.translations.frames(*framing))
        for output in (*listing_pages(self.render_context), *(framed if site.settings.has_frames else ())):
            write(self, writer, output)
        self._write_calendars(writer, site)

    def _write_calendars(self, writer: Writer, site: Site) -> None:
        entries = [entry for entry in (*site.posts.values(), *site.pages.values()) if site.shows(entry)]
        seminars = [*site.seminars, *(said for _words, said in self.said)]
        texts = [text for seminar in seminars for text in seminar.texts]
        source = Calendars(
            context=self.render_context, seminars=site.seminars,
            blocks=blocks_in([*(entry.document for entry in entries), *texts]),
            texts={key: plain_text(page.content) for key, page in (*self.pages.items(), *self.own_pages.items())},
            publisher=site.settings.publisher,
            oldest=site.now - dt.timedelta(days=site.settings.seminars.keep_past_days),
        )  # fmt: skip
        outputs, warnings = calendar_outputs(source)
        for words in warnings:
            log.warning("%s", words)
        for output in (*outputs, self._changes(site)):
            write(self, writer, output)

    def _changes(self, site: Site) -> Output:
        settings = site.settings
        shown = {session.uid: session for session in self.render_context.having(Kind.ALL)[0].sessions}
        found = notices(settings.root, settings.content / "seminars", site.defaults, shown, site.midnight)
        feed = changes_feed.FeedSource(
            siteurl=settings.siteurl, sitename=settings.sitename, namespace=settings.seminars.uid_namespace,
            wording=self.settings["SITE_WORDING"], sessions=shown,
        )  # fmt: skip
        return Output(changes_feed.PATH, as_it_is, changes_feed.atom(found, feed))
