"""When registration opens and closes, and the faults that show only beside the sessions' starts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from plugins.reader.strict_yaml import Key
from plugins.seminars.localtime import add_duration, settle
from plugins.seminars.model import Registration
from plugins.seminars.registration_fields import BEFORE, RegistrationFields

LAST_MINUTE = dt.time(23, 59)


@dataclass(frozen=True)
class Window:
    """One session's time for registration, as written; the ways lead to the keys that say so."""

    opens: dt.datetime | None
    closes: dt.datetime
    start: dt.datetime
    way_to_opens: Key
    way_to_closes: Key


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


def registration_of(fields: RegistrationFields, window: Window) -> Registration:
    """Build a session's registration, which closes with its start at the latest."""
    closes = min(window.closes, window.start)
    return Registration(
        url=fields.url, email=fields.email, opens=min(window.opens, closes) if window.opens else None, closes=closes,
        availability=fields.availability, waiting_list=fields.waiting_list,
    )  # fmt: skip


def window_faults(windows: Iterable[Window]) -> Iterator[tuple[Key, str]]:
    """Yield what is wrong with a deadline: that it suits none of the sessions it is written for."""
    by_closes, by_opens = defaultdict(list), defaultdict(list)
    for window in windows:
        by_closes[window.way_to_closes].append(window)
        if window.opens:
            by_opens[window.way_to_opens].append((window.opens, window))
    late = {way for way, group in by_closes.items() if all(one.closes > one.start for one in group)}
    yield from ((way, _too_late(by_closes[way][-1])) for way in sorted(late, key=str))
    for way, pairs in by_opens.items():
        if all(opens >= min(window.closes, window.start) for opens, window in pairs):
            yield way, _never_open(*pairs[-1])


def _too_late(window: Window) -> str:
    closes, start = f"{window.closes:%Y-%m-%d %H:%M}", f"{window.start:%Y-%m-%d %H:%M}"
    return f'registration would close on {closes}, after the start, {start}; write "1 day before"'


def _never_open(opens: dt.datetime, window: Window) -> str:
    is_before_start = window.closes < window.start
    closes = f"{min(window.closes, window.start):%Y-%m-%d %H:%M}"
    end = f"it closes on {closes}" if is_before_start else f"the session starts on {closes}"
    return f"registration would open on {opens:%Y-%m-%d %H:%M}, and {end}; write an earlier day"
