"""Read lists of talks: a folder with a file a talk, JSON, or a table; all of one list are the dates of one seminar."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from hireground.importing.dates import as_written, at, hours_of, moment_of, ordered
from hireground.importing.fields import first, names_of, unique, words_of
from hireground.importing.model import Answers, Fate, Note, Record, Source
from hireground.importing.reading import Keys, UnreadableError, Value, decoded, named, parse_yaml, plain
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import UNKNOWN, Date, Places, Series
from hireground.importing.sources.events_calendar import YES, price_of, venue_of
from hireground.importing.sources.plain import Folder, habits_of, other_files, text_of
from hireground.importing.sources.venue_tables import organizers, venue_keys, venues
from hireground.importing.texts.embeds import without_embeds
from hireground.importing.texts.headings import below_title
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.importing.texts.shortcodes import without_templates
from hireground.importing.texts.tidy import tidied
from hireground.terminal import RefusedError
from hireground.text.timezones import zone, zone_names
from hireground.text.web_addresses import url_problem

SPEAKER = ("speaker", "speakers", "presenter", "presenters", "name", "lecturer", "author", "authors", "who")
TITLE = ("title", "talk", "topic", "event_name", "summary", "subject")
DATE = ("date", "start", "start_date", "event_start_date", "datetime", "when", "day")
START = ("start_time", "starttime", "time", "time_start", "event_start_time", "hour")
END = ("end_time", "endtime", "time_end", "event_end_time", "end", "date_end", "ends")
END_DAY = ("end_date", "event_end_date", "date_end")
ABSTRACT = ("abstract", "description", "event_description", "details", "content", "text")
PLACE = ("location", "place", "room", "venue", "event_venue_name", "where")
SLIDES = ("slides", "url_slides", "pdf", "speakerdeck", "presentation")
VIDEO = ("video", "recording", "youtube", "url_video", "videourl", "recording_url")
PERSON_URL = ("website", "speakerurl", "speaker_url", "perso", "link", "url", "homepage")
MEETING = ("zoom", "online", "meeting", "meeting_url", "stream", "livestream", "webinar")
REGISTER = ("registration", "register", "registration_url", "event_website", "event_url", "rsvp")
OFFSET = re.compile(r"(?<=\d)(?:Z|[+-]\d\d:?\d\d)$")
TO_COME = re.compile(r"\W*(?:tba|tbd|tbc|to be (?:announced|determined|confirmed))\W*", re.IGNORECASE)
NO_NAMES = frozenset({"talks", "talk", "seminars", "seminar", "data", "index", "schedule", "events", "archive"})
"""What a list of talks is called that has no name of its own: its folder has one."""
NOBODY = re.compile(r"\W*(?:none|tba|tbd|n/a|to be announced)?\W*", re.IGNORECASE)
DATA = frozenset({".json", ".csv", ".yml", ".yaml"})
DEEPEST = 8
"""Groups within groups of a list."""
TALKS = ("speaker", "speakers", "presenter", "lecturer", "abstract", "affiliation")


def is_talk(keys: Keys) -> bool:
    """Tell whether what stands above a text is a talk's: it has a date, and somebody who speaks."""
    return any(name in keys for name in DATE) and sum(name in keys for name in TALKS) > 1 - ("speaker" in keys)


def has_talks(folder: Path) -> bool:
    """Tell whether the texts of a folder are talks, by those that are read first."""
    found = Folder(folder)
    texts = [raw.keys for raw, _number in zip(found.texts(), range(10), strict=False) if raw.has_keys]
    files = [] if texts else [path for path in found.paths if path.suffix.lower() in DATA][:10]
    rows = texts or [row for path in files for row in islice(_rows_of(folder / path), 10)]
    return bool(rows) and all(is_talk(keys) for keys in rows)


def _rows_of(path: Path) -> Iterator[Keys]:
    try:
        yield from _rows(path)
    except RefusedError:
        return


def read_talks(path: Path, answers: Answers) -> Source:
    """Read a folder, a JSON file or a table of talks."""
    folder = Folder(path) if path.is_dir() else None
    raws = list(folder.texts()) if folder else []
    rows = [(raw.path.as_posix(), raw.keys, raw.body) for raw in raws if raw.has_keys]
    lists = [path] if not folder else [path / one for one in folder.paths if one.suffix.lower() in DATA and not rows]
    for file in lists:
        several = list(_rows(file))
        name = file.name if not folder else file.relative_to(path).as_posix()
        rows += [(f"{name} {number}" if len(several) > 1 else name, keys, "") for number, keys in enumerate(several, 1)]
    if not rows:
        raise RefusedError(f"{path} has no talks: each has a date, a title and somebody who speaks")
    places = Places(answers.known_places)
    notes = list(folder.notes) if folder else []
    is_table_of_events = any("event_name" in keys for _source, keys, _body in rows)
    reader = Reader(answers, places, notes, path if is_table_of_events and not folder else None)
    origins = {raw.path.as_posix(): text_of(raw, "seminars", habits_of(answers)) for raw in raws if raw.has_keys}
    found = reader.events(rows) if is_table_of_events else [replace(reader.series(path, rows), origins=origins)]
    seminars, more = seminar_files(found, answers.timezone)
    return Source(
        name="a list of talks", seminars=seminars, places=tuple(places.records.values()), notes=(*notes, *more),
        by_path=other_files(folder) if folder else {},
    )  # fmt: skip


def _rows(path: Path) -> Iterator[Keys]:
    try:
        text = decoded(path, 50_000_000)
        if path.suffix.lower() != ".csv":
            is_json = path.suffix.lower() == ".json"
            said = plain(json.loads(text, parse_int=str, parse_float=str)) if is_json else parse_yaml(text)
            yield from _talks_in(said)
            return
        dialect = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t")
        for row in csv.DictReader(io.StringIO(text), dialect=dialect):
            yield named({str(name): str(value or "") for name, value in row.items()})
    except (UnreadableError, ValueError, csv.Error, RecursionError) as error:
        raise RefusedError(f"{path.name} cannot be read: {' '.join(str(error).split())[:100]}") from None


def _talks_in(said: Value, depth: int = 0) -> Iterator[Keys]:
    """Yield the groups that are talks, wherever they stand: `{"talks": [...]}`, or years with their talks."""
    if isinstance(said, list):
        for one in said:
            yield from _talks_in(one, depth + 1)
    elif isinstance(said, dict) and depth < DEEPEST:
        keys = named(said)
        if any(name in keys for name in DATE) or any(name in keys for name in TALKS):
            yield keys
            return
        for value in said.values():
            yield from _talks_in(value, depth + 1)


class Reader:
    """Turns talks into dates; what they do not say is marked."""

    def __init__(self, answers: Answers, places: Places, notes: list[Note], table: Path | None = None) -> None:
        self.answers, self.places, self.notes = answers, places, notes
        self.venues = venues(table) if table else {}
        self.organizers = organizers(table) if table else {}

    def series(self, path: Path, rows: Iterable[tuple[str, Keys, str]], title: str = "") -> Series:
        """Return one seminar with all talks; without a title it is called as the list."""
        names = [path.stem, *(above.name for above in path.resolve().parents)]
        name = next((one for one in names if one.lower().strip("_") not in NO_NAMES), path.stem)
        if not title:
            title = re.sub(r"[-_]+", " ", name.lstrip("_")).strip().capitalize()
            self.notes.append(Note(Fate.CHANGED, "the seminar's title is the name of the list", path.name, title))
        said = [row for row in rows if first(row[1], (*DATE, *TITLE)) or any(self._speakers(row[1]))]
        dates = [self._date(source, keys, body) for source, keys, body in said]
        dates.sort(key=lambda date: str(date.start))
        return Series(source=path.name, title=title, dates=tuple(dates), summary=f"{title}: {len(dates)} talks.")

    def events(self, rows: Iterable[tuple[str, Keys, str]]) -> Iterator[Series]:
        """Yield a seminar for each event of a table, as The Events Calendar writes it.

        Rows of one name are the dates of one, unless others organize them.
        """
        groups: dict[tuple[str, str], list[Series]] = {}
        for source, keys, body in rows:
            date = self._date(source, keys, body)
            topics = unique(names_of(keys.get("event_category")))
            name = next(iter(names_of(keys.get("event_organizer_name"))), "")
            one = Series(
                source=source, title=date.title, dates=(date,), body=date.body, topics=topics,
                organizer=self.organizers.get(name, {"name": name}) if name else {},
            )  # fmt: skip
            called = " ".join(date.title.split()).casefold() or source
            groups.setdefault((called, name), []).append(one)
        yield from map(_in_one, groups.values())

    def _date(self, source: str, keys: Keys, body: str) -> Date:
        start, end, is_all_day = self._days(source, keys)
        title = first(keys, TITLE)
        speakers = tuple(self._speakers(keys))
        if not title or TO_COME.fullmatch(title):
            title = ""
            self.notes.append(Note(Fate.TO_DECIDE, "a talk without a title", source))
        text = "\n\n".join(one for one in (_prose(_text(keys), source), _prose(body, source)) if one)
        where = first(keys, PLACE)
        venue = {"name": "" if NOBODY.fullmatch(where) else where, **venue_keys(self.venues.get(where, {}))}
        venue = {**venue, **_address(keys.get("address"))}
        link = next((one for one in map(words_of, map(keys.get, MEETING)) if one and not url_problem(one)), "")
        cost = words_of(keys.get("event_cost") or keys.get("price"))
        price = price_of(cost, words_of(keys.get("event_currency")))
        if price is None:
            self.notes.append(Note(Fate.TO_DECIDE, "a price without its currency", source, cost))
        return Date(
            start=start, end=end, is_all_day=is_all_day, title=title, body=text,
            place=venue_of(venue, self.places), speakers=speakers,
            online=link, slides=_link(keys, SLIDES), recording=_link(keys, VIDEO), registration=_link(keys, REGISTER),
            price=price or "", timezone=self._zone(source, keys), said="" if start else first(keys, DATE),
            source=source,
        )  # fmt: skip

    def _zone(self, source: str, keys: Keys) -> str:
        name = words_of(keys.get("event_timezone") or keys.get("timezone"))
        if name in zone_names() and "/" in name:
            return name
        if name and not self.answers.source_timezone:
            kind = "an offset in the place of a zone; --timezone names it"
            self.notes.append(Note(Fate.TO_DECIDE, kind, source, name))
            return UNKNOWN
        return self.answers.source_timezone

    def _days(self, source: str, keys: Keys) -> tuple[dt.datetime | dt.date | None, dt.datetime | dt.date | None, bool]:
        """Return the start, the end, and whether whole days are meant."""
        start, end = self._hours(source, keys)
        if start is None or words_of(keys.get("all_day_event") or keys.get("all_day")).lower() not in YES:
            return start, end, False
        start, end = (one.date() if isinstance(one, dt.datetime) else one for one in (start, end))
        return start, end or start, True

    def _hours(self, source: str, keys: Keys) -> tuple[dt.datetime | dt.date | None, dt.datetime | dt.date | None]:
        own = zone(self.answers.source_timezone or self.answers.timezone)
        words = first(keys, DATE)
        day = moment_of(words, own) or ordered(words, day_first=self.answers.day_first)
        if day is None:
            self.notes.append(Note(Fate.TO_DECIDE, "a date that cannot be read; --dates says its order", source, words))
            return None, None
        begins, ends = hours_of(first(keys, START) or self.answers.hours)
        start = day if isinstance(day, dt.datetime) else at(day, begins)
        last = first(keys, END_DAY)
        end_day = moment_of(last, own) or ordered(last, day_first=self.answers.day_first)
        ends = hours_of(first(keys, END))[0] or ends
        end: dt.date | None = end_day if isinstance(end_day, dt.datetime) else at(end_day or day, ends)
        if (offset := OFFSET.search(words)) and not isinstance(end_day, dt.datetime) and (there := as_written(words)):
            there_end = at(there, ends)  # an hour beside a moment with an offset has the same
            if isinstance(there_end, dt.datetime):
                end = moment_of(f"{there_end:%Y-%m-%d %H:%M}{offset[0]}", own)
        is_after = isinstance(end, dt.datetime) and isinstance(start, dt.datetime) and end > start
        return start, end if is_after or not isinstance(start, dt.datetime) else None

    def _speakers(self, keys: Keys) -> Iterator[Record]:
        """Yield who speaks, each with what a file of ours says of a person."""
        value = next((keys[name] for name in SPEAKER if keys.get(name)), "")
        several = value if isinstance(value, list) else [value]
        if groups := [one for one in several if isinstance(one, dict)]:
            yield from (person for one in groups if (person := _person(named(one))))
            return
        names = [one for one in names_of(value) if not TO_COME.fullmatch(one)]
        more = {**keys, "title": ""} if len(names) == 1 else {}
        yield from (_person({**more, "name": name}) for name in names)


def _in_one(group: list[Series]) -> Series:
    """Return one seminar with the dates of several; its text is what all of them say."""
    dates: list[Date] = []
    for date in sorted((one.dates[0] for one in group), key=lambda date: str(date.start or "unknown")):
        if not dates or replace(date, title=dates[-1].title) != dates[-1]:  # a row may stand twice
            dates.append(replace(date, title=group[0].title))
    body = group[0].body if len({one.body for one in group}) == 1 else ""
    topics = unique(topic for one in group for topic in one.topics)
    dates = [replace(date, body="") if body else date for date in dates]
    return replace(group[0], dates=tuple(dates), body=body, topics=topics)


def _address(value: Value | None) -> Mapping[str, str]:
    """Return what a talk says of its place's address: in one line, or by the keys that HugoBlox has."""
    if not isinstance(value, dict):
        return {"address": words} if (words := words_of(value)) else {}
    names = {"street": "address", "city": "city", "region": "region", "postcode": "postal_code", "country": "country"}
    return {new: words for old, new in names.items() if (words := words_of(value.get(old)))}


def _person(keys: Keys) -> Record:
    name = words_of(keys.get("name") or keys.get("speaker"))
    place = words_of(keys.get("affiliation") or keys.get("institution") or keys.get("university"))
    url = next((one for one in (words_of(keys.get(key)) for key in PERSON_URL) if one and not url_problem(one)), "")
    said: dict[str, str] = {"name": name, "affiliation": place, "url": url}
    return {key: value for key, value in said.items() if value} if name else {}


def _prose(text: str, source: str) -> str:
    """Return an abstract as our Markdown; some tools keep it as HTML."""
    if re.search(r"</(?:p|li|div|em|strong|a)>|<br\s*/?>", text):
        text, _notes = markdown_of(text)
    text, _notes = without_embeds(without_templates(text, source)[0], source)
    text, _notes = tidied(below_title(text, "")[0], source)
    return text.strip()


def _text(keys: Keys) -> str:
    value = next((keys[name] for name in ABSTRACT if isinstance(keys.get(name), str) and keys[name]), "")
    return str(value).strip()


def _link(keys: Keys, names: tuple[str, ...]) -> str:
    return next((one for one in map(words_of, map(keys.get, names)) if one and not url_problem(one)), "")
