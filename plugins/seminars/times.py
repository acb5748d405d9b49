"""The times an author wrote to instants: start and end, earlier starts, when registration opens and closes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from plugins.seminars.fields import BEFORE, RegistrationFields
from plugins.seminars.localtime import add_duration, resolve_local, settle
from plugins.seminars.written import SessionFields, wall_clock

LAST_MINUTE = dt.time(23, 59)
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
    if fields.all_day:
        start, end = _whole_days(fields, timezone)
    else:
        start = _blame("start", _start, fields, timezone)
        end = _blame("end", _end, fields, start, duration)
    previous = tuple(_blame("moved_from", resolve_local, moment, timezone) for moment in fields.moved_from)
    if start in previous:
        raise TimeError("moved_from", "the same time as start; write the time it had before, or leave the key out")
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
        raise ValueError(f'the hour is missing; write "{written} 20:00"')
    if written <= start.replace(tzinfo=None):
        later = dt.datetime.combine(start.date() + dt.timedelta(days=1), written.time())
        began = f"{start:%Y-%m-%d %H:%M}"
        raise ValueError(
            f'{written:%H:%M} is not after the start, {began}; write a later hour or "{later:%Y-%m-%d %H:%M}"'
        )
    timezone = start.tzinfo
    return resolve_local(written, timezone) if isinstance(timezone, ZoneInfo) else start


def _whole_days(fields: SessionFields, timezone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    first, last = fields.start, fields.end or fields.start
    if isinstance(first, dt.datetime):
        raise TimeError("start", f"an all-day session has no hour; write {first:%Y-%m-%d}")
    if isinstance(last, dt.datetime | dt.time):
        raise TimeError("end", f"an all-day session ends with its last day; write {first}")
    if last < first:
        raise TimeError("end", f"{last} is before the start, {first}; write the last day")
    return settle(wall_clock(first), timezone), settle(wall_clock(last + dt.timedelta(days=1)), timezone)


def opening(fields: RegistrationFields, start: dt.datetime) -> dt.datetime | None:
    """Return when registration opens: a day alone means its first minute."""
    return None if fields.opens is None else _deadline(fields.opens, start, dt.time())


def closing(fields: RegistrationFields, start: dt.datetime) -> dt.datetime:
    """Return when registration closes: a day alone means its last minute, silence the start."""
    return start if fields.closes is None else _deadline(fields.closes, start, LAST_MINUTE)


def _deadline(written: dt.datetime | dt.date | str, start: dt.datetime, of_day: dt.time) -> dt.datetime:
    timezone = start.tzinfo if isinstance(start.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    if isinstance(written, str):
        return _before(written, start, timezone)
    if not isinstance(written, dt.datetime):
        written = dt.datetime.combine(written, of_day)
    return settle(written, timezone)


def _before(words: str, start: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Count days and weeks by the calendar, hours and minutes by the clock."""
    match = BEFORE.fullmatch(words)
    number, unit = (int(match[1]), match[2]) if match else (0, "day")
    span = dt.timedelta(**{f"{unit}s": number})
    if unit in {"day", "week"}:
        return settle(start.replace(tzinfo=None) - span, timezone)
    return add_duration(start, -span)
