"""Write an IANA zone as a VTIMEZONE (RFC 5545 §3.6.5) of two parts at most, which every client reads.

Clients differ in what they make of a VTIMEZONE. All of them read a STANDARD part alone, or a STANDARD and a DAYLIGHT
part with a yearly RRULE each, if every part began before the first event. So nothing else is written:

- New York: the second Sunday in March and the first in November, both since 2007.
- Tokyo: STANDARD since 1970.
- Jerusalem: nothing. Its clocks go forward on the Friday before the last Sunday in March, which no RRULE says that
  Outlook reads. Nor is there anything for New York before November 2007.

`has_rules` tells which moments a zone's VTIMEZONE is for; events at others are written in UTC.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from hireground.seminars.calendar.folding import joined
from hireground.seminars.calendar.tzif import Onset, Timeline, YearlyRule, from_seconds, timeline

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_CALENDAR = range(2000, 2028)  # the 14 kinds of year: leap or not, by the weekday of 1 January
DAY = 86400


class Observance(NamedTuple):
    """A STANDARD or DAYLIGHT part: its first onset, and the rule of the further ones, or nothing."""

    onset: Onset
    recurrence: str = ""


@cache
def vtimezone(name: str) -> bytes:
    """Write the zone as it is from the moment on that `has_rules` says; empty if there is no such moment."""
    parts = observances(timeline(name))
    if not parts:
        return b""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    for observance in parts:
        lines += observance_lines(observance)
    return joined([*lines, "END:VTIMEZONE"])


def has_rules(name: str, moment: dt.datetime) -> bool:
    """Tell whether the zone's VTIMEZONE is right at an aware datetime and ever after."""
    since = _since(name)
    return since is not None and moment.timestamp() >= since


@cache
def _since(name: str) -> int | None:
    """Return the second at which every part of the zone has been in force for a day; None if it has no parts."""
    onsets = [observance.onset.at for observance in observances(timeline(name))]
    return max(onsets) + DAY if onsets else None


def observances(zone: Timeline) -> tuple[Observance, ...]:
    """Return the parts that say a zone's clocks without end, in order; none if no parts do."""
    if not zone.rules:
        last = zone.past[-1]
        return () if last.kind.is_dst else (Observance(settled(last)),)  # Outlook reads DAYLIGHT alone as UTC
    recurrences = [endless_recurrence(rule) for rule in zone.rules]
    if not all(recurrences):
        return ()
    year = from_seconds(zone.since).year
    onsets = zone.ruled(year, year + 2)
    firsts = [next(onset for onset in onsets if onset.kind == rule.kind) for rule in zone.rules]
    return tuple(sorted(map(Observance, firsts, recurrences)))


def settled(onset: Onset) -> Onset:
    """Move an onset before 1970 up to 1970: its offset is all that matters, old years and seconds upset clients."""
    return onset if onset.at >= 0 else Onset(-onset.kind.offset, onset.kind.offset, onset.kind)


@cache
def endless_recurrence(rule: YearlyRule) -> str:
    """Find the recurrence that is right in every year; `M3.5.0/-1`, the Saturday before a Sunday, has none."""
    return common_recurrence(rule.onset(year) for year in EVERY_CALENDAR)


def common_recurrence(onsets: Iterable[Onset]) -> str:
    """Say what the onsets' dates have in common, if anything; never BYDAY beside BYMONTHDAY (MS-OXCICAL forbids it)."""
    return min(set.intersection(*(recurrences_of(onset.wall_clock) for onset in onsets)), default="")


def recurrences_of(day: dt.datetime) -> set[str]:
    """Say a date in each way that can recur: `BYDAY=4SU`, `BYDAY=-1SU`, `BYMONTHDAY=26` (RFC 5545 §3.3.10)."""
    weekday = WEEKDAYS[day.weekday()]
    recurrences = [f"BYDAY={(day.day + 6) // 7}{weekday}", f"BYMONTHDAY={day.day}"]
    if day.day + 7 > monthrange(day.year, day.month)[1]:
        recurrences.append(f"BYDAY=-1{weekday}")
    return {f"BYMONTH={day.month};{recurrence}" for recurrence in recurrences}


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
