"""Take what our front matter has from the keys of other tools."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from hireground.importing.dates import Moment, moment_of
from hireground.importing.model import Fate, Note
from hireground.importing.reading import BELOW, Keys, Raw, Value
from hireground.slugs import slugify
from hireground.text.languages import LANGUAGE

LINK = re.compile(r"\[([^\]\[]*)\](?:\(<?[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()]*)?\)|\[[^\]\[]*\])?")
HELD = 0xE100
"""Where characters that are meant literally stand in the meantime: nobody uses those."""
FILE_DATE = re.compile(r"(\d{4}-\d\d?-\d\d?)(?:[-_ ]+|$)(.*)")
TITLE = ("title", "headline", "name")
DATE = ("date", "pubdate", "publishdate", "published", "published_at", "created", "created_at")
MODIFIED = ("modified", "lastmod", "last_modified_at", "last_modified", "updated", "updated_at", "last_updated")
SUMMARY = ("summary", "description", "excerpt", "subtitle", "abstract", "tagline")
AUTHORS = ("authors", "author", "by")
TOPICS = ("tags", "tag", "keywords", "categories", "category", "topics")
IMAGE = (
    *("image", "cover", "featured_image", "featuredimage", "feature_image", "banner", "thumbnail", "hero"),
    *("header_image", "teaser", "og_image", "header", "images", "resources"),
)
ADDRESSES = ("aliases", "alias", "redirect_from", "redirects")
SAME = ("slug", "lang", "language", "series", "status", "draft", "hidden", "url", "permalink", "save_as", "type")
TAKEN = frozenset(
    (*TITLE, *DATE, *MODIFIED, *SUMMARY, *AUTHORS, *TOPICS, *IMAGE, *ADDRESSES, *SAME, "image_alt", "published")
)
YES = frozenset({"true", "yes", "1", "on"})
NO = frozenset({"false", "no", "0", "off"})
HIDDEN = frozenset({"hidden", "unlisted"})
NOT_PUBLIC = frozenset({"draft", "private", "skip", "pending", "unpublished", "trash"})
SOURCES = ("src", "url", "image", "path", "filename", "relative", "feature", "teaser", "overlay_image", "large")


@dataclass(frozen=True)
class Habits:
    """How a tool writes what several write differently: what divides names in one line, and whose clocks it has."""

    own_zone: ZoneInfo
    zone: ZoneInfo | None = None
    divides_words: bool = False
    authors: Mapping[str, str] = field(default_factory=dict)


def words_of(value: Value | None) -> str:
    """Return a value as one line of text; groups and lists are none."""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def first(keys: Keys, names: tuple[str, ...]) -> str:
    """Return the first of some keys that says something."""
    return next((words for name in names if (words := words_of(keys.get(name)))), "")


def names_of(value: Value | None, *, divides_words: bool = False) -> Iterator[str]:
    """Yield the names in a list, a group with a name, or a line of them."""
    if isinstance(value, list):
        for one in value:
            yield from names_of([*one.values()] if isinstance(one, dict) and "name" not in one else _name(one))
    elif isinstance(value, dict):
        yield from names_of(_name(value))
    elif isinstance(value, str):
        signs = r"[,;]" if ";" not in value else ";"
        parts = value.split() if divides_words and not re.search("[,;]", value) else re.split(signs, value.strip("[]"))
        yield from (line for part in parts if (line := " ".join(unescape(part).split()).strip("\"'")))


def _name(value: Value) -> str:
    if isinstance(value, dict):
        return words_of(value.get("name") or value.get("title"))
    return value.replace(",", " ").replace(";", " ") if isinstance(value, str) and value.count(",") > 1 else str(value)


def unique(names: Iterator[str]) -> tuple[str, ...]:
    """Return names once each, whatever the case of their letters; those without a letter have no page."""
    found: dict[str, str] = {}
    for name in names:
        if any(map(str.isalnum, name)):
            found.setdefault(name.lower(), name)
    return tuple(found.values())


def authors_of(keys: Keys, habits: Habits) -> tuple[str, ...]:
    """Return who wrote a text, by the names that the tool keeps of them."""
    named = (one for key in AUTHORS for one in names_of(keys.get(key)))
    return unique(habits.authors.get(one, one).partition("<")[0].strip() for one in named)


def topics_of(keys: Keys, habits: Habits) -> tuple[str, ...]:
    """Return the topics of a text: its tags, then its categories."""
    return unique(
        one.lstrip("#").strip() for key in TOPICS for one in names_of(keys.get(key), divides_words=habits.divides_words)
    )


def date_of(raw: Raw, habits: Habits) -> tuple[Moment | str | None, tuple[Note, ...]]:
    """Return the date that the keys say, or else the name of the file or its folder; nothing is made up."""
    for name in DATE:
        words = words_of(raw.keys.get(name))
        if words and words.lower() not in YES | NO:
            moment = moment_of(words, habits.own_zone, habits.zone)
            if moment is None:
                return words, (Note(Fate.TO_DECIDE, "a date that cannot be read", str(raw.path), words),)
            return moment, ()
    for name in (raw.path.stem, raw.path.parent.name):
        if match := FILE_DATE.match(name):
            moment = moment_of(match[1], habits.own_zone)
            if moment:
                return moment, (Note(Fate.CHANGED, "date taken from the file's name", str(raw.path)),)
    return None, ()


def modified_of(keys: Keys, habits: Habits) -> Moment | None:
    """Return when a text last changed, if it can be read."""
    words = first(keys, MODIFIED)
    return moment_of(words, habits.own_zone, habits.zone) if words else None


def status_of(keys: Keys) -> str:
    """Return `draft` or `hidden`; nothing for what everybody may read."""
    status = words_of(keys.get("status")).lower()
    is_draft = words_of(keys.get("draft")).lower() in YES or words_of(keys.get("published")).lower() in NO
    if is_draft or status in NOT_PUBLIC or words_of(keys.get("visibility")).lower() == "private":
        return "draft"
    return "hidden" if status in HIDDEN or words_of(keys.get("hidden")).lower() in YES else ""


def image_of(keys: Keys) -> tuple[str, str]:
    """Return the picture of a text and what it shows."""
    for name in IMAGE:
        value = keys.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            alt = words_of(value.get("alt") or value.get("alt_text"))
            source = next((words for key in SOURCES if (words := words_of(value.get(key)))), "")
        else:
            source, alt = words_of(value), ""
        if source and re.search(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", source.partition("?")[0], re.IGNORECASE):
            return source, alt or words_of(keys.get("image_alt") or keys.get("alt"))
    return "", ""


def lang_of(keys: Keys) -> str:
    """Return the language's code, if it is one."""
    lang = first(keys, ("lang", "language")).replace("_", "-")
    return lang if LANGUAGE.fullmatch(lang) else ""


def aliases_of(keys: Keys) -> Iterator[str]:
    """Yield the older addresses that a text names itself."""
    for key in ADDRESSES:
        value = keys.get(key)
        yield from (one.strip() for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def stem_of(path: PurePosixPath) -> str:
    """Return a file's name without its date and ending; that of the folder for an `index.md`."""
    stem = path.parent.name if path.stem.lower() in {"index", "_index"} and path.parent.name else path.stem
    match = FILE_DATE.match(stem)
    return (match[2] or stem) if match else stem


def title_of(raw: Raw) -> tuple[str, tuple[Note, ...]]:
    """Return the title: as the keys say it, else the first heading, else words of the file's name."""
    if said := first(raw.keys, TITLE):
        return said, ()
    heading = re.search(r"^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S.*)\n=+[ \t]*$", raw.body[:20_000], re.MULTILINE)
    if heading and not raw.is_html:
        said = plain_words(heading[1] or heading[2])
        return said, (Note(Fate.CHANGED, "title taken from the first heading", str(raw.path)),)
    words = re.sub(r"[-_]+", " ", stem_of(raw.path)).strip()
    if not any(map(str.isalpha, words)):
        return "", (Note(Fate.TO_DECIDE, "a text without a title", str(raw.path)),)
    return words[0].upper() + words[1:], (Note(Fate.CHANGED, "title taken from the file's name", str(raw.path)),)


NUMBER = re.compile(r"[0-9]{1,5}")


def small_number(words: str) -> int:
    """Read a number of at most five digits; 0 for any other words."""
    return int(words) if NUMBER.fullmatch(words) else 0


def plain_words(markdown: str) -> str:
    """Take the marks of Markdown and HTML out of a line."""
    escaped = re.sub(r"\\([!-/:-@\[-`{-~])", lambda match: chr(HELD + ord(match[1])), markdown)
    line = re.sub(f"!{LINK.pattern}", "", re.sub(r"\\(?=\s|$)", "", escaped))
    line = re.sub(r"<https?://([^<>\s]+)>", r"\1", line)
    line = re.sub(r"\[\^[^\]\[]*\]", "", line)
    line = LINK.sub(r"\1", line)
    line = re.sub(r"\{[:#.][^{}]*\}", "", re.sub(r"<[^<>]{1,300}>", "", line))
    line = re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|~~", "", line)
    line = "".join(chr(ord(char) - HELD) if HELD <= ord(char) < HELD + 128 else char for char in unescape(line))
    return " ".join(line.split())


def slug_of(raw: Raw) -> str:
    """Return the address that a text asks for: what its keys say, else the file's name."""
    return slugify(words_of(raw.keys.get("slug")).strip("/").rpartition("/")[2]) or slugify(stem_of(raw.path))


def dropped(raw: Raw) -> Iterator[Note]:
    """Yield the keys that nothing here would show, one line of the report for each name."""
    for name, value in raw.keys.items():
        if name not in TAKEN and name not in BELOW and value not in ("", [], {}):
            yield Note(Fate.LEFT_OUT, f'the key "{name}"', str(raw.path))
