"""Make seminars of the events of a calendar that this engine made: one for each that their pages stand below."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hireground.importing.model import Fate, Note
from hireground.importing.own_calendars.entries import Said, language_of, said_in
from hireground.importing.own_calendars.facts import Entry
from hireground.importing.own_calendars.languages import Words, words_of_themes
from hireground.importing.own_calendars.templates import with_templates
from hireground.importing.seminars.model import Date, Places, Series
from hireground.importing.writing import Value

OF_SEMINAR = re.compile(r"/seminars/([^/]+)/$")
OF_DATE = re.compile(r"/seminars/([^/]+)/[^/]+/?$")
"""The address of a seminar's page, and of a date's."""
CUT = " …"
"""Ends a text that is longer than calendars have it."""
OFF = frozenset({"cancelled", "postponed"})
ONLINE = "Online"
"""What a call without a name is called."""
FEWEST = 2
"""Dates of a course."""


@dataclass(frozen=True, kw_only=True)
class OwnEvent:
    """An event: its date, without texts, and its texts.

    `call` is what its call is called; `seminar` and `about` are title and summary of its seminar, where they are said.
    """

    date: Date
    title: str
    description: str
    location: str
    page: str
    topics: tuple[str, ...]
    call: str = ""
    seminar: str = ""
    about: str = ""

    @property
    def slug(self) -> str:
        """What its seminar is called in addresses; on a laptop a page has no address but that of its description."""
        match = OF_DATE.search(self.page or self.description.rstrip().rpartition("\n")[2])
        return match[1] if match else ""


def own_series(events: Iterable[OwnEvent], places: Places, notes: list[Note]) -> Iterator[Series]:
    """Yield the seminars, and add to the notes what a calendar does not say of them."""
    events = tuple(events)
    if not events:
        return
    words = language_of((event.description for event in events), words_of_themes())
    groups: defaultdict[str, list[OwnEvent]] = defaultdict(list)
    for event in events:
        groups[event.slug or event.title].append(event)
    halls = _Halls(events, places)
    for group in groups.values():
        found = _series(group, words, halls)
        notes += _notes(found)
        yield found


def _notes(one: Series) -> Iterator[Note]:
    if not any(date.title == one.title or "title" in date.keys for date in one.dates):
        yield Note(Fate.TO_DECIDE, "a seminar whose own title the calendar does not have", one.source, one.title)
    if any(text.endswith(CUT) for text in (one.body, *(date.body for date in one.dates))):
        yield Note(Fate.TO_DECIDE, "a text of which the calendar has the beginning", one.source)


def _series(events: list[OwnEvent], words: Words, halls: "_Halls") -> Series:
    parts, is_course = _parts(events, words)
    dates = [_date(event, said, words, halls) for event, said in zip(events, parts, strict=True)]
    title, about = _title(dates, events[0]), events[0].about
    summary = about or next(
        (one for one, _number in Counter(one.summary for one in parts if one.summary).most_common(1)), ""
    )
    body = _shared_text(dates)
    dates = with_templates(dates)
    dates = [
        replace(date, summary="" if date.summary == summary and date.body in {"", body} else date.summary)
        for date in dates
    ]
    return Series(
        source=title, title=title, dates=tuple(sorted(dates, key=_start)), body=body, summary=summary, laid_out=True,
        topics=tuple(dict.fromkeys(topic for event in events for topic in event.topics)), slug=events[0].slug,
        keys={"course": "yes"} if is_course else {},
    )  # fmt: skip


def _start(date: Date) -> str:
    return str(date.start)


def _parts(events: list[OwnEvent], words: Words) -> tuple[list[Said], bool]:
    """Take the descriptions apart; where dates are no course, words of one are not known."""
    off = words.wording.gettext("This session is cancelled.")
    number = sum(not event.description.startswith(off) for event in events)
    parts = [_taken_apart(event, words, number if number >= FEWEST else 0) for event in events]
    on = [one for one in parts if one.status not in OFF]
    if not any(one.facts.is_course for one in parts):
        return parts, False
    said = [one.facts.all_keys for one in on]
    is_alike = all(one.get(name) == said[0].get(name) for one in said for name in ("price", "registration"))
    if is_alike and all(one.facts.is_course for one in on):
        return parts, True
    return [_taken_apart(event, words, 0) for event in events], False


def _taken_apart(event: OwnEvent, words: Words, dates: int) -> Said:
    start = event.date.start
    day = start.date() if isinstance(start, dt.datetime) else start or dt.date.min
    page = event.page or event.description.rstrip().rpartition("\n")[2]
    return said_in(event.description, page, Entry(words, day, dates))


def _date(event: OwnEvent, said: Said, words: Words, halls: "_Halls") -> Date:
    keys = dict(said.facts.all_keys)
    online = keys.pop("online", None) or ({"url": event.date.online} if event.date.online else None)
    where = "" if isinstance(online, Mapping) and event.location in online.values() else event.location
    place, more = halls.of(where, said.facts.place)
    if isinstance(online, Mapping):
        keys["online"] = {**online, **({"name": event.call} if event.call not in {"", ONLINE} else {})}
    status = said.status or event.date.status
    title = event.title
    for before in ("Cancelled", "Postponed") if status in OFF else ():
        title = title.removeprefix(f"{words.wording.gettext(before)}: ")
    date = replace(
        event.date, title=title, status=status, place=place, online="", summary=said.summary, body=said.text,
        note=said.note, moved_from=said.moved_from, keys={**keys, **more},
    )  # fmt: skip
    return replace(date, end=None, is_all_day=False) if said.facts.awaits_hour else date


def _title(dates: list[Date], event: OwnEvent) -> str:
    """Return the title that dates without one of their own have, or the words of the address."""
    slug = event.slug
    awaited = event.seminar or next((date.title for date in dates if "title" in date.keys), "")
    ((most, number),) = Counter(date.title for date in dates).most_common(1)
    if awaited or number > 1 or len(dates) == 1 or not slug:
        return awaited or most
    return slug.replace("-", " ").capitalize()


def _shared_text(dates: list[Date]) -> str:
    """Return the text of the seminar: what most dates have below a summary, if none that takes place has no text."""
    there = [date for date in dates if date.status not in OFF]
    texts = Counter(date.body for date in there if date.summary and date.body)
    if not texts or not all(date.body for date in there):
        return ""
    text, number = texts.most_common(1)[0]
    return text if number > 1 or len(there) == 1 else ""


class _Halls:
    """Where people meet: what differs between dates at one place, and nothing else, is a room."""

    def __init__(self, events: Iterable[OwnEvent], places: Places) -> None:
        self.places = places
        self.rests: defaultdict[str, set[str]] = defaultdict(set)
        for event in events:
            name, _, rest = event.location.partition(", ")
            self.rests[name].add(rest)

    def of(self, location: str, more: Mapping[str, str]) -> tuple[str, Mapping[str, Value]]:
        """Return the name of a place, and the keys that say the rest of it."""
        name, _, rest = location.partition(", ")
        rests = self.rests[name]
        if not name or len(rests) <= 1:
            return self.places.named(name, address=rest, **more), {}
        tails = {one.partition(", ")[2] for one in rests}
        if len(tails) == 1 and (tail := tails.pop()):
            return self.places.named(name, address=tail, **more), {"room": rest.partition(", ")[0]}
        return "", {"place": {"name": name, "address": rest, **more}}
