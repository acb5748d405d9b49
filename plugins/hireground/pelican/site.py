"""Give Pelican the loaded site: its settings, its Markdown reader and its template environments."""

import logging
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from pelican import Pelican
from pelican.contents import Author, Category, Static, Tag
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import URLWrapper

from hireground.markdown.convert import has_contents
from hireground.markdown.links import picture_url, resolve
from hireground.metadata.published import published_copy
from hireground.pelican.templates import localized, site_converter
from hireground.pictures.index import PictureIndex
from hireground.pictures.tags import with_pictures
from hireground.seminars.model.people import authors_of
from hireground.site.entry import Entry, Visibility
from hireground.site.files import is_published
from hireground.site.load import load_site
from hireground.site.mentions import block_calendars
from hireground.site.post import PostFields
from hireground.site.settings import site_settings
from hireground.site.site import Site
from hireground.text.localtime import build_moment
from hireground.text.source import ContentFile
from hireground.web.resources import read_resources

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
    settings["THEME_TEMPLATES_OVERRIDES"] = [
        *settings["THEME_TEMPLATES_OVERRIDES"],
        *(str(folder / "templates") for folder in site.settings.theme.folders[:-1]),
    ]
    resources = read_resources(site)
    settings["FORMATTED_FIELDS"] = []  # a summary is plain text: Pelican would look for links in it
    settings["SITE_PICTURES"], settings["SITE_CARDS"] = resources.pictures, resources.cards
    settings["SITE_ICONS"], settings["SITE_ASSETS"] = resources.icons, resources.assets
    settings["SITE_WORDINGS"], settings["SITE_WORDING"] = resources.wordings, resources.wording


def add_languages(generator: Generator) -> None:
    """Let all generators share the templates of the first, with their globals, and with other languages' words."""
    if "SITE_TEMPLATES" not in generator.settings:
        generator.settings["SITE_TEMPLATES"] = localized(generator.env, generator.settings)
    generator.env = generator.settings["SITE_TEMPLATES"]


def keep_published_files(static: Generator) -> None:
    """Keep Pelican from copying what the site does not publish, and the pictures that the engine has made anew."""
    site: Site = static.settings["SITE"]
    picture_index: PictureIndex = static.settings["SITE_PICTURES"]
    own, named = site.settings, {*site.settings.static_paths}

    def is_kept(file: Static) -> bool:
        path = PurePosixPath(Path(file.source_path).relative_to(own.root / own.content).as_posix())
        is_whole = path in site.files.names and (path.as_posix() in named or is_published(path.name, own.kinds))
        return is_whole and file.save_as not in picture_index.files

    static.staticfiles[:] = filter(is_kept, static.staticfiles)
    for file in static.staticfiles:
        file.override_url, file.override_save_as = file.url, file.save_as  # which follow from where it stands
        file.source_path = str(published_copy(ContentFile(own.root, Path(file.source_path).relative_to(own.root))))


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
        with entry.document.costs():
            html = markdown.reset().convert(entry.document.body)
        is_long = has_contents(entry.fields.toc, entry.document.body, html)
        toc = getattr(markdown, "toc", "") if is_long else ""
        source, has_picture = path.relative_to(site.settings.content), bool(entry.fields.image)
        html = with_pictures(html, source, self.settings["SITE_PICTURES"], has_seen_one=has_picture)
        html = resolve(html, source, site.settings.siteurl, site.files.names)
        return html, metadata(entry, toc, site, self.settings)


def metadata(entry: Entry, toc: str, site: Site, settings: dict[str, Any]) -> dict[str, Any]:
    """Return an entry's facts by Pelican's names."""
    fields = entry.fields
    authors = authors_of(fields.authors or (site.settings.author,), site.people, site.slugs)
    found = {
        "title": fields.title,
        "slug": entry.slug,
        "date": entry.date,
        "modified": entry.modified,
        "summary": fields.summary,
        "status": STATUS.get(entry.visibility, entry.visibility.value),
        "authors": [named(Author, one.name, one.slug, settings) for one in authors],
        "tags": [named(Tag, name, site.slugs.of_topic(name), settings) for name in fields.topics],
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


def named(kind: type[URLWrapper], name: str, slug: str, settings: dict[str, Any]) -> URLWrapper:
    """Make Pelican's object for a topic or author, with the slug that it has everywhere else."""
    wrapper = kind(name, settings)
    wrapper.slug = slug
    return wrapper


def add_reader(readers: Readers) -> None:
    """Make ours the only reader of Markdown, and leave Pelican's HTML reader to static files."""
    for extension in SiteReader.file_extensions:
        readers.reader_classes[extension] = SiteReader
    readers.reader_classes.pop("html", None)
    readers.reader_classes.pop("htm", None)
    readers.reader_classes.pop("rst", None)
