"""Turn what a source has into the files of our site, the list of old addresses, and the report."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import quote

from hireground import urls
from hireground.importing.assets import Assets
from hireground.importing.leads import Leads
from hireground.importing.model import (
    NO_DATE,
    UNDATED,
    Fate,
    Import,
    List,
    Note,
    OldList,
    Source,
    SourceFile,
    SourceText,
)
from hireground.importing.permalinks import encoded
from hireground.importing.places_of_texts import Placed, placed, renamed
from hireground.importing.texts.bodies import Body, converted
from hireground.importing.texts.links import led
from hireground.importing.texts.places import with_places
from hireground.importing.writing import Value, front_matter
from hireground.pictures.inspecting import is_picture
from hireground.slugs import slugify
from hireground.terminal import Progress, silent
from hireground.text.fields import alias_path, check_alias

LITERAL = re.compile(r"[^\w./~%-]")
"""Signs that an address in a list has in another form."""


def planned(source: Source, language: str, tell: Progress = silent) -> Import:
    """Return all that is to be written."""
    texts = placed([_of_date(one) for one in source.texts], language)
    assets = Assets()
    lists = dict(_lists(source.lists, texts))
    leads = Leads(source, texts, lists, assets)
    aliases, notes = old_addresses(texts, source.seminars)
    written: dict[PurePosixPath, str] = {}
    notes += source.notes
    for number, one in enumerate(texts, 1):
        body = converted(one.text, source.signs)
        leads.notes.extend(body.notes)
        written[one.path] = _written(one, body, leads, aliases[one.path])
        tell(number, len(texts))
    placed_texts, place_notes = with_places(written)
    written = {**placed_texts, **_seminars(source.seminars)}
    notes += place_notes
    for one in texts:
        notes += one.text.notes
    notes += [*renamed(texts), *leads.notes, *assets.notes, *_kept(texts, source, assets)]
    moved = {old: new for old, new in lists.items() if not (_is_own(old, texts, aliases) or _is_list(old))}
    moved = {LITERAL.sub(lambda match: quote(match[0]), old): new for old, new in moved.items()}
    moved |= _numbered(texts, source.seminars)
    return Import(
        written, assets.copies, moved, {"places": source.places, "people": source.people}, source.edits, tuple(notes)
    )


def _of_date(text: SourceText) -> SourceText:
    """Put a draft without a date among the pages, which need none."""
    if text.section != "posts" or text.date is not None or text.status != "draft":
        return text
    notes = (replace(one, fate=Fate.CHANGED, kind=UNDATED) if one.kind == NO_DATE else one for one in text.notes)
    return replace(text, section="pages", notes=tuple(notes))


def _seminars(seminars: Iterable[SourceFile]) -> Mapping[PurePosixPath, str]:
    return {path: text for one in seminars for path, text in ((one.path, one.text), *one.dates.items())}


def _kept(texts: list[Placed], source: Source, assets: Assets) -> Iterator[Note]:
    for text in texts:
        yield Note(Fate.KEPT, text.text.section.removesuffix("s"), text.text.source, str(text.path))
    for edit in source.edits:
        yield Note(Fate.CHANGED, "a list of dates became a block of seminars", edit.file.name)
    for one in source.seminars:
        yield Note(Fate.KEPT, "seminar", str(one.path), str(one.path))
        yield from (Note(Fate.KEPT, "abstract", str(path), str(path)) for path in one.dates)
    for path in assets.copies:
        yield Note(Fate.KEPT, "picture" if is_picture(path) else "other file", str(path), str(path))


def _written(one: Placed, body: Body, leads: Leads, aliases: tuple[str, ...]) -> str:
    """Write a text's file."""
    text = one.text
    markdown = led(body.markdown, lambda target, is_image: leads.find(one, target, is_image=is_image))
    image = leads.picture(one, text.image) if text.image else ""
    keys: dict[str, Value] = {
        "title": text.title,
        "date": text.date or "",
        "modified": text.modified or "",
        "summary": body.summary,
        "authors": text.authors,
        "topics": text.topics,
        "series": text.series,
        "status": text.status,
        "image": image,
        "image_alt": text.image_alt if image else "",
        "lang": text.lang,
        "translation": "yes" if one.is_translation else "",
        "aliases": aliases,
    }
    return f"{front_matter(keys)}\n{markdown.strip(chr(10))}\n"


def old_addresses(
    texts: list[Placed], seminars: Iterable[SourceFile]
) -> tuple[Mapping[PurePosixPath, tuple[str, ...]], list[Note]]:
    """Return the old addresses of each file, each once and as `aliases:` have them; what is seen comes first.

    An address that is the new one needs no alias, nor one that the site answers anyway.
    """
    pages = {urls.file_of(one.url) for one in texts} | {_file_of_seminar(one) for one in seminars}
    taken: dict[str, PurePosixPath] = {}
    found: dict[PurePosixPath, tuple[str, ...]] = {one.path: () for one in texts}
    notes: list[Note] = []
    for one in sorted(texts, key=lambda one: not one.is_public):
        for address in one.text.addresses:
            alias = encoded(address)
            if "?" in address:
                continue
            why = _no_alias(alias, one, pages, taken)
            if why:
                notes.append(Note(Fate.TO_DECIDE, f"an old address {why}", one.text.source, address))
            elif not _is_there(alias, one.url) and alias_path(alias) not in taken:
                taken[alias_path(alias)] = one.path
                found[one.path] += (alias,)
    return found, notes


def _numbered(texts: Iterable[Placed], seminars: Iterable[SourceFile]) -> Mapping[str, str]:
    """Return the addresses that name a text by a number, `/?p=12`, which no alias can have."""
    pages = [(one.text.addresses, one.url) for one in texts if one.is_public]
    found = {old: f"/{url}" for addresses, url in pages for old in addresses if "?" in old}
    for one in (one for one in seminars if not one.is_draft):
        new = f"/{urls.SEMINAR.url(slug=one.slug)}"
        found |= {old: new for old in one.addresses if "?" in old}
        found |= {LITERAL.sub(lambda match: quote(match[0]), old): new for old in one.moved}
    return found


def _file_of_seminar(one: SourceFile) -> str:
    return urls.file_of(urls.SEMINAR.url(slug=one.slug))


def _is_there(alias: str, url: str) -> bool:
    path = alias_path(alias)
    return urls.file_of(path) == urls.file_of(url) or path == "/" or urls.is_taken(path)


def _no_alias(alias: str, one: Placed, pages: set[str], taken: Mapping[str, PurePosixPath]) -> str:
    path = alias_path(alias)
    if path in taken and taken[path] != one.path:
        return f"that {taken[path]} has, too"
    if urls.file_of(path) in pages and urls.file_of(path) != urls.file_of(one.url):
        return "that another page has now"
    try:
        check_alias(alias)
    except ValueError:
        return "that no alias can have" if path != "/" else ""
    return ""


def _lists(lists: Iterable[OldList], texts: list[Placed]) -> Iterator[tuple[str, str]]:
    """Yield each old list or feed with the nearest one that the new site has."""
    public = [one for one in texts if one.text.status == "" and one.text.section == "posts" and not one.is_translation]
    topics = {slugify(topic) for one in public for topic in one.text.topics}
    authors = {slugify(author) for one in public for author in one.text.authors}
    years = {str(one.text.date.year) for one in public if one.text.date and not isinstance(one.text.date, str)}
    for old in lists:
        new = urls.POSTS.url()
        slug = slugify(old.name)
        if old.kind is List.TOPIC and slug in topics:
            new = urls.TOPIC.url(slug=slug)
        elif old.kind is List.AUTHOR and slug in authors:
            new = urls.AUTHOR.url(slug=slug)
        elif old.kind is List.YEAR and old.name in years:
            new = urls.YEAR.url(year=old.name)
        elif old.kind is List.SEMINARS:
            new = urls.SEMINARS.url()
        if old.is_feed:
            new = urls.calendar_of(new) if old.kind is List.SEMINARS else urls.atom_of(new)
        yield old.address, f"/{new}"


def _is_list(old: str) -> bool:
    """Tell whether the new site has a list or a file of its own at an old address."""
    path = alias_path(encoded(old.partition("?")[0]))
    return "?" not in old and urls.is_taken(path) and "page" not in path.split("/")


def _is_own(old: str, texts: list[Placed], aliases: Mapping[PurePosixPath, tuple[str, ...]]) -> bool:
    """Tell whether a text has the address of a list, or the new site itself."""
    file = urls.file_of(alias_path(encoded(old.partition("?")[0])))
    own = {urls.file_of(one.url) for one in texts}
    named = {urls.file_of(alias_path(alias)) for several in aliases.values() for alias in several}
    return "?" not in old and (file in own | named or file in {"/", urls.INDEX})
