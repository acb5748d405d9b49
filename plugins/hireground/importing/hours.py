"""Read the hours that people write beside a day: "4:30–5:30 PM", "14:00-15:00", "18h30"."""

import datetime as dt
import re

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
