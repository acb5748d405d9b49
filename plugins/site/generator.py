"""The edge to Pelican: its settings in, its Markdown reader and its templates' environments out."""

import logging
from functools import cache
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Author, Category, Tag
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import URLWrapper

from plugins.pictures.gallery import Gallery, hang
from plugins.pictures.store import make
from plugins.pictures.tags import with_pictures
from plugins.reader.contents import has_contents
from plugins.reader.fields import slugify
from plugins.reader.links import picture_url, resolve
from plugins.reader.post import PostFields
from plugins.site.assets import read_assets
from plugins.site.catalogues import wordings
from plugins.site.clock import build_moment
from plugins.site.drawn import icons, shelf
from plugins.site.entry import Entry, Visibility
from plugins.site.environment import site_converter, tongues
from plugins.site.load import Site, load_site
from plugins.site.mentions import block_calendars
from plugins.site.palette import sheet
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
    make(site.settings.root, site.pictures)
    settings["SITE_GALLERY"] = hang(site.settings.root, site.settings.content, site.settings.siteurl, site.pictures)
    settings["FORMATTED_FIELDS"] = []  # a summary is plain text: Pelican would look for links in it
    settings["SITE_SHELF"] = shelf(site.settings)
    settings["SITE_ICONS"] = icons(site.settings)
    settings["SITE_ASSETS"] = read_assets(Path(settings["THEME"]) / "static", sheet(site.settings.colors.own))
    own, locale = settings["DEFAULT_LANG"], str(settings.get("LOCALE_NAME") or settings["DEFAULT_LANG"])
    settings["SITE_WORDINGS"] = wordings(Path(settings["THEME"]) / "locale", own, locale)
    settings["SITE_WORDING"] = settings["SITE_WORDINGS"][own]


def add_languages(generator: Generator) -> None:
    """Give a generator's templates their globals, and other languages' pages their words."""
    generator.env = tongues(generator.env, generator.settings)


def leave_pictures(static: Generator) -> None:
    """Keep Pelican from copying the pictures that the gallery has made anew."""
    gallery: Gallery = static.settings["SITE_GALLERY"]
    static.staticfiles[:] = [file for file in static.staticfiles if file.save_as not in gallery.files]


class SiteReader(BaseReader):
    """Hands Pelican the posts and pages that `load` has read already."""

    file_extensions = ("md", "markdown", "mkd")

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._converter = cache(lambda language: site_converter(settings, language))

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata, as Pelican's readers do."""
        site: Site = self.settings["SITE"]
        path = Path(source_path).relative_to(site.settings.root)
        entry = site.posts.get(path) or site.pages[path]
        if not (entry.is_public or site.settings.shows_drafts):
            return "", {"status": "skip"}
        markdown = self._converter(entry.fields.lang)
        html = markdown.reset().convert(entry.document.body)
        is_long = has_contents(entry.fields.toc, entry.document.body, html)
        toc = getattr(markdown, "toc", "") if is_long else ""
        source, has_picture = path.relative_to(site.settings.content), bool(entry.fields.image)
        html = with_pictures(html, source, self.settings["SITE_GALLERY"], has_seen_one=has_picture)
        return resolve(html, source), metadata(entry, toc, site, self.settings)


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
        "template": template_of(entry, settings),
        "translation": "true" if fields.translation else None,
        "image": picture_url(fields.image, entry.path.relative_to(site.settings.content)),
        "image_alt": fields.image_alt,
        "toc": toc,
        "calendars": block_calendars(entry.document, settings["SITE_WORDING"].gettext("Seminars")),
        "entry": entry,
    }
    return {name: value for name, value in found.items() if value is not None}


def template_of(entry: Entry, settings: dict[str, Any]) -> str | None:
    """Return the template of an entry in another language that the theme speaks."""
    is_foreign = entry.fields.lang in settings["SITE_WORDINGS"] and entry.fields.lang != settings["DEFAULT_LANG"]
    kind = "article" if isinstance(entry.fields, PostFields) else "page"
    return f"{entry.fields.lang}/{kind}" if is_foreign else None


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
