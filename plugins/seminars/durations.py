"""`90m`, `3h`, `1h 30m` or `2 days` to a length of time."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator

from plugins.reader.fields import expect_text
from plugins.reader.quote import plain, quoted

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
LOOSE_PART = re.compile(r"(\d{1,4}(?:[.,]\d)?)\s*(d|h|m|st|uhr)", re.ASCII | re.IGNORECASE)


def parse_duration(text: object) -> dt.timedelta:
    """Read `90m`, `3h`, `1h 30m` or `2 days`."""
    words = expect_text(text)
    parts = list(DURATION_PART.finditer(words))
    if not parts or "".join(part[0] for part in parts) != words:
        raise ValueError(f"{quoted(words)} is not written as a duration; {_length_meant(words)}")
    length = sum((dt.timedelta(**{_unit(part[2]): int(part[1])}) for part in parts), dt.timedelta())
    if not dt.timedelta() < length <= LONGEST:
        raise ValueError(f'{quoted(words)} is no length of a session; write one from "1m" to "14 days"')
    return length


def _unit(word: str) -> str:
    return UNITS[word if word in UNITS else word.rstrip("s")]


def _length_meant(words: str) -> str:
    """Write the author's own number as a duration, if there is one."""
    clock = re.fullmatch(r"(\d{1,2}):(\d\d)", words)
    parts = [("h", clock[1]), ("m", clock[2])] if clock else [(p[2].lower(), p[1]) for p in LOOSE_PART.finditer(words)]
    if words.isdecimal():
        return f'write "{plain(words)}m" for minutes, or "{plain(words)}h" for hours'
    minutes = sum(float(number.replace(",", ".")) * {"d": 1440, "m": 1}.get(unit, 60) for unit, number in parts)
    hours, rest = divmod(round(minutes), 60)
    spelled = " ".join(filter(None, (f"{hours}h" if hours else "", f"{rest}m" if rest else "")))
    return f'write "{spelled}"' if spelled else 'write it as in "90m", "3h" or "1h 30m"'


Duration = Annotated[dt.timedelta, BeforeValidator(parse_duration)]
