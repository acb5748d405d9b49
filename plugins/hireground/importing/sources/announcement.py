"""Make a seminar of an announcement in a post, and put the block that shows its dates in its place."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from hireground.importing.model import Answers, Edit, Fate, Note, Source
from hireground.importing.reading import UnreadableError, decoded
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import UNKNOWN, Date, Places, Series
from hireground.seminars.block.announcement import Announced, Announcement, announcements
from hireground.terminal import RefusedError
from hireground.text.frontmatter import parse_document
from hireground.text.problems import InvalidContentError

ONLINE = re.compile(r"\b(?:online|zoom|virtual(?:ly)?|webinar|via teams|google meet)\b", re.IGNORECASE)
HOURS = re.compile(r"(\d{1,2}:\d\d)(?:\s*[-–]\s*(\d{1,2}:\d\d))?")


def read_announcement(path: Path, answers: Answers) -> Source:
    """Read a post of this site; raises `RefusedError` if there is nothing of that shape in it."""
    try:
        text = decoded(path)
        document = parse_document(Path(path.name), text)
    except (UnreadableError, InvalidContentError) as error:
        raise RefusedError(f"{path} cannot be read: {error}") from None
    offset = text.rindex(document.body) if document.body else 0
    places, notes = Places(answers.known_places), list[Note]()
    reader = Reader(answers, places, notes, path.name)
    found = list(announcements(document.body))
    if not found:
        raise RefusedError(f"{path} has no announcement: a heading, and below it a list of two dates or more")
    series = [reader.series(one) for one in found]
    files, more = seminar_files(series, answers.timezone)
    pieces, place = [], 0
    for one, file in zip(found, files, strict=True):
        block = f"/// seminars | {one.title}\n    ids: [{file.path.stem}]\n///\n"
        pieces += [text[place : offset + one.start], block]
        place = offset + one.end
    new = "".join([*pieces, text[place:]])
    return Source(
        name="a post with an announcement", seminars=files, places=tuple(places.records.values()),
        edits=(Edit(path, text, new),), notes=(*notes, *more),
    )  # fmt: skip


class Reader:
    """Turns announcements into seminars; what they do not say is asked for, or marked."""

    def __init__(self, answers: Answers, places: Places, notes: list[Note], source: str) -> None:
        self.answers, self.places, self.notes, self.source = answers, places, notes, source

    def series(self, one: Announcement) -> Series:
        """Return the seminar of an announcement."""
        year = re.search(r"\b(20\d\d)\b", one.title)
        registration = one.link or self.answers.link
        if one.asks_to_register and not registration and not any(date.link for date in one.dates):
            registration = UNKNOWN
            self._ask("where people register is not said; --link says it")
        if one.has_share:
            self.notes.append(Note(Fate.LEFT_OUT, 'the words "Share", which a block has by itself', self.source))
        dates = tuple(self._dates(one, int(year[1]) if year else self.answers.year, registration))
        return Series(source=self.source, title=one.title, dates=dates, body=one.text)

    def _dates(self, one: Announcement, year: int | None, registration: str) -> Iterator[Date]:
        given = HOURS.fullmatch(self.answers.hours.strip()) if self.answers.hours else None
        if self.answers.hours and not given:
            raise RefusedError("hours are written as in --hours 18:00-20:00")
        for said in one.dates:
            start, end = (said.start, said.end) if said.start or not given else (given[1], given[2] or "")
            day = self._day(said, year)
            is_online = bool(ONLINE.search(said.place))
            name, _, street = said.place.partition(",")
            if is_online:
                self._ask("the link of an online date is not said", said.words)
            yield Date(
                start=_at(day, start), end=_at(day, end), said="" if day else f"{said.words} {start}".strip(),
                place="" if is_online else self.places.named(name, address=street.strip()),
                online=UNKNOWN if is_online else "",
                registration=said.link or registration, timezone=self.answers.source_timezone,
            )  # fmt: skip

    def _day(self, said: Announced, year: int | None) -> dt.date | None:
        if said.year is None and year is None:
            self._ask("a date without a year; --year says it", said.words)
            return None
        try:
            return dt.date(said.year or year or 0, said.month, said.day)
        except ValueError:
            self._ask("a day that its month does not have", said.words)
            return None

    def _ask(self, kind: str, detail: str = "") -> None:
        self.notes.append(Note(Fate.TO_DECIDE, kind, self.source, detail))


def _at(day: dt.date | None, clock: str) -> dt.datetime | dt.date | None:
    if day is None or not clock:
        return day if not clock else None
    hour, minute = clock.split(":")
    return dt.datetime.combine(day, dt.time(int(hour), int(minute)))
