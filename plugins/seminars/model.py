"""Seminars and their sessions: frozen, and valid once they exist."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from plugins.reader.fields import Email, Line, Url, slugify
from plugins.reader.frontmatter import Document
from plugins.reader.keys import Hint
from plugins.reader.model import Model
from plugins.reader.strict_yaml import Key, Marks
from plugins.seminars.geography import check_country, parse_geo
from plugins.seminars.online import Online


class EventStatus(StrEnum):
    """RFC 5545 STATUS, and `postponed`, which schema.org adds."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Availability(StrEnum):
    """What the author says of the seats that are left."""

    OPEN = "open"
    FEW_PLACES = "few places"
    FULL = "full"


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
    }

    name: Line = Field(examples=["Bellevue Library"])
    address: str = Field("", examples=["1111 110th Ave NE"])
    room: str = Field("", examples=["Room 2"])
    city: str = Field("", examples=["Bellevue"])
    region: str = Field("", examples=["WA"])
    postal_code: str = Field("", examples=['"98004"'])
    country: Annotated[str, AfterValidator(check_country)] | None = Field(None, examples=["US"])
    geo: Annotated[tuple[float, float], BeforeValidator(parse_geo)] | None = Field(
        None, examples=["[47.6205, -122.1934]"]
    )
    url: Url | None = Field(None, examples=["https://example.org/library"])
    access: str = Field("", examples=["Step-free entrance from the garden."])

    @property
    def slug(self) -> str:
        """The place's part of its page's address."""
        return slugify(self.name)

    @property
    def lines(self) -> tuple[str, ...]:
        """The postal address, a line each, without the name."""
        town = f"{self.postal_code} {self.city}" if self.country == "DE" else self.city
        area = " ".join(filter(None, (self.region, "" if self.country == "DE" else self.postal_code)))
        return tuple(filter(None, (self.address, ", ".join(filter(None, (town, area))))))


class Person(Model):
    """A speaker or author."""

    name: Line = Field(examples=["Mara Lindqvist"])
    affiliation: str = Field("", examples=["Example Ltd"])
    url: Url | None = Field(None, examples=["https://example.org/mara"])
    bio: str = Field("", examples=["Mara has hired for three companies."])

    @property
    def slug(self) -> str:
        """The person's part of their page's address."""
        return slugify(self.name)


class Organizer(Model):
    """Who holds the seminar: RFC 5545 ORGANIZER."""

    name: Line = Field(examples=["Hire Ground"])
    email: Email | None = Field(None, examples=["seminars@example.org"])
    url: Url | None = Field(None, examples=["https://example.org"])


class Sponsor(Model):
    """Who pays for it."""

    name: Line = Field(examples=["Example Bank"])
    url: Url | None = Field(None, examples=["https://example.org"])


class Price(Model):
    """What it costs; `amount` 0 is free, said so by the author. No `Price` at all means unknown."""

    amount: Decimal
    currency: str = ""
    note: str = ""

    @property
    def is_free(self) -> bool:
        """Whether the author says that it costs nothing."""
        return self.amount == 0

    def __str__(self) -> str:
        if self.is_free:
            return "free"
        return f"{self.amount} {self.currency}" + (f" ({self.note})" if self.note else "")


class Registration(Model):
    """How people register; `opens` and `closes` are aware datetimes, and links may hold `{date}` and its kin."""

    url: str | None = None
    email: str | None = None
    opens: dt.datetime | None = None
    closes: dt.datetime
    availability: Availability = Availability.OPEN
    waiting_list: str | None = None


@dataclass(frozen=True, kw_only=True)
class Session:
    """One date of a seminar, with everything that is true of it; `start`, `end` and the like are aware datetimes.

    `registration` is None where the file is silent; `is_walk_in` where it says that none is needed. An `all_day`
    session runs from midnight to midnight. One that `stays_visible` does so in calendars that hide what is cancelled.
    `way` leads to where the file says it.
    """

    seminar_id: str
    seminar_slug: str
    seminar_title: str
    leaf: str
    uid: str
    sequence: int
    modified: dt.datetime
    title: str
    summary: str
    start: dt.datetime
    end: dt.datetime
    timezone: ZoneInfo
    all_day: bool = False
    previous_starts: tuple[dt.datetime, ...] = ()
    former_leaves: tuple[str, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    stays_visible: bool = False
    note: str = ""
    is_note_own: bool = False
    series: str | None = None
    topics: tuple[str, ...] = ()
    organizer: Organizer
    speakers: tuple[Person, ...] = ()
    sponsor: Sponsor | None = None
    place: Place | None = None
    online: Online | None = None
    price: Price | None = None
    registration: Registration | None = None
    is_walk_in: bool = False
    recording: str | None = None
    slides: str | None = None
    image: str | None = None
    image_alt: str = ""
    way: Key = field(default=(), compare=False, repr=False)

    @property
    def url(self) -> str:
        """The address of the session's own page, from the site's root."""
        return f"seminars/{self.seminar_slug}/{self.leaf}/"

    @property
    def ics_url(self) -> str:
        """The address of the session's calendar file."""
        return f"{self.url}event.ics"

    @property
    def moved(self) -> bool:
        """Whether it was announced for another time before."""
        return bool(self.previous_starts)


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

    @property
    def text(self) -> Document:
        """The body alone, as what blocks and links are looked for in."""
        return Document(self.source, {}, Marks({}, {}), self.body, self.body_line)

    @property
    def url(self) -> str:
        """The address of the seminar's page, from the site's root."""
        return f"seminars/{self.slug}/"
