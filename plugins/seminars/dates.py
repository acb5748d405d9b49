"""Dates and hours in a locale's words, each worked out once: ten thousand sessions share a few hundred of them."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_name

MOST = 1 << 14


@lru_cache(MOST)
def full_date(day: dt.date, locale: Locale) -> str:
    """Write `Saturday, December 5, 2026`."""
    return format_date(day, "full", locale)


@lru_cache(MOST)
def long_date(day: dt.date, locale: Locale) -> str:
    """Write `November 20, 2026`."""
    return format_date(day, "long", locale)


@lru_cache(MOST)
def by_skeleton(skeleton: str, day: dt.date, locale: Locale) -> str:
    """Write what a skeleton of CLDR names: `MMMEd` is `Sat, Dec 5`."""
    return format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), None, fuzzy=True, locale=locale)


@lru_cache(MOST)
def clock(time: dt.time, locale: Locale) -> str:
    """Write `9:00 AM`; `time` has no zone."""
    return format_time(time, "short", locale=locale)


@lru_cache(MOST)
def zone_name(timezone: ZoneInfo, locale: Locale) -> str:
    """Write `Pacific Time`, whatever the season, or an offset where CLDR knows no place."""
    if timezone.key == "UTC":
        return "UTC"
    name = get_timezone_name(timezone, "long", locale=locale, zone_variant="generic")
    is_somewhere = locale.territories["ZZ"] not in name  # "Unknown Region"
    return name if is_somewhere else get_timezone_gmt(dt.datetime(2026, 1, 1, tzinfo=timezone), locale=locale)
