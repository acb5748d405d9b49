"""Attach time zones to wall-clock times, and read the one clock of a build."""

import datetime as dt
import os
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from hireground.text.problems import Refusal

MINUTE = dt.timedelta(minutes=1)
FARTHEST = 10**12
"""Seconds beyond every date."""
EPOCH = "SOURCE_DATE_EPOCH"
"""The variable that holds the moment of a build, in seconds since 1970, where it is not the present one."""


def resolve_local(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Attach `timezone` to a wall-clock time; raises `Refusal` for times that clocks skip or show twice."""
    early = wall_clock.replace(tzinfo=timezone, fold=0)
    gap = _offset(wall_clock, timezone, 1) - _offset(wall_clock, timezone, 0)
    day, hour = f"{wall_clock:%Y-%m-%d}", f"{wall_clock:%H:%M}"
    if gap > dt.timedelta():
        words = f"{hour} does not exist on {day} in {timezone.key}: clocks go forward"
        raise Refusal(words, f"{wall_clock + gap:%Y-%m-%d %H:%M}")
    if gap < dt.timedelta():
        first = wall_clock + _start_of_fold(wall_clock, timezone)
        write = f"write an hour before {first:%H:%M}, or from {first - gap:%H:%M} on"
        raise Refusal(f"{hour} happens twice on {day} in {timezone.key}: clocks go back; {write}")
    return early


def resolve_twice(wall_clock: dt.datetime, timezone: ZoneInfo, *, is_second: bool) -> dt.datetime:
    """Attach `timezone` to a time that clocks show twice; raises `Refusal` for one that comes once."""
    if _is_twice(wall_clock, timezone):
        return wall_clock.replace(tzinfo=timezone, fold=int(is_second))
    words = f"{wall_clock:%H:%M} does not happen twice on {wall_clock:%Y-%m-%d} in {timezone.key}"
    raise Refusal(words, f"{wall_clock:%Y-%m-%d %H:%M}")


def _offset(wall_clock: dt.datetime, timezone: ZoneInfo, fold: int) -> dt.timedelta:
    return wall_clock.replace(tzinfo=timezone, fold=fold).utcoffset() or dt.timedelta()


def _start_of_fold(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.timedelta:
    """Return how far back the ambiguous span begins, to the minute."""
    step = dt.timedelta()
    while _is_twice(wall_clock + step - MINUTE, timezone):
        step -= MINUTE
    return step


def _is_twice(wall_clock: dt.datetime, timezone: ZoneInfo) -> bool:
    return is_repeated(wall_clock.replace(tzinfo=timezone))


def is_repeated(moment: dt.datetime) -> bool:
    """Tell whether clocks show this time of an aware datetime twice that day."""
    first, second = (moment.replace(fold=fold).utcoffset() or dt.timedelta() for fold in (0, 1))
    return first > second


def add_duration(start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    """Return the instant `duration` of real time after `start`, in the same zone."""
    return (start.astimezone(dt.UTC) + duration).astimezone(start.tzinfo)


def attach_zone(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Attach `timezone` without refusing any time: the earlier of two, the later side of a gap."""
    return wall_clock.replace(tzinfo=timezone).astimezone(dt.UTC).astimezone(timezone)


def midnight(moment: dt.datetime, timezone: ZoneInfo, days: int = 0) -> dt.datetime:
    """Return when the day of a moment begins in a zone, or a day some days later."""
    day = moment.astimezone(timezone).date() + dt.timedelta(days)
    return attach_zone(dt.datetime.combine(day, dt.time()), timezone)


def in_utc(moment: dt.datetime) -> str:
    """Write a moment as RFC 3339 does: `2026-12-06T02:30:00Z`."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def build_moment(environment: Mapping[str, str] = os.environ) -> dt.datetime:
    """Return the build's `now` (UTC): SOURCE_DATE_EPOCH in seconds if it is set, else this moment."""
    epoch = environment.get(EPOCH)
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC).replace(microsecond=0)
