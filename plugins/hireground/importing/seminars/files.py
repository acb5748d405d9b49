"""Write the file of a seminar from what calendars, exports and lists of talks say of its dates."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, count
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.addresses.permalinks import encoded
from hireground.importing.dates import Moment, written
from hireground.importing.model import Fate, Note, SourceFile
from hireground.importing.own_calendars.shared_keys import shared_keys
from hireground.importing.seminars.model import UNKNOWN, Date, Series
from hireground.importing.seminars.pages import Standing, moved, pages_of_dates
from hireground.importing.writing import Value, front_matter
from hireground.new.document import stem
from hireground.prose.first_words import cut, summary_from
from hireground.text.fields import alias_path
from hireground.text.localtime import is_repeated
from hireground.text.timezones import zone as zone_of

LONGEST_NOTE = 200
LAST_ADDRESS = re.compile(r"(?:\A|\n)<?https?://\S+>?\s*\Z")


def seminar_files(found: Iterable[Series], timezone: str) -> tuple[tuple[SourceFile, ...], tuple[Note, ...]]:
    """Return a file for each seminar, and what the report says of them."""
    files: list[SourceFile] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for one in found:
        slug = _free(one, taken)
        taken.add(slug)
        own = [*_notes(one)]
        summary = one.summary
        if not summary:
            summary = summary_from(one.body) or cut(one.title)
            own.append(Note(Fate.CHANGED, "summary taken from the text, or the title", one.source, summary[:80]))
        said = replace(one, summary=summary)
        files.append(_file(said if one.laid_out else _in_one(said), slug, timezone))
        notes += own
    return tuple(files), tuple(notes)


def _in_one(one: Series) -> Series:
    """Put the paragraphs that most dates share into the text of the seminar; a line that is left is a date's note."""
    said = [date.body.strip().split("\n\n") for date in one.dates if date.body.strip()]
    number = Counter(paragraph for paragraphs in said for paragraph in dict.fromkeys(paragraphs))
    shared = {paragraph for paragraph, times in number.items() if times * 2 > len(one.dates)}
    in_order = dict.fromkeys(paragraph for paragraphs in said for paragraph in paragraphs if paragraph in shared)
    own = one.body.strip()
    text = "\n\n".join([*filter(None, [own]), *(paragraph for paragraph in in_order if paragraph not in own)])
    return replace(one, body=text, dates=tuple(_with_rest(date, shared) for date in one.dates))


def _with_rest(date: Date, shared: set[str]) -> Date:
    rest = [paragraph for paragraph in date.body.strip().split("\n\n") if paragraph and paragraph not in shared]
    if shared:  # the address of each date at the old place says nothing here
        rest = [LAST_ADDRESS.sub("", paragraph).strip() for paragraph in rest]
        rest = [paragraph for paragraph in rest if paragraph]
    is_note = len(rest) == 1 and shared and len(rest[0]) < LONGEST_NOTE and "\n" not in rest[0] and not date.note
    return replace(date, body="" if is_note else "\n\n".join(rest), note=rest[0] if is_note else date.note)


def _free(one: Series, taken: set[str]) -> str:
    start = next((date.start for date in one.dates if date.start), None)
    name = stem(one.slug or one.title, otherwise=f"seminar-{start:%Y-%m-%d}" if start else "seminar")
    is_taken = urls.is_taken(urls.SEMINAR.url(slug=name)) or name == "seminars"
    name = f"{name}-seminar" if is_taken else name
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _notes(one: Series) -> Iterator[Note]:
    if not one.title:
        yield Note(Fate.TO_DECIDE, "a seminar without a title", one.source)
    for date in one.dates:
        start = f"{date.start}" if date.start else ""
        if date.start is None and not date.said:
            yield Note(Fate.TO_DECIDE, "a date that is not said", one.source, date.title)
        elif date.start and not (date.is_all_day or isinstance(date.start, dt.datetime)):
            yield Note(Fate.TO_DECIDE, "a date whose hour nobody said", one.source, f"{start} {date.title}".strip())
        elif date.timezone == UNKNOWN:
            yield Note(Fate.TO_DECIDE, "hours whose zone nobody said; --timezone says it", one.source, start)


def _file(one: Series, slug: str, own_zone: str) -> SourceFile:
    """Write a seminar; where dates have texts of their own, it is a folder with a file for each of those."""
    zones = {date.timezone or own_zone for date in one.dates}
    zone = zones.pop() if len(zones) == 1 else own_zone
    items = [_item_in(date, one, date.timezone or own_zone, zone) for date in one.dates]
    texts = [date.body.strip() if date.body.strip() != one.body.strip() else "" for date in one.dates]
    listed = [item for item, text in zip(items, texts, strict=True) if not text]
    keys: dict[str, Value] = {
        "title": one.title, "summary": one.summary, "topics": one.topics, "draft": "yes" if one.is_draft else "",
        "timezone": "" if zone == own_zone else zone, **_shared(one), **one.keys, "organizer": one.organizer,
        "image": one.image,
        "aliases": tuple(_aliases(one.addresses, slug)), "sessions": _short(listed),
    }  # fmt: skip
    folder = PurePosixPath("seminars", slug)
    standing = [*_standing(folder, one.dates, texts)]
    pages = pages_of_dates(one, slug, standing)
    files = [(at.file, item, text, at.date.source) for at, item, text in zip(standing, items, texts, strict=True)]
    index = folder / "index.md" if any(texts) else folder.with_suffix(".md")
    origins = {path: one.origins[source] for path, _item, _text, source in files if path and source in one.origins}
    return SourceFile(
        path=index, slug=slug, moved=moved(one, pages), addresses=one.addresses, is_draft=one.is_draft,
        text=f"{front_matter(keys)}\n{one.body.strip()}\n",
        dates={path: f"{front_matter(item)}\n{text}\n" for path, item, text, _source in files if path},
        origins={index: next(iter(one.origins.values())), **origins} if one.origins else {},
        pages={PurePosixPath(date.source): page for date, page in pages if date.source in one.origins},
    )  # fmt: skip


def _standing(folder: PurePosixPath, dates: Iterable[Date], texts: Iterable[str]) -> Iterator[Standing]:
    """Yield each date, with a file where it has a text: called as its day, or as its hour on a day with several."""
    pairs = [*zip(dates, texts, strict=True)]
    days = Counter(_day(date) for date, text in pairs if text)
    taken: set[str] = set()
    for date, text in pairs:
        name = _day(date) if days[_day(date)] < 2 or not date.start else f"{date.start:%Y-%m-%d-%H%M}"  # noqa: PLR2004 -- one
        name = next(one for one in chain([name], (f"{name}-{n}" for n in count(2))) if one not in taken)
        if text:
            taken.add(name)
        yield Standing(date, folder / f"{name}.md" if text else None)


def _day(date: Date) -> str:
    return f"{date.start:%Y-%m-%d}" if date.start else "date"


SHARED = ("place", "online", "price", "registration")


def _shared(one: Series) -> dict[str, Value]:
    """Return what all dates say alike, which the seminar says once."""
    found: dict[str, Value] = {}
    for name in SHARED:
        values = {getattr(date, name) for date in one.dates}
        if len(values) == 1 and (value := values.pop()):
            found[name] = {"url": value} if name == "registration" else value
    return found | shared_keys((date.keys, date.status) for date in one.dates)


def _item_in(date: Date, one: Series, named: str, zone: str) -> dict[str, Value]:
    """Return the keys of a date whose zone is `named`, in a seminar whose zone is another or the same."""
    return _item(_once(date, named), one, "" if named == zone else named)


def _item(date: Date, one: Series, zone: str) -> dict[str, Value]:
    shared = _shared(one)
    own = {name: getattr(date, name) for name in SHARED if name not in shared}
    registration = own.pop("registration", "")
    item: dict[str, Value] = {
        "start": _start(date), "end": _end(date), "all_day": "yes" if date.is_all_day else "", "timezone": zone,
        "moved_from": date.moved_from or "", "status": date.status,
        "title": date.title if date.title != one.title else "", "summary": date.summary,
        **own, "registration": {"url": registration} if registration else "", "speakers": date.speakers,
        "slides": date.slides, "recording": date.recording, "note": date.note, "uid": date.uid,
        "sequence": str(date.sequence) if date.sequence else "",
        **{name: value for name, value in date.keys.items() if name not in shared},
    }  # fmt: skip
    if not any(item.values()):
        item["start"] = UNKNOWN
    return {**({"every": date.rule["every"]} if date.rule else {}), **item, **date.rule}


def _once(date: Date, named: str) -> Date:
    """Say which of two hours an end is where clocks show it twice; calendars mean the first."""
    if named == UNKNOWN:
        return date
    end = date.end
    if not isinstance(end, dt.datetime) or not is_repeated(end.replace(tzinfo=zone_of(named))):
        return date
    return replace(date, end_words=f"{written(end)} the {'second' if end.fold else 'first'} time")


def _start(date: Date) -> Moment | str:
    if isinstance(date.start, dt.datetime) and date.is_all_day:
        return date.start.date()
    return date.start or date.said


def _end(date: Date) -> Moment | str:
    """Return the end, an hour alone on the same day; all-day events end with their last day."""
    start, end = date.start, date.end
    if start is None or end is None:
        return ""
    if date.end_words:
        return date.end_words
    if not isinstance(end, dt.datetime) or not isinstance(start, dt.datetime):
        return "" if not date.is_all_day or end == start else end
    return f"{end:%H:%M}" if start.date() == end.date() else end


def _short(items: list[dict[str, Value]]) -> list[Value]:
    """Write a date that says nothing else as its start alone."""
    kept = [{name: value for name, value in item.items() if value} for item in items]
    return [item["start"] if set(item) == {"start"} else item for item in kept]


def _aliases(addresses: Iterable[str], slug: str) -> Iterator[str]:
    for address in dict.fromkeys(encoded(one) for one in addresses if "?" not in one):
        if alias_path(address) != urls.SEMINAR.url(slug=slug) and address != "/":
            yield address
