"""Read what an author wrote of registration: link templates, deadlines, seats."""

import datetime as dt
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo

from hireground.seminars.model.model import Availability, Registration
from hireground.text.fields import check_email, check_url, expect_text, parse_moment, site_zone
from hireground.text.keys import Hint
from hireground.text.localtime import add_duration, attach_zone
from hireground.text.problems import Refusal, did_you_mean, nearest, not_among, one_of, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import EMAIL
from hireground.text.yaml import Loc

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


NOT_NEEDED = "not needed"
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


ONE_LINK = 'write a page that leads to both, or two sessions with a link each, as in "registration: {url: https://…}"'


def registration_words(value: object) -> object:
    """Read `not needed`; a link or an address alone is refused with the key that it needs."""
    if isinstance(value, list) and len(value) > 1:
        raise Refusal(f"a list stands here, and one link belongs; {ONE_LINK}")
    if not isinstance(value, str) or value == NOT_NEEDED:
        return value
    key = "email" if EMAIL.fullmatch(value) else "url" if ":" in value or "." in value else ""
    if key == "url" and len(re.findall(r"https?:|www\.", value)) > 1:
        raise Refusal(f"{quoted(value)} holds two links, and one belongs here; {ONE_LINK}")
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
    hint = "" if is_none else f'write "{NOT_NEEDED}", or a link as in "registration: {{url: https://…}}"'
    raise Refusal(f"{quoted(value)} is not understood", NOT_NEEDED if is_none else None, hint=hint)


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


LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Window:
    """One session's time for registration, as written; the ways lead to the keys that say so."""

    opens: dt.datetime | None
    closes: dt.datetime
    start: dt.datetime
    way_to_opens: Loc
    way_to_closes: Loc


def opening(fields: RegistrationFields, start: dt.datetime) -> dt.datetime | None:
    """Return when registration opens: a day alone means its first minute."""
    return None if fields.opens is None else _deadline(fields.opens, start, dt.time())


def closing(fields: RegistrationFields, start: dt.datetime) -> dt.datetime:
    """Return when registration closes: a day alone means its last minute, silence the start."""
    return start if fields.closes is None else _deadline(fields.closes, start, LAST_MINUTE)


def _deadline(written: dt.datetime | dt.date | str, start: dt.datetime, of_day: dt.time) -> dt.datetime:
    timezone = start.tzinfo if isinstance(start.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    if isinstance(written, str):
        return _before(written, start, timezone)
    if not isinstance(written, dt.datetime):
        written = dt.datetime.combine(written, of_day)
    return attach_zone(written, timezone)


def _before(words: str, start: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Count days and weeks by the calendar, hours and minutes by the clock."""
    match = BEFORE.fullmatch(words)
    number, unit = (int(match[1]), match[2]) if match else (0, "day")
    span = dt.timedelta(**{f"{unit}s": number})
    if unit in {"day", "week"}:
        return attach_zone(start.replace(tzinfo=None) - span, timezone)
    return add_duration(start, -span)


def registration_of(fields: RegistrationFields, window: Window) -> Registration:
    """Build a session's registration, which closes with its start at the latest."""
    closes = min(window.closes, window.start)
    return Registration(
        url=fields.url, email=fields.email, opens=min(window.opens, closes) if window.opens else None, closes=closes,
        availability=fields.availability, waiting_list=fields.waiting_list,
    )  # fmt: skip


def window_problems(windows: Iterable[Window]) -> Iterator[tuple[Loc, Refusal]]:
    """Yield what is wrong with a deadline: that it suits none of the sessions it is written for."""
    by_closes, by_opens = defaultdict(list), defaultdict(list)
    for window in windows:
        by_closes[window.way_to_closes].append(window)
        if window.opens:
            by_opens[window.way_to_opens].append((window.opens, window))
    late = {loc for loc, group in by_closes.items() if all(one.closes > one.start for one in group)}
    yield from ((loc, _too_late(by_closes[loc][-1])) for loc in sorted(late, key=str))
    for loc, pairs in by_opens.items():
        if all(opens >= min(window.closes, window.start) for opens, window in pairs):
            yield loc, _never_open(*pairs[-1])


def _too_late(window: Window) -> Refusal:
    closes, start = f"{window.closes:%Y-%m-%d %H:%M}", f"{window.start:%Y-%m-%d %H:%M}"
    how = 'write an earlier day, or as in "1 day before"'
    return Refusal(f"registration would close on {closes}, after the start, {start}; {how}")


def _never_open(opens: dt.datetime, window: Window) -> Refusal:
    is_before_start = window.closes < window.start
    closes = f"{min(window.closes, window.start):%Y-%m-%d %H:%M}"
    end = f"it closes on {closes}" if is_before_start else f"the session starts on {closes}"
    return Refusal(f"registration would open on {opens:%Y-%m-%d %H:%M}, and {end}; write an earlier day")
