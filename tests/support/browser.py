"""Open a built site in Debian's Chromium, at the site's own address, without asking the network for anything."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from built_site import SITEURL, BuiltSite
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Route

from hireground.theme import THEME_FOLDER
from hireground.web.headers import headers_of

WHOLE = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SHELL = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or WHOLE
"""The same without a window's frame to draw, which opens a page in a third of the time."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
NOT_FOUND = "404.html"
LIVE = f"{SITEURL}/live.js"
"""A part of every page's script, as a module of which tests can ask a function."""


@contextmanager
def launched(playwright: Playwright, program: str = SHELL) -> Iterator[Browser]:
    """Start Chromium, or skip and say why."""
    if not os.access(program, os.X_OK):
        pytest.skip(f"no browser: {program} is not there; install Debian's chromium, or name one in CHROMIUM")
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()


@contextmanager
def visiting(browser: Browser, site: BuiltSite, **options: object) -> Iterator[BrowserContext]:
    """Open a visitor's browser; `options` are Playwright's of a context, such as `timezone_id` or `color_scheme`."""
    given: dict[str, Any] = {"base_url": f"{SITEURL}/", "locale": "en-US", "viewport": DESKTOP, **options}
    context = browser.new_context(**given)
    context.set_default_timeout(20_000)
    context.route("**/*", lambda route: answer(route, site))
    try:
        yield context
    finally:
        context.close()


def answer(route: Route, site: BuiltSite) -> None:
    """Give the file that a web server would, with its headers; other sites are out of reach."""
    found = site.file_of(route.request.url)
    if route.request.url == LIVE:
        route.fulfill(path=THEME_FOLDER / "static/js/live.js")
        return
    if found is None:
        route.abort()
        return
    file = site.root / found[0]
    is_there = file.is_file()
    file = file if is_there else site.root / NOT_FOUND
    headers = headers_of(f"/{file.relative_to(site.root).as_posix()}")
    route.fulfill(status=200 if is_there else 404, body=file.read_bytes(), headers=headers)


# What readers come for, on a phone: how many taps it takes, and how many screens they scroll to each.
#
# A journey begins at the home page. A tap is a link, a button or a box, which is looked for by what a reader sees. A
# screen is the height of the window, counted from a page's top to what is tapped: 1 is what one sees without scrolling.


class Taken(NamedTuple):
    """What a journey took: its taps, and the farthest screen that one of them stands on."""

    taps: int
    screen: int


class Phone:
    """A reader's hand: it taps, and counts."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.taps, self.screen = page, 0, 1
        page.goto(home)

    def tap(self, what: Locator) -> None:
        """Tap the first of some things that can be seen, and wait for what that opens."""
        shown = what.locator("visible=true").first
        top = shown.evaluate("one => one.getBoundingClientRect().bottom + scrollY")
        height = (self.page.viewport_size or {"height": 1})["height"]
        self.screen = max(self.screen, int(-(-top // height)))
        self.taps += 1
        shown.click()
        self.page.wait_for_load_state()

    @property
    def taken(self) -> Taken:
        """What it took so far."""
        return Taken(self.taps, self.screen)


def open_free_seminar(phone: Phone) -> Taken:
    """Register for the next free seminar that is still open: the first row or ticket that says both."""
    page = phone.page
    free = page.locator("main .h-event").filter(has_text="Free").filter(has_text="Register by")
    ticket = free.filter(has=page.locator("a[data-kind=register]:visible"))
    if not ticket.count():
        phone.tap(free.get_by_role("link"))
    link = page.locator("main .h-event").locator("a[data-kind=register]:visible").first
    assert "register.example.org" in (link.get_attribute("href") or "")
    phone.page.route("**://register.example.org/**", lambda route: route.fulfill(body="Registered"))
    phone.tap(link)
    return phone.taken


def all_of_december(phone: Phone) -> Taken:
    """Take all dates of December into a calendar, from the list of seminars."""
    page = phone.page
    phone.tap(page.get_by_role("navigation", name="Main").get_by_role("link", name="Seminars"))
    link = page.get_by_role("link", name="Add this month to your calendar: December 2026")
    assert urlsplit(link.get_attribute("href") or "").path == "/seminars/2026/12/calendar.ics"
    with page.expect_download():
        phone.tap(link)
    return phone.taken


def posts_on_interviews(phone: Phone) -> Taken:
    """Find the posts on interviews: a list of them, or the first of it."""
    page = phone.page
    phone.tap(page.get_by_role("link", name="interviews", exact=True))
    assert page.get_by_role("heading", level=1, name="interviews").is_visible()
    return phone.taken


def from_cancelled_to_next(phone: Phone) -> Taken:
    """Go from a date that is cancelled, which somebody was sent, to the one that takes its place."""
    page = phone.page
    page.goto("seminars/references-that-work/2026-12-12/")
    phone.tap(page.get_by_role("link", name="Next date"))
    assert "2027-01-23" in page.url
    return phone.taken


JOURNEYS: dict[str, tuple[Callable[[Phone], Taken], Taken, str]] = {
    "open free seminar, to its registration": (open_free_seminar, Taken(1, 1), "2 taps, by luck"),
    "all dates of December, into a calendar": (all_of_december, Taken(2, 2), "9 taps"),
    "posts on interviews": (posts_on_interviews, Taken(1, 3), "3 taps, screen 6.4"),
    "from a cancelled date to the next": (from_cancelled_to_next, Taken(1, 1), "2 taps, screen 4.1"),
}
"""Each journey by its name: what is done, the most that it may take, and what it took before."""
