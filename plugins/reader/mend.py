"""Words that are no ISO date to the date that was meant, as far as they say it."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.reader.quote import quoted

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
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
NO_ZONES = frozenset({"am", "pm", "uhr"})


@dataclass(frozen=True)
class Meant:
    """What can be read: dates (two where day and month may be either), hours, and a zone or an offset."""

    days: tuple[dt.date, ...]
    hours: tuple[str, ...]
    has_zone: bool
    zone: str
    is_twelve: bool

    def moments(self) -> tuple[str, ...]:
        """Return the dates with the first hour, as they should be written."""
        return tuple(" ".join((str(day), *self.hours[:1])) for day in self.days)


def mend(text: str) -> str:
    """Say how a date that is no ISO date is written."""
    meant = read(text)
    moments = " or ".join(f'"{moment}"' for moment in meant.moments())
    if not moments:
        return _without_day(text, meant)
    if meant.has_zone:
        return f"{quoted(text)} names a time zone, which does not belong here; write {moments}"
    if len(meant.hours) > 1:
        return f"{quoted(text)} holds two hours, and one belongs here; write {moments}"
    if meant.is_twelve:
        return f"{quoted(text)}: hours are counted from 00 to 23; write {moments}"
    return f"{quoted(text)} is not written as a date; write {moments}"


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
    """Replace what a word processor or a web page puts in place of spaces and hyphens; drop what nobody sees."""
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
    bare = OFFSET.sub("", rest)
    zone = ZONE.search(bare)
    if zone and zone[1] in NO_ZONES:
        zone = None
    bare = bare[: zone.start()] if zone else bare
    bare = FOUR_DIGITS.sub(r"\1:\2", bare) if days else bare
    found = list(hours_in(bare))
    has_zone = bool(found) and (zone is not None or OFFSET.search(rest) is not None)
    is_twelve = bool(re.search(r"\d ?[ap]\.? ?m\b", bare))
    name = zone[1] if zone else "utc" if rest.endswith("z") else ""
    return Meant(days, tuple(found), has_zone, name if has_zone else "", is_twelve)


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
