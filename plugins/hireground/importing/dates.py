"""Read the dates and hours of other tools, and say them on the site's own clocks."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from hireground.text.dates_meant import MONTHS, days_in, read

Moment = dt.datetime | dt.date
"""A day, or a time on the site's own clocks."""
DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ,]+(\d{1,2})[:h](\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?\s*(z|utc|gmt|[+-]\d\d:?\d\d|[+-]\d\d?)?",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})")
UNIX = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) ([A-Z]{3}|[+-]\d{4}) (\d{4})")
"""As the command `date` writes it: Wed Oct 7 16:55:36 EDT 2015."""
ZONE = re.compile(r"\s(?:[A-Z]{1,4}|[+-]\d{4})$")
MAIL = re.compile(r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} \d")


def moment_of(text: str, own: ZoneInfo, there: ZoneInfo | None = None) -> Moment | None:
    """Return a date on the clocks of `own`; None where it cannot be read for sure.

    What says no zone is meant on the clocks of `there`, which are the site's own where nothing is known of them. A
    midnight without a zone is a day. Thus "2024-01-02T02:00:00Z" is 2024-01-01 18:00 in Los Angeles.
    """
    text = text.strip()
    match = DATE.fullmatch(text)
    try:
        if match:
            return _iso(match, own, there)
        text = UNIX.sub(r"\2 \1 \5 \3 \4", text)
        if MAIL.match(text):
            return _local(parsedate_to_datetime(text), own)
    except (ValueError, OverflowError):
        return None
    meant = read(text[:100])
    if len(meant.days) == 1 and meant.is_whole and not meant.has_zone and len(meant.hours) < 2:  # noqa: PLR2004 -- one
        clock = dt.time.fromisoformat(meant.hours[0]) if meant.hours else dt.time()
        return _naive(dt.datetime.combine(meant.days[0], clock), own, there)
    return None


def as_written(text: str) -> Moment | None:
    """Return the date that a text shows, whatever its zone; None where it cannot be read."""
    match = DATE.fullmatch(text.strip())
    if match:
        text = text.strip()[: match.end(6) if match[6] else match.end(5) if match[5] else match.end(3)]
    words = UNIX.sub(r"\2 \1 \5 \3 \4", text.strip())
    if MAIL.match(words):
        words = ZONE.sub(" +0000", words)
    return moment_of(words, ZoneInfo("UTC"))


def _iso(match: re.Match[str], own: ZoneInfo, there: ZoneInfo | None) -> Moment:
    year, month, day, hour, minute, second, offset = match.groups()
    clock = dt.time(int(hour or 0), int(minute or 0), min(int(second or 0), 59))
    moment = dt.datetime.combine(dt.date(int(year), int(month), int(day)), clock)
    if offset:
        return _local(moment.replace(tzinfo=_offset(offset)), own)
    return moment.date() if hour is None else _naive(moment, own, there)


def _naive(moment: dt.datetime, own: ZoneInfo, there: ZoneInfo | None) -> Moment:
    if moment.time() == dt.time():
        return moment.date()
    return _local(moment.replace(tzinfo=there), own) if there and there.key != own.key else moment.replace(second=0)


def _local(moment: dt.datetime, own: ZoneInfo) -> dt.datetime:
    local = moment if moment.tzinfo is None else moment.astimezone(own)
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _offset(text: str) -> dt.tzinfo:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    digits = text[1:].replace(":", "")
    digits = (digits if len(digits) > 1 else f"0{digits}").ljust(4, "0")
    span = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-span if text.startswith("-") else span)


def written(moment: Moment) -> str:
    """Write a date as front matter has it."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else moment.isoformat()


def ordered(text: str, *, day_first: bool | None) -> dt.date | None:
    """Return the day of a date such as 3/4/2027; None where nobody says which number is the day."""
    match = NUMBERS.fullmatch(text.strip())
    if not match:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    year += 2000 if year < 100 else 0  # noqa: PLR2004 -- two digits
    orders = {True: [(second, first)], False: [(first, second)], None: [(second, first), (first, second)]}[day_first]
    sound = [(month, day) for month, day in orders if 1 <= month <= len(MONTHS) and 1 <= day <= days_in(year, month)]
    days = {dt.date(year, month, day) for month, day in sound}
    return days.pop() if len(days) == 1 else None


CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?:[:.h](\d\d)(?::\d\d)?)?[ \u00a0]*([ap])?\.?(?:m\b\.?)?", re.IGNORECASE)


def hours_of(words: str) -> tuple[str, str]:
    """Return the hours that words such as "4:30–5:30 PM" say, as 16:30 and 17:30; empty where they say none."""
    found = [match for match in CLOCK.finditer(words) if (match[2] or match[3]) and int(match[1]) < 24]  # noqa: PLR2004 -- a day's
    if not found:
        return "", ""
    half = (found[-1][3] or "").lower()
    ends = _minutes(found[1], half) if len(found) > 1 else None
    begins = _minutes(found[0], (found[0][3] or half).lower())
    if ends is not None and begins > ends and not found[0][3]:  # 11:30-1 PM begins before noon
        begins = _minutes(found[0], "a")
    said = f"{begins // 60:02}:{begins % 60:02}"
    return said, "" if ends is None else f"{ends // 60:02}:{ends % 60:02}"


def _minutes(match: re.Match[str], half: str) -> int:
    hour = int(match[1]) % 12 + 12 * (half == "p") if half else int(match[1])
    return hour * 60 + int(match[2] or 0)


def at(day: dt.date, clock: str) -> dt.datetime | dt.date:
    """Return a day at an hour; the day alone where no hour is said."""
    if not clock:
        return day.date() if isinstance(day, dt.datetime) else day
    hour, _, minute = clock.partition(":")
    return dt.datetime.combine(day, dt.time(int(hour), min(int(minute), 59)))
