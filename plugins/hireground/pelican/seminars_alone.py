"""Add seminars to a Pelican site that keeps its own posts, pages, theme, readers and other plugins."""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markdown import Markdown
from markupsafe import escape
from pelican import Pelican, signals
from pelican.contents import Page
from pelican.generators import Generator
from pelican.writers import Writer

from hireground.markdown.links import resolve
from hireground.output import Output, given
from hireground.pelican.log import refused_plainly
from hireground.pelican.writing import write
from hireground.seminars.block.extension import Renderer, SeminarsBlocks
from hireground.seminars.block.fields import BlockFields, block_ics_path, shown
from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.outputs import Calendars, calendar_outputs
from hireground.seminars.calendar.plain_text import plain_text
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.catalogues import catalogues, wordings
from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.listings import Kind, Listing, all_sessions, series_url
from hireground.seminars.pages.pages import listing_pages, seminar_page, session_pages
from hireground.seminars.pages.translations import Translations
from hireground.seminars.pages.views import block_groups, session_view
from hireground.seminars.pages.wording import Wording
from hireground.site.mentions import blocks_in
from hireground.site.seminars_alone import SeminarsAlone, load_seminars
from hireground.site.settings import site_settings
from hireground.site.settings_file import ENGINE, PLUGIN
from hireground.slugs import Slugs
from hireground.text.languages import SOURCE_LANGUAGE, speaks
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError, Problem
from hireground.theme import ENGINE_THEME, THEME_FOLDER
from hireground.urls import INDEX, SEMINAR_TOPIC, file_of
from hireground.web.pages import old_addresses

KEY = "HIREGROUND_SEMINARS"
"""Where Pelican's settings keep what was loaded for one run."""
TEMPLATES = THEME_FOLDER / "any-theme"
FOLDER = "seminars"
"""Where the content has the seminars' files, and a theme its own versions of their templates."""
LINK = "{filename}"
"""What a link of a block begins with: Pelican puts the site's address there, relative where the site wants it so."""
SETTINGS = "pelicanconf.py"
"""The settings beside the content, or in it; Pelican does not say which file it has read."""
METADATA = frozenset({"meta", "markdown.extensions.meta"})

log = logging.getLogger(__name__)


class ForOneRun:
    """Pickles as nothing: Pelican's cache of posts takes the settings along, with all that one run has put there."""

    def __reduce__(self) -> tuple[type[str], tuple[()]]:
        """Leave nothing in the cache."""
        return str, ()


@dataclass(frozen=True)
class Loaded(ForOneRun):
    """The seminars, and the words of each language that is spoken around them."""

    site: SeminarsAlone
    wordings: Mapping[str, Wording]


def connect() -> None:
    """Let Pelican load the seminars and run their generator after its own."""
    logging.getLogger("pelican").addFilter(refused_plainly)
    signals.get_generators.connect(load)


def load(pelican: Pelican) -> type[Generator]:
    """Read the seminars before Pelican reads a post; raises `InvalidContentError`, and then nothing is written."""
    settings, content = pelican.settings, Path(pelican.settings["PATH"])
    file = (content if (content / SETTINGS).is_file() else content.parent) / SETTINGS
    own = site_settings(settings, file)
    if own.foreign_posts is None:
        words = f'PLUGINS: "{ENGINE}" has the seminars already; take "{PLUGIN}" out'
        raise InvalidContentError([Problem(Path(file.name), 1, 1, words)])
    site = load_seminars(own, build_moment())
    for problem in site.warnings:
        log.warning("%s", problem)
    settings[KEY] = loaded = Loaded(site, _wordings(settings, site))
    for kind in ("ARTICLE", "PAGE"):
        settings[f"{kind}_EXCLUDES"] = [*settings[f"{kind}_EXCLUDES"], FOLDER]
    _add_block(settings, loaded)
    return SeminarsAloneGenerator


def _wordings(settings: Mapping[str, Any], site: SeminarsAlone) -> Mapping[str, Wording]:
    """Return the words of the languages of seminars; a site in one that has none gets English words and dates."""
    language = settings["DEFAULT_LANG"]
    others = {words.lang for several in site.translations.values() for words in several}
    if speaks(catalogues(ENGINE_THEME), language):
        return wordings(ENGINE_THEME, language, str(settings.get("LOCALE_NAME") or language), others)
    log.warning('DEFAULT_LANG: there are no words in "%s"; what stands around seminars is English', language)
    return wordings(ENGINE_THEME, language, SOURCE_LANGUAGE, others)


def _add_block(settings: dict[str, Any], loaded: Loaded) -> None:
    """Let the site's own Markdown know the block of seminars."""
    given = settings["MARKDOWN"]
    block = OneBlock(block_renderer(settings, loaded))
    settings["MARKDOWN"] = {**given, "extensions": [*given.get("extensions", ()), block]}
    if loaded.site.blocks:  # a post that has not changed may show a date that has
        settings["LOAD_CONTENT_CACHE"] = False


class OneBlock(ForOneRun, SeminarsBlocks):
    """Registers the block and changes nothing else: its library would make an escape of a backslash and a slash."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the library's
        """Register the block."""
        escaped = [*md.ESCAPED_CHARS]
        super().extendMarkdown(md)
        md.ESCAPED_CHARS = escaped


def block_renderer(settings: Mapping[str, Any], loaded: Loaded) -> Renderer:
    """Return what renders a block of seminars with the template `block`, the theme's own if it has one."""
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], Path(settings["THEME"]) / "templates", TEMPLATES]
    environment = Environment(loader=FileSystemLoader(folders), **settings["JINJA_ENVIRONMENT"])  # noqa: S701 -- ours escape
    environment.filters.update(settings["JINJA_FILTERS"])
    environment.globals.update(settings["JINJA_GLOBALS"])
    site, wording = loaded.site, loaded.wordings[settings["DEFAULT_LANG"]]
    siteurl = site.settings.siteurl
    template = equipped(environment, wording, site.defaults.slugs).get_template(template_name("block"))
    sessions, summaries = all_sessions(site.seminars), {one.slug: one.summary for one in site.seminars}

    def render(title: str, written: Mapping[str, Any]) -> str:
        fields = BlockFields.model_validate(written)
        views = [session_view(session, site.now, siteurl, wording) for session in shown(fields, sessions, site.now)]
        path = block_ics_path(title, fields)
        return template.render(
            title=title or wording.gettext("Seminars"),
            level=fields.level,
            groups=block_groups(views, summaries, LINK, wording),
            base=LINK,
            ics_href=f"{LINK}/{path}",
            subscribe_href=f"webcal://{siteurl.partition('://')[2]}/{path}" if siteurl else "",
        )

    return render


def template_name(name: str) -> str:
    """Name a template of seminars as Jinja finds it."""
    return f"{FOLDER}/{name}.html"


def equipped(environment: Environment, wording: Wording, slugs: Slugs) -> Environment:
    """Return an environment that has what the templates of seminars need, in one language."""
    made = environment.overlay()
    made.globals = {**environment.globals, "seminars_wording": wording}
    made.filters = {**environment.filters, "seminar_series_url": partial(series_url, slugs=slugs)}
    made.filters["seminar_topic_url"] = lambda name: SEMINAR_TOPIC.url(slug=slugs.of_topic(name))
    return made


def apart(listing: Listing) -> Listing:
    """Return a listing with a page beside its calendar: this site's posts have pages of their own."""
    return replace(listing, url=listing.kept_at or listing.url, kept_at="")


def body_converter(given: Mapping[str, Any]) -> Markdown:
    """Build what converts a seminar's text as the site's posts are, but for metadata, which stands above it."""
    listed = [*given.get("extensions", ())]
    listed += [name for name in given.get("extension_configs", {}) if name not in listed]
    return Markdown(**{**given, "extensions": [one for one in listed if one not in METADATA]})


@dataclass(frozen=True)
class Address:
    """What Pelican looks up for `{filename}/seminars/calendar.ics` in a post."""

    url: str


class SeminarsAloneGenerator(Generator):
    """Writes the pages and calendars of the seminars, in the site's own theme."""

    def generate_context(self) -> None:
        """Wrap each seminar as a page, and let posts link to every address of the seminars."""
        loaded: Loaded = self.settings[KEY]
        site, words = loaded.site, loaded.wordings
        settings, language = site.settings, site.settings.language
        self.env.loader = ChoiceLoader([self.env.loader, FileSystemLoader(TEMPLATES)])
        self.environments = {code: equipped(self.env, one, site.defaults.slugs) for code, one in words.items()}
        context = render_context(site.seminars, site.now, settings.siteurl, words[language])
        self.render_context = replace(context, listings=tuple(map(apart, context.listings)))
        self.translations = Translations(language, words, site.translations, site.now)
        self.markdown = body_converter(self.settings["MARKDOWN"])
        self.pages = {seminar.slug: self._as_page(seminar, seminar.url) for seminar in site.seminars}
        every = [(seminar, one) for seminar in site.seminars for one in seminar.sessions]
        dated = [(seminar, one) for seminar, one in every if one.own_text or one.source]
        self.own_pages = {one.uid: self._as_page(seminar, one.url, one) for seminar, one in dated}
        said = self.translations.everything(site.seminars)
        self.spoken = {one.url: self._as_page(seminar, one.url) for one, seminar in said}
        everything = (*site.seminars, *(one for _, one in said))
        blocks = [*site.blocks, *blocks_in(text for seminar in everything for text in seminar.texts)]
        self.calendars = Calendars(
            context=self.render_context, seminars=site.seminars, blocks=blocks, texts={}, publisher=settings.publisher,
            oldest=site.now - dt.timedelta(days=settings.seminars.keep_past_days),
        )  # fmt: skip
        self.outputs = tuple(self._page_outputs(site))
        for path in self._addresses():
            self.context["generated_content"].setdefault(path, Address(path))
        sessions = self.render_context.having(Kind.ALL)[0].sessions
        self.context["upcoming_sessions"] = self.render_context.coming(sessions)

    def _as_page(self, seminar: Seminar, url: str, session: Session | None = None) -> Page:
        own = self.settings[KEY].site.settings
        shown, text = session or seminar, session.own_text.document if session and session.own_text else seminar.text
        source = (session.source if session else None) or text.path
        file = source.relative_to(own.content)
        facts = {"title": escape(shown.title), "slug": shown.slug, "summary": escape(shown.summary)}
        facts |= {"url": url, "save_as": f"{url}index.html"}
        html = resolve(self.markdown.reset().convert(text.body), file)
        page = Page(
            html,
            facts,
            self.settings,
            str(own.root / source),
            self.context,
        )
        if not session or session.source:  # to other dates no link to a file leads
            self.add_source_path(page)
        self.add_static_links(page)
        self.context["static_links"] |= {unquote(picture) for picture in seminar.pictures}
        return page

    def _addresses(self) -> Iterator[str]:
        """Yield the address of every page and calendar, from the site's root."""
        yield from (output.path.removesuffix(INDEX) for output in self.outputs)
        own = self.calendars
        found = feeds(own.seminars, own.context.listings, own.blocks, own.oldest, own.publisher)
        yield from (feed.path for feed in found)

    def _page_outputs(self, site: SeminarsAlone) -> Iterator[Output]:
        for seminar in site.seminars:
            texts = {seminar.url: self.pages[seminar.slug], **self.own_pages}
            yield seminar_page(seminar, self.render_context, texts, (), self.translations.alternates(seminar))
            for words in site.translations[seminar.slug]:
                yield self.translations.page(words, seminar, self.render_context, self.spoken[words.url], ())
            yield from session_pages(seminar, self.render_context, texts)
        yield from listing_pages(self.render_context, joined=frozenset())
        for old, new in old_addresses(site.seminars, ()).items():
            yield Output(file_of(old), "redirect", {"target": f"{site.settings.siteurl}/{new}"})

    def generate_output(self, writer: Writer) -> None:
        """Write every page and calendar."""
        siteurl = self.render_context.siteurl
        pages = (*self.pages.items(), *self.own_pages.items())
        texts = {key: plain_text(page.get_content(siteurl)) for key, page in pages}
        calendars, warnings = calendar_outputs(replace(self.calendars, texts=texts))
        for words in warnings:
            log.warning("%s", words)
        for output in self.outputs:
            self._write_page(writer, output)
        for output in calendars:
            write(self, writer, output)

    def _write_page(self, writer: Writer, output: Output) -> None:
        """Write a page; a seminar's is a `page` to the theme, and a date's or a list's is not."""
        language, _, name = str(output.maker).rpartition("/")
        template = self.environments[language or self.settings["DEFAULT_LANG"]].get_template(template_name(name))
        values = {**given(output.value), "text": output.value.get("body")}
        if name == "seminar":
            values["page"] = values["text"]
        if name == "redirect":
            values["path"] = output.value["target"].removeprefix(f"{self.render_context.siteurl}/")
        writer.write_file(output.path, template, self.context, relative_urls=self.settings["RELATIVE_URLS"], **values)
