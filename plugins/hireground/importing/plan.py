"""Turn what a source has into the files of our site, the list of old addresses, and the report."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from hireground.importing.addresses.lists import moved_lists, new_lists
from hireground.importing.addresses.measured import answered
from hireground.importing.addresses.of_texts import numbered, old_addresses
from hireground.importing.addresses.topics import slugs_of_topics, topic_records
from hireground.importing.assets import Assets
from hireground.importing.leads import Leads
from hireground.importing.model import (
    NO_DATE,
    UNDATED,
    Fate,
    Import,
    Note,
    Source,
    SourceFile,
    SourceText,
)
from hireground.importing.places_of_texts import Placed, placed, renamed
from hireground.importing.texts.bodies import Body, converted
from hireground.importing.texts.places import with_places
from hireground.importing.writing import Value, front_matter
from hireground.pictures.model import is_picture
from hireground.site.links.rewriting import led
from hireground.terminal import Progress, silent


def planned(source: Source, language: str, tell: Progress = silent, kinds: Collection[str] = ()) -> Import:
    """Return all that is to be written; `kinds` of files are published beside the usual ones."""
    texts = placed([_of_date(one) for one in source.texts], language)
    assets = Assets(kinds)
    slugs = slugs_of_topics(one.text for one in texts)
    lists = dict(new_lists(source.lists, texts, slugs))
    numbers = numbered(texts, source.seminars)
    leads = Leads(source, texts, {**lists, **numbers}, assets, slugs)
    aliases, notes = old_addresses(texts, source.seminars)
    written: dict[PurePosixPath, str] = {}
    notes += source.notes
    for number, one in enumerate(texts, 1):
        body = converted(one.text, source.signs)
        leads.notes.extend(body.notes)
        written[one.path] = _written(one, body, leads, aliases[one.path])
        tell(number, len(texts))
    placed_texts, place_notes = with_places(written)
    written = {**placed_texts, **_seminars(source.seminars, leads)}
    notes += place_notes
    for one in texts:
        notes += one.text.notes
    notes += [*renamed(texts), *leads.notes, *assets.notes, *_kept(texts, source, assets)]
    moved = {**moved_lists(lists, texts, aliases), **numbers}
    records = {"places": source.places, "people": source.people, "topics": topic_records(slugs, texts)}
    return Import(
        written, assets.copies, moved, records, source.edits, tuple(notes), tuple(leads.elsewhere),
        answered(texts, source.seminars, aliases, moved, slugs),
    )  # fmt: skip


def _of_date(text: SourceText) -> SourceText:
    """Put a draft without a date among the pages, which need none."""
    if text.section != "posts" or text.date is not None or text.status != "draft":
        return text
    notes = (replace(one, fate=Fate.CHANGED, kind=UNDATED) if one.kind == NO_DATE else one for one in text.notes)
    return replace(text, section="pages", notes=tuple(notes))


def _seminars(seminars: Iterable[SourceFile], leads: Leads) -> Mapping[PurePosixPath, str]:
    """Return the files of seminars; links and pictures in texts of dates lead to where they are now."""
    found: dict[PurePosixPath, str] = {}
    for one in seminars:
        for path, text in {one.path: one.text, **one.dates}.items():
            origin = one.origins.get(path)
            found[path] = _led(text, Placed(origin, path, ""), leads) if origin else text
    return found


def _led(text: str, here: Placed, leads: Leads) -> str:
    keys, between, body = text.partition("\n---\n\n")
    return keys + between + led(body, lambda target, is_image: leads.find(here, target, is_image=is_image))


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
