"""What an author wrote of registration: links to fill in, deadlines, seats."""

import datetime as dt
import re
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from plugins.reader.addresses import EMAIL
from plugins.reader.fields import check_email, expect_text, parse_moment
from plugins.reader.keys import Hint
from plugins.reader.model import Model
from plugins.reader.quote import plain, quoted
from plugins.reader.suggest import did_you_mean, one_of
from plugins.seminars.link_templates import parse_link_template
from plugins.seminars.model import Availability

NOT_NEEDED = "not needed"
BEFORE = re.compile(r"(\d{1,3}) (minute|hour|day|week)s? before", re.ASCII)
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
SEATS = {
    "sold out": Availability.FULL,
    "waiting list": Availability.FULL,
    "booked out": Availability.FULL,
    "few seats": Availability.FEW_PLACES,
    "few left": Availability.FEW_PLACES,
    "free": Availability.OPEN,
    "available": Availability.OPEN,
}


def parse_deadline(text: object) -> dt.datetime | dt.date | str:
    """Read a date, a date with an hour, or `1 day before`."""
    words = expect_text(text)
    if BEFORE.fullmatch(words):
        return words
    if re.search(r"\b(before|after|prior|earlier|ahead)\b", words):
        raise ValueError(f'{quoted(words)} is not understood; write "{_before_meant(words)}", or a date')
    return parse_moment(words)


def _before_meant(words: str) -> str:
    match = re.search(r"(\d{1,3}|[a-z]+) ?(minute|min|hour|h|day|d|week|month)s?\b", words.lower())
    number = (NUMBERS.get(match[1]) or (int(match[1]) if match[1].isdecimal() else 0)) if match else 0
    if not match or not number or "after" in words:
        return "1 day before"
    unit = {"min": "minute", "h": "hour", "d": "day"}.get(match[2], match[2])
    number, unit = (number * 4, "week") if unit == "month" else (number, unit)
    return f"{number} {unit}{'' if number == 1 else 's'} before"


def parse_availability(text: object) -> Availability:
    """Read what is left of the seats."""
    word = expect_text(text)
    if word not in set(Availability):
        meant = SEATS.get(word.lower(), "")
        guess = f'did you mean "{meant}"?' if meant else did_you_mean(word, Availability, one_of(Availability))
        raise ValueError(f"unknown availability {quoted(word)}; {guess}")
    return Availability(word)


def parse_waiting_list(text: object) -> str:
    """Let a link or an e-mail address pass; the address becomes `mailto:`."""
    words = expect_text(text)
    if EMAIL.fullmatch(words.removeprefix("mailto:")):
        return f"mailto:{words.removeprefix('mailto:')}"
    if ":" not in words and "." not in words:
        raise ValueError(
            f'{quoted(words)} is neither a link nor an e-mail address; write one such as "name@example.org"'
        )
    return parse_link_template(words)


def parse_email(text: object) -> str:
    """Let an e-mail address pass."""
    words = expect_text(text)
    if words.startswith(("https:", "http:")):
        raise ValueError(f'{quoted(words)} is the address of a page; write "url: {plain(words)}"')
    return check_email(words)


def registration_words(value: object) -> object:
    """Read `not needed`; a link or an address alone is refused with the key that it needs."""
    if not isinstance(value, str) or value == NOT_NEEDED:
        return value
    key = "email" if EMAIL.fullmatch(value) else "url" if ":" in value or "." in value else ""
    fixed = (
        f'"registration: {{{key}: {plain(value)}}}"'
        if key
        else f'"{NOT_NEEDED}", or "registration: {{url: https://…}}"'
    )
    why = "needs a key" if key else "is not understood"
    raise ValueError(f"{quoted(value)} {why}; write {fixed}")


Deadline = Annotated[dt.datetime | dt.date | str, BeforeValidator(parse_deadline)]


class RegistrationFields(Model):
    """What the author wrote of registration."""

    hints: ClassVar = {
        "link": Hint("url"),
        "mail": Hint("email"),
        "deadline": Hint("closes"),
        "until": Hint("closes"),
        "from": Hint("opens"),
        "status": Hint("availability"),
        "places": Hint("availability"),
        "price": Hint("", 'stands beside "registration:", not in it; write "price: {value}" there'),
    }

    url: Annotated[str, BeforeValidator(parse_link_template)] | None = Field(
        None, examples=["https://register.example.org/?date={date}"]
    )
    email: Annotated[str, BeforeValidator(parse_email)] | None = Field(None, examples=["name@example.org"])
    opens: Deadline | None = Field(None, examples=["2026-11-15"])
    closes: Deadline | None = Field(None, examples=["1 day before"])
    availability: Annotated[Availability, BeforeValidator(parse_availability)] = Field(
        Availability.OPEN, examples=["few places"]
    )
    waiting_list: Annotated[str, BeforeValidator(parse_waiting_list)] | None = Field(
        None, examples=["name@example.org"]
    )


def _kind(value: object) -> str:
    return "words" if isinstance(value, str) else "keys"


Enrolment = Annotated[
    Annotated[RegistrationFields, Tag("keys")] | Annotated[Literal["not needed"], Tag("words")],
    Discriminator(_kind),
    BeforeValidator(registration_words),
]
"""A registration as written; `_kind` keeps pydantic from complaining of both shapes at once."""
