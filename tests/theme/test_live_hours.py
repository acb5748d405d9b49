"""The reader's own hours and days, in many zones: what the script says of them, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from browser import visiting
from built_site import BuiltSite
from examples import session_of
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from hireground.seminars.pages.views import midnights
from hireground.text.localtime import attach_zone

HOURS = Path(__file__).parents[1] / "cases" / "live" / "hours.txt"
TOLD = {"local": "{hours}", "next": "{hours}, the next day", "before": "{hours}, the day before"}
ASK_HOURS = """async ([start, end, said]) => {
    const { localHours } = await import("/live.js");
    return localHours(start, end, said);
}"""
ASK_SOON = """async ([card, now]) => {
    const { soon } = await import("/live.js");
    return soon(card, now, { today: "Today", tomorrow: "Tomorrow" });
}"""
ZONES = (
    *("America/Los_Angeles", "Europe/Berlin", "Africa/Cairo", "America/Santiago", "Asia/Beirut", "Africa/Casablanca"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/Havana", "Atlantic/Azores", "UTC"),
)
"""Some put their clocks forward at midnight, so that a day begins at one."""
MINUTES_OF_FIVE_DAYS = 5 * 24 * 60


def rows() -> Iterator[list[str]]:
    lines = HOURS.read_text("utf-8").splitlines()
    yield from ([part.strip() for part in line.split("|")] for line in lines if not line.startswith("#"))


@pytest.mark.parametrize("zone", sorted({row[0] for row in rows()}))
def test_hours_where_the_reader_is(zone: str, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, timezone_id=zone) as context:
        page = context.new_page()
        page.goto("404.html")
        for _, language, start, end, told in (row for row in rows() if row[0] == zone):
            found = page.evaluate(ASK_HOURS, [start, end, TOLD | {"language": language}])
            assert " ".join(found.split()) == told, (start, end)


@pytest.fixture(scope="module")
def traveller(chromium: Browser, site: BuiltSite) -> Iterator[Page]:
    """A reader on the other side of the date line, whose own midnight must not count."""
    with visiting(chromium, site, timezone_id="Pacific/Kiritimati") as context:
        page = context.new_page()
        page.goto("404.html")
        yield page


@given(
    name=st.sampled_from(ZONES),
    wall=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31), timezones=st.none()),  # noqa: DTZ001 -- a wall's
    minutes=st.integers(-MINUTES_OF_FIVE_DAYS, 60),
    at_midnight=st.booleans(),
)
def test_today_and_tomorrow_are_days_of_the_place(
    traveller: Page, *, name: str, wall: dt.datetime, minutes: int, at_midnight: bool
) -> None:
    zone = ZoneInfo(name)
    start = attach_zone(wall.replace(second=0, microsecond=0), zone)
    now = (start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(zone)
    if at_midnight:
        now = attach_zone(dt.datetime.combine(now.date(), dt.time()), zone)
    days = (start.date() - now.date()).days
    expected = {0: "Today", 1: "Tomorrow"}.get(days, "") if now < start.astimezone(dt.UTC) else ""
    eve, day = midnights(replace(session_of("sessions: [2026-12-10 18:00]"), start=start, timezone=zone))
    card = {"start": start.isoformat(), "tomorrow": eve.isoformat(), "today": day.isoformat()}
    assert traveller.evaluate(ASK_SOON, [card, now.timestamp() * 1000]) == expected
