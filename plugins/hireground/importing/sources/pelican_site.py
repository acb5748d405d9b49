"""Read a Pelican site: its settings as text, its articles and pages, and the addresses that they had."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from hireground.importing.addresses.permalinks import address_of, filled_fields
from hireground.importing.fields import Habits, first, names_of, words_of
from hireground.importing.model import Answers, Fate, Note, Source, SourceText
from hireground.importing.reading import Keys, Raw
from hireground.importing.sources.pelican_lists import Post, pelican_lists
from hireground.importing.sources.pelican_settings import Settings, pelican_slug, read_settings
from hireground.importing.sources.plain import FINISHED, NO_ADDRESS, Folder, habits_of, other_files, text_of
from hireground.slugs import slugify
from hireground.terminal import RefusedError
from hireground.text.budgets import OutOfTimeError, one_file
from hireground.text.timezones import zone_names

TEMPLATE_PLUGINS = ("liquid", "jinja", "shortcode", "template", "include")
"""Parts of the names of plugins that read templates in texts."""
SECONDS = 5.0
"""What all file names together may take of a site's own pattern."""


def read_pelican(root: Path, answers: Answers) -> Source:
    """Read a site's folder."""
    settings, notes = read_settings(root)
    content = _content(root, settings)
    folder = Folder(content, by_lines=True)
    timezone = settings.text("TIMEZONE")
    habits = habits_of(answers, timezone if timezone in zone_names() else "")
    found = [(raw, _is_attached(raw, settings)) for raw in folder.texts()]
    finished = (
        Note(Fate.LEFT_OUT, FINISHED, str(raw.path)) for raw, is_attached in found if is_attached and raw.is_html
    )
    raws = [_with_metadata(raw, settings) for raw, is_attached in found if not is_attached]
    raws = list(_named_in_time(raws, settings))
    texts = [_text(raw, habits, settings) for raw in raws]
    posts = [_post(raw, text, settings) for raw, text in zip(raws, texts, strict=True) if _is_listed(text)]
    files = other_files(folder)
    return Source(
        name="a Pelican site", address=answers.address or settings.text("SITEURL"), texts=tuple(texts),
        files=dict(_files(files, settings)), by_path=files, lists=tuple(pelican_lists(posts, settings)),
        notes=(*notes, *folder.notes, *finished), signs=_signs(settings),
    )  # fmt: skip


def _signs(settings: Settings) -> tuple[str, ...]:
    """Return what templates in texts begin with; where no plugin reads any, they stood in the pages as written."""
    plugins = settings.said.get("PLUGINS")
    names = [str(one).lower() for one in plugins] if isinstance(plugins, list | tuple) else ["liquid_tags"]
    return ("{{", "{%") if any(part in name for name in names for part in TEMPLATE_PLUGINS) else ()


def _is_listed(text: SourceText) -> bool:
    return text.section == "posts" and not text.status


def _post(raw: Raw, text: SourceText, settings: Settings) -> Post:
    default = str(settings.said.get("AUTHOR") or "")
    said = words_of(raw.keys.get("author")) if not raw.keys.get("authors") else ""  # one name, whatever is in it
    authors = (said,) if said else text.authors or ((default,) if default else ())
    tags = tuple(dict.fromkeys(names_of(raw.keys.get("tags"))))
    return Post(tags, _category(raw, settings), authors, text.shown_date, text.lang)


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
