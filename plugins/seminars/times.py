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
    """Times that cannot be; `faults` are each a key of the session and what is wrong with it."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__(faults)


@dataclass(frozen=True)
class Times:
    """When a session is, and when it was to be before, oldest first."""

    start: dt.datetime
    end: dt.datetime
    previous: tuple[dt.datetime, ...]


def session_times(fields: SessionFields, duration: dt.timedelta, timezone: ZoneInfo) -> Times:
    """Resolve a session's times; raises `TimeError` with all that is wrong."""
    faults: list[tuple[str, str]] = []

    def attempt(key: str, function: Callable[..., T], *arguments: object) -> T | None:
        try:
            return function(*arguments)
        except ValueError as error:
            faults.append((key, str(error)))
            return None

    if fields.end is not None and "duration" in fields.model_fields_set:
        faults.append(("duration", "end says how long it is already; keep one of the two"))
    start = attempt("start", _first_day if fields.all_day else _start, fields, timezone)
    end = attempt("end", _end_of_last_day if fields.all_day else _end, fields, start, duration) if start else None
    resolve = settle if fields.all_day else resolve_local
    previous = tuple(attempt("moved_from", resolve, moment, timezone) for moment in fields.moved_from)
    if start and start in previous:
        same = f"{start:%Y-%m-%d %H:%M} is the start too"
        faults.append(("moved_from", f"{same}; write the time that it had before, or leave the key out"))
    if start is None or end is None or faults:
        raise TimeError(*faults)
    return Times(start, end, tuple(filter(None, previous)))


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


def _first_day(fields: SessionFields, timezone: ZoneInfo) -> dt.datetime:
    if isinstance(fields.start, dt.datetime):
        raise ValueError(f'an all-day session has no hour; write "{fields.start:%Y-%m-%d}"')
    return settle(wall_clock(fields.start), timezone)


def _end_of_last_day(fields: SessionFields, start: dt.datetime, _duration: dt.timedelta) -> dt.datetime:
    first, last = start.date(), fields.end or fields.start
    if isinstance(last, dt.datetime | dt.time):
        raise ValueError(f'an all-day session has no hour; write its last day, such as "{first}"')
    if last < first:
        raise ValueError(f'{last} is before the start, {first}; write the last day, "{first}" or a later one')
    timezone = start.tzinfo
    morning = wall_clock(last + dt.timedelta(days=1))
    return settle(morning, timezone) if isinstance(timezone, ZoneInfo) else start
