"""The edge to Pelican: its settings in, its Markdown reader and its templates' globals out."""

import gettext
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from pelican import Pelican
from pelican.contents import Author, Category, Tag
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import URLWrapper

from plugins.reader.fields import slugify
from plugins.reader.links import picture_url, resolve
from plugins.reader.markdown import converter
from plugins.reader.suggest import did_you_mean
from plugins.reader.typeset import typeset
from plugins.seminars.announcement import block_groups
from plugins.seminars.block import BlockFields, block_ics_path, matching
from plugins.seminars.block_extension import SeminarsBlocks
from plugins.seminars.listings import all_sessions, series_url, topic_url
from plugins.seminars.timezones import zone
from plugins.seminars.views import session_view
from plugins.seminars.wording import Wording
from plugins.site.assets import Assets, read_assets
from plugins.site.clock import build_moment
from plugins.site.entry import Entry, Visibility
from plugins.site.load import Site, load_site
from plugins.site.settings import site_settings

log = logging.getLogger(__name__)

STATUS = {Visibility.SCHEDULED: "draft"}
"""What Pelican calls it; the others have its own names."""


def load(pelican: Pelican) -> None:
    """Read the site for this run; raises `InvalidContentError`, and then nothing is written."""
    settings = pelican.settings
    site = load_site(site_settings(settings, Path(settings["PATH"]).parent / "pelicanconf.py"), build_moment())
    for problem in site.warnings:
        log.warning("%s", problem)
    settings["SITE"] = site
    settings["SITE_ASSETS"] = read_assets(Path(settings["THEME"]) / "static")
    settings["SITE_WORDING"] = Wording(language(settings), gettext.NullTranslations().gettext)


def language(settings: dict[str, Any]) -> str:
    """Return the locale of dates: LOCALE_NAME, such as `en_US`, or the site's language."""
    return str(settings.get("LOCALE_NAME") or settings["DEFAULT_LANG"])


def globals_of(settings: dict[str, Any]) -> dict[str, Any]:
    """Return what every template has, macros too."""
    site: Site = settings["SITE"]
    assets: Assets = settings["SITE_ASSETS"]
    wording: Wording = settings["SITE_WORDING"]
    names = ("SITENAME", "SITESUBTITLE", "DEFAULT_LANG", "SITE_NAV", "SITE_LINKS")
    return {name: settings.get(name, "") for name in names} | {
        "SITEURL": site.settings.siteurl,
        "asset": partial(_asset, site.settings.siteurl, assets),
        "wording": wording,
        "_": wording.gettext,
        "built": site.now.astimezone(zone(site.settings.timezone)),
        "calendar_ics": "seminars/calendar.ics",
    }


def _asset(siteurl: str, assets: Assets, name: str) -> str:
    if name not in assets.urls:
        raise LookupError(f'theme/static has no "{name}"; {did_you_mean(name, assets.urls, "check the template")}')
    return f"{siteurl}/{assets.urls[name]}"


def add_globals(generator: Generator) -> None:
    """Give a generator's templates their globals."""
    equip(generator.env, generator.settings)


def equip(environment: Environment, settings: dict[str, Any]) -> None:
    """Give an environment the theme's globals and filters."""
    environment.globals.update(globals_of(settings))
    environment.filters |= {"typeset": typeset, "series_url": series_url, "topic_url": topic_url}


def block_renderer(settings: dict[str, Any]) -> Callable[[str, BlockFields], str]:
    """Return what renders the seminars block with the theme's template."""
    site: Site = settings["SITE"]
    wording: Wording = settings["SITE_WORDING"]
    siteurl = site.settings.siteurl
    loader = FileSystemLoader(Path(settings["THEME"]) / "templates")
    environment = Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701 -- autoescape is a setting
    equip(environment, settings)
    template = environment.get_template("blocks/seminars.html")
    sessions = all_sessions(site.seminars)
    summaries = {seminar.slug: seminar.summary for seminar in site.seminars}

    def render(title: str, fields: BlockFields) -> str:
        views = [session_view(session, site.now, siteurl, wording) for session in matching(fields, sessions)]
        address = f"{siteurl}/{block_ics_path(title, fields)}"
        return template.render(
            title=title or wording.gettext("Seminars"),
            groups=block_groups(views, summaries, siteurl, wording),
            ics_href=address,
            subscribe_href=f"webcal://{address.partition('://')[2]}" if siteurl else address,
        )

    return render


class SiteReader(BaseReader):
    """Hands Pelican the posts and pages that `load` has read already."""

    file_extensions = ("md", "markdown", "mkd")

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._converter = converter(SeminarsBlocks(block_renderer(settings)))

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata, as Pelican's readers do."""
        site: Site = self.settings["SITE"]
        path = Path(source_path).relative_to(site.settings.root)
        entry = site.posts.get(path) or site.pages[path]
        if not (entry.is_public or site.settings.shows_drafts):
            return "", {"status": "skip"}
        html = self._converter.reset().convert(entry.document.body)
        toc = getattr(self._converter, "toc", "") if entry.fields.toc else ""
        return resolve(html, path.relative_to(site.settings.content)), metadata(entry, toc, site, self.settings)


def metadata(entry: Entry, toc: str, site: Site, settings: dict[str, Any]) -> dict[str, Any]:
    """Return an entry's facts by Pelican's names."""
    fields = entry.fields
    authors = fields.authors or (site.settings.author,)
    found = {
        "title": fields.title,
        "slug": entry.slug,
        "date": entry.date,
        "modified": entry.modified,
        "summary": fields.summary,
        "status": STATUS.get(entry.visibility, entry.visibility.value),
        "authors": [named(Author, name, settings) for name in authors],
        "tags": [named(Tag, name, settings) for name in fields.topics],
        "category": Category(settings["DEFAULT_CATEGORY"], settings),  # Pelican's own generator asks for one
        "series": fields.series,
        "lang": fields.lang,
        "translation": "true" if fields.translation else None,
        "image": picture_url(fields.image, entry.path.relative_to(site.settings.content)),
        "image_alt": fields.image_alt,
        "toc": toc,
        "entry": entry,
    }
    return {name: value for name, value in found.items() if value is not None}


def named(kind: type[URLWrapper], name: str, settings: dict[str, Any]) -> URLWrapper:
    """Make Pelican's object for a topic or author, with the slug that it has everywhere else."""
    wrapper = kind(name, settings)
    wrapper.slug = slugify(name)
    return wrapper


def add_reader(readers: Readers) -> None:
    """Make ours the only reader of Markdown, and leave Pelican's HTML reader to static files."""
    for extension in SiteReader.file_extensions:
        readers.reader_classes[extension] = SiteReader
    readers.reader_classes.pop("html", None)
    readers.reader_classes.pop("htm", None)
    readers.reader_classes.pop("rst", None)
