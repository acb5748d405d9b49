"""Define the keys of a seminar's front matter: typed, and not yet combined."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from hireground.seminars.model.facts.awaited import is_awaited
from hireground.seminars.model.facts.program import ProgramFields
from hireground.seminars.model.facts.proposals import Proposals
from hireground.seminars.model.fields import (
    Count,
    End,
    Former,
    Hour,
    People,
    PlaceOrName,
    PriceWords,
    Start,
    Status,
    Uid,
    Until,
)
from hireground.seminars.model.left_out import LeftOutDays
from hireground.seminars.model.model import Zone
from hireground.seminars.model.people import Organizer, Sponsor
from hireground.seminars.model.places import OnlineOrLink, UrlOrFile
from hireground.seminars.model.prices import Duration
from hireground.seminars.model.registration_fields import Enrolment
from hireground.text.fields import Aliases, Line, Moment, Names, Series, Slug, Text, Yes
from hireground.text.keys import Hint
from hireground.text.languages import Language
from hireground.text.problems import Refusal

HINTS = {
    "location": Hint("place"),
    "venue": Hint("place"),
    "where": Hint("place"),
    "speaker": Hint("speakers"),
    "host": Hint("hosts"),
    "author": Hint("speakers"),
    "authors": Hint("speakers"),
    "tags": Hint("topics"),
    "category": Hint("topics"),
    "keywords": Hint("topics"),
    "description": Hint("summary"),
    "cost": Hint("price"),
    "fee": Hint("price"),
    "tz": Hint("timezone"),
    "zone": Hint("timezone"),
    "time_zone": Hint("timezone"),
    "length": Hint("duration"),
    "video": Hint("recording"),
    "sponsors": Hint("sponsor"),
    "register": Hint("registration"),
    "spoken": Hint("language"),
    "audience": Hint("level"),
    "requirements": Hint("prerequisites"),
    "bring": Hint("prerequisites"),
    "seats": Hint("capacity"),
    **dict.fromkeys(("doors_open", "opening", "admission"), Hint("doors")),
    "program": Hint("agenda"),
    "programme": Hint("agenda"),
    "schedule": Hint("agenda"),
    "invited_by": Hint("hosts"),
    "meetup": Hint("elsewhere"),
    "same_as": Hint("elsewhere"),
    "notes": Hint("note"),
    **dict.fromkeys(("is_course", "whole_course", "all_dates"), Hint("course")),
    **dict.fromkeys(("cfp", "call", "call_for_papers", "call_for_proposals", "submissions"), Hint("proposals")),
}
IN_SESSION = 'belongs to a session; write it below the session\'s "start:"'
IN_LIST = 'dates stand in a list; write "sessions: [{value}]"'
IN_TEXT = "is the text of the file; write it below the front matter"
OF_INDEX = "belongs to the whole seminar; write it in index.md"
OF_SEMINAR = "belongs to the whole seminar; write it at the left edge, outside the list"


def unless_awaited(value: object) -> object:
    """Take what is to be announced for nothing."""
    return None if is_awaited(value) else value


def known_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the names that are to be announced."""
    return tuple(name for name in names if not is_awaited(name))


class SharedFields(ProgramFields):
    """Keys that may be written for the whole seminar or in one session."""

    hints: ClassVar[Mapping[str, Hint]] = HINTS

    title: Line | None = Field(None, examples=["Career Search Excellence"])
    summary: Text | None = Field(None, examples=["One or two sentences that say what people take home."])
    series: Annotated[Series | None, BeforeValidator(unless_awaited)] = Field(None, examples=["Career Search"])
    topics: Annotated[Names, AfterValidator(known_names)] = Field((), examples=["[job search, networking]"])
    timezone: Zone | None = Field(None, examples=["America/Los_Angeles"])
    duration: Duration | None = Field(None, examples=["90m"])
    place: PlaceOrName = Field(None, examples=["Bellevue Library"])
    online: OnlineOrLink = Field(None, examples=["https://meet.example.org/career"])
    organizer: Organizer | None = Field(None, examples=["{name: Hire Ground, email: seminars@example.org}"])
    speakers: People = Field((), examples=["[Mara Lindqvist]"])
    sponsor: Sponsor | None = Field(None, examples=["{name: Example Bank, url: https://example.org}"])
    price: PriceWords = Field(None, examples=["free"])
    registration: Enrolment | None = Field(None, examples=["{url: https://register.example.org}"])
    recording: UrlOrFile | None = Field(None, examples=["https://video.example.org/talk"])
    slides: UrlOrFile | None = Field(None, examples=["https://slides.example.org/talk"])
    note: Text | None = Field(None, examples=["The library is closed that week."])
    room: Line | None = Field(None, examples=["Room 2"])
    hosts: People = Field((), examples=["[Ada Example]"])
    image: Line | None = Field(None, examples=["../images/library.jpg"])
    image_alt: str | None = Field(None, examples=["The reading room of a library"])


class SessionFields(SharedFields):
    """One item of `sessions`: a session, or a rule for several."""

    hints: ClassVar[Mapping[str, Hint]] = HINTS | {
        "date": Hint("start"),
        "when": Hint("start"),
        "begin": Hint("start"),
        "begins": Hint("start"),
        "from": Hint("start"),
        "finish": Hint("end"),
        "ends": Hint("end"),
        "to": Hint("end"),
        "repeat": Hint("every"),
        "not": Hint("except"),
        "id": Hint("uid"),
        "text": Hint("abstract"),
        "body": Hint("abstract"),
        "content": Hint("abstract"),
        **dict.fromkeys(("slug", "draft", "aliases", "modified", "lang", "course", "proposals"), Hint("", OF_SEMINAR)),
    }

    abstract: Text | None = Field(None, examples=["What the talk is about."])
    start: Start = Field(examples=["2026-12-05 18:00"])
    hour: Hour = Field(default=False, examples=["to be announced"])
    end: End | None = Field(None, examples=["20:00"])
    all_day: Yes = Field(default=False, examples=["yes"])  # above moved_from, which needs it
    moved_from: tuple[Former, ...] = Field((), examples=["2026-12-04 18:00"])
    status: Status | None = Field(None, examples=["cancelled"])
    number: Count | None = Field(None, examples=["17"])
    uid: Uid | None = Field(None, examples=["0b1f…"])
    sequence: Count = Field(0, examples=["1"])
    every: Line | None = Field(None, examples=["second Tuesday"])
    until: Until | None = Field(None, examples=["2027-06-30"])
    count: Count | None = Field(None, examples=["6"])
    except_: tuple[LeftOutDays, ...] = Field((), alias="except", examples=["[2027-03-09]"])

    @field_validator("moved_from", "except_", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class TalkFields(SessionFields):
    """The front matter of a file that is one session of its folder's seminar."""

    hints: ClassVar[Mapping[str, Hint]] = {
        **SessionFields.hints,
        **dict.fromkeys(("slug", "draft", "aliases", "modified", "lang", "course", "proposals"), Hint("", OF_INDEX)),
        "sessions": Hint("", "stands in index.md; this file is one of its dates"),
    }

    @field_validator("every", mode="before")
    @classmethod
    def _one_date(cls, _rule: object) -> object:
        """Refuse a rule, whose dates would all have this file's text."""
        raise Refusal("a file of its own is one date; write the rule in the list of index.md")


class SeminarFields(SharedFields):
    """A seminar's front matter; its sessions are read one by one, so that one bad date hides no other."""

    hints: ClassVar[Mapping[str, Hint]] = HINTS | {
        **dict.fromkeys(("start", "date", "dates", "when", "session"), Hint("sessions", IN_LIST)),
        **dict.fromkeys(SessionFields.model_fields.keys() - SharedFields.model_fields.keys(), Hint("", IN_SESSION)),
        "abstract": Hint("", IN_TEXT),
        "start": Hint("sessions", IN_LIST),
        "except": Hint("", IN_SESSION),
        "uid": Hint("id", 'belongs to a session; for the whole seminar, write "id: {value}"'),
    }

    title: Line = Field(examples=["Career Search Excellence"])
    summary: Text = Field(examples=["One or two sentences that say what people take home."])
    sessions: object = Field(examples=["[2026-12-05 18:00]"])
    status: Status | None = Field(None, examples=["cancelled"])
    id: Slug | None = Field(None, examples=["career-search"])
    slug: Slug | None = Field(None, examples=["career-search"])
    draft: Yes = Field(default=False, examples=["yes"])
    aliases: Aliases = Field((), examples=["[/2019/old-name/]"])
    modified: Moment | None = Field(None, examples=["2026-11-21"])
    lang: Language | None = Field(None, examples=["en"])
    course: Yes = Field(default=False, examples=["yes"])
    proposals: Proposals = Field(None, examples=["{url: https://example.org/propose, closes: 2026-11-30}"])
