"""Lists narrowed in the reader's browser: the address says by what, the back button undoes it, the count is said."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import icalendar
import pytest
from browser import PHONE, visiting
from built_site import SITEURL, BuiltSite
from playwright.sync_api import Browser, Page

from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import registration_state
from hireground.site.load import load_site
from hireground.site.settings import read_settings

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
LISTS = {"coming": "seminars/", "past": "seminars/past/", "month": "seminars/2026/12/"}
ROWS = "main li.row:visible"
CHOICES = [
    # the list and what is chosen
    ("seminars/", {"Topic": "networking"}),
    ("seminars/", {"Place": "Bellevue Library"}),
    ("seminars/", {"Speaker": "Mara Lindqvist"}),
    ("seminars/", {"Month": "January 2027"}),
    ("seminars/", {"Topic": "job search", "Place": "Bellevue Library"}),
    ("seminars/past/", {"Topic": "interviews"}),
    ("seminars/2026/12/", {"Topic": "job search"}),
]


@contextmanager
def opened(chromium: Browser, site: BuiltSite, address: str, **options: object) -> Iterator[Page]:
    with visiting(chromium, site, **options) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-23T00:00:00Z")
        page.goto(address)
        yield page


def narrow(page: Page, choices: dict[str, str]) -> None:
    for label, words in choices.items():
        page.get_by_role("combobox", name=label).select_option(label=words)


def shown(page: Page) -> list[str]:
    """Return the addresses of the sessions that a reader sees."""
    links = page.locator(f"{ROWS} .u-url").all()
    return [f"{link.get_attribute('href')}" for link in links]


@pytest.mark.parametrize(("address", "choices"), CHOICES)
def test_a_list_shows_what_its_choices_have(
    address: str, choices: dict[str, str], chromium: Browser, site: BuiltSite
) -> None:
    with opened(chromium, site, address) as page:
        before = shown(page)
        narrow(page, choices)
        after = shown(page)
        urls = [page.locator(f"option:text-is('{words}')").get_attribute("data-url") for words in choices.values()]
        of_each = [sessions_of(site, f"{url}") for url in urls]
        assert after == [one for one in before if all(one in sessions for sessions in of_each)]
        assert 0 < len(after) < len(before)
        said = page.locator(".filter [role=status]").inner_text()
        assert said == f"Dates shown: {len(after)} of {len(before)}."
        own = [one.get_attribute("href") for one in page.locator(".filter .more a:visible").all()]
        has_page = address != LISTS["month"] and len(choices) == 1
        assert own == ([urls[0], f"{urls[0]}calendar.ics"] if has_page else [])
        headings = page.locator(".group:visible h2").count()
        assert headings == page.locator(".group:has(li.row:visible)").count()


TAKING = {"open", "few-places", "walk-in", "not-yet-open"}
FLAGS: dict[str, Callable[[Session], bool]] = {
    # what is ticked, and of which sessions it is true
    "Free": lambda one: bool(one.price and one.price.is_free),
    "Online": lambda one: one.online is not None,
    "Can still register": lambda one: registration_state(one, NOW) in TAKING,
    "With a recording": lambda one: one.recording is not None,
}


@pytest.mark.parametrize(
    ("address", "ticked", "query"),
    [
        ("seminars/", ["Free"], "free=yes"),
        ("seminars/", ["Free", "Online", "Can still register"], "free=yes&online=yes&open=yes"),
        ("seminars/2026/12/", ["Can still register"], "open=yes"),
        ("seminars/past/", ["With a recording"], "recording=yes"),
    ],
)
def test_a_list_is_narrowed_to_what_a_reader_can_have(
    address: str, ticked: list[str], query: str, chromium: Browser, site: BuiltSite
) -> None:
    sessions = by_url(site)
    with opened(chromium, site, address) as page:
        before = shown(page)
        for name in ticked:
            page.get_by_role("checkbox", name=name, exact=True).check()
        after = shown(page)
        assert after == [url for url in before if all(FLAGS[name](sessions[url]) for name in ticked)]
        assert 0 < len(after) < len(before)
        assert page.url == f"{SITEURL}/{address}?{query}"
        page.goto(page.url)
        assert shown(page) == after


def test_every_row_says_what_it_costs_where_and_in_which_language(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        facts = {url: page.locator(f"main li.row:has([href='{url}']) .row-facts").inner_text() for url in shown(page)}
    sessions = by_url(site)
    for url, words in facts.items():
        one = sessions[url]
        if one.price and registration_state(one, NOW) not in {"cancelled", "postponed"}:
            assert ("Free" if one.price.is_free else f"{one.price.amount} {one.price.currency}") in words
        assert ("nline" in words) == (one.online is not None)


def by_url(site: BuiltSite) -> dict[str, Session]:
    """Read what the site was built from."""
    read = load_site(read_settings(site.root.parent / "publishconf.py"), NOW)
    return {f"{SITEURL}/{one.url}": one for seminar in read.seminars for one in seminar.sessions}


def sessions_of(site: BuiltSite, url: str) -> set[str]:
    """Read a listing's calendar, or its page for what is older than a calendar keeps."""
    path = url.removeprefix(f"{SITEURL}/")
    folder = re.sub(r"^by/", "seminars/by/", re.sub(r"^topics/", "seminars/about/", path))
    read = icalendar.Calendar.from_ical(site.calendars[f"{folder}calendar.ics"])
    links = {one.get("href", "") for one in site.pages[f"{path}index.html"].having("u-url")}
    return links | {str(event["URL"]) for event in read.events}


def test_the_address_says_it_and_the_back_button_undoes_it(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        everything = shown(page)
        narrow(page, {"Topic": "networking"})
        by_topic = shown(page)
        narrow(page, {"Month": "December 2026"})
        assert page.url == f"{SITEURL}/seminars/?month=2026-12&topic=networking"
        by_both = shown(page)
        page.go_back()
        assert shown(page) == by_topic
        page.go_back()
        assert shown(page) == everything
        assert page.url == f"{SITEURL}/seminars/"
        page.goto("seminars/?month=2026-12&topic=networking")
        assert shown(page) == by_both
        assert page.get_by_role("combobox", name="Topic").input_value() == "networking"


def test_what_nothing_is_says_so_and_leads_out(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/?place=bellevue-library&speaker=priya-raman&topic=job-search") as page:
        assert shown(page) == []
        assert page.get_by_role("status").filter(has_text="No date matches all of these.").is_visible()
        page.get_by_role("button", name="Show all dates").press("Enter")
        assert len(shown(page)) > 1
        assert page.url == f"{SITEURL}/seminars/"
        assert page.get_by_role("checkbox", name="Free").evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("query", ["?topic=nothing-like-it", "?utm_source=letter", "?topic=", "?%00=%3Cb%3E"])
def test_an_address_that_asks_in_vain_shows_everything(query: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        everything = shown(page)
        page.goto(f"seminars/{query}")
        assert shown(page) == everything
        assert page.locator(".filter [role=status]").inner_text() == ""


def test_what_ended_stays_away_whatever_is_chosen(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        page.clock.set_fixed_time("2026-12-09T20:00:00Z")
        page.reload()
        narrow(page, {"Place": "Bellevue Library"})
        narrow(page, {"Place": "All places"})
        assert "2026-12-05" not in " ".join(shown(page))


@pytest.mark.parametrize("address", LISTS.values(), ids=LISTS)
def test_choices_fit_a_phone_and_need_no_mouse(address: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, address, viewport=PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.locator(".filter summary").press("Enter")
        select = page.locator(".filter select").first
        select.focus()
        before = len(shown(page))
        page.keyboard.press("ArrowDown")
        assert select.input_value()
        assert 0 < len(shown(page)) < before


def test_without_a_script_the_pages_of_each_choice_are_linked(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/", java_script_enabled=False) as page:
        assert not page.locator(".filter").is_visible()
        urls = page.locator(".filter option[data-url]").evaluate_all("all => all.map((one) => one.dataset.url)")
        links = page.locator("main a:visible").evaluate_all("all => all.map((one) => one.href)")
        assert set(urls) <= set(links)
