"""Write the file of a seminar from what calendars, exports and lists of talks say of its dates."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.dates import Moment
from hireground.importing.model import Fate, Note, Record, SourceFile
from hireground.importing.permalinks import encoded
from hireground.importing.writing import Value, front_matter
from hireground.new.document import stem
from hireground.prose.first_words import cut, summary_from
from hireground.text.fields import alias_path

UNKNOWN = "unknown"
"""Stands for a zone that nobody said, so that `check` names it."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Date:
    """One date, or a rule for several; hours are those of `timezone`.

    A day alone is one whose hour nobody said, and `said` are words in the place of a start that cannot be read.
    """

    start: Moment | None
    end: Moment | None = None
    is_all_day: bool = False
    timezone: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    place: str = ""
    online: str = ""
    speakers: tuple[Record, ...] = ()
    status: str = ""
    moved_from: Moment | None = None
    uid: str = ""
    sequence: int = 0
    said: str = ""
    rule: Mapping[str, Value] = field(default_factory=dict)
    price: str = ""
    registration: str = ""
    slides: str = ""
    recording: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """A seminar with its dates; `source` names it in the report."""

    source: str
    title: str
    dates: tuple[Date, ...]
    body: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    organizer: Mapping[str, Value] = field(default_factory=dict)
    is_draft: bool = False
    image: str = ""
    addresses: tuple[str, ...] = ()
    slug: str = ""
    modified: Moment | None = None


@dataclass(frozen=True)
class Places:
    """Venues by name, each once: those that the site has already are only named."""

    known: frozenset[str]
    records: dict[str, Record] = field(default_factory=dict)

    def named(self, name: str, **more: str) -> str:
        """Return the name by which a file says a place; whoever knows most of it is kept."""
        name = " ".join(name.split())
        if not name or name in self.known:
            return name
        record = {"name": name, **{key: value for key, value in more.items() if value}}
        if len(record) > len(self.records.get(name, {})):
            self.records[name] = record
        return name


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
        files.append(_file(replace(one, summary=summary), slug, timezone))
        notes += own
    return tuple(files), tuple(notes)


def _free(one: Series, taken: set[str]) -> str:
    start = next((date.start for date in one.dates if date.start), None)
    name = stem(one.slug or one.title, otherwise=f"seminar-{start:%Y-%m-%d}" if start else "seminar")
    name = f"{name}-seminar" if urls.is_taken(urls.SEMINAR.url(slug=name)) else name
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
    zones = {date.timezone or own_zone for date in one.dates}
    zone = zones.pop() if len(zones) == 1 else own_zone
    items = [
        _item(date, one, "" if (date.timezone or own_zone) == zone else date.timezone or own_zone) for date in one.dates
    ]
    keys: dict[str, Value] = {
        "title": one.title, "summary": one.summary, "topics": one.topics, "draft": "yes" if one.is_draft else "",
        "timezone": "" if zone == own_zone else zone, **_shared(one), "organizer": one.organizer, "image": one.image,
        "aliases": tuple(_aliases(one.addresses, slug)), "sessions": _short(items),
    }  # fmt: skip
    text = f"{front_matter(keys)}\n{_body(one)}\n"
    return SourceFile(
        path=PurePosixPath("seminars", f"{slug}.md"), text=text, addresses=one.addresses, is_draft=one.is_draft
    )


SHARED = ("place", "online", "price", "registration")


def _shared(one: Series) -> dict[str, Value]:
    """Return what all dates say alike, which the seminar says once."""
    found: dict[str, Value] = {}
    for name in SHARED:
        values = {getattr(date, name) for date in one.dates}
        if len(values) == 1 and (value := values.pop()):
            found[name] = {"url": value} if name == "registration" else value
    return found


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
    }  # fmt: skip
    return {**({"every": date.rule["every"]} if date.rule else {}), **item, **date.rule}


def _start(date: Date) -> Moment | str:
    if isinstance(date.start, dt.datetime) and date.is_all_day:
        return date.start.date()
    return date.start or date.said


def _end(date: Date) -> Moment | str:
    """Return the end, an hour alone on the same day; all-day events end with their last day."""
    start, end = date.start, date.end
    if start is None or end is None:
        return ""
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


def _body(one: Series) -> str:
    """Return the text, and below it what single dates say, each under its own heading."""
    parts = [one.body.strip()]
    for date in one.dates:
        if date.body.strip() and date.body.strip() != one.body.strip():
            day = f"{date.start:%Y-%m-%d}" if date.start else ""
            heading = re.sub(r"([*_`\[\]<])", r"\\\1", date.title if date.title != one.title else "")
            parts.append(f"## {': '.join(part for part in (day, heading) if part)}\n\n{date.body.strip()}")
    return "\n\n".join(part for part in parts if part)
