"""Read what an author wrote of registration: link templates, deadlines, seats."""

import datetime as dt
import re
import string
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo

from hireground.seminars.model.facts.ways import Availability
from hireground.text.fields import Line, Yes, check_email, check_url, expect_text, parse_moment, site_zone
from hireground.text.keys import Hint
from hireground.text.problems import Refusal, did_you_mean, nearest, not_among, one_of, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import EMAIL

LINK_KEYS = ("date", "time", "seminar", "uid")


def parse_link_template(text: object) -> str:
    """Let a link pass that may hold `{date}`, `{time}`, `{seminar}` and `{uid}`."""
    template = expect_text(text)
    email = template.removeprefix("mailto:")
    if EMAIL.fullmatch(email):
        raise Refusal(f"{quoted(template)} is an e-mail address", keys={"url": None, "email": email})
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        fixed = _braces(template)
        hint = "" if fixed else 'write one such as "{date}"'
        raise Refusal(f"{quoted(template)} has a brace without its partner", fixed or None, hint=hint) from None
    for _text, name, spec, conversion in parts:
        if name is not None and (name not in LINK_KEYS or spec or conversion):
            word = f"{{{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}}}"
            known = [f"{{{key}}}" for key in LINK_KEYS]
            near = nearest(word, known)
            fixed, hint = template.replace(word, near), "" if near else did_you_mean(word, known, one_of(known))
            raise Refusal(f"{quoted(word)} is not filled in here", fixed if near else None, hint=hint)
    return check_url(template)


def _braces(template: str) -> str:
    """Close the brace of a word that is known; empty if that is not all."""
    words = "|".join(LINK_KEYS)
    half = rf"\{{({words})(?!\w|\}})|(?<![\w{{])({words})\}}"
    fixed = re.sub(half, lambda match: f"{{{match[1] or match[2]}}}", template)
    try:
        list(string.Formatter().parse(fixed))
    except ValueError:
        return ""
    return fixed


NOT_NEEDED, INVITED = "not needed", "by invitation"
BEFORE = re.compile(r"(\d{1,3}) (minute|hour|day|week)s? before", re.ASCII)
LOOSELY_BEFORE = re.compile(
    r"(\d{1,3}|[a-z]+) ?(minute|min|hour|hr|h|day|d|week|w)s?,? (?:before|prior|earlier|ahead|in advance)"
    r"(?: (?:to |of )?(?:the |its |it )?(?:start|event|session|seminar|date|beginning)?)?",
    re.ASCII,
)
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


def parse_deadline(text: object, info: ValidationInfo) -> dt.datetime | dt.date | str:
    """Read a date, a date with an hour, or `1 day before`."""
    words = expect_text(text)
    if BEFORE.fullmatch(words):
        return words
    if re.search(r"\b(before|after|prior|earlier|ahead)\b", words):
        meant = _before_meant(words)
        hint = "" if meant else 'write a date, or as in "1 day before"'
        raise Refusal(f"{quoted(words)} is not understood", meant or None, hint=hint)
    return parse_moment(words, site_zone(info))


def _before_meant(words: str) -> str:
    """Write `two days before` as it should be; empty if it says something else too, or a month, which has no length."""
    match = LOOSELY_BEFORE.fullmatch(" ".join(words.lower().split()))
    number = (NUMBERS.get(match[1]) or (int(match[1]) if match[1].isdecimal() else 0)) if match else 0
    if not match or not number:
        return ""
    unit = {"min": "minute", "hr": "hour", "h": "hour", "d": "day", "w": "week"}.get(match[2], match[2])
    return f"{number} {unit}{'' if number == 1 else 's'} before"


def parse_availability(text: object) -> Availability:
    """Read what is left of the seats."""
    word = expect_text(text)
    if word not in set(Availability):
        why = f"unknown availability {quoted(word)}"
        if meant := SEATS.get(word.lower()):
            raise Refusal(why, meant.value, is_guess=True)
        raise not_among(why, word, Availability, one_of(Availability))
    return Availability(word)


def parse_waiting_list(text: object) -> str:
    """Let a link or an e-mail address pass; the address becomes `mailto:`."""
    words = expect_text(text)
    if EMAIL.fullmatch(words.removeprefix("mailto:")):
        return f"mailto:{words.removeprefix('mailto:')}"
    if ":" not in words and "." not in words:
        raise Refusal(f'{quoted(words)} is neither a link nor an e-mail address; write one such as "name@example.org"')
    return parse_link_template(words)


def parse_email(text: object) -> str:
    """Let an e-mail address pass."""
    words = expect_text(text)
    if words.startswith(("https:", "http:")):
        raise Refusal(f"{quoted(words)} is the address of a page", keys={"email": None, "url": words})
    return check_email(words)


PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,30}")


def parse_phone(text: object) -> str:
    """Let a telephone number pass."""
    words = expect_text(text)
    number = words.removeprefix("tel:")
    if not PHONE.fullmatch(number):
        raise Refusal(f'{quoted(words)} is no telephone number; write it as in "+1 425 555 0100"')
    return number


TWO_LINKS = 'write one below "url:", and the other below "also:", as in "also: [{for: online, url: https://…}]"'


def registration_words(value: object) -> object:
    """Read `not needed`; a link or an address alone is refused with the key that it needs."""
    if isinstance(value, list) and len(value) > 1:
        first, *others = value
        is_keyed = all(isinstance(one, dict) and "also" not in one for one in value)
        why = 'a list stands here; the first way to register has keys, and the others stand below its "also:"'
        raise Refusal(why, {**first, "also": others} if is_keyed else None, hint="" if is_keyed else TWO_LINKS)
    if not isinstance(value, str) or value in {NOT_NEEDED, INVITED}:
        return value
    key = "email" if EMAIL.fullmatch(value) else "url" if ":" in value or "." in value else ""
    if key == "url" and len(re.findall(r"https?:|www\.", value)) > 1:
        raise Refusal(f"{quoted(value)} holds two links, and one belongs here; {TWO_LINKS}")
    if key:
        raise Refusal(f"{quoted(value)} needs a key", {key: value})
    words = " ".join(value.lower().replace("-", " ").split())
    is_none = words in {
        "none",
        "no",
        "not required",
        "not necessary",
        "no registration",
        "no registration needed",
        "no need",
    }
    is_invited = re.fullmatch(r"(?:by |on )?invit(?:ation|ed)(?: only)?|invite only", words) is not None
    meant = NOT_NEEDED if is_none else INVITED if is_invited else None
    hint = "" if meant else f'write "{NOT_NEEDED}", or a link as in "registration: {{url: https://…}}"'
    raise Refusal(f"{quoted(value)} is not understood", meant, hint=hint)


Deadline = Annotated[dt.datetime | dt.date | str, BeforeValidator(parse_deadline)]


class WayFields(Model):
    """One way to register, as written."""

    hints: ClassVar = {
        "link": Hint("url"),
        "mail": Hint("email"),
        "tel": Hint("phone"),
        "call": Hint("phone"),
        "deadline": Hint("closes"),
        "until": Hint("closes"),
        "from": Hint("opens"),
        "status": Hint("availability"),
        "places": Hint("availability"),
        "price": Hint("", 'stands beside "registration:", not in it; write "price: {value}" there'),
    }

    for_: Line | None = Field(None, alias="for", examples=["online"])
    url: Annotated[str, BeforeValidator(parse_link_template)] | None = Field(
        None, examples=["https://register.example.org/?date={date}"]
    )
    email: Annotated[str, BeforeValidator(parse_email)] | None = Field(None, examples=["name@example.org"])
    phone: Annotated[str, BeforeValidator(parse_phone)] | None = Field(None, examples=['"+1 425 555 0100"'])
    opens: Deadline | None = Field(None, examples=["2026-11-15"])
    closes: Deadline | None = Field(None, examples=["1 day before"])
    availability: Annotated[Availability, BeforeValidator(parse_availability)] | None = Field(
        None, examples=["few places"]
    )
    waiting_list: Annotated[str, BeforeValidator(parse_waiting_list)] | None = Field(
        None, examples=["name@example.org"]
    )

    @property
    def is_reached(self) -> bool:
        """Whether it says how to register."""
        return bool(self.url or self.email or self.phone)

    @property
    def facts(self) -> dict[str, str | None]:
        """What a way to register is made from, beside its days."""
        named = {"who": self.for_ or "", "url": self.url, "email": self.email, "phone": self.phone}
        said = {"availability": self.availability, "waiting_list": self.waiting_list}
        return {**named, **{name: value for name, value in said.items() if value}}


class RegistrationFields(WayFields):
    """What the author wrote of registration."""

    also: tuple[WayFields, ...] = Field((), examples=["[{for: online, url: https://register.example.org/online}]"])
    walk_ins: Yes = Field(default=False, examples=["yes"])
    lottery: Yes = Field(default=False, examples=["yes"])


def _kind(value: object) -> str:
    return "words" if isinstance(value, str) else "keys"


Enrolment = Annotated[
    Annotated[RegistrationFields, Tag("keys")] | Annotated[Literal["not needed", "by invitation"], Tag("words")],
    Discriminator(_kind),
    BeforeValidator(registration_words),
]
"""A registration as written; `_kind` keeps pydantic from complaining of both shapes at once."""
