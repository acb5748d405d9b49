"""The times an author wrote to instants: start and end, earlier starts, when registration opens and closes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from plugins.seminars.localtime import add_duration, resolve_local, settle
from plugins.seminars.written import SessionFields, wall_clock

T = TypeVar("T")


class TimeError(ValueError):
    """A time that cannot be; `key` is the session's key to blame."""

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(message)


@dataclass(frozen=True)
class Times:
    """When a session is, and when it was to be before, oldest first."""

    start: dt.datetime
    end: dt.datetime
    previous: tuple[dt.datetime, ...]


def session_times(fields: SessionFields, duration: dt.timedelta, timezone: ZoneInfo) -> Times:
    """Resolve a session's times; raises `TimeError`."""
    if fields.end is not None and "duration" in fields.model_fields_set:
        raise TimeError("duration", "end says how long it is already; keep one of the two")
    if fields.all_day:
        start, end = _whole_days(fields, timezone)
    else:
        start = _blame("start", _start, fields, timezone)
        end = _blame("end", _end, fields, start, duration)
    resolve = settle if fields.all_day else resolve_local
    previous = tuple(_blame("moved_from", resolve, moment, timezone) for moment in fields.moved_from)
    if start in previous:
        same = f"{start:%Y-%m-%d %H:%M} is the start too"
        raise TimeError("moved_from", f"{same}; write the time that it had before, or leave the key out")
    return Times(start, end, previous)


def _blame(key: str, function: Callable[..., T], *arguments: object) -> T:
    try:
        return function(*arguments)
    except ValueError as error:
        raise TimeError(key, str(error)) from None


def _start(fields: SessionFields, timezone: ZoneInfo) -> dt.datetime:
    if not isinstance(fields.start, dt.datetime):
        raise ValueError(f'the hour is missing; write "{fields.start} 18:00", or "all_day: yes" beside it')
    return resolve_local(fields.start, timezone)


def _end(fields: SessionFields, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    if fields.end is None:
        return add_duration(start, duration)
    written = fields.end
    if isinstance(written, dt.time):
        written = dt.datetime.combine(start.date(), written)
    if not isinstance(written, dt.datetime):
        raise ValueError(f'the hour is missing; write "{written} {_hour_after(start)}"')
    if written <= start.replace(tzinfo=None):
        raise ValueError(f"{_too_early(fields, written, start)}")
    timezone = start.tzinfo
    return resolve_local(written, timezone) if isinstance(timezone, ZoneInfo) else start


def _hour_after(start: dt.datetime) -> str:
    return f"{min(start.hour + 2, 23):02}:{start.minute:02}"


def _too_early(fields: SessionFields, end: dt.datetime, start: dt.datetime) -> str:
    began, same_day = f"{start:%Y-%m-%d %H:%M}", dt.datetime.combine(start.date(), end.time())
    if isinstance(fields.end, dt.time):
        next_day = same_day + dt.timedelta(days=1)
        how = f'write a later hour, or "{next_day:%Y-%m-%d %H:%M}" if it ends on the next day'
        return f"{end:%H:%M} is not after the start, {began}; {how}"
    fixed = same_day if same_day > start.replace(tzinfo=None) else same_day + dt.timedelta(days=1)
    return f'{end:%Y-%m-%d %H:%M} is not after the start, {began}; write "{fixed:%Y-%m-%d %H:%M}"'


def _whole_days(fields: SessionFields, timezone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    first, last = fields.start, fields.end or fields.start
    if isinstance(first, dt.datetime):
        raise TimeError("start", f'an all-day session has no hour; write "{first:%Y-%m-%d}"')
    if isinstance(last, dt.datetime | dt.time):
        raise TimeError("end", f'an all-day session has no hour; write its last day, such as "{first}"')
    if last < first:
        raise TimeError("end", f'{last} is before the start, {first}; write the last day, "{first}" or a later one')
    return settle(wall_clock(first), timezone), settle(wall_clock(last + dt.timedelta(days=1)), timezone)
