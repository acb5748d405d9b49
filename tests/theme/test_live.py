"""The page in the reader's clock: what ended, what is next, today, the reader's hours, and changes while it is open."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browser import visiting
from built_site import MACHINES, SITEURL, BuiltSite, build
from playwright.sync_api import Browser, Page

SEMINAR = "seminars/career-search-excellence/"
ONLINE = "seminars/recruiters-explained/2026-12-17/"
SEATTLE = "America/Los_Angeles"
DECEMBER = "2026-12-09T12:00:00-08:00"
"""When four of the sessions to come have passed."""
KINDS = (
    *("", "404.html", "seminars/", "seminars/2026/12/", SEMINAR, f"{SEMINAR}2026-12-05/", f"{SEMINAR}2026-12-10/"),
    *("seminars/negotiating-your-offer/", "seminars/recruiters-explained/", "seminars/second-tuesday-clinic/"),
    *("seminars/in/bellevue-library/", "seminars/in/seattle-central-library/", "topics/job-search/"),
    *("by/mara-lindqvist/", "seminars/series/career-search/", "posts/connect-dont-sell/"),
)
AS_OF_THE_BUILD = re.compile(r"As of .*|\d+ min read|, \d+ of \d+|\s+")
"""What says when it was written, and lines' ends."""


@contextmanager
def opened(
    chromium: Browser, site: BuiltSite, address: str, now: str, zone: str = SEATTLE, **options: object
) -> Iterator[Page]:
    """Open a page as a reader whose clock shows `now` and goes on by our hand only."""
    with visiting(chromium, site, timezone_id=zone, **options) as context:
        page = context.new_page()
        moment = dt.datetime.fromisoformat(now)
        page.clock.install(time=moment - dt.timedelta(hours=1))
        page.clock.pause_at(moment)
        page.goto(address)
        yield page


LIFE = {
    # the moment in Seattle: day, state, whether one can register, and how soon the seminar's ticket says it is
    "2026-12-03T23:59:59-08:00": ("Saturday, December 5", "Register by Fri, Dec 4", True, []),
    "2026-12-04T00:00:00-08:00": ("Saturday, December 5", "Register by Fri, Dec 4", True, ["Tomorrow"]),
    "2026-12-04T09:00:00-08:00": ("Saturday, December 5", "Registration closed Fri, Dec 4", False, ["Tomorrow"]),
    "2026-12-05T00:00:00-08:00": ("Saturday, December 5", "Registration closed Fri, Dec 4", False, ["Today"]),
    "2026-12-05T09:00:00-08:00": ("Saturday, December 5", "Under way until", False, []),
    "2026-12-05T12:00:00-08:00": ("Tuesday, December 8", "Register by Mon, Dec 7", True, []),
    "2026-12-11T00:00:00-08:00": ("Thursday, December 10", "Past", False, []),
}


@pytest.mark.parametrize("now", LIFE)
def test_a_page_built_in_november_is_true_in_december(now: str, chromium: Browser, site: BuiltSite) -> None:
    day, state, is_open, soon = LIFE[now]
    with opened(chromium, site, SEMINAR, now) as page:
        ticket = page.locator(".ticket")
        assert day in ticket.inner_text()
        assert state in ticket.inner_text()
        assert ticket.get_by_role("link", name="Register now").count() == is_open
        assert ticket.get_by_text("Add to calendar").is_visible() == (state != "Past")
        assert ticket.locator(".soon").all_inner_texts() == soon
        assert page.get_by_text("No further dates").is_visible() == (state == "Past")


@pytest.fixture(scope="module")
def rebuilt(site: BuiltSite) -> BuiltSite:
    """Build the same commit again, in December."""
    epoch = f"{dt.datetime.fromisoformat(DECEMBER).timestamp():.0f}"
    output = build(site.root.parent, "december", MACHINES[0], epoch)
    return BuiltSite(output)


@pytest.mark.parametrize("address", KINDS)
def test_an_old_page_shows_what_a_new_one_would(
    address: str, chromium: Browser, site: BuiltSite, rebuilt: BuiltSite
) -> None:
    shown = []
    for build_of in (site, rebuilt):
        with opened(chromium, build_of, address, DECEMBER, "Europe/Berlin") as page:
            shown.append(AS_OF_THE_BUILD.sub(" ", page.locator("main").inner_text()))
    assert shown[0].split() == shown[1].split()


def test_the_old_pages_were_not_right_by_themselves(chromium: Browser, site: BuiltSite, rebuilt: BuiltSite) -> None:
    for address in ("", SEMINAR, "seminars/", "seminars/2026/12/", "posts/connect-dont-sell/"):
        shown = []
        for build_of in (site, rebuilt):
            with opened(chromium, build_of, address, DECEMBER, java_script_enabled=False) as page:
                shown.append(page.locator("main").inner_text())
        assert shown[0] != shown[1], address


# From a date that nobody can have any more


LEADS_ON: dict[str, dict[str, tuple[str, str] | None]] = {
    # what a page of a date says to do instead, and where that leads
    f"{SEMINAR}2026-12-05/": {
        "2026-12-03T12:00:00-08:00": None,
        "2026-12-04T09:00:00-08:00": ("Next date: Tue, Dec 8", f"{SEMINAR}2026-12-08/"),
        "2026-12-07T18:00:00-08:00": ("Next date: Thu, Dec 10", f"{SEMINAR}2026-12-10/"),
        "2026-12-11T00:00:00-08:00": ("All dates of Career Search", "seminars/series/career-search/"),
    },
    "seminars/references-that-work/2026-12-12/": {
        "2026-12-03T12:00:00-08:00": ("Next date: Sat, Jan 23", "seminars/references-that-work/2027-01-23/"),
        "2027-01-23T12:00:00-08:00": ("All dates of Interview Craft", "seminars/series/interview-craft/"),
    },
    "seminars/recruiters-explained/2026-09-24/": {
        "2026-12-03T12:00:00-08:00": ("Next date: Thu, Dec 17", ONLINE),
    },
    "seminars/negotiating-your-offer/": {
        "2026-12-01T12:00:00-08:00": ("Next date: Wed, Feb 3", "seminars/negotiating-your-offer/2027-02-03/"),
        "2026-12-03T12:00:00-08:00": None,
    },
}
"""A recording and a waiting list stay the first thing to do."""
FIRST = {"seminars/recruiters-explained/2026-09-24/": "Watch the recording"}


@pytest.mark.parametrize("address", LEADS_ON)
def test_no_date_is_a_dead_end(address: str, chromium: Browser, site: BuiltSite) -> None:
    for now, wanted in LEADS_ON[address].items():
        with opened(chromium, site, address, now) as page:
            links = page.locator(".ticket .button[data-instead]:visible")
            found = [(one.inner_text(), one.get_attribute("href")) for one in links.all()]
            assert found == ([(wanted[0], f"{SITEURL}/{wanted[1]}")] if wanted else []), now
            primary = page.locator(".ticket .button:visible").first.inner_text()
            if wanted and address != "seminars/negotiating-your-offer/":
                assert primary == FIRST.get(address, wanted[0])


def test_what_is_off_says_why_before_all_else(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/references-that-work/2026-12-12/", "2026-12-03T12:00:00-08:00") as page:
        words = page.locator(".ticket").inner_text().split("\n\n")
        assert words[0] == "Cancelled"
        assert words[1].startswith("The hall’s heating is being replaced")
        assert page.get_by_text("Getting there").count() == page.get_by_text("Price", exact=True).count() == 0


# A page that stays open


COUNT_WHAT_IS_SAID = """() => {
    window.told = 0;
    const status = document.querySelector("body > .changed");
    new MutationObserver(() => window.told++).observe(status, { childList: true });
}"""
WAKINGS = {
    "tab shown again": "document.dispatchEvent(new Event('visibilitychange'))",
    "back to it": "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))",
}


def said(page: Page) -> str:
    return page.locator("body > .changed").inner_text()


def test_a_page_that_stays_open_follows_and_says_so_once(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/2026/12/", "2026-12-05T08:59:30-08:00") as page:
        assert said(page) == ""
        page.evaluate(COUNT_WHAT_IS_SAID)
        page.clock.run_for(29_000)
        assert said(page) == ""
        page.clock.run_for(1_000)
        assert said(page).replace("\u202f", " ") == "Career Search Excellence: Under way until Sat, Dec 5, 12:00 PM"
        page.clock.run_for(60 * 60_000)
        assert page.evaluate("told") == 1
        assert page.locator("li.row", has_text="Sat, Dec 5").get_attribute("data-state") == "happening-now"


@pytest.mark.parametrize("wake", WAKINGS.values(), ids=WAKINGS)
def test_a_page_that_slept_is_right_when_it_wakes(wake: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "", "2026-12-02T12:00:00-08:00") as page:
        assert "Saturday, December 5" in page.locator(".ticket").inner_text()
        page.clock.set_fixed_time(dt.datetime.fromisoformat("2026-12-05T12:00:00-08:00"))
        page.evaluate(wake)
        assert "Tuesday, December 8" in page.locator(".ticket").inner_text()
        assert page.locator(".next .rows > li:visible").count() == 3


HOME = {
    # the moment in Seattle: what leads the home page, and further dates of the same seminar
    "2026-12-01T12:00:00-08:00": ("Saturday, December 5", ["Tue, Dec 8", "Thu, Dec 10"]),
    "2026-12-04T09:00:00-08:00": ("Tuesday, December 8", ["Thu, Dec 10"]),
    "2026-12-10T12:00:00-08:00": ("Wednesday, December 16", ["Tue, Jan 19", "Tue, Feb 16"]),
}


@pytest.mark.parametrize("now", HOME)
def test_home_leads_with_what_can_be_had_and_has_one_row_for_a_seminar(
    now: str, chromium: Browser, site: BuiltSite
) -> None:
    day, others = HOME[now]
    with opened(chromium, site, "", now) as page:
        ticket = page.locator(".ticket")
        assert day in ticket.inner_text()
        assert "Register by" in ticket.inner_text()
        assert [one.inner_text().partition("\n")[0] for one in ticket.locator(".also a:visible").all()] == others
        titles = [ticket.locator(".ticket-title").inner_text()]
        titles += page.locator(".next .rows > li:visible .row-title").all_inner_texts()
        assert len(titles) == len(set(titles)) == 4


# Where the reader is


MISLEADING = {
    "the same clock": (ONLINE, SEATTLE),
    "to be there in person": (f"{SEMINAR}2026-12-10/", "Asia/Tokyo"),
    "over": ("seminars/recruiters-explained/2026-09-24/", "Asia/Tokyo"),
}


def test_the_reader_s_hours_stand_below_the_place_s_own(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, ONLINE, DECEMBER, "Asia/Tokyo") as page:
        lines = page.locator(".ticket").inner_text().replace("\u202f", " ").replace("\u2009", " ").splitlines()
        hours = [line for line in lines if "PM" in line or "AM" in line]
        assert hours[:2] == [
            "12:00 PM to 1:00 PM, Pacific Time",
            "Your time: Fri, Dec 18, 5:00 – 6:00 AM (Japan Standard Time) (the next day)",
        ]


@pytest.mark.parametrize(("address", "zone"), MISLEADING.values(), ids=MISLEADING)
def test_no_second_hour_where_it_would_mislead(address: str, zone: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, address, DECEMBER, zone) as page:
        assert page.locator(".ticket .local").count() == 0


@pytest.mark.parametrize("zone", [SEATTLE, "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_grid_s_today_is_the_place_s(zone: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/2026/12/", "2026-12-08T23:59:59-08:00", zone) as page:
        today = page.locator(".month [aria-current=date]")
        assert today.locator("> time").all_inner_texts() == ["8"]
        page.clock.run_for(1_000)
        assert today.locator("> time").all_inner_texts() == ["9"]


def test_nobody_is_sent_to_a_room_that_has_closed(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, ONLINE, "2026-12-17T12:59:59-08:00") as page:
        room = page.locator(".ticket").get_by_role("link", name="meeting room")
        assert room.count() == 1
        page.clock.run_for(1_000)
        assert room.count() == 0
        assert page.locator(".ticket").get_by_text("Hire Ground meeting room").is_visible()


# Without a script


@pytest.mark.parametrize("address", ["", SEMINAR, ONLINE, "seminars/", "seminars/in/bellevue-library/", "404.html"])
def test_without_a_script_dates_are_said_and_when_that_was(address: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, address, DECEMBER, java_script_enabled=False) as page:
        assert re.search(r"Register by \w+, Dec \d+", page.locator("main").inner_text())
        assert page.locator(".soon, .local, [data-further]:visible").count() == 0
        assert page.get_by_text("As of November 22, 2026").count() == 1
