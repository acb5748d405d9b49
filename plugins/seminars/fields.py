"""A seminar author's words to typed values: zones, durations, prices, registration, places and people by name."""

import datetime as dt
import re
import string
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from babel.numbers import is_currency
from pydantic import BeforeValidator, Field, ValidationInfo

from plugins.reader.addresses import EMAIL
from plugins.reader.fields import CLOCK, check_email, check_url, expect_text, parse_moment
from plugins.reader.model import Model
from plugins.reader.suggest import did_you_mean, one_of
from plugins.seminars.model import Availability, EventStatus, Online, Person, Place, Price
from plugins.seminars.timezones import zone_names

NONE = "none"
NOT_NEEDED = "not needed"
LINK_KEYS = ("date", "time", "seminar", "uid")
UNITS = {
    "d": "days",
    "day": "days",
    "h": "hours",
    "hour": "hours",
    "m": "minutes",
    "min": "minutes",
    "minute": "minutes",
}
LONGEST = dt.timedelta(days=14)
DURATION_PART = re.compile(r"(\d{1,4})\s*(days?|d|hours?|h|minutes?|mins?|min|m)\b\s*", re.ASCII)
BEFORE = re.compile(r"(\d{1,3}) (minute|hour|day|week)s? before", re.ASCII)
PRICE = re.compile(r"(\d{1,6}(?:\.\d\d)?) ([A-Z]{3})(?: \((.+)\))?", re.ASCII)
ABBREVIATIONS = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "WET": "Europe/Lisbon",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}


def parse_zone(text: object) -> str:
    """Let an IANA name pass; abbreviations are refused, since they name an offset, not a place's clocks."""
    name = expect_text(text)
    if name in zone_names() and ("/" in name or name == "UTC"):
        return name
    if name.upper() in ABBREVIATIONS:
        raise ValueError(f'no such zone "{name}"; a zone is named after a city: write {ABBREVIATIONS[name.upper()]}')
    raise ValueError(
        f'no such zone "{name}"; {did_you_mean(name, zone_names(), "write one such as America/Los_Angeles")}'
    )


def parse_duration(text: object) -> dt.timedelta:
    """Read `90m`, `3h`, `1h 30m` or `2 days`."""
    words = expect_text(text)
    parts = list(DURATION_PART.finditer(words))
    if not parts or "".join(part[0] for part in parts) != words:
        raise ValueError(f'"{words}" is no duration; write 90m, 3h or "1h 30m"')
    length = sum((dt.timedelta(**{_unit(part[2]): int(part[1])}) for part in parts), dt.timedelta())
    if not dt.timedelta() < length <= LONGEST:
        raise ValueError(f'"{words}" is not a length that a session can have; it is more than 0 and at most 14 days')
    return length


def _unit(word: str) -> str:
    return UNITS[word if word in UNITS else word.rstrip("s")]


def parse_end(text: object) -> dt.datetime | dt.date | dt.time:
    """Read an end: a date, a date with an hour, or an hour of the start's day."""
    words = expect_text(text)
    return dt.time.fromisoformat(words) if CLOCK.fullmatch(words) else parse_moment(words)


def parse_deadline(text: object) -> dt.datetime | dt.date | str:
    """Read a date, a date with an hour, or `1 day before`."""
    words = expect_text(text)
    if BEFORE.fullmatch(words):
        return words
    if "before" in words or "after" in words:
        raise ValueError(f'"{words}" is not understood; write "2 hours before", "1 day before" or a date')
    return parse_moment(words)


def parse_price(text: object) -> Price | None:
    """Read `free`, `25 USD` or `25 USD (students 10 USD)`; `none` takes back what the seminar says."""
    words = expect_text(text)
    if words in {"free", NONE}:
        return Price(amount=Decimal(0)) if words == "free" else None
    match = PRICE.fullmatch(words)
    if not match:
        raise ValueError(f'"{words}" is no price; write free, "25 USD" or "25 USD (students 10 USD)"')
    amount, currency, note = match.groups()
    if not is_currency(currency):
        raise ValueError(f'"{currency}" is no currency; write its three letters, such as USD or EUR (ISO 4217)')
    return Price(amount=Decimal(amount), currency=currency, note=note or "")


def parse_event_status(text: object) -> EventStatus:
    """Read a session's status."""
    word = expect_text(text)
    if word not in set(EventStatus):
        word = {"canceled": "cancelled"}.get(word, word)
        raise ValueError(f'unknown status "{text}"; {did_you_mean(word, EventStatus, one_of(EventStatus))}')
    return EventStatus(word)


def parse_availability(text: object) -> Availability:
    """Read what is left of the seats."""
    word = expect_text(text)
    if word not in set(Availability):
        raise ValueError(f'unknown availability "{word}"; {did_you_mean(word, Availability, one_of(Availability))}')
    return Availability(word)


def parse_link_template(text: object) -> str:
    """Let a link pass that may hold `{date}`, `{time}`, `{seminar}` and `{uid}`."""
    template = expect_text(text)
    try:
        names = [name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name is not None]
    except ValueError:
        raise ValueError(f'"{template}" has a brace without its partner; write "{{date}}"') from None
    for name in names:
        if name not in LINK_KEYS:
            raise ValueError(f'"{{{name}}}" is not filled in here; {did_you_mean(name, LINK_KEYS, one_of(LINK_KEYS))}')
    check_url(template.format_map(dict.fromkeys(LINK_KEYS, "x")))
    return template


def parse_waiting_list(text: object) -> str:
    """Let a link or an e-mail address pass; the address becomes `mailto:`."""
    words = expect_text(text).removeprefix("mailto:")
    return f"mailto:{check_email(words)}" if EMAIL.fullmatch(words) else parse_link_template(words)


def parse_count(text: object) -> int:
    """Read a whole number."""
    words = expect_text(text)
    if not re.fullmatch(r"\d{1,4}", words, re.ASCII):
        raise ValueError(f'"{words}" is no number; write 6')
    return int(words)


def named_place(value: object, info: ValidationInfo) -> object:
    """Look a place up that is given by its name; `none` takes back what the seminar says."""
    return None if value == NONE else _named(value, info, "places", "write {name: …, address: …, city: …}")


def named_person(value: object, info: ValidationInfo) -> object:
    """Look a person up by name; somebody unknown has only a name."""
    people: Mapping[str, Person] = (info.context or {}).get("people", {})
    return people.get(value, {"name": value}) if isinstance(value, str) else value


def online_link(value: object) -> object:
    """Read a link alone as the link of an online session."""
    if isinstance(value, str):
        return None if value == NONE else {"url": value}
    return value


def _named(value: object, info: ValidationInfo, kind: str, otherwise: str) -> object:
    if not isinstance(value, str):
        return value
    known: Mapping[str, object] = (info.context or {}).get(kind, {})
    if value not in known:
        raise ValueError(f'"{value}" is not in content/{kind}.yaml; {did_you_mean(value, known, otherwise)}')
    return known[value]


def people_list(value: object) -> object:
    """Read a line of names as a list of people."""
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


Zone = Annotated[str, BeforeValidator(parse_zone)]
Duration = Annotated[dt.timedelta, BeforeValidator(parse_duration)]
End = Annotated[dt.datetime | dt.date | dt.time, BeforeValidator(parse_end)]
Deadline = Annotated[dt.datetime | dt.date | str, BeforeValidator(parse_deadline)]
Count = Annotated[int, BeforeValidator(parse_count)]
Status = Annotated[EventStatus, BeforeValidator(parse_event_status)]
PriceWords = Annotated[Price | None, BeforeValidator(parse_price)]
PlaceOrName = Annotated[Place | None, BeforeValidator(named_place)]
OnlineOrLink = Annotated[Online | None, BeforeValidator(online_link)]
People = Annotated[tuple[Annotated[Person, BeforeValidator(named_person)], ...], BeforeValidator(people_list)]


class RegistrationFields(Model):
    """What the author wrote of registration."""

    url: Annotated[str, BeforeValidator(parse_link_template)] | None = Field(
        None, examples=['"https://register.example.org/?date={date}"']
    )
    email: Annotated[str, BeforeValidator(lambda text: check_email(expect_text(text)))] | None = Field(
        None, examples=["name@example.org"]
    )
    opens: Deadline | None = Field(None, examples=["2026-11-15"])
    closes: Deadline | None = Field(None, examples=["1 day before"])
    availability: Annotated[Availability, BeforeValidator(parse_availability)] = Field(
        Availability.OPEN, examples=["few places"]
    )
    waiting_list: Annotated[str, BeforeValidator(parse_waiting_list)] | None = Field(
        None, examples=["name@example.org"]
    )


def registration_words(value: object) -> object:
    """Read `not needed`, and a link or an address alone."""
    if not isinstance(value, str) or value == NOT_NEEDED:
        return value
    raise ValueError(f'"{value}" is not understood; write "not needed", or "url: https://…" on the next line, indented')
