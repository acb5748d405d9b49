"""Dates ticked on a listing and saved as one file: the server's own bytes, in a browser as readers have it."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import icalendar
import pytest
from browser import PHONE, visiting
from built_site import EPOCH, SITEURL, BuiltSite
from examples import calendar_of, seminar_of
from hard_front_matter import files
from playwright.sync_api import Browser, Page, expect

from hireground.lint_ics import lint
from hireground.seminars.model.model import Session
from hireground.seminars.pages.listings import all_sessions

LISTINGS = {
    "seminars/": "seminars.ics",
    "seminars/2026/12/": "seminars-2026-12.ics",
    "seminars/in/bellevue-library/": "seminars-in-bellevue-library.ics",
    "seminars/series/career-search/": "seminars-series-career-search.ics",
}
VEVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.DOTALL | re.MULTILINE)
UID = re.compile(rb"^UID:(.+)\r\n", re.MULTILINE)
CARD = ".rows > [data-end]"


@contextmanager
def opened(chromium: Browser, site: BuiltSite, address: str, **options: object) -> Iterator[Page]:
    """Open a page at the moment it was built."""
    with visiting(chromium, site, **options) as context:
        page = context.new_page()
        page.clock.install(time=dt.datetime.fromtimestamp(int(EPOCH), dt.UTC))
        page.goto(address)
        yield page


def tick(page: Page, *numbers: int) -> list[str]:
    """Tick some of the boxes; return the addresses of their dates."""
    boxes = page.get_by_role("checkbox", name="Add")
    for number in numbers:
        boxes.nth(number).check()
    links = page.locator(".row:has(:checked) .row-title a")
    return [str(link.get_attribute("href")) for link in links.all()]


def saved(page: Page, tmp_path: Path) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "saved.ics"
    download.value.save_as(file)
    return download.value.suggested_filename, file.read_bytes()


@pytest.mark.parametrize("address", LISTINGS)
def test_what_is_ticked_is_saved_byte_for_byte(
    address: str, chromium: Browser, site: BuiltSite, tmp_path: Path
) -> None:
    with opened(chromium, site, address) as page:
        dates = tick(page, 0, -1)
        name, data = saved(page, tmp_path)
    assert name == LISTINGS[address]
    assert lint(Path(name), data) == ()
    own = [site.calendars[f"{date.removeprefix(f'{SITEURL}/')}event.ics"] for date in dates]
    assert VEVENT.findall(data) == [event for file in own for event in VEVENT.findall(file)]
    read = icalendar.Calendar.from_ical(data)
    assert set(read.keys()) == {"PRODID", "VERSION", "CALSCALE"}, "nothing that makes Outlook open another calendar"
    assert read.get_missing_tzids() == set()
    assert len(VEVENT.findall(data)) == len(dates) == 2


@pytest.mark.parametrize("address", ["seminars/2026/12/", "seminars/?free=yes&online=yes"])
def test_all_that_a_list_shows_is_saved_at_once(
    address: str, chromium: Browser, site: BuiltSite, tmp_path: Path
) -> None:
    with opened(chromium, site, address) as page:
        shown = page.locator(".rows > [data-uid]:visible .row-title a").all()
        dates = [str(link.get_attribute("href")) for link in shown]
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save these {len(dates)} dates (.ics)").click()
        download.value.save_as(tmp_path / "saved.ics")
    own = [site.calendars[f"{date.removeprefix(f'{SITEURL}/')}event.ics"] for date in dates]
    assert len(own) > 2
    assert VEVENT.findall((tmp_path / "saved.ics").read_bytes()) == [
        one for file in own for one in VEVENT.findall(file)
    ]


def test_any_choice_of_the_hard_calendars_is_a_clean_calendar(chromium: Browser, site: BuiltSite) -> None:
    sessions = all_sessions(seminar_of(file.text, file.name) for file in files())
    whole = calendar_of(*sessions)
    events = {UID.findall(event)[0].decode(): event for event in VEVENT.findall(whole)}
    script = next(site.root.glob("assets/js/subset.*.js")).relative_to(site.root)
    with opened(chromium, site, "seminars/") as page:
        for chosen in choices(sessions):
            text = page.evaluate(
                "async ([script, text, uids]) => (await import(script)).only(text, new Set(uids))",
                [f"/{script}", whole.decode(), [one.uid for one in chosen]],
            )
            assert lint(Path("chosen.ics"), text.encode()) == ()
            assert VEVENT.findall(text.encode()) == [events[one.uid] for one in chosen]


def choices(sessions: tuple[Session, ...]) -> Iterator[Sequence[Session]]:
    """Yield each zone's sessions alone, all whole days, and every seventh session."""
    for timezone in sorted({one.timezone.key for one in sessions}):
        yield [one for one in sessions if one.timezone.key == timezone]
    yield [one for one in sessions if one.all_day]
    yield sessions[::7]


def test_boxes_are_for_what_can_still_be_added(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        states = {str(row.get_attribute("data-state")) for row in page.locator(f"{CARD}:has(.choose)").all()}
        others = {str(row.get_attribute("data-state")) for row in page.locator(f"{CARD}:not(:has(.choose))").all()}
    assert states.isdisjoint({"cancelled", "postponed", "past"})
    assert others <= {"cancelled", "postponed", "past"}
    assert states
    assert others


def test_a_date_that_ends_is_not_offered_any_more(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/2026/12/") as page:
        box = page.get_by_role("checkbox", name="Add: Negotiating Your Offer, Wed, Dec 2")
        box.check()
        page.clock.fast_forward(11 * 24 * 3600 * 1000)
        box.wait_for(state="hidden")
    with visiting(chromium, site) as context:
        page = context.new_page()
        page.clock.install(time=dt.datetime(2026, 12, 31, tzinfo=dt.UTC))
        page.goto("seminars/2026/12/")
        page.locator("[data-pick]").wait_for(state="attached")
        assert page.locator(".choose").count() == 0


def test_keyboard_and_ears_suffice(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/", viewport=PHONE) as page:
        box = page.get_by_role("checkbox", name="Add: Negotiating Your Offer, Wed, Dec 2")
        region = page.get_by_role("region", name="Chosen dates")
        said = page.get_by_role("status").filter(has_text="Chosen: 1")
        assert not region.is_visible()
        box.focus()
        page.keyboard.press("Space")
        said.wait_for(state="attached")
        assert region.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        region.get_by_role("button", name="Clear").press("Enter")
        assert not region.is_visible()
        assert not box.is_checked()
        assert box.evaluate("box => box === document.activeElement")


def test_where_nothing_can_be_saved_each_date_has_its_file(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        page.route("**/calendar.ics", lambda route: route.abort())
        dates = tick(page, 0, 1)
        page.get_by_role("button", name="Save as a file").click()
        page.get_by_role("status").filter(has_text="That did not work").wait_for(state="attached")
        page.get_by_text("Nothing was saved?").click()
        links = page.locator("[data-pick] li a")
        assert [link.get_attribute("href") for link in links.all()] == [f"{date}event.ics" for date in dates]
        assert [site.problem_of(f"{date}event.ics") for date in dates] == ["", ""]


# What is ticked, from page to page


def kept_of(site: BuiltSite, dates: Sequence[str]) -> list[bytes]:
    """Return the events of some dates as their own files have them."""
    files = [site.calendars[f"{date.removeprefix(f'{SITEURL}/')}event.ics"] for date in dates]
    return [event for file in files for event in VEVENT.findall(file)]


def test_ticks_stay_and_make_a_plan_of_one_s_own(chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    with opened(chromium, site, "seminars/2026/12/", permissions=["clipboard-read", "clipboard-write"]) as page:
        here = tick(page, 1, 2)
        page.reload()
        expect(page.get_by_role("checkbox", name="Add").and_(page.locator(":checked"))).to_have_count(2)
        page.goto("seminars/series/interview-craft/")
        dates = [*here, *tick(page, 0)]
        page.get_by_role("link", name="My dates").click()
        expect(page.locator(".mine [role=status]")).to_have_text("Chosen: 3")
        assert page.locator(".mine .row h3 a").evaluate_all("all => all.map(one => one.href)") == dates
        days = page.locator(".mine h2").all_inner_texts()
        assert days == ["Saturday, December 5, 2026", "Tuesday, December 8, 2026", "Wednesday, December 16, 2026"]
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as a file").click()
        download.value.save_as(tmp_path / "mine.ics")
        page.get_by_role("button", name="Copy the link").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        address = page.evaluate("navigator.clipboard.readText()")
        page.get_by_role("button", name="Remove: Interview Lab").click()
        expect(page.locator(".mine [role=status]")).to_have_text("Chosen: 2")
    data = (tmp_path / "mine.ics").read_bytes()
    assert VEVENT.findall(data) == kept_of(site, dates)
    assert lint(Path("mine.ics"), data) == ()
    with opened(chromium, site, address) as page:
        expect(page.locator(".mine [role=status]")).to_have_text("Somebody shared this plan with you. Chosen: 3")
        assert page.locator(".mine .row h3 a").evaluate_all("all => all.map(one => one.href)") == dates
        page.get_by_role("button", name="Add to my dates").click()
        page.reload()
        expect(page.locator(".mine [role=status]")).to_have_text("Chosen: 3")
        page.get_by_role("button", name="Clear").click()
        expect(page.get_by_text("You have not ticked any dates yet")).to_be_visible()


def test_a_plan_says_what_takes_place_at_the_same_time(chromium: Browser, site: BuiltSite) -> None:
    """In the site's own calendar, but with one date moved to the evening of another."""
    text = site.calendars["seminars/calendar.ics"].decode().replace("20270216T", "20270209T")
    with opened(chromium, site, "seminars/") as page:
        page.route("**/seminars/calendar.ics", lambda route: route.fulfill(body=text, content_type="text/calendar"))
        for name in (
            "Second Tuesday Clinic, Tue, Feb 9",
            "Interview Lab, Tue, Feb 16",
            "Recruiters, Explained, Thu, Feb 11",
        ):
            page.get_by_role("checkbox", name=name).check()
        page.goto("seminars/mine/")
        expect(page.locator(".mine [role=status]")).to_have_text("Chosen: 3")
        said = page.locator("[data-part=clash]:visible").all_inner_texts()
        assert sorted(said) == ["At the same time as: Interview Lab", "At the same time as: Second Tuesday Clinic"]


def test_a_plan_says_which_dates_take_whole_days_and_which_days(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/") as page:
        page.get_by_role("checkbox", name=re.compile("Add: Extra .* Jan 30")).check()
        page.goto("seminars/mine/")
        expect(page.locator("[data-part=hours]:visible")).to_have_text(re.compile(r"^All day, Jan 30\s–\s31$"))


def test_all_of_a_list_are_ticked_at_once(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "seminars/2026/12/") as page:
        number = page.get_by_role("checkbox", name="Add").count()
        tick(page, 0)
        page.get_by_role("button", name="Select all").click()
        expect(page.get_by_role("region", name="Chosen dates")).to_contain_text(f"Chosen: {number}")


@pytest.mark.parametrize("address", ["seminars/second-tuesday-clinic/", "seminars/series/career-search/"])
def test_all_coming_dates_are_saved_at_once(address: str, chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    whole = VEVENT.findall(site.calendars[f"{address}calendar.ics"])
    ends = [icalendar.Event.from_ical(event).decoded("DTEND") for event in whole]
    now = dt.datetime.fromtimestamp(int(EPOCH), dt.UTC)
    moments = [end if isinstance(end, dt.datetime) else dt.datetime.combine(end, dt.time(), dt.UTC) for end in ends]
    coming = [event for event, end in zip(whole, moments, strict=True) if end > now]
    with opened(chromium, site, address) as page:
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save these {len(coming)} dates (.ics)").click()
        download.value.save_as(tmp_path / "saved.ics")
    assert VEVENT.findall((tmp_path / "saved.ics").read_bytes()) == coming
    assert len(coming) > 3


def test_without_a_script_the_plan_s_page_leads_to_the_calendars(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("seminars/mine/")
        expect(page.get_by_text("kept in this browser alone")).to_be_visible()
        expect(page.get_by_role("link", name="Coming seminars")).to_be_visible()
        assert page.get_by_role("button").count() == 0
        page.get_by_text("Subscribe to the calendar").click()
        expect(page.get_by_role("link", name="Google Calendar")).to_be_visible()


def test_without_a_script_nothing_is_promised(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("seminars/")
        assert page.get_by_role("checkbox").count() == 0
        assert not page.locator("[data-pick]").is_visible()


def test_only_listings_load_the_script(site: BuiltSite) -> None:
    loading = {path for path, page in site.pages.items() if b"/js/pick." in page.data}
    listings = {path for path in site.pages if re.match(r"seminars/(index|\d|(in|series)/)", path)}
    listings |= {
        path for path, page in site.pages.items() if path.startswith(("by/", "topics/")) and "coming" in page.ids
    }
    assert loading == listings
