"""Read the values of keys that posts and seminars share: dates, addresses, slugs, lists of names."""

import datetime as dt
import re
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo

from hireground.slugs import slugify
from hireground.text.dates_meant import MONTHS, WEEKDAYS, days_in, suggest_date
from hireground.text.problems import Refusal, printable, quoted
from hireground.text.web_addresses import alias_problem, email_problem, url_problem

MOMENT = re.compile(r"(?:([A-Za-z]+),? +)?(\d{4}-\d\d-\d\d)(?:[ T]+(\d\d):(\d\d)(?::([0-5]\d))?)?", re.ASCII)
WITH_OFFSET = re.compile(
    r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::[0-5]\d)?)(?:\.\d{1,9})? ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)", re.ASCII
)
"""A moment of RFC 3339, which says how far its clock is from UTC."""
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
YES = {"yes": True, "true": True, "no": False, "false": False}
OTHER_YES = {"on": "yes", "1": "yes", "y": "yes", "off": "no", "0": "no", "n": "no"}
NONE = "none"
"""What takes back in one place what is said for a larger one."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
HOW_TO_DATE = "the order is year, month, day"


class NotTextError(ValueError):
    """A list or a group of keys, or nothing, where one value belongs."""


def parse_moment(text: object, timezone: dt.tzinfo | None = None) -> dt.datetime | dt.date:
    """Read `2026-12-05`, `2026-12-05 09:00` or either with its weekday before it; no zone, nothing guessed.

    `timezone` is whose clocks the words to write show, for a moment of another zone.
    """
    words = expect_text(text)
    match = MOMENT.fullmatch(words)
    if not match:
        raise suggest_date(words, timezone)
    weekday, day_text, hour, minute, second = match.groups()
    clock = f" {hour}:{minute}" if hour else ""
    day = _day(day_text, clock)
    if weekday:
        _check_weekday(weekday, day, clock)
    if hour is None:
        return day
    if (hour, minute) == ("24", "00"):
        raise Refusal("a day ends at 23:59, and 24:00 is the next one", f"{day + dt.timedelta(days=1)} 00:00")
    if not CLOCK.fullmatch(clock.strip()):
        raise Refusal(f'"{clock.strip()}" is no time of day; hours go from 00 to 23, minutes from 00 to 59')
    return dt.datetime.combine(day, dt.time(int(hour), int(minute), int(second or 0)))


def site_zone(info: ValidationInfo) -> dt.tzinfo | None:
    """Return the zone whose clocks a file's hours are, if whoever validates has said it."""
    zone = (info.context or {}).get("timezone")
    return zone if isinstance(zone, dt.tzinfo) else None


def read_moment(text: object, info: ValidationInfo) -> dt.datetime | dt.date:
    """Read a moment as the file's own clocks show it; one with an offset from UTC is converted to them."""
    own = site_zone(info)
    if own and isinstance(text, str) and (match := WITH_OFFSET.fullmatch(text.strip())):
        return _converted(match[1], match[2], own)
    return parse_moment(text, own)


def _converted(words: str, offset: str, own: dt.tzinfo) -> dt.datetime:
    """Return what clocks of a zone show at a moment; in the hour that comes twice, `fold` tells which is meant."""
    try:
        parse_moment(words)
    except Refusal as error:  # what it would write has no offset
        raise Refusal(error.message, hint=error.hint) from None
    written = f"{words}+00:00" if offset == "Z" else f"{words}{offset[:3]}:{offset[-2:]}"
    local = dt.datetime.fromisoformat(written).astimezone(own).replace(tzinfo=None)
    parse_moment(f"{local:%Y-%m-%d %H:%M:%S}")
    return local


def parse_day(text: object) -> dt.date:
    """Read a date alone."""
    try:
        moment = parse_moment(text)
    except Refusal as refusal:
        what, _, how = refusal.message.partition("; ")
        raise Refusal(what, hint='write a day, as in "2026-12-05"') if " 18:00" in how else refusal from None
    if isinstance(moment, dt.datetime):
        raise Refusal(f"{quoted(str(text))} has an hour, and a whole day is meant here", f"{moment:%Y-%m-%d}")
    return moment


def parse_local_time(text: object) -> dt.datetime:
    """Read a date with its hour."""
    moment = parse_moment(text)
    if not isinstance(moment, dt.datetime):
        raise Refusal(f'the hour is missing; write it too, as in "{moment} 18:00"')
    return moment


def expect_text(text: object) -> str:
    """Refuse lists and groups where one value belongs."""
    if not isinstance(text, str) or not text.strip():
        raise NotTextError
    return text.strip()


def _day(text: str, clock: str) -> dt.date:
    year, month, day = map(int, text.split("-"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f'the year {text[:4]} is not from {FIRST_YEAR} to {LAST_YEAR}; write it as in "2026-12-05"')
    if 1 <= month <= len(MONTHS):
        last = days_in(year, month)
        if 1 <= day <= last:
            return dt.date(year, month, day)
        name = f"{MONTHS[month - 1].capitalize()} {year}"
        raise Refusal(f"there is no day {text}, {name} has {last} days; write the day that is meant")
    swapped = f"{year}-{day:02}-{month:02}{clock}" if day <= len(MONTHS) < month <= days_in(year, day or 1) else None
    raise Refusal(
        f"there is no month {text[5:7]} in {text}", swapped, is_guess=True, hint="" if swapped else HOW_TO_DATE
    )


def _check_weekday(word: str, day: dt.date, clock: str) -> None:
    meant = [name for name in WEEKDAYS if name.lower().startswith(word.lower()) and len(word) > 2]  # noqa: PLR2004 -- "Mon"
    right = WEEKDAYS[day.weekday()]
    if not meant:
        raise Refusal(f"{quoted(word)} is no weekday", f"{right} {day}{clock}")
    if meant[0] != right:
        other = day + dt.timedelta((WEEKDAYS.index(meant[0]) - day.weekday() + 3) % 7 - 3)
        raise Refusal(f'{day} is a {right}; write "{right} {day}{clock}" or "{meant[0]} {other}{clock}"')


def parse_yes(text: object) -> bool:
    """Read `yes` or `no`."""
    word = expect_text(text)
    if word.lower() not in YES:
        meant = OTHER_YES.get(word.lower())
        hint = "" if meant else "write one of the two, or leave the key out"
        raise Refusal(f'{quoted(word)} is neither "yes" nor "no"', meant, hint=hint)
    return YES[word.lower()]


def check_url(url: str) -> str:
    """Let `https:` and `http:` addresses pass; `javascript:` and other schemes are refused."""
    return refuse(url, url_problem(url))


def check_email(email: str) -> str:
    """Let one plain e-mail address pass."""
    return refuse(email, email_problem(email))


def check_line(text: str) -> str:
    """Let a text of one line pass: in a mail's header, a line break would begin another header."""
    if "\n" in text:
        raise Refusal(f"{quoted(text)} has a line break in it", " ".join(text.split()))
    return text


def check_slug(slug: str, info: ValidationInfo) -> str:
    """Let a slug pass: small letters, digits and single hyphens, the whole of an address's last part.

    `unicode_slugs` of the context says whether letters may be of any script.
    """
    is_unicode = is_unicode_wanted(info)
    if SLUG.fullmatch(slug) or (is_unicode and slug == slugify(slug, is_unicode=True)):
        return slug
    meant = slugify(slug.strip("/").rpartition("/")[2], is_unicode=is_unicode)
    hint = "" if meant else 'write one such as "career-search"'
    raise Refusal(f"{quoted(slug)} is not made of small letters, digits and hyphens alone", meant or None, hint=hint)


def is_unicode_wanted(info: ValidationInfo) -> bool:
    """Tell whether addresses have letters of any script, as the settings say."""
    return bool((info.context or {}).get("unicode_slugs"))


def own_slug(slug: str, info: ValidationInfo) -> str:
    """Return a record's part of an address, which is made from its `name` unless it is written."""
    name = info.data.get("name", "")
    return check_slug(slug, info) if slug else slugify(name, is_unicode=is_unicode_wanted(info))


def refuse(value: str, problem: Refusal | None) -> str:
    """Raise what is wrong with a value, or let it pass."""
    if problem:
        raise problem
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Line = Annotated[Text, AfterValidator(check_line)]
Moment = Annotated[dt.datetime | dt.date, BeforeValidator(read_moment)]
Day = Annotated[dt.date, BeforeValidator(parse_day)]
Yes = Annotated[bool, BeforeValidator(parse_yes)]
Url = Annotated[str, AfterValidator(check_url)]
Email = Annotated[str, AfterValidator(check_email)]
Slug = Annotated[str, AfterValidator(check_slug)]
OwnSlug = Annotated[str, AfterValidator(own_slug)]
"""Stands below `name:`, with `validate_default`."""


def split_names(line: str) -> list[str]:
    """Split a line of text at its commas, or at semicolons if it has any."""
    return [name.strip() for name in line.split(";" if ";" in line else ",") if name.strip()]


def listed(value: object) -> object:
    """Read a line of text as a list."""
    return split_names(value) if isinstance(value, str) else value


def parse_name(value: object) -> str:
    """Read a name, which becomes part of an address."""
    name = expect_text(value)
    if not any(map(str.isalnum, name)):
        raise Refusal(f"{quoted(name)} has no letter in it, so that it cannot have a page; write a word")
    return check_line(check_quotes(name))


CURLY = "“”„‟«»‘’‚"
"""Quotes as word processors and phones write them, which are letters to a file's keys."""
DOUBLE = frozenset("“”„‟«»")


def check_quotes(name: str) -> str:
    """Refuse a name with curly quotes around it: `[“interviews”]`, or half of a pair, as in `[“jobs, interviews”]`."""
    name = name.strip()
    bare = name.strip(CURLY).strip()
    is_around = {name[0], name[-1]} <= {*CURLY} and not (DOUBLE | {"‘", "‚"}).intersection(bare)
    is_half = name[0] in DOUBLE or name[-1] in DOUBLE
    if bare and (is_around or (is_half and not DOUBLE.intersection(bare))):
        raise Refusal(f"curly quotes would be part of the name {printable(name)}", bare)
    return name


MOST_NAMES = 200
"""Each is a page with a calendar, or leads from one."""


def refuse_many(value: object) -> object:
    """Read a line of text as a list; refuse a list that is longer than anybody means."""
    names = listed(value)
    if isinstance(names, list | tuple) and len(names) > MOST_NAMES:
        raise Refusal(f"{len(names):,} of them are too many; {MOST_NAMES} is the most")
    return names


def refuse_twice(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a name that is there already, in small letters or large."""
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            raise Refusal(f"{quoted(name)} stands here twice; keep one")
        seen.add(name.lower())
    return names


def check_alias(path: str) -> str:
    """Let an old address of this site pass: a path from the root."""
    return refuse(path, alias_problem(path))


Name = Annotated[str, BeforeValidator(parse_name)]
Series = Annotated[Line, AfterValidator(check_quotes)]
Names = Annotated[tuple[Name, ...], BeforeValidator(refuse_many), AfterValidator(refuse_twice)]
Alias = Annotated[str, AfterValidator(check_alias)]
Aliases = Annotated[tuple[Alias, ...], BeforeValidator(refuse_many), AfterValidator(refuse_twice)]


def alias_path(alias: str) -> str:
    """Return the path of an old address from the site's root: a file's, or a folder's with a slash at its end."""
    name = unquote(alias).strip("/")
    return name if name.endswith(".html") else f"{name}/"
