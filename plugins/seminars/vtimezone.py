"""IANA name and days to VTIMEZONE (RFC 5545 §3.6.5): RRULEs that every client reads, the same bytes every time."""

import datetime as dt

from plugins.seminars.folding import joined
from plugins.seminars.observances import Observance, observances
from plugins.seminars.tzif import EPOCH, timeline

DAY = 86400


def vtimezone(name: str, first: dt.date, last: dt.date) -> bytes:
    """Write the zone as right for every instant of the days `first` to `last`, on any clock."""
    begin, end = day_seconds(first) - DAY, day_seconds(last) + 2 * DAY
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for observance in sorted(observances(timeline(name), begin, end)):
        lines += observance_lines(observance)
    return joined([*lines, "END:VTIMEZONE"])


def day_seconds(day: dt.date) -> int:
    """Count the seconds from 1970 to the day's first, in UTC."""
    return (day - EPOCH.date()).days * DAY


def observance_lines(observance: Observance) -> list[str]:
    """Write one part; DTSTART shows the clock before the change, in TZOFFSETFROM (RFC 5545 §3.6.5)."""
    onset, recurrence = observance
    part = "DAYLIGHT" if onset.kind.is_dst else "STANDARD"
    return [
        f"BEGIN:{part}",
        f"DTSTART:{onset.wall_clock:%Y%m%dT%H%M%S}",
        *([f"RRULE:FREQ=YEARLY;{recurrence}"] if recurrence else []),
        f"TZOFFSETFROM:{utc_offset(onset.before)}",
        f"TZOFFSETTO:{utc_offset(onset.kind.offset)}",
        f"TZNAME:{onset.kind.name}",
        f"END:{part}",
    ]


def utc_offset(seconds: int) -> str:
    """Write `±hhmm`, with seconds only if there are any (RFC 5545 §3.3.14)."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")
