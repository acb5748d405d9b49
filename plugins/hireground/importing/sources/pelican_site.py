"""Read a Pelican site: its settings as text, its articles and pages, and the addresses that they had."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from hireground.importing.fields import Habits, first, words_of
from hireground.importing.model import Answers, Fate, List, Note, OldList, Source, SourceText
from hireground.importing.permalinks import address_of, filled_fields
from hireground.importing.reading import Keys, Raw
from hireground.importing.sources.plain import NO_ADDRESS, Folder, habits_of, other_files, text_of
from hireground.site.settings_file import literal_settings
from hireground.slugs import slugify
from hireground.terminal import RefusedError
from hireground.text.budgets import OutOfTimeError, one_file
from hireground.text.timezones import zone_names

SETTINGS = ("pelicanconf.py", "publishconf.py")
OTHER_SETTINGS = ("settings.py", "pelican.conf.py", "pelican_conf.py", "config.py", "conf.py", "site.py")
NAMES = re.compile(
    r"^(?:SITENAME|SITEURL|AUTHOR|THEME|OUTPUT_PATH|DEFAULT_PAGINATION|DEFAULT_LANG|DIRECT_TEMPLATES|STATIC_PATHS"
    r"|FEED_ALL_ATOM|ARTICLE_URL|ARTICLE_SAVE_AS|PAGE_URL|DEFAULT_CATEGORY|PLUGINS|MARKUP)[ \t]*=",
    re.MULTILINE,
)
FEWEST_NAMES = 4
"""Of Pelican's settings, so that a file of another name is one of them."""
USUAL: Mapping[str, Any] = {
    "PATH": "content", "ARTICLE_PATHS": [""], "PAGE_PATHS": ["pages"], "ARTICLE_EXCLUDES": [],
    "STATIC_PATHS": ["images"],
    "ARTICLE_URL": "{slug}.html", "PAGE_URL": "pages/{slug}.html", "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html", "CATEGORY_URL": "category/{slug}.html", "TAG_URL": "tag/{slug}.html",
    "AUTHOR_URL": "author/{slug}.html", "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*", "PATH_METADATA": "",
    "USE_FOLDER_AS_CATEGORY": True, "DEFAULT_CATEGORY": "misc", "SLUGIFY_SOURCE": "title", "DEFAULT_LANG": "en",
    "FEED_ALL_ATOM": "feeds/all.atom.xml", "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml", "DEFAULT_METADATA": {}, "EXTRA_PATH_METADATA": {},
    "DEFAULT_DATE": "",
    "DEFAULT_PAGINATION": False, "TIMEZONE": "", "SITEURL": "", "SUMMARY_END_MARKER": "<!-- PELICAN_END_SUMMARY -->",
    "DIRECT_TEMPLATES": ["index", "tags", "categories", "authors", "archives"],
}  # fmt: skip
SECONDS = 5.0
"""What all file names together may take of a site's own pattern."""


def is_pelican(root: Path) -> bool:
    """Tell whether a folder is a Pelican site's."""
    return bool(_settings_files(root))


def _settings_files(root: Path) -> tuple[str, ...]:
    """Return the files of settings, which some sites call otherwise than Pelican's own start does."""
    others = [name for name in OTHER_SETTINGS if (root / name).is_file() and not (root / SETTINGS[0]).is_file()]
    found = [name for name in (*others, *SETTINGS) if (root / name).is_file()]
    texts = [(root / name).read_text("utf-8", "replace") for name in found]
    is_site = SETTINGS[0] in found or any(len(set(NAMES.findall(text))) >= FEWEST_NAMES for text in texts)
    return tuple(found) if is_site else ()


@dataclass(frozen=True)
class Settings:
    """What a Pelican site says, as far as it says it in literals."""

    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a setting that is text; empty where it is none, or has several fields of Pelican's old form."""
        value = self.said.get(name, USUAL.get(name))
        return value if isinstance(value, str) else ""

    def listed(self, name: str) -> list[str]:
        """Return a setting that is a list."""
        value = self.said.get(name, USUAL.get(name))
        value = [value] if isinstance(value, str) else value
        return [str(one).strip("/") for one in value] if isinstance(value, list | tuple) else []

    def group(self, name: str) -> Mapping[str, Any]:
        """Return a setting that is a dict."""
        value = self.said.get(name, USUAL.get(name))
        return value if isinstance(value, dict) else {}


def read_pelican(root: Path, answers: Answers) -> Source:
    """Read a site's folder."""
    settings, notes = _settings(root)
    content = _content(root, settings)
    folder = Folder(content)
    timezone = settings.text("TIMEZONE")
    habits = habits_of(answers, timezone if timezone in zone_names() else "")
    raws = [_with_metadata(raw, settings) for raw in folder.texts() if not _is_attached(raw, settings)]
    texts = [_text(raw, habits, settings) for raw in _named_in_time(raws, settings)]
    files = other_files(folder)
    return Source(
        name="a Pelican site", address=answers.address or settings.text("SITEURL"), texts=tuple(texts),
        files=dict(_files(files, settings)), by_path=files, lists=tuple(_lists(texts, raws, settings)),
        notes=(*notes, *folder.notes), signs=("{{", "{%"),
    )  # fmt: skip


def _settings(root: Path) -> tuple[Settings, list[Note]]:
    """Read the settings without running them; what is code and is needed here is said in the report."""
    values: dict[str, Any] = {}
    notes: list[Note] = []
    for name in _settings_files(root):
        literals = literal_settings(root / name)
        values |= {key: value for key, value in literals.values.items() if value is not None or key not in USUAL}
        values |= {key: "" for key, value in literals.values.items() if value is None}
        for problem in literals.unread:
            lines = (root / problem.path).read_text("utf-8", "replace").split("\n")
            line = lines[problem.line - 1].strip() if problem.path.name == name else ""
            if any(line.startswith(known) for known in USUAL):
                notes.append(Note(Fate.TO_DECIDE, "a setting that is code, which is not run", name, line))
    return Settings(values), notes


def _content(root: Path, settings: Settings) -> Path:
    said = settings.text("PATH")
    folder = (root / said).resolve()
    if not folder.is_dir():
        raise RefusedError(f"there is no folder {said}, which PATH in the settings names")
    if not folder.is_relative_to(root.resolve()):
        raise RefusedError(f"PATH in the settings leads out of {root}; import that folder itself")
    return folder


def _is_attached(raw: Raw, settings: Settings) -> bool:
    """Tell a file without keys that Pelican copies as it is, or that is no article's."""
    excluded = (*settings.listed("ARTICLE_EXCLUDES"), *(one for one in settings.listed("STATIC_PATHS") if one))
    is_in = any(one and raw.path.is_relative_to(one) for one in excluded)
    return is_in and not (raw.has_keys and not raw.is_html)


def _with_metadata(raw: Raw, settings: Settings) -> Raw:
    said = {str(name).lower(): str(value) for name, value in settings.group("DEFAULT_METADATA").items()}
    return replace(raw, keys={**said, **raw.keys})


def _named_in_time(raws: list[Raw], settings: Settings) -> Iterator[Raw]:
    """Yield texts with what their file names say, by the site's own patterns, in bounded time."""
    patterns = [settings.text(name) for name in ("FILENAME_METADATA", "PATH_METADATA")]
    try:
        with one_file(SECONDS):
            compiled = [re.compile(pattern) if pattern else None for pattern in patterns]
            found = [_by_name(raw, compiled) for raw in raws]
    except (OutOfTimeError, re.error, RecursionError):
        found = [{} for _ in raws]
    for raw, keys in zip(raws, found, strict=True):
        yield replace(raw, keys={**keys, **raw.keys})


def _by_name(raw: Raw, patterns: list[re.Pattern[str] | None]) -> Keys:
    found: dict[str, str] = {}
    for pattern, name in zip(patterns, (raw.path.stem, raw.path.as_posix()), strict=True):
        match = pattern.match(name) if pattern else None
        found |= {key.lower(): value for key, value in match.groupdict().items() if value} if match else {}
    return dict(found)


def _text(raw: Raw, habits: Habits, settings: Settings) -> SourceText:
    is_page = any(raw.path.is_relative_to(one) for one in settings.listed("PAGE_PATHS"))
    category = _category(raw, settings)
    text = text_of(raw, "pages" if is_page else "posts", habits)
    marker = settings.text("SUMMARY_END_MARKER")
    body = text.body.replace(marker, "<!--more-->") if marker else text.body
    slug = words_of(raw.keys.get("slug")) or pelican_slug(_slug_source(raw, text, settings))
    address = _address(raw, replace(text, slug=slug), "PAGE" if is_page else "ARTICLE", settings, category)
    topics = text.topics if is_page or not category else tuple(dict.fromkeys((*text.topics, category)))
    if category.lower() in {one.lower() for one in text.topics} or category == settings.text("DEFAULT_CATEGORY"):
        topics = text.topics
    aliases = [one for one in text.addresses if one]
    notes = text.notes if address or text.status else (*text.notes, Note(Fate.TO_DECIDE, NO_ADDRESS, text.source))
    status = text.status or ("draft" if text.date is None and not is_page and not settings.text("DEFAULT_DATE") else "")
    lang = "" if text.lang == settings.text("DEFAULT_LANG") else text.lang
    return replace(
        text, slug=slugify(slug), body=body, topics=topics, notes=notes, lang=lang, status=status,
        addresses=tuple(dict.fromkeys(one for one in (address, *aliases) if one)),
    )  # fmt: skip


def _category(raw: Raw, settings: Settings) -> str:
    said = words_of(raw.keys.get("category"))
    if said:
        return said
    parts = raw.path.parent.parts
    for above in settings.listed("ARTICLE_PATHS"):
        if above and raw.path.is_relative_to(above):
            parts = raw.path.relative_to(above).parent.parts or PurePosixPath(above).parts
    uses_folder = settings.said.get("USE_FOLDER_AS_CATEGORY", True)
    return parts[-1] if parts and uses_folder else settings.text("DEFAULT_CATEGORY")


def _slug_source(raw: Raw, text: SourceText, settings: Settings) -> str:
    return raw.path.stem if settings.text("SLUGIFY_SOURCE") == "basename" else text.title or raw.path.stem


def pelican_slug(text: str) -> str:
    """Make a slug as Pelican does: letters of other scripts are spelled in ours, signs go, spaces become hyphens."""
    from unidecode import unidecode  # noqa: PLC0415 -- a large table

    plain = re.sub(r"[^\w\s-]", "", unidecode(text)).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)


def _address(raw: Raw, text: SourceText, kind: str, settings: Settings, category: str) -> str:
    """Return what Pelican called a text: what it says itself, or by the pattern of its kind."""
    if said := first(raw.keys, ("url", "save_as")):
        return address_of(f"/{said.lstrip('/')}")
    is_other = bool(text.lang) and text.lang != settings.text("DEFAULT_LANG")
    name = f"{kind}_LANG_URL" if is_other else f"{kind}_URL"
    pattern = settings.text(name) or settings.text(name.replace("_URL", "_SAVE_AS"))
    author = text.authors[0] if text.authors else str(settings.said.get("AUTHOR", ""))
    fields: dict[str, object] = {
        "slug": text.slug, "lang": text.lang or settings.text("DEFAULT_LANG"), "category": pelican_slug(category),
        "author": pelican_slug(author),
    }  # fmt: skip
    if text.shown_date:
        fields["date"] = text.shown_date
    return address_of(f"/{filled}") if (filled := filled_fields(pattern, fields).lstrip("/")) else ""


def _files(files: Mapping[PurePosixPath, Path], settings: Settings) -> Iterator[tuple[str, Path]]:
    extra = settings.group("EXTRA_PATH_METADATA")
    for path, file in files.items():
        said = extra.get(str(path))
        yield f"/{said['path'] if isinstance(said, dict) and 'path' in said else path}", file


def _lists(texts: list[SourceText], raws: list[Raw], settings: Settings) -> Iterator[OldList]:
    """Yield the lists and feeds that Pelican makes."""
    posts = [one for one in texts if one.section == "posts" and one.status != "draft"]
    for name in ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS"):
        if feed := settings.text(name):
            yield OldList(address_of(f"/{feed}"), List.POSTS, is_feed=True)
    for name in settings.listed("DIRECT_TEMPLATES"):
        yield OldList(f"/{settings.text(f'{name.upper()}_SAVE_AS') or f'{name}.html'}".replace("//", "/"), List.POSTS)
    authors = {author for one in posts for author in one.authors} | {str(settings.said.get("AUTHOR") or "")} - {""}
    groups = (
        ("TAG", List.TOPIC, {topic for one in posts for topic in one.topics}),
        ("CATEGORY", List.TOPIC, {_category(raw, settings) for raw in raws}),
        ("AUTHOR", List.AUTHOR, authors),
    )
    for prefix, kind, names in groups:
        yield from _of_group(prefix, kind, names, settings)
    years = {one.shown_date.year for one in posts if one.shown_date}
    for year in sorted(years) if settings.text("YEAR_ARCHIVE_SAVE_AS") else ():
        pattern = settings.text("YEAR_ARCHIVE_URL") or settings.text("YEAR_ARCHIVE_SAVE_AS")
        yield OldList(address_of(f"/{filled_fields(pattern, {'date': dt.date(year, 1, 1)})}"), List.YEAR, str(year))
    yield from _numbered(len(posts), settings)


def _of_group(prefix: str, kind: List, names: set[str], settings: Settings) -> Iterator[OldList]:
    for name in sorted(names):
        slug = {"slug": pelican_slug(name)}
        if page := filled_fields(settings.text(f"{prefix}_URL"), slug):
            yield OldList(address_of(f"/{page.lstrip('/')}"), kind, name)
        for feed in (settings.text(f"{prefix}_FEED_ATOM"), settings.text(f"{prefix}_FEED_RSS")):
            if feed and (address := filled_fields(feed, slug)):
                yield OldList(address_of(f"/{address.lstrip('/')}"), kind, name, is_feed=True)


def _numbered(posts: int, settings: Settings) -> Iterator[OldList]:
    size = settings.said.get("DEFAULT_PAGINATION")
    if isinstance(size, int) and size > 0:
        for number in range(2, (posts - 1) // size + 2):
            yield OldList(f"/index{number}.html", List.POSTS)
