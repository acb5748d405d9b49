"""A zone's changes to VTIMEZONE parts: the fewest that are right from one instant to another (RFC 5545 §3.6.5)."""

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from plugins.seminars.tzif import Onset, Rule, Timeline, clock

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_CALENDAR = range(2000, 2028)  # the 14 kinds of year: leap or not, by the weekday of 1 January
SHORTEST_YEAR = 52 * 7 * 86400  # from `-1SU` to `-1SU`, or longer
FEW = 2  # onsets that need no UNTIL, which dateutil takes for local time, losing the last of them
AT = attrgetter("at")


class Observance(NamedTuple):
    """A STANDARD or DAYLIGHT part: its first onset, and the rule of the further ones, or nothing."""

    onset: Onset
    recurrence: str = ""


def observances(zone: Timeline, begin: int, end: int) -> list[Observance]:
    """Choose what `begin` to `end` need: onsets one by one, then the endless rules once they govern."""
    endless = endless_observances(zone, begin)
    governs = min((observance.onset.at for observance in endless), default=end)
    if governs <= begin:
        return endless
    listed = listed_observances(zone, needed(zone, begin, min(end, governs)), end)
    return [*listed, *(endless if governs < end else [])]


def endless_observances(zone: Timeline, begin: int) -> list[Observance]:
    """Write the zone's rules as RRULEs without end, if all of them can be; DTSTART is the last onset by `begin`."""
    recurrences = [endless_recurrence(rule) for rule in zone.rules]
    if not all(recurrences):
        return []
    year = max(clock(zone.since).year, clock(begin).year - 1)
    onsets = zone.ruled(year, year + 1)
    return [
        Observance(last_by(begin, [onset for onset in onsets if onset.kind == rule.kind]), recurrence)
        for rule, recurrence in zip(zone.rules, recurrences, strict=True)
    ]


def last_by(begin: int, onsets: list[Onset]) -> Onset:
    """Return the last onset by `begin`, else the first of all."""
    return onsets[max(bisect_right(onsets, begin, key=AT) - 1, 0)]


@cache
def endless_recurrence(rule: Rule) -> str:
    """Find the recurrence that is right in every year; `M3.5.0/-1`, the Saturday before a Sunday, has none."""
    return common_recurrence([rule.onset(year) for year in EVERY_CALENDAR])


def common_recurrence(onsets: Iterable[Onset]) -> str:
    """Say what the onsets' dates have in common, if anything; never BYDAY beside BYMONTHDAY (MS-OXCICAL forbids it)."""
    return min(set.intersection(*(recurrences_of(onset.wall_clock) for onset in onsets)), default="")


def recurrences_of(day: dt.datetime) -> set[str]:
    """Say a date in each way that can recur: `BYDAY=4SU`, `BYDAY=-1SU`, `BYMONTHDAY=26` (RFC 5545 §3.3.10)."""
    weekday = WEEKDAYS[day.weekday()]
    ways = [f"BYDAY={(day.day + 6) // 7}{weekday}", f"BYMONTHDAY={day.day}"]
    if day.day + 7 > monthrange(day.year, day.month)[1]:
        ways.append(f"BYDAY=-1{weekday}")
    return {f"BYMONTH={day.month};{way}" for way in ways}


def needed(zone: Timeline, begin: int, end: int) -> list[Onset]:
    """Return the onset in force at `begin` and those before `end`, and as many before as clients want to see."""
    onsets = [*zone.past, *zone.ruled(clock(zone.since).year, clock(end).year + 1)]
    start, stop = bisect_right(onsets, begin, key=AT) - 1, bisect_right(onsets, end - 1, key=AT)
    while start and lacks_half(onsets[start:stop], zone.since):
        start -= 1
    return [settled(onsets[start], onsets[start + 1 : stop], begin), *onsets[start + 1 : stop]]


def lacks_half(onsets: list[Onset], since: int) -> bool:
    """Tell whether STANDARD is missing, without which Outlook reads UTC, or either half while rules govern."""
    halves = {onset.kind.is_dst for onset in onsets}
    return halves == {True} or (len(halves) == 1 and onsets[0].at > since)


def settled(onset: Onset, later: list[Onset], begin: int) -> Onset:
    """Move an onset before 1970 up to 1970: its offset is all that matters, old years and seconds upset clients."""
    if onset.at >= 0:
        return onset
    return Onset(min(-onset.kind.offset, begin, *(each.at - 1 for each in later)), onset.kind.offset, onset.kind)


def listed_observances(zone: Timeline, onsets: list[Onset], end: int) -> Iterator[Observance]:
    """Join onsets of successive years into rules; those that end before `end` say so, or are told one by one."""
    for run in runs(onsets):
        last = run[-1]
        if zone.since <= last.at and end <= last.at + SHORTEST_YEAR:
            yield Observance(run[0], common_recurrence(run))  # right until `end`, the likeliest guess beyond
        elif len(run) > FEW:
            yield Observance(run[0], f"UNTIL={last.utc:%Y%m%dT%H%M%SZ};{common_recurrence(run)}")
        else:
            yield from map(Observance, run)


def runs(onsets: Iterable[Onset]) -> list[list[Onset]]:
    """Group onsets of one kind as long as one recurrence names all of them."""
    found: list[list[Onset]] = []
    latest: dict[object, list[Onset]] = {}
    for onset in onsets:
        key = (onset.before, onset.kind, onset.wall_clock.time())
        if continues(latest.get(key, []), onset):
            latest[key].append(onset)
        else:
            latest[key] = [onset]
            found.append(latest[key])
    return found


def continues(run: list[Onset], onset: Onset) -> bool:
    """Tell whether the onset is the run's next, a year later."""
    if not run or onset.wall_clock.year != run[-1].wall_clock.year + 1:
        return False
    return common_recurrence([*run, onset]) != ""
