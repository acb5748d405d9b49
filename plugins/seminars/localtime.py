"""A wall-clock time and a zone to an instant; nowhere else do the two meet."""

import datetime as dt
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)


def resolve_local(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Attach `timezone` to a wall-clock time; raises ValueError for times that clocks skip or show twice."""
    early = wall_clock.replace(tzinfo=timezone, fold=0)
    gap = _offset(wall_clock, timezone, 1) - _offset(wall_clock, timezone, 0)
    day, hour = f"{wall_clock:%Y-%m-%d}", f"{wall_clock:%H:%M}"
    if gap > dt.timedelta():
        write = f'write "{wall_clock + gap:%Y-%m-%d %H:%M}"'
        raise ValueError(f"{hour} does not exist on {day} in {timezone.key}: clocks go forward; {write}")
    if gap < dt.timedelta():
        first = wall_clock + _start_of_fold(wall_clock, timezone)
        write = f"write an hour before {first:%H:%M}, or from {first - gap:%H:%M} on"
        raise ValueError(f"{hour} happens twice on {day} in {timezone.key}: clocks go back; {write}")
    return early


def _offset(wall_clock: dt.datetime, timezone: ZoneInfo, fold: int) -> dt.timedelta:
    return wall_clock.replace(tzinfo=timezone, fold=fold).utcoffset() or dt.timedelta()


def _start_of_fold(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.timedelta:
    """Return how far back the ambiguous span begins, to the minute."""
    step = dt.timedelta()
    while _is_twice(wall_clock + step - MINUTE, timezone):
        step -= MINUTE
    return step


def _is_twice(wall_clock: dt.datetime, timezone: ZoneInfo) -> bool:
    return _offset(wall_clock, timezone, 0) > _offset(wall_clock, timezone, 1)


def add_duration(start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    """Return the instant `duration` of real time after `start`, in the same zone."""
    return (start.astimezone(dt.UTC) + duration).astimezone(start.tzinfo)


def settle(wall_clock: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Attach `timezone` to a time nobody goes by, such as midnight: the earlier of two, the later side of a gap."""
    return wall_clock.replace(tzinfo=timezone).astimezone(dt.UTC).astimezone(timezone)
