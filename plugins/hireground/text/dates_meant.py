"""Suggest the ISO date an author probably meant."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from hireground.text.problems import Refusal, quoted

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH = r"(?P<month>[a-z]{3,9})\.?"
WITH_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
YEAR = r"(?P<year>\d{4})"
DATES = tuple(
    re.compile(rf"(?<![\w.]){pattern}(?!\d)")
    for pattern in (
        rf"{YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})",
        r"(?P<day>\d{1,2})\. ?(?P<number>\d{1,2})\. ?(?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year>\d{2})",
        rf"{MONTH} {WITH_DAY},? {YEAR}",
        rf"{WITH_DAY} {MONTH},? {YEAR}",
    )
)
CLOCK = re.compile(
    r"(?<![\d+.:])(\d{1,2})(?:[:.h](\d\d))?(?::\d\d(?:\.\d+)?)?(?: ?([ap])\.? ?m\b\.?| ?(?:uhr|h)\b)?(?!\d)"
)
FOUR_DIGITS = re.compile(r"(?<![\d:+-])([01]\d|2[0-3])([0-5]\d)(?![\d:])")
OFFSET = re.compile(
    r"(?<=\d) ?(?:\+\d\d:?\d\d|-\d{4}|z)(?!\d)|(?<=t\d\d:\d\d:\d\d)-\d\d:\d\d|(?<=t\d\d:\d\d)-\d\d:\d\d"
)
ZONE = re.compile(r"(?<=[\dm.]) ?\(?([a-z]{2,5}|[a-z]+/[a-z_/]+)\)?$")
NO_ZONES = frozenset({"am", "pm", "uhr", "noon"})
SILENT = frozenset({"at", "on", "the", "of", "um", "t", "uhr", "h", "clock", "o"})
"""Words beside a date that say nothing."""
RANGE = frozenset({"to", "until", "till", "bis", "and", "from", "von"})
"""Words that say nothing more between two hours."""
OFFSETS = {
    **dict.fromkeys(("utc", "gmt", "z"), 0), "aoe": -12, "est": -5, "edt": -4, "cdt": -5, "mdt": -6, "pst": -8,
    "pdt": -7, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "aest": 10,
    "aedt": 11,
}  # fmt: skip
"""Hours ahead of UTC of the abbreviations that mean one thing."""


@dataclass(frozen=True)
class Meant:
    """What can be read: dates (two where day and month may be either), hours, and a zone or an offset.

    `is_whole` tells that the words say nothing else, so that the date can stand for them.
    """

    days: tuple[dt.date, ...]
    hours: tuple[str, ...]
    has_zone: bool
    zone: str
    is_twelve: bool
    is_whole: bool = False

    def moments(self) -> tuple[str, ...]:
        """Return the dates with the first hour, as they should be written."""
        return tuple(" ".join((str(day), *self.hours[:1])) for day in self.days)

    def moment(self) -> dt.datetime | None:
        """Return the one moment that is meant, as the words' own clocks show it; None if it is not sure."""
        if len(self.days) == len(self.hours) == 1 and self.is_whole:
            return dt.datetime.combine(self.days[0], dt.time.fromisoformat(self.hours[0]))
        return None


def suggest_date(text: str, timezone: tzinfo | None = None) -> Refusal:
    """Say how a date in other words is written in ISO 8601, for clocks in `timezone`."""
    meant = read(text)
    moments = " or ".join(f'"{moment}"' for moment in meant.moments())
    if not moments:
        return Refusal(_without_day(text, meant))
    if meant.has_zone:
        return zoned(text, meant, timezone)
    sure = meant.moments()[0] if len(meant.days) == 1 and len(meant.hours) < 2 and meant.is_whole else None  # noqa: PLR2004 -- one
    if len(meant.hours) > 1:
        return Refusal(f"{quoted(text)} holds two hours, and one belongs here; write it as in {moments}")
    why = "hours are counted from 00 to 23" if meant.is_twelve else "a date is written as year, month, day"
    if sure:
        is_twelve = f"{quoted(text)}: {why}" if meant.is_twelve else f"{quoted(text)} is not written as a date"
        return Refusal(is_twelve, sure)
    if len(meant.days) > 1:
        return Refusal(f"{quoted(text)} is not written as a date; write {moments}")
    return Refusal(f'{quoted(text)} says more than one date; {why}, as in "2026-12-05 18:00"')


def zoned(text: str, meant: Meant, timezone: tzinfo | None) -> Refusal:
    """Say what the site's own clocks show at a moment that was written with a zone."""
    there = local_moment(meant, timezone)
    if there is None:
        where = timezone or "the site's own zone"
        how = f'write what clocks show in {where}, as in "2026-12-05 18:00"'
        return Refusal(f"{quoted(text)} names a time zone, which does not belong here; {how}")
    words = f"{quoted(text)} names a time zone, and hours here are those of {timezone}"
    return Refusal(words, f"{there:%Y-%m-%d %H:%M}")


def local_moment(meant: Meant, timezone: tzinfo | None) -> dt.datetime | None:
    """Return what the clocks of `timezone` show at a moment with an offset or a zone; None if that is not sure."""
    moment = meant.moment()
    if moment is None or timezone is None:
        return None
    if moment.replace(tzinfo=timezone).tzname() == meant.zone.upper():
        return moment
    offset = offset_of(meant.zone)
    own = _city(meant.zone) if offset is None else dt.timezone(offset)
    if own is None:
        return None
    local = moment.replace(tzinfo=own).astimezone(timezone)
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return None if is_twice else local.replace(tzinfo=None)


def offset_of(zone: str) -> dt.timedelta | None:
    """Return what an offset or an abbreviation is ahead of UTC; None for one that means several."""
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)", zone)
    if not match:
        hours = OFFSETS.get(zone.lower())
        return None if hours is None else dt.timedelta(hours=hours)
    span = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
    if span >= dt.timedelta(hours=24):
        return None
    return -span if match[1] == "-" else span


def _city(name: str) -> tzinfo | None:
    """Find the zone that is named after a city, whatever its letters' case."""
    from hireground.text.timezones import zone, zone_names  # noqa: PLC0415 -- a zone's words are read with dates above it

    return next((zone(known) for known in zone_names() if "/" in known and known.lower() == name), None)


def _without_day(text: str, meant: Meant) -> str:
    if re.match(r"\D*\d{5,}-\d\d-\d\d", text):
        return f'{quoted(text)}: a year has four digits; write it as in "2026-12-05 18:00"'
    if any(word[:3] in {month[:3] for month in MONTHS} for word in re.findall(r"[a-z]{3,}", text.lower())):
        return f'{quoted(text)}: the year or the day is missing; write it as in "2026-12-05 18:00"'
    if meant.hours and not re.search(r"[\W_]\d+[\W_]\d", text):
        return f'{quoted(text)} has no date; write it first, as in "2026-12-05 {meant.hours[0]}"'
    return f'{quoted(text)} is not a date; write year, month, day and the hour, as in "2026-12-05 18:00"'


def read(text: str) -> Meant:
    """Find date, hours and zone in any words."""
    line = tidy(text).lower()
    for pattern in DATES:
        for match in pattern.finditer(line):
            days = tuple(dict.fromkeys(_days(match)))
            if days:
                return _with_hours(days, f"{line[: match.start()]} {line[match.end() :]}".strip(" ,"))
    return _with_hours((), line)


def tidy(text: str) -> str:
    """Replace what a word processor or a web page puts in place of spaces and hyphens; drop invisible characters."""
    kinds = ((char, unicodedata.category(char)) for char in text)
    return " ".join("".join({"Zs": " ", "Pd": "-", "Cf": ""}.get(kind, char) for char, kind in kinds).split())


def _days(match: re.Match[str]) -> Iterator[dt.date]:
    parts = {name: value for name, value in match.groupdict().items() if value}
    year = int(parts["year"]) + (2000 if len(parts["year"]) < len("2026") else 0)
    if "first" in parts:
        pairs = [(int(parts["first"]), int(parts["second"])), (int(parts["second"]), int(parts["first"]))]
    elif "month" in parts:
        number = next((n for n, month in enumerate(MONTHS, 1) if month.startswith(parts["month"])), 0)
        pairs = [(number, int(parts["day"]))]
    else:
        pairs = [(int(parts["number"]), int(parts["day"]))]
    for month, day in pairs:
        if 1 <= month <= len(MONTHS) and 1 <= day <= days_in(year, month):
            yield dt.date(year, month, day)


def days_in(year: int, month: int) -> int:
    """Count the days of a month."""
    return (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day


def _with_hours(days: tuple[dt.date, ...], rest: str) -> Meant:
    """Read the hours, and whether a zone or an offset follows them."""
    offset = OFFSET.search(rest)
    bare = OFFSET.sub("", rest)
    zone = ZONE.search(bare)
    if zone and zone[1] in NO_ZONES:
        zone = None
    bare = bare[: zone.start()] if zone else bare
    bare = FOUR_DIGITS.sub(r"\1:\2", bare) if days else bare
    found = list(hours_in(bare))
    has_zone = bool(found) and (zone is not None or offset is not None)
    is_twelve = bool(re.search(r"\d ?[ap]\.? ?m\b", bare))
    name = zone[1] if zone else "utc" if rest.endswith("z") else offset[0].strip() if offset else ""
    both = bool(zone and offset)
    is_whole = not both and not _left(days, bare, has_noon="12:00" in found, is_range=len(found) > 1)
    return Meant(days, tuple(found), has_zone, name if has_zone else "", is_twelve, is_whole)


def _left(days: tuple[dt.date, ...], bare: str, *, has_noon: bool, is_range: bool) -> str:
    """Return the words that are neither dates nor hours, nor the right name of the day."""
    words = re.findall(
        r"\w+", CLOCK.sub(lambda match: " " if ":" in match[0] or not match[0].isdigit() else match[0], bare)
    )
    weekdays = [WEEKDAYS[day.weekday()].lower() for day in days]
    names = {*weekdays, *(name[:3] for name in weekdays)}
    silent = SILENT | names | ({"noon"} if has_noon else set()) | (RANGE if is_range else set())
    return " ".join(word for word in words if word not in silent)


def hours_in(words: str) -> Iterator[str]:
    """Yield every hour that words say, as `18:00`."""
    for match in CLOCK.finditer(words):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        is_said = bool(match[2] or half or re.search(r"[a-z]", match[0]))
        if half and 1 <= hour <= 12:  # noqa: PLR2004 -- the clock's face
            hour = hour % 12 + 12 * (half == "p")
        if is_said and hour < 24 and minute < 60:  # noqa: PLR2004 -- a day's hours
            yield f"{hour:02}:{minute:02}"
    if "noon" in words and "after" not in words:
        yield "12:00"


def month_meant(words: str) -> str:
    """Return the one year and month that words say; empty if they do not say both."""
    years = re.findall(r"\b\d{4}\b", words)
    numbers = [int(one) for one in re.findall(r"\b\d{1,2}\b", words)]
    named = [n for n, name in enumerate(MONTHS, 1) if set(re.findall("[a-z]+", words)) & {name, name[:3]}]
    months = named or numbers
    is_one = len(years) == len(months) == 1 and 1 <= months[0] <= len(MONTHS) and not (named and numbers)
    return f"{years[0]}-{months[0]:02}" if is_one else ""
