"""Arrange a month's sessions in weeks and days, for a calendar grid."""

import calendar
import datetime as dt

from babel import Locale
from babel.dates import get_day_names

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
