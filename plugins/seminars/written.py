"""What an author wrote in a seminar's front matter, typed and not yet put together."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from plugins.reader.fields import Day, Language, LocalTime, Moment, Slug, Url, Yes
from plugins.reader.model import Model
from plugins.reader.names import Aliases, Names
from plugins.seminars.fields import (
    Count,
    Duration,
    End,
    OnlineOrLink,
    People,
    PlaceOrName,
    PriceWords,
    RegistrationFields,
    Status,
    Zone,
    registration_words,
)
from plugins.seminars.model import Organizer, Sponsor, Text


class SharedFields(Model):
    """Keys that may stand for the whole seminar or in one session."""

    title: Text | None = Field(None, examples=["Career Search Excellence"])
    summary: Text | None = Field(None, examples=["One or two sentences that say what people take home."])
    series: Text | None = Field(None, examples=["Career Search"])
    topics: Names = Field((), examples=["[job search, networking]"])
    timezone: Zone | None = Field(None, examples=["America/Los_Angeles"])
    duration: Duration | None = Field(None, examples=["90m"])
    place: PlaceOrName = Field(None, examples=["Bellevue Library"])
    online: OnlineOrLink = Field(None, examples=["https://meet.example.org/career"])
    organizer: Organizer | None = Field(None, examples=["{name: Hire Ground, email: seminars@example.org}"])
    speakers: People = Field((), examples=["[Mara Lindqvist]"])
    sponsor: Sponsor | None = Field(None, examples=["{name: Example Bank, url: https://example.org}"])
    price: PriceWords = Field(None, examples=["free"])
    registration: Annotated[RegistrationFields | Literal["not needed"], BeforeValidator(registration_words)] | None = (
        Field(None, examples=["not needed"])
    )
    recording: Url | None = Field(None, examples=["https://video.example.org/talk"])
    slides: Url | None = Field(None, examples=["https://slides.example.org/talk"])
    note: Text | None = Field(None, examples=["The library is closed that week."])
    image: Text | None = Field(None, examples=["../images/library.jpg"])
    image_alt: Text | None = Field(None, examples=["The reading room of a library"])


class SessionFields(SharedFields):
    """One item of `sessions`: a session, or a rule for several."""

    start: Moment = Field(examples=["2026-12-05 18:00"])
    end: End | None = Field(None, examples=["20:00"])
    all_day: Yes = Field(default=False, examples=["yes"])
    moved_from: tuple[LocalTime, ...] = Field((), examples=["2026-12-04 18:00"])
    status: Status | None = Field(None, examples=["cancelled"])
    uid: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,250}$")] | None = Field(None, examples=["0b1f…"])
    sequence: Count = Field(0, examples=["1"])
    every: Text | None = Field(None, examples=["second Tuesday"])
    until: Day | None = Field(None, examples=["2027-06-30"])
    count: Count | None = Field(None, examples=["6"])
    except_: tuple[Day, ...] = Field((), alias="except", examples=["[2027-03-09]"])

    @field_validator("moved_from", "except_", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class SeminarFields(SharedFields):
    """A seminar's front matter; its sessions are read one by one, so that one bad date hides no other."""

    title: Text = Field(examples=["Career Search Excellence"])
    summary: Text = Field(examples=["One or two sentences that say what people take home."])
    sessions: object = Field(examples=["[2026-12-05 18:00]"])
    status: Status | None = Field(None, examples=["cancelled"])
    id: Slug | None = Field(None, examples=["career-search"])
    slug: Slug | None = Field(None, examples=["career-search"])
    draft: Yes = Field(default=False, examples=["yes"])
    aliases: Aliases = Field((), examples=["[/2019/old-name/]"])
    modified: Moment | None = Field(None, examples=["2026-11-21"])
    lang: Language | None = Field(None, examples=["en"])


def wall_clock(moment: dt.datetime | dt.date) -> dt.datetime:
    """Take a day as its first minute."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
