"""A seminar author's words to typed values: durations, ends, statuses, places and people by name."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from plugins.reader.fields import CLOCK, MOMENT, NONE, expect_text, parse_moment
from plugins.reader.mend import hours_in, read
from plugins.reader.names import split_names
from plugins.reader.quote import plain, quoted
from plugins.reader.suggest import did_you_mean, one_of
from plugins.seminars.model import EventStatus, Person, Place, Price
from plugins.seminars.prices import parse_price
from plugins.seminars.zones import parse_zone, zone_meant

STATUS_HINTS = {
    "canceled": '; did you mean "cancelled"?',
    "draft": '; to hide the seminar for now, write "draft: yes"',
    "full": '; write "registration: {availability: full}"',
    "sold out": '; write "registration: {availability: full}"',
    "moved": '; write the new date under start, and the old one as "moved_from: 2026-12-04 18:00"',
}


def parse_start(text: object) -> dt.datetime | dt.date:
    """Read a start; says where an hour of the end, or a time zone, belongs."""
    words = expect_text(text)
    meant = read(words)
    starts = meant.moments()
    if MOMENT.fullmatch(words) or len(starts) != 1 or not (meant.has_zone or len(meant.hours) > 1):
        return parse_moment(words)
    if meant.has_zone:
        zone = zone_meant(meant.zone) or "America/Los_Angeles"
        why = f"{quoted(words)} names a time zone, which has a key of its own"
        raise ValueError(f'{why}; write "{starts[0]}", and "timezone: {zone}" if it is not the site\'s')
    why = f"{quoted(words)} holds the end too, which has a key of its own"
    raise ValueError(f'{why}; write "start: {starts[0]}", and below it "end: {meant.hours[1]}"')


def parse_former(text: object, info: ValidationInfo) -> dt.datetime:
    """Read a start that a session had before: a day and an hour, or a day for an all-day session."""
    moment = parse_start(text)
    if isinstance(moment, dt.datetime):
        return moment
    if info.data.get("all_day"):
        return dt.datetime.combine(moment, dt.time())
    start = info.data.get("start")
    hour = f"{start:%H:%M}" if isinstance(start, dt.datetime) else "18:00"
    raise ValueError(f'the hour is missing; write "{moment} {hour}"')


def parse_end(text: object) -> dt.datetime | dt.date | dt.time:
    """Read an end: a date, a date with an hour, or an hour of the start's day."""
    words = expect_text(text)
    if CLOCK.fullmatch(words):
        return dt.time.fromisoformat(words)
    hours = tuple(hours_in(words.lower()))
    if not read(words).days and len(hours) == 1:
        raise ValueError(f'{quoted(words)} is not written as an hour from 00 to 23; write "{hours[0]}"')
    if re.fullmatch(r"\d{1,2}:\d\d", words):
        raise ValueError(f'"{words}" is no time of day; hours go from 00 to 23, minutes from 00 to 59')
    return parse_moment(words)


def parse_event_status(text: object) -> EventStatus:
    """Read a session's status."""
    word = expect_text(text)
    if word not in set(EventStatus):
        hint = STATUS_HINTS.get(word.lower()) or f"; {did_you_mean(word, EventStatus, one_of(EventStatus))}"
        raise ValueError(f"unknown status {quoted(word)}{hint}")
    return EventStatus(word)


def parse_count(text: object) -> int:
    """Read a whole number."""
    words = expect_text(text)
    if not re.fullmatch(r"\d{1,4}", words, re.ASCII):
        raise ValueError(f'{quoted(words)} is not a whole number in digits; write one such as "6"')
    return int(words)


def parse_uid(text: object) -> str:
    """Read a calendar entry's identifier: what other calendars made, without spaces."""
    words = expect_text(text)
    if not re.fullmatch(r"[\x21-\x7e]{1,250}", words):
        raise ValueError(f"{quoted(words)} has a space or a sign that no identifier has; copy it from the calendar")
    return words


def named_place(value: object, info: ValidationInfo) -> object:
    """Look a place up that is given by its name; `none` takes back what the seminar says."""
    if not isinstance(value, str) or value == NONE:
        return None if value == NONE else value
    known: Mapping[str, Place] = (info.context or {}).get("places", {})
    if value.startswith(("https://", "http://")):
        raise ValueError(f'{quoted(value)} is a link, and a place has walls; write "online: {plain(value)}"')
    if value not in known:
        otherwise = f'write "place: {{name: {plain(value)}, address: 1 Main Street, city: Bellevue}}"'
        raise ValueError(f"{quoted(value)} is not in content/places.yaml; {did_you_mean(value, known, otherwise)}")
    return known[value]


def named_person(value: object, info: ValidationInfo) -> object:
    """Look a person up by name; somebody unknown has only a name."""
    people: Mapping[str, Person] = (info.context or {}).get("people", {})
    return people.get(value, {"name": value}) if isinstance(value, str) else value


def people_list(value: object) -> object:
    """Read a line of names as a list of people."""
    return split_names(value) if isinstance(value, str) else value


def refuse_person_twice(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Refuse somebody who is there already."""
    for number, person in enumerate(people):
        if person.name in _names(people[:number]):
            raise ValueError(f"{quoted(person.name)} stands here twice; keep one")
    return people


def _names(people: Iterable[Person]) -> set[str]:
    return {person.name for person in people}


Zone = Annotated[str, BeforeValidator(parse_zone)]
Start = Annotated[dt.datetime | dt.date, BeforeValidator(parse_start)]
Former = Annotated[dt.datetime, BeforeValidator(parse_former)]
End = Annotated[dt.datetime | dt.date | dt.time, BeforeValidator(parse_end)]
Count = Annotated[int, BeforeValidator(parse_count)]
Uid = Annotated[str, BeforeValidator(parse_uid)]
Status = Annotated[EventStatus, BeforeValidator(parse_event_status)]
PriceWords = Annotated[Price | None, BeforeValidator(parse_price)]
PlaceOrName = Annotated[Place | None, BeforeValidator(named_place)]
PersonOrName = Annotated[Person, BeforeValidator(named_person)]
People = Annotated[tuple[PersonOrName, ...], BeforeValidator(people_list), AfterValidator(refuse_person_twice)]
