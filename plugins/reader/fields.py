"""An author's words to typed values: one function a kind, which refuses with the words to write instead."""

import datetime as dt
import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from plugins.reader.addresses import email_fault, url_fault
from plugins.reader.mend import MONTHS, days_in, mend
from plugins.reader.quote import quoted, write

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOMENT = re.compile(r"(?:([A-Za-z]+),? +)?(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d):(\d\d)(?::00)?)?", re.ASCII)
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
YES = {"yes": True, "true": True, "no": False, "false": False}
NONE = "none"
"""What takes back in one place what is said for a larger one."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
HOW_TO_DATE = "the order is year, month, day"


class NotTextError(ValueError):
    """A list or a group of keys, or nothing, where one value belongs."""


def parse_moment(text: object) -> dt.datetime | dt.date:
    """Read `2026-12-05`, `2026-12-05 09:00` or either with its weekday before it; no zone, nothing guessed."""
    words = expect_text(text)
    match = MOMENT.fullmatch(words)
    if not match:
        raise ValueError(mend(words))
    weekday, day_text, hour, minute = match.groups()
    clock = f" {hour}:{minute}" if hour else ""
    day = _day(day_text, clock)
    if weekday:
        _check_weekday(weekday, day, clock)
    if hour is None:
        return day
    if (hour, minute) == ("24", "00"):
        raise ValueError(f'a day ends at 23:59, and 24:00 is the next one; write "{day + dt.timedelta(days=1)} 00:00"')
    if not CLOCK.fullmatch(clock.strip()):
        raise ValueError(f'"{clock.strip()}" is no time of day; hours go from 00 to 23, minutes from 00 to 59')
    return dt.datetime.combine(day, dt.time(int(hour), int(minute)))


def parse_day(text: object) -> dt.date:
    """Read a date alone."""
    moment = parse_moment(text)
    if isinstance(moment, dt.datetime):
        raise ValueError(f'{quoted(str(text))} has an hour, and a whole day is meant here; write "{moment:%Y-%m-%d}"')
    return moment


def parse_local_time(text: object) -> dt.datetime:
    """Read a date with its hour."""
    moment = parse_moment(text)
    if not isinstance(moment, dt.datetime):
        raise ValueError(f'the hour is missing; write "{moment} 18:00"')
    return moment


def expect_text(text: object) -> str:
    """Refuse lists and groups where one value belongs."""
    if not isinstance(text, str) or not text.strip():
        raise NotTextError
    return text.strip()


def _day(text: str, clock: str) -> dt.date:
    year, month, day = map(int, text.split("-"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f'the year {text[:4]} is not from {FIRST_YEAR} to {LAST_YEAR}; write it as in "2026-12-05"')
    if 1 <= month <= len(MONTHS):
        last = days_in(year, month)
        if 1 <= day <= last:
            return dt.date(year, month, day)
        name = f"{MONTHS[month - 1].capitalize()} {year}"
        raise ValueError(f'there is no day {text}, {name} has {last} days; write "{year}-{month:02}-{last}{clock}"')
    swapped = f'did you mean "{year}-{day:02}-{month:02}{clock}"?' if day <= len(MONTHS) < month else f"{HOW_TO_DATE}"
    raise ValueError(f"there is no month {text[5:7]} in {text}; {swapped}")


def _check_weekday(word: str, day: dt.date, clock: str) -> None:
    meant = [name for name in WEEKDAYS if name.lower().startswith(word.lower()) and len(word) > 2]  # noqa: PLR2004 -- "Mon"
    right = WEEKDAYS[day.weekday()]
    if not meant:
        raise ValueError(f'{quoted(word)} is no weekday; write "{right} {day}{clock}"')
    if meant[0] != right:
        other = day + dt.timedelta((WEEKDAYS.index(meant[0]) - day.weekday() + 3) % 7 - 3)
        raise ValueError(f'{day} is a {right}; write "{right} {day}{clock}" or "{meant[0]} {other}{clock}"')


def parse_yes(text: object) -> bool:
    """Read `yes` or `no`."""
    word = expect_text(text)
    if word.lower() not in YES:
        raise ValueError(f'{quoted(word)} is neither "yes" nor "no"; write one of the two, or leave the key out')
    return YES[word.lower()]


def check_url(url: str) -> str:
    """Let `https:` and `http:` addresses pass; `javascript:` and other schemes are refused."""
    return refuse(url, url_fault(url))


def check_email(email: str) -> str:
    """Let one plain e-mail address pass."""
    return refuse(email, email_fault(email))


def check_line(text: str) -> str:
    """Let a text of one line pass: a title goes where a line break begins something else, such as a mail's header."""
    is_one = "\n" not in text
    return refuse(text, "" if is_one else f"{quoted(text)} has a line break in it; {write(' '.join(text.split()))}")


def check_slug(slug: str) -> str:
    """Let a slug pass: small letters, digits and single hyphens, the whole of an address's last part."""
    if SLUG.fullmatch(slug):
        return slug
    meant = slugify(slug.strip("/").rpartition("/")[2]) or "career-search"
    return refuse(slug, f"{quoted(slug)} is not made of small letters, digits and hyphens alone; {write(meant)}")


def refuse(value: str, fault: str) -> str:
    """Raise what is wrong with a value, or let it pass."""
    if fault:
        raise ValueError(fault)
    return value


@cache
def slugify(text: str) -> str:
    """Turn a name into a slug; letters of other scripts are spelled in ours."""
    from unidecode import unidecode  # noqa: PLC0415 -- a large table, wanted only when a slug is made

    return re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower().replace("'", "")).strip("-")


Text = Annotated[str, StringConstraints(min_length=1)]
Line = Annotated[Text, AfterValidator(check_line)]
Moment = Annotated[dt.datetime | dt.date, BeforeValidator(parse_moment)]
Day = Annotated[dt.date, BeforeValidator(parse_day)]
Yes = Annotated[bool, BeforeValidator(parse_yes)]
Url = Annotated[str, AfterValidator(check_url)]
Email = Annotated[str, AfterValidator(check_email)]
Slug = Annotated[str, AfterValidator(check_slug)]
