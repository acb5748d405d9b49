"""Resolve the times an author wrote to instants: start, end, and starts before a move."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from hireground.seminars.model.facts.awaited import OPEN, Known, Someday, wall_clock
from hireground.seminars.model.facts.windows import Window, closing, opening
from hireground.seminars.model.fields import OfTwo
from hireground.seminars.model.model import END_OF_NIGHT
from hireground.seminars.model.registration_fields import RegistrationFields
from hireground.seminars.model.schema import SessionFields
from hireground.text.localtime import add_duration, attach_zone, is_repeated, resolve_local, resolve_twice
from hireground.text.problems import Refusal
from hireground.text.yaml.marks import Loc

T = TypeVar("T")
EVENING, LONGEST = dt.time(17), dt.timedelta(days=366)


class TimeError(ValueError):
    """Impossible times; each of `faults` is a key of the session and what is wrong with it."""

    def __init__(self, *problems: tuple[str, Refusal]) -> None:
        self.problems = problems
        super().__init__(problems)


@dataclass(frozen=True)
class Times:
    """When a session is, as far as is known, and when it was to be before, oldest first."""

    start: dt.datetime
    end: dt.datetime
    previous: tuple[dt.datetime, ...]
    has_open_end: bool = False
    known: Known = Known.HOUR

    def is_in_calendars(self, fields: SessionFields) -> bool:
        """Whether calendars have it: from when there is an hour, or as whole days if the author says so."""
        return self.known is Known.HOUR or (self.known is Known.DAY and fields.all_day)


def known_of(fields: SessionFields) -> Known:
    """Return how much a session says of when it is."""
    if isinstance(fields.start, Someday):
        return fields.start.known
    return Known.DAY if fields.hour and not isinstance(fields.start, dt.datetime) else Known.HOUR


def session_times(fields: SessionFields, duration: dt.timedelta, timezone: ZoneInfo) -> Times:
    """Resolve a session's times; raises `TimeError` with all that is wrong."""
    problems: list[tuple[str, Refusal]] = []

    def attempt(key: str, function: Callable[..., T], *arguments: object) -> T | None:
        try:
            return function(*arguments)
        except Refusal as error:
            problems.append((key, error))
            return None

    if fields.end not in {None, OPEN} and "duration" in fields.model_fields_set:
        problems.append(("duration", Refusal("end says how long it is already; keep one of the two")))
    known = known_of(fields)
    has_days = fields.all_day or known is not Known.HOUR
    problems += _too_early_to_say(fields, known)
    start = attempt("start", _first_day if has_days else _start, fields, timezone)
    end = attempt("end", _end_of_last_day if has_days else _end, fields, start, duration) if start else None
    resolve = attach_zone if has_days else resolve_local
    previous = tuple(attempt("moved_from", resolve, moment, timezone) for moment in fields.moved_from)
    if start and start in previous:
        same = f"{start:%Y-%m-%d %H:%M} is the start too"
        problems.append(("moved_from", Refusal(f"{same}; write the time that it had before, or leave the key out")))
    if start is None or end is None or problems:
        raise TimeError(*problems)
    return Times(start, end, tuple(filter(None, previous)), has_open_end=fields.end == OPEN, known=known)


def window_of(fields: RegistrationFields, times: Times, way_to_opens: Loc, way_to_closes: Loc) -> Window:
    """Return a session's time for registration; what counts from a start that is not known does not count yet."""
    start = times.start
    if times.known is Known.HOUR:
        return Window(opening(fields, start), closing(fields, start), start, times.end, way_to_opens, way_to_closes)
    opens = None if isinstance(fields.opens, str) else opening(fields, start)
    closes = times.end if isinstance(fields.closes, str) or fields.closes is None else closing(fields, start)
    return Window(opens, closes, times.end, times.end, way_to_opens, way_to_closes)


def windows_of(fields: RegistrationFields, times: Times, way_to: Callable[[str], Loc]) -> Iterator[Window]:
    """Yield the time of each way to register; further ones have the first's days, unless they say their own."""
    yield window_of(fields, times, way_to("opens"), way_to("closes"))
    for number, way in enumerate(fields.also):
        is_own = {key: key in way.model_fields_set for key in ("opens", "closes")}
        ways = [(*way_to("also"), number, key) if own else way_to(key) for key, own in is_own.items()]
        days = {key: getattr(way if own else fields, key) for key, own in is_own.items()}
        yield window_of(fields.model_copy(update=days), times, *ways)


def _too_early_to_say(fields: SessionFields, known: Known) -> Iterator[tuple[str, Refusal]]:
    """Yield what cannot be said of a session before its hour, or its day, is known."""
    if fields.hour and isinstance(fields.start, dt.datetime):
        yield "hour", Refusal(f'start says it already, {fields.start:%H:%M}; take "hour:" out')
    if known in {Known.MONTH, Known.NOTHING} and fields.end is not None:
        yield "end", Refusal("it has no day yet, and so no end; take it out")
    if known is not Known.HOUR and fields.moved_from and not fields.all_day:
        how = f'leave "start: {fields.moved_from[-1]:%Y-%m-%d %H:%M}" and write "status: postponed"'
        yield "moved_from", Refusal(f"calendars have the old date, and follow when there is an hour; until then {how}")


def _start(fields: SessionFields, timezone: ZoneInfo) -> dt.datetime:
    if not isinstance(fields.start, dt.datetime):
        how = f'write it too, as in "{fields.start} 18:00", or beside it "all_day: yes", or "hour: to be announced"'
        raise Refusal(f"the hour is missing; {how}")
    return resolve_local(fields.start, timezone)


def _end(fields: SessionFields, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    if fields.end is None or fields.end == OPEN:
        return add_duration(start, duration)
    of_two = fields.end if isinstance(fields.end, OfTwo) else None
    written = of_two.moment if of_two else fields.end
    if isinstance(written, dt.time):
        written = _next(start, written)
    if not isinstance(written, dt.datetime):
        raise Refusal(f'the hour is missing; write it too, as in "{written} {_hour_after(start)}"')
    if written <= start.replace(tzinfo=None):
        raise Refusal(f"{_too_early(fields, written, start)}")
    if written - start.replace(tzinfo=None) > LONGEST:
        raise Refusal(f"{written:%Y-%m-%d} is more than a year after the start, {start:%Y-%m-%d}; write an earlier day")
    timezone = start.tzinfo
    if not isinstance(timezone, ZoneInfo):
        return start
    return resolve_twice(written, timezone, is_second=of_two.is_second) if of_two else _resolve_end(written, timezone)


def _next(start: dt.datetime, clock: dt.time) -> dt.datetime:
    """Return when clocks next show an hour: on the day of the start, or in the night after it."""
    # 22:00 to 01:00 is one evening, and 00:00 the end of any day. 18:00 to 16:00 is a slip, and so is 09:00 to 05:00.
    same_day = dt.datetime.combine(start.date(), clock)
    is_night = start.time() >= EVENING and clock <= END_OF_NIGHT
    is_next = same_day <= start.replace(tzinfo=None) and (is_night or clock == dt.time())
    return same_day + dt.timedelta(days=is_next)


def _resolve_end(written: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Resolve an end; raises `Refusal` for an hour that comes twice, with the words for either."""
    if is_repeated(written.replace(tzinfo=timezone)):
        both = " or ".join(f'"{written:%Y-%m-%d %H:%M} the {which} time"' for which in ("first", "second"))
        why = f"{written:%H:%M} happens twice on {written:%Y-%m-%d} in {timezone.key}: clocks go back"
        raise Refusal(f"{why}; write {both}")
    return resolve_local(written, timezone)


def _hour_after(start: dt.datetime) -> str:
    return f"{min(start.hour + 2, 23):02}:{start.minute:02}"


def _too_early(fields: SessionFields, end: dt.datetime, start: dt.datetime) -> str:
    began, same_day = f"{start:%Y-%m-%d %H:%M}", dt.datetime.combine(start.date(), end.time())
    if isinstance(fields.end, dt.time):
        next_day = same_day + dt.timedelta(days=1)
        how = f'write a later hour, or "{next_day:%Y-%m-%d %H:%M}" if it ends on the next day'
        return f"{end:%H:%M} is not after the start, {began}; {how}"
    fixed = same_day if same_day > start.replace(tzinfo=None) else same_day + dt.timedelta(days=1)
    return f'{end:%Y-%m-%d %H:%M} is not after the start, {began}; write a later day, such as "{fixed:%Y-%m-%d %H:%M}"'


def _first_day(fields: SessionFields, timezone: ZoneInfo) -> dt.datetime:
    if isinstance(fields.start, dt.datetime):
        how = f'write "{fields.start:%Y-%m-%d}", or take "all_day:" out'
        raise Refusal(f"an all-day session has no hour; {how}")
    return attach_zone(wall_clock(fields.start), timezone)


def _end_of_last_day(fields: SessionFields, start: dt.datetime, _duration: dt.timedelta) -> dt.datetime:
    first, last = start.date(), fields.end or fields.start
    if fields.end == OPEN and not fields.all_day:
        last = fields.start
    if isinstance(last, Someday):
        last = last.last
    if last == OPEN:
        raise Refusal(f'whole days have a last one; write it, such as "{first}", or take "all_day:" out')
    if isinstance(last, dt.datetime | dt.time | OfTwo):
        what = "an all-day session has no hour" if fields.all_day else "an end without the hour of the start"
        raise Refusal(f'{what}; write its last day, such as "{first}"')
    if last - first > LONGEST:
        raise Refusal(f"{last} is more than a year after the start, {first}; write an earlier day")
    if last < first:
        raise Refusal(f'{last} is before the start, {first}; write the last day, "{first}" or a later one')
    timezone = start.tzinfo
    morning = wall_clock(last + dt.timedelta(days=1))
    return attach_zone(morning, timezone) if isinstance(timezone, ZoneInfo) else start
