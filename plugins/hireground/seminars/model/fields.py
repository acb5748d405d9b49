"""Read the values of a seminar's keys: starts, ends, statuses, places and people by name."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from hireground.seminars.model.facts.awaited import (
    ANNOUNCED,
    OPEN,
    Someday,
    is_awaited,
    is_nobody,
    parse_hour,
    read_someday,
)
from hireground.seminars.model.model import EventStatus, Place
from hireground.seminars.model.people import Person, refuse_several
from hireground.seminars.model.prices import Price, parse_price
from hireground.text.dates_meant import Meant, local_moment, read, zoned
from hireground.text.fields import (
    CLOCK,
    MOMENT,
    NONE,
    check_quotes,
    expect_text,
    parse_day,
    parse_moment,
    site_zone,
    split_names,
)
from hireground.text.problems import Refusal, did_you_mean, nearest, not_among, one_of, quoted

STATUS_HINTS = {
    "draft": 'to hide the seminar for now, write "draft: yes"',
    "full": 'write "availability: full" below "registration:"',
    "sold out": 'write "availability: full" below "registration:"',
    **dict.fromkeys(("resumed", "reinstated", "back on", "uncancelled"), 'write "status: on again"'),
    "moved": 'write the new date under start, and the old one as "moved_from: 2026-12-04 18:00"',
}


def parse_start(text: object, info: ValidationInfo) -> dt.datetime | dt.date | Someday:
    """Read a start; says where an hour of the end belongs, and what a moment of another zone is here."""
    words, timezone = expect_text(text), site_zone(info)
    if someday := read_someday(words):
        return someday
    if (match := WITHOUT_HOUR.fullmatch(words)) and is_awaited(match[2]):
        raise Refusal(f"{quoted(words)} is a day and more", keys={"start": match[1], "hour": ANNOUNCED})
    meant = read(words)
    if not MOMENT.fullmatch(words) and len(meant.days) == 1:
        if meant.has_zone:
            raise _in_zone(words, meant, timezone, info)
        if len(meant.hours) == len(("start", "end")) and meant.is_whole:
            raise _with_end(words, meant)
    moment = parse_moment(words, timezone)
    if isinstance(moment, dt.datetime) and moment.second:
        why = f"{quoted(words)} has seconds, and a session starts with a minute"
        raise Refusal(f"{why}; write the minute that is meant")
    return moment


WITHOUT_HOUR = re.compile(r"(\d{4}-\d\d-\d\d),? +(.{2,60})", re.ASCII)


def _with_end(words: str, meant: Meant) -> Refusal:
    """Say that a start holds the end too: an hour that is not later is one of the next day."""
    (day,), (start, end) = meant.days, meant.hours
    until = end if end > start else f"{day + dt.timedelta(days=1)} {end}"
    why = f"{quoted(words)} holds the end too, which has a key of its own"
    return Refusal(why, keys={"start": f"{day} {start}", "end": until})


def _in_zone(words: str, meant: Meant, timezone: dt.tzinfo | None, info: ValidationInfo) -> Refusal:
    """Say what clocks show here at a start in another zone; an hour beside it, the end's, is of that zone too."""
    refusal, item = zoned(words, meant, timezone), (info.context or {}).get("item")
    there, here = meant.moment(), local_moment(meant, timezone)
    if not (isinstance(item, Mapping) and there and here):
        return refusal
    no_fix = Refusal(f"{refusal.message}; write the start as clocks show it there, and all that goes by it")
    if "every" in item and there.date() != here.date():
        return no_fix
    end = item.get("end")
    if end is None or (there == here):
        return refusal
    if not (isinstance(end, str) and CLOCK.fullmatch(end)):
        return no_fix
    until = dt.datetime.combine(there.date(), dt.time.fromisoformat(end)) + (here - there)
    written = f"{until:%H:%M}" if until.date() == here.date() else f"{until:%Y-%m-%d %H:%M}"
    return Refusal(refusal.message, keys={"start": f"{here:%Y-%m-%d %H:%M}", "end": written}, over=True)


def parse_former(text: object, info: ValidationInfo) -> dt.datetime:
    """Read a start that a session had before: a day and an hour, or a day for an all-day session."""
    moment = parse_moment(text, site_zone(info))
    if isinstance(moment, dt.datetime):
        return moment
    if info.data.get("all_day"):
        return dt.datetime.combine(moment, dt.time())
    raise Refusal(f'the hour is missing; write the one it had, as in "{moment} 18:00"')


MIDNIGHT = "24:00"
OF_TWO = re.compile(r"(.{1,40}\d)[ ,(]+(?:the )?(first|second) time\)?", re.IGNORECASE)


@dataclass(frozen=True)
class OfTwo:
    """A time that clocks show twice in the night when they go back, and which of both is meant."""

    moment: dt.datetime | dt.time
    is_second: bool


OPEN_END = re.compile(r"open(?:[ -]ended| end)?|none|no end|unknown", re.IGNORECASE)


def parse_end(text: object, info: ValidationInfo) -> dt.datetime | dt.date | dt.time | OfTwo | Literal["open"]:
    """Read an end: a date, a date with an hour, an hour of the start's day or of the night after it, or `open`."""
    words = expect_text(text)
    if words == OPEN:
        return OPEN
    if OPEN_END.fullmatch(words) or is_awaited(words):
        raise Refusal(f"{quoted(words)} is no end", OPEN)
    if match := OF_TWO.fullmatch(words):
        moment = parse_end(match[1], info)
        if not isinstance(moment, dt.datetime | dt.time) or isinstance(moment, OfTwo):
            raise Refusal(f'{quoted(words)} has no hour that could come twice; write it, as in "01:30 the second time"')
        return OfTwo(moment, is_second=match[2].lower() == "second")
    hour = _hour_of_end(words)
    return parse_moment(words, site_zone(info)) if hour is None else hour


def _hour_of_end(words: str) -> dt.time | None:
    """Read an hour alone, of which 24:00 is midnight; None for what is meant as a date, too."""
    if words == MIDNIGHT:
        return dt.time()
    if CLOCK.fullmatch(words):
        return dt.time.fromisoformat(words)
    meant = read(words)
    if not meant.days and len(meant.hours) == 1:
        why = f"{quoted(words)} is not written as an hour from 00 to 23"
        if meant.is_whole and not meant.has_zone:
            raise Refusal(why, meant.hours[0])
        raise Refusal(f'{why}; write what clocks show there, as in "20:00"')
    if re.fullmatch(r"\d{1,2}:\d\d", words):
        raise Refusal(f'"{words}" is no time of day; hours go from 00 to 23, minutes from 00 to 59')
    return None


def parse_event_status(text: object) -> EventStatus:
    """Read a session's status."""
    word = expect_text(text)
    if word in set(EventStatus):
        return EventStatus(word)
    if hint := STATUS_HINTS.get(word.lower()):
        raise Refusal(f"unknown status {quoted(word)}; {hint}")
    raise not_among(f"unknown status {quoted(word)}", word, EventStatus, one_of(EventStatus))


def parse_count(text: object) -> int:
    """Read a whole number."""
    words = expect_text(text)
    if not re.fullmatch(r"\d{1,4}", words, re.ASCII):
        raise Refusal(f'{quoted(words)} is not a whole number in digits; write one such as "6"')
    return int(words)


OPEN_WORDS = re.compile(r"(?:no|without(?: an?)?|open) end|open[ -]ended|(?:for)?ever|endless|ongoing|unlimited|none")


def parse_until(text: object) -> dt.date | Literal["open"]:
    """Read a rule's last day, or `open` for one that goes on."""
    words = expect_text(text)
    if words == OPEN:
        return OPEN
    if OPEN_WORDS.fullmatch(words.lower()):
        raise Refusal(f"{quoted(words)} is no day", OPEN)
    return parse_day(words)


def parse_uid(text: object) -> str:
    """Read a calendar entry's identifier: what other calendars made, without spaces."""
    words = expect_text(text)
    if not re.fullmatch(r"[\x21-\x7e]{1,250}", words):
        raise Refusal(f"{quoted(words)} has a space or a sign that no identifier has; copy it from the calendar")
    return words


UNKNOWN = re.compile(r"unknown|pending|n/?a|\?+|-+|tbh|folgt\W*", re.IGNORECASE)
"""What may be written for a place that nobody knows yet, and for having none."""


def named_place(value: object, info: ValidationInfo) -> object:
    """Look a place up that is given by its name; `none` takes back what the seminar says."""
    if is_awaited(value):
        return None
    if not isinstance(value, str) or value == NONE:
        return None if value == NONE else value
    known: Mapping[str, Place] = (info.context or {}).get("places", {})
    if value.startswith(("https://", "http://")):
        why = f"{quoted(value)} is a link, and a place has walls"
        raise (
            Refusal(why, keys={"place": None, "online": value})
            if " " not in value
            else Refusal(f"{why}; write its name")
        )
    if value in known:
        return known[value]
    refuse_several(value, known)
    why = f"{quoted(value)} is not in content/places.yaml"
    if UNKNOWN.fullmatch(value):
        raise Refusal(f'{why}; write "place: to be announced", or "place: none" if there is none')
    near = nearest(value, known)
    if near:
        raise Refusal(why, near, is_guess=True)
    guess = did_you_mean(value, known)
    raise (
        Refusal(f"{why}; {guess}") if guess else Refusal(why, {"name": value}, hint="with its address beside the name")
    )


def named_person(value: object, info: ValidationInfo) -> object:
    """Look a person up by name; somebody unknown has only a name."""
    people: Mapping[str, Person] = (info.context or {}).get("people", {})
    if not isinstance(value, str):
        return value
    refuse_several(value, people)
    return people.get(value) or {"name": check_quotes(value) if value.strip() else value}


def people_list(value: object) -> object:
    """Read a line of names as a list of people."""
    return split_names(value) if isinstance(value, str) else value


def known_people(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Leave out who is to be announced, and refuse a person who is listed twice."""
    people = tuple(person for person in people if not is_nobody(person.name))
    for number, person in enumerate(people):
        if person.slug in {one.slug for one in people[:number]}:
            raise Refusal(f"{quoted(person.name)} stands here twice; keep one")
    return people


Start = Annotated[dt.datetime | dt.date | Someday, BeforeValidator(parse_start)]
Hour = Annotated[bool, BeforeValidator(parse_hour)]
Former = Annotated[dt.datetime, BeforeValidator(parse_former)]
End = Annotated[dt.datetime | dt.date | dt.time | OfTwo | Literal["open"], BeforeValidator(parse_end)]
Count = Annotated[int, BeforeValidator(parse_count)]
Until = Annotated[dt.date | Literal["open"], BeforeValidator(parse_until)]
Uid = Annotated[str, BeforeValidator(parse_uid)]
Status = Annotated[EventStatus, BeforeValidator(parse_event_status)]
PriceWords = Annotated[Price | None, BeforeValidator(parse_price)]
PlaceOrName = Annotated[Place | None, BeforeValidator(named_place)]
PersonOrName = Annotated[Person, BeforeValidator(named_person)]
People = Annotated[tuple[PersonOrName, ...], BeforeValidator(people_list), AfterValidator(known_people)]
