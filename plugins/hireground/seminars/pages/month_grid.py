"""Arrange sessions in tables: a month's in weeks and days, those of a day side by side by hour and room."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from babel import Locale
from babel.dates import get_day_names

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import Session
from hireground.seminars.pages.views import Day, SessionView

Week = tuple[Day, ...]


def month_grid(month: dt.date, views: tuple[SessionView, ...], locale: Locale) -> tuple[Week, ...]:
    """Lay a month's sessions out in weeks, as the locale begins them."""
    weeks = calendar.Calendar(locale.first_week_day).monthdatescalendar(month.year, month.month)
    return tuple(tuple(_day(day, month, views) for day in week) for week in weeks)


def _day(day: dt.date, month: dt.date, views: tuple[SessionView, ...]) -> Day:
    is_outside = day.month != month.month
    there = () if is_outside else tuple(view for view in views if _is_on(view.session, day))
    return Day(day, is_outside, there)


def _is_on(session: Session, day: dt.date) -> bool:
    """Tell whether a session begins on a day, or still goes on."""
    return session.has_day and session.start.date() <= day <= session.last_day


def weekdays(locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return the short and the long name of each day, as the locale begins a week."""
    short, long = get_day_names("abbreviated", locale=locale), get_day_names("wide", locale=locale)
    return tuple((short[day % 7], long[day % 7]) for day in range(locale.first_week_day, locale.first_week_day + 7))


@dataclass(frozen=True)
class Hour:
    """What begins at one moment: the sessions of each room, in the order of the rooms, and those of no room."""

    start: dt.datetime
    cells: tuple[tuple[SessionView, ...], ...]
    for_all: tuple[SessionView, ...]


@dataclass(frozen=True)
class RoomPlan:
    """A day on which sessions are held side by side, by hour and room."""

    day: dt.date
    rooms: tuple[str, ...]
    hours: tuple[Hour, ...]


def room_plans(views: Sequence[SessionView]) -> Iterator[RoomPlan]:
    """Yield a plan for each day that is not over and on which two rooms are in use at once."""
    timed = [view for view in views if view.session.known is Known.HOUR and not view.session.all_day]
    timed.sort(key=lambda view: view.session.start)
    for day, found in groupby(timed, key=lambda view: view.session.start.date()):
        those = tuple(found)
        if any(not view.is_past for view in those) and any(_side_by_side(*two) for two in combinations(those, 2)):
            yield RoomPlan(day, _rooms(those), tuple(_hours(those, _rooms(those))))


def _side_by_side(one: SessionView, other: SessionView) -> bool:
    """Tell whether two sessions are in two rooms at one time."""
    rooms = {_room(one), _room(other)}
    return len(rooms) > 1 and "" not in rooms and other.session.start < one.session.end


def _room(view: SessionView) -> str:
    return view.session.place.room if view.session.place else ""


def _rooms(views: Sequence[SessionView]) -> tuple[str, ...]:
    """Return the rooms in the order in which their place names them, else as they are used."""
    named = [room for view in views if view.session.place for room in view.session.place.rooms]
    used = dict.fromkeys(_room(view) for view in views)
    return tuple(room for room in dict.fromkeys((*named, *used)) if room and room in used)


def _hours(views: Sequence[SessionView], rooms: Sequence[str]) -> Iterator[Hour]:
    for start, found in groupby(views, key=lambda view: view.session.start):
        those = tuple(found)
        cells = tuple(tuple(view for view in those if _room(view) == room) for room in rooms)
        yield Hour(start, cells, tuple(view for view in those if not _room(view)))
