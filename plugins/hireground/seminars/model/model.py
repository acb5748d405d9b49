"""Define seminars and their sessions: frozen, and valid once they exist."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from hireground import urls
from hireground.seminars.model.facts.awaited import Known, is_awaited
from hireground.seminars.model.facts.postcodes import BEFORE_TOWN
from hireground.seminars.model.facts.program import NO_PROGRAM, Program
from hireground.seminars.model.facts.ways import Course, Registration
from hireground.seminars.model.facts.zones import check_zone
from hireground.seminars.model.folder import NO_MARKS, OwnText
from hireground.seminars.model.people import Organizer, Person, Sponsor
from hireground.seminars.model.places import Online, check_country, parse_geo
from hireground.seminars.model.prices import Price
from hireground.slugs import DEFAULT, Slugs
from hireground.text.fields import Line, OwnSlug, Url, listed
from hireground.text.frontmatter import Document
from hireground.text.keys import Hint
from hireground.text.timezones import parse_zone
from hireground.text.validation import Model
from hireground.text.yaml.marks import Loc

Zone = Annotated[str, BeforeValidator(parse_zone)]


class EventStatus(StrEnum):
    """RFC 5545 STATUS, and `postponed`, which schema.org adds; `on again` is confirmed after it was called off."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ON_AGAIN = "on again"


CALLED_OFF = frozenset({EventStatus.CANCELLED, EventStatus.POSTPONED})
"""Statuses of a session that nobody should come to."""


END_OF_NIGHT = dt.time(6)
"""What began on the day before, and ends by this hour, is an evening of one day to those who come."""


class Place(Model):
    """Where people meet: RFC 5545 LOCATION and GEO, schema.org Place and PostalAddress."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "street": Hint("address"),
        "zip": Hint("postal_code"),
        "zipcode": Hint("postal_code"),
        "postcode": Hint("postal_code"),
        "town": Hint("city"),
        "state": Hint("region"),
        "location": Hint("geo"),
        "coordinates": Hint("geo"),
        "website": Hint("url"),
        "link": Hint("url"),
        "title": Hint("name"),
        "floor": Hint("room"),
        "tz": Hint("timezone"),
        "zone": Hint("timezone"),
        "map_link": Hint("map"),
    }

    name: Line = Field(examples=["Bellevue Library"])
    address: str = Field("", examples=["1111 110th Ave NE"])
    room: str = Field("", examples=["Room 2"])
    rooms: Annotated[tuple[Line, ...], BeforeValidator(listed)] = Field((), examples=["[Room 1, Room 2]"])
    city: str = Field("", examples=["Bellevue"])
    region: str = Field("", examples=["WA"])
    postal_code: str = Field("", examples=['"98004"'])
    country: Annotated[str, AfterValidator(check_country)] | None = Field(None, examples=["US"])
    geo: Annotated[tuple[float, float], BeforeValidator(parse_geo)] | None = Field(
        None, examples=["[47.6205, -122.1934]"]
    )
    timezone: Annotated[Zone | None, AfterValidator(check_zone)] = Field(None, examples=["America/Los_Angeles"])
    url: Url | None = Field(None, examples=["https://example.org/library"])
    map: Url | None = Field(None, examples=["https://maps.example.org/library"])
    access: str = Field("", examples=["Step-free entrance from the garden."])
    slug: OwnSlug = Field("", validate_default=True, examples=["bellevue-library-2"])

    @property
    def is_awaited(self) -> bool:
        """Whether its name is still to be announced, so that it has no page of its own."""
        return is_awaited(self.name)

    @property
    def lines(self) -> tuple[str, ...]:
        """The postal address, a line each, without the name."""
        is_before = self.country in BEFORE_TOWN
        town = f"{self.postal_code} {self.city}".strip() if is_before else self.city
        area = " ".join(filter(None, (self.region, "" if is_before else self.postal_code)))
        return tuple(filter(None, (self.address, ", ".join(filter(None, (town, area))))))


@dataclass(frozen=True, kw_only=True)
class Session:
    """One date of a seminar, with everything that is true of it; `start`, `end` and the like are aware datetimes.

    `registration` is None where the file says nothing; `is_walk_in` where it says that none is needed. An `all_day`
    session runs from midnight to midnight. One that `stays_visible` does so in calendars that hide what is cancelled.
    One with `has_open_end` goes on for as long as is usual here, and nobody is told until when. `known` says how much
    is of the date; `start` and `end` are the first and the last moment that it may be. `awaited` are the keys that are
    to be announced. `own_text` stands in place of the seminar's, and `source` is its file, if it has one
    alone. `lang` is that of its words. A date of a `course` is had with all others of it, never alone. `loc` leads to
    where the file says it.
    """

    seminar_id: str
    seminar_slug: str
    seminar_title: str
    slug: str
    uid: str
    sequence: int
    modified: dt.datetime
    title: str
    summary: str
    start: dt.datetime
    end: dt.datetime
    timezone: ZoneInfo
    all_day: bool = False
    has_open_end: bool = False
    known: Known = Known.HOUR
    is_in_calendars: bool = True
    awaited: frozenset[str] = frozenset()
    previous_starts: tuple[dt.datetime, ...] = ()
    former_slugs: tuple[str, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    stays_visible: bool = False
    note: str = ""
    is_note_own: bool = False
    own_text: OwnText | None = None
    source: Path | None = None
    series: str | None = None
    series_slug: str = ""
    topics: tuple[str, ...] = ()
    topic_slugs: tuple[str, ...] = ()
    organizer: Organizer
    speakers: tuple[Person, ...] = ()
    are_speakers_own: bool = False
    sponsor: Sponsor | None = None
    program: Program = NO_PROGRAM
    place: Place | None = None
    online: Online | None = None
    price: Price | None = None
    registration: Registration | None = None
    is_walk_in: bool = False
    is_by_invitation: bool = False
    course: Course | None = None
    recording: str | None = None
    slides: str | None = None
    image: str | None = None
    image_alt: str = ""
    lang: str | None = None
    loc: Loc = field(default=(), compare=False, repr=False)

    @property
    def url(self) -> str:
        """The address of the session's own page, from the site's root; without a day it stands on its seminar's."""
        if not self.has_day:
            return f"{urls.SEMINAR.url(slug=self.seminar_slug)}#{self.slug}"
        return urls.SESSION.url(slug=self.seminar_slug, day=self.slug)

    @property
    def ics_url(self) -> str:
        """The address of the session's calendar file."""
        return urls.event_of(self.url)

    @property
    def has_day(self) -> bool:
        """Whether its day is known, and with it the address of a page of its own."""
        return self.known in {Known.HOUR, Known.DAY}

    @property
    def sorted_at(self) -> dt.datetime:
        """Where it stands in the order of time: what has only a month comes after all that has a day in it."""
        return self.start if self.has_day else self.end

    @property
    def text_says_summary(self) -> bool:
        """Whether the summary is the first words of its own text, so that both need not be shown."""
        return self.own_text is not None and self.own_text.summary == self.summary

    @property
    def last_day(self) -> dt.date:
        """The last day that it is on: an end at midnight is the day's before, and a night is its evening's."""
        before = self.end.date() - dt.timedelta(days=1)
        is_night = before == self.start.date() and self.end.time() <= END_OF_NIGHT
        return before if self.all_day or is_night or self.end.time() == dt.time() else self.end.date()

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The first day of each month that it is in."""
        if self.known is Known.NOTHING:
            return ()
        first, last = self.start.date().replace(day=1), self.last_day
        span = (last.year - first.year) * 12 + last.month - first.month
        numbers = range(first.month - 1, first.month + span)
        return tuple(dt.date(first.year + number // 12, number % 12 + 1, 1) for number in numbers)

    @property
    def moves(self) -> tuple[dt.datetime, ...]:
        """The times it was announced for before; that its whole day was, until there was an hour, is no move."""
        midnight = self.start.replace(hour=0, minute=0)
        return tuple(one for one in self.previous_starts if self.all_day or one != midnight)


@dataclass(frozen=True, kw_only=True)
class Seminar:
    """One file: RFC 5545 calls it a calendar, schema.org an EventSeries. `sessions` are in order of time."""

    id: str
    slug: str
    title: str
    summary: str
    source: Path
    body: str
    body_line: int
    sessions: tuple[Session, ...]
    modified: dt.datetime
    series: str | None = None
    topics: tuple[str, ...] = ()
    organizer: Organizer
    speakers: tuple[Person, ...] = ()
    sponsor: Sponsor | None = None
    image: str | None = None
    image_alt: str = ""
    aliases: tuple[str, ...] = ()
    lang: str | None = None
    is_draft: bool = False
    proposals: Registration | None = None

    @property
    def text(self) -> Document:
        """The body alone, as what blocks and links are looked for in."""
        return Document(self.source, {}, NO_MARKS, self.body, self.body_line)

    @property
    def texts(self) -> tuple[Document, ...]:
        """The body, and the text of each session that has its own."""
        return self.text, *(one.own_text.document for one in self.sessions if one.own_text)

    @property
    def text_keys(self) -> Mapping[str, str]:
        """Under which key each of the texts is converted, by the seminar's slug and the UIDs of sessions."""
        return {self.slug: self.url} | {one.uid: one.uid for one in self.sessions if one.own_text}

    @property
    def files(self) -> Mapping[Path, Session]:
        """The files that are one session each, with that session."""
        return {one.source: one for one in self.sessions if one.source}

    @property
    def pictures(self) -> frozenset[str]:
        """The addresses of all its pictures, from the site's root."""
        people = (one.photo for session in self.sessions for one in session.speakers)
        named = (self.image, *(session.image for session in self.sessions), *people)
        return frozenset(filter(None, named))

    @property
    def url(self) -> str:
        """The address of the seminar's page, from the site's root."""
        return urls.SEMINAR.url(slug=self.slug)


@dataclass(frozen=True)
class Defaults:
    """What is true of a seminar that says nothing else; `namespace` is the site's own, for UIDs."""

    namespace: UUID
    timezone: str
    duration: dt.timedelta
    organizer: Organizer
    places: Mapping[str, Place]
    people: Mapping[str, Person]
    cancelled_stay_visible: bool = False
    slugs: Slugs = DEFAULT
    siteurl: str = ""
