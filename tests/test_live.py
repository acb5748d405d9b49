"""The page in the reader's clock: states, days, what ended, the reader's own hours, and changes while it is open."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browser import visiting
from built_site import BuiltSite
from playwright.sync_api import Browser, Page

SEMINAR = "seminars/career-search-excellence/"
ONLINE = "seminars/recruiters-explained/"
SEATTLE = "America/Los_Angeles"


@contextmanager
def opened(
    chromium: Browser, site: BuiltSite, address: str, now: str, zone: str = SEATTLE, **options: object
) -> Iterator[Page]:
    """Open a page as a reader whose clock shows `now` and does not go on by itself."""
    with visiting(chromium, site, timezone_id=zone, **options) as context:
        page = context.new_page()
        page.clock.install(time=dt.datetime.fromisoformat(now))
        page.clock.pause_at(dt.datetime.fromisoformat(now))
        page.goto(address)
        yield page


def ticket(page: Page) -> str:
    return page.locator(".ticket").inner_text()


LIFE = {
    # the moment in Seattle: what the next date of the seminar says then
    "2026-12-03T23:59:59-08:00": ("December 5", "Register by Fri, Dec 4", "Register now", ""),
    "2026-12-04T00:00:00-08:00": ("December 5", "Register by Fri, Dec 4", "Register now", "Tomorrow"),
    "2026-12-04T09:00:00-08:00": ("December 5", "Registration closed Fri, Dec 4", "", "Tomorrow"),
    "2026-12-05T00:00:00-08:00": ("December 5", "Registration closed Fri, Dec 4", "", "Today"),
    "2026-12-05T09:00:00-08:00": ("December 5", "Under way until", "", ""),
    "2026-12-05T12:00:00-08:00": ("December 8", "Register by Mon, Dec 7", "Register now", ""),
    "2026-12-11T00:00:00-08:00": ("Thursday, December 10", "Past", "", ""),
}


@pytest.mark.parametrize("now", LIFE)
def test_a_page_built_in_november_is_true_in_december(now: str, chromium: Browser, site: BuiltSite) -> None:
    day, state, action, soon = LIFE[now]
    with opened(chromium, site, SEMINAR, now) as page:
        text = ticket(page)
        assert day in text
        assert state in text
        assert ("Register now" in text) == bool(action)
        assert page.locator(".ticket .soon").all_inner_texts() == ([soon] if soon else [])
