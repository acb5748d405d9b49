"""The edge to Pelican: puts seminars into its coat, and writes their pages and calendars."""

import datetime as dt
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican.contents import Page
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.pictures.tags import with_pictures
from plugins.reader.links import resolve
from plugins.seminars import changes_feed
from plugins.seminars.beside import beside
from plugins.seminars.body_text import body_text
from plugins.seminars.changes import notices
from plugins.seminars.desk import Desk
from plugins.seminars.feeds import feeds
from plugins.seminars.ical import calendar
from plugins.seminars.listings import Kind, all_sessions, listings
from plugins.seminars.model import Seminar
from plugins.seminars.pages import PageFile, listing_pages, seminar_page, session_pages
from plugins.seminars.splitting import split_by_year, split_warning
from plugins.seminars.translated_pages import Abroad
from plugins.seminars.vevent import event
from plugins.seminars.views import session_view
from plugins.site.environment import site_converter
from plugins.site.load import Site
from plugins.site.mentions import block_calendars, blocks_in

NEXT_ON_HOME = 9
"""Four are shown; each that ends lets a further one up."""

log = logging.getLogger(__name__)


class SeminarGenerator(Generator):
    """Writes what `plugins.seminars.pages` and `plugins.seminars.feeds` lay out."""

    def generate_context(self) -> None:
        """Wrap each seminar as a page, so that links to its file lead to it."""
        site: Site = self.settings["SITE"]
        self.desk = self._desk(site)
        self.abroad = Abroad(site.settings.language, self.settings["SITE_WORDINGS"], site.translations, site.now)
        self.markdown = cache(lambda lang: site_converter(self.settings, lang))
        self.pages = {seminar.slug: self._as_page(seminar, seminar.url) for seminar in site.seminars}
        self.said = self.abroad.everything(site.seminars)
        self.spoken = {words.url: self._as_page(said, words.url) for words, said in self.said}
        self.context["static_links"] |= {site.settings.seminars.calendar_image} - {None}
        everything = self.desk.having(Kind.ALL)[0].sessions
        self.context["upcoming_sessions"] = self.desk.coming(everything)[:NEXT_ON_HOME]
        self.context["session_listings"], self.context["session_views"] = self.desk.listings, self.desk.views

    def _desk(self, site: Site) -> Desk:
        wording, siteurl = self.settings["SITE_WORDING"], site.settings.siteurl
        sessions = all_sessions(site.seminars)
        views = {session.uid: session_view(session, site.now, siteurl, wording) for session in sessions}
        found = listings(sessions, wording.month, wording.gettext("Seminars"))
        return Desk(siteurl=siteurl, wording=wording, views=views, listings=found)

    def _as_page(self, seminar: Seminar, url: str) -> Page:
        own = self.settings["SITE"].settings
        file, html = seminar.source.relative_to(own.content), self.markdown(seminar.lang).reset().convert(seminar.body)
        html = with_pictures(html, file, self.settings["SITE_GALLERY"], has_seen_one=bool(seminar.image))
        facts: dict[str, Any] = {"title": seminar.title, "slug": seminar.slug, "summary": seminar.summary}
        facts |= {"url": url, "save_as": f"{url}index.html"}
        facts["calendars"] = block_calendars(seminar.text, self.settings["SITE_WORDING"].gettext("Seminars"))
        page = Page(resolve(html, file), facts, self.settings, str(own.root / seminar.source), self.context)
        self.add_source_path(page)
        self.add_static_links(page)
        pictures = {seminar.image, *(session.image for session in seminar.sessions)}
        self.context["static_links"] |= {unquote(picture) for picture in pictures if picture}
        return page

    def generate_output(self, writer: Writer) -> None:
        """Write every page and calendar."""
        site: Site = self.settings["SITE"]
        for seminar in site.seminars:
            page, posts = self.pages[seminar.slug], self._posts_about(seminar, site)
            self._write(writer, seminar_page(seminar, self.desk, page, posts, self.abroad.editions(seminar)))
            for words in site.translations[seminar.slug]:
                self._write(writer, self.abroad.page(words, seminar, self.desk, self.spoken[words.url], posts))
            for file in session_pages(seminar, self.desk, page):
                self._write(writer, file)
        for file in listing_pages(self.desk):
            self._write(writer, file)
        texts = {slug: body_text(page.content) for slug, page in self.pages.items()}
        self._write_calendars(site, texts)
        self._write_changes(site)

    def _posts_about(self, seminar: Seminar, site: Site) -> tuple[Any, ...]:
        return tuple(
            article for article in self.context["articles"] if seminar.slug in site.mentions.get(article.entry.path, ())
        )

    def _write(self, writer: Writer, file: PageFile) -> None:
        writer.write_file(file.save_as, self.get_template(file.template), self.context, **file.context)

    def _write_calendars(self, site: Site, texts: Mapping[str, str]) -> None:
        settings, wording, publisher = site.settings, self.settings["SITE_WORDING"], site.settings.publisher
        events = {
            session.uid: event(session, settings.siteurl, wording, texts[session.seminar_slug])
            for session in self.desk.having(Kind.ALL)[0].sessions
        }
        oldest = site.now - dt.timedelta(days=settings.seminars.keep_past_days)
        entries = [entry for entry in (*site.posts.values(), *site.pages.values()) if site.shows(entry)]
        seminars = [*site.seminars, *(said for _words, said in self.said)]
        blocks = blocks_in([*(entry.document for entry in entries), *(seminar.text for seminar in seminars)])
        sizes = {uid: len(data) for uid, data in events.items()}
        for feed in feeds(site.seminars, self.desk.listings, blocks, oldest, publisher):
            parts = split_by_year(feed, sizes)
            for part in dict.fromkeys((feed, *parts)):  # whoever has the whole already keeps it
                data = calendar(part, events, publisher)
                for path in (part.path, *part.former):
                    self._write_bytes(path, data)
            if words := split_warning(feed, parts, sizes):
                log.warning("%s", words)
        for path, data in beside(self.desk, site.seminars, publisher, oldest, texts):
            self._write_bytes(path, data)

    def _write_changes(self, site: Site) -> None:
        wording, settings = self.settings["SITE_WORDING"], site.settings
        shown = {session.uid: session for session in self.desk.having(Kind.ALL)[0].sessions}
        found = notices(settings.root, settings.content / "seminars", site.defaults, shown, site.now)
        feed = changes_feed.FeedSite(
            siteurl=settings.siteurl, sitename=settings.sitename, namespace=settings.seminars.uid_namespace,
            wording=wording, sessions=shown,
        )  # fmt: skip
        self._write_bytes(changes_feed.PATH, changes_feed.atom(found, feed))

    def _write_bytes(self, path: str, data: bytes) -> None:
        file = Path(self.output_path, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
