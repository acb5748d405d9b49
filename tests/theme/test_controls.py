"""What a reader does on a page: copy, share, menus, add to a calendar; by keyboard, and without a script."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from browser import PHONE, visiting
from built_site import SITEURL, BuiltSite, HtmlPage
from playwright.sync_api import Browser, BrowserContext, Page

POST = "posts/connect-dont-sell/"
SEMINAR = "seminars/career-search-excellence/"
RECORD_SHARING = "navigator.share = async (what) => { window.shared = what; };"


@contextmanager
def visited(chromium: Browser, site: BuiltSite, address: str, script: str = "", **options: object) -> Iterator[Page]:
    with visiting(chromium, site, **options) as context:
        yield opened(context, address, script)


def opened(context: BrowserContext, address: str, script: str = "") -> Page:
    if script:
        context.add_init_script(script)
    page = context.new_page()
    page.clock.install(time=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    page.goto(address)
    return page


def test_the_link_is_copied_and_the_button_says_so(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, f"{POST}?utm_source=letter#top")
        page.get_by_role("link", name="Share", exact=True).click()
        assert page.locator("#share").evaluate("one => one.getBoundingClientRect().top < innerHeight")
        page.locator("#share > details > summary").click()
        button = page.get_by_role("button", name="Copy the link")
        button.click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{SITEURL}/{POST}"
        page.clock.run_for(3_000)
        assert button.is_visible()


def test_code_and_letters_are_copied_as_they_were_written(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, "posts/extra-odd-words/")
        page.locator(".highlight").get_by_role("button", name="Copy").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == 'print("<script>alert(1)</script>")'
        page.get_by_role("figure", name="Words <b>to</b> copy").get_by_role("button").press("Enter")
        letter = 'Dear <you> & "yours",\n\n{{ not a tag }} -- **not** `code`, $5\n\n• no list'
        page.wait_for_function("async (words) => (await navigator.clipboard.readText()) === words", arg=letter)
        fits = page.locator(".letter pre").evaluate("one => one.scrollWidth <= one.clientWidth")
        assert fits  # it wraps
    with visited(chromium, site, "about/") as page:
        assert page.locator("script[data-copied]").count() == page.locator(".copy").count() == 0


def test_a_calendar_s_address_is_copied(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, SEMINAR)
        page.locator(".ticket").get_by_text("Subscribe").click()
        page.get_by_role("button", name="Copy the address").first.click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{SITEURL}/{SEMINAR}calendar.ics"


def test_sharing_is_offered_where_the_system_can(chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, POST, RECORD_SHARING) as page:
        page.get_by_role("button", name="Share with an app").click()
        assert page.evaluate("shared") == {"title": page.title(), "url": f"{SITEURL}/{POST}"}
    with visited(chromium, site, POST, "delete Navigator.prototype.share;") as page:
        assert page.get_by_role("button", name="Share with an app").count() == 0


@pytest.mark.parametrize("path", ["seminars/references-that-work/", "seminars/negotiating-your-offer/2026-12-02/"])
def test_a_seminar_and_a_date_are_shared(path: str, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = opened(context, path)
        page.locator("summary", has_text="Share").click()
        mail = page.get_by_role("link", name="Share: E-mail", exact=True).get_attribute("href") or ""
        assert f"{SITEURL}/{path}" in parse_qs(urlsplit(mail).query)["body"][0]
        page.get_by_role("button", name="Copy the link").click()
        page.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{SITEURL}/{path}"


def test_the_last_recording_stands_near_the_top_of_a_seminar(chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, "seminars/references-that-work/", viewport=PHONE) as page:
        link = page.get_by_role("link", name="Watch the last one (Sat, Sep 19, 2026)")
        assert link.get_attribute("href") == "https://video.example.org/references-that-work-september-2026"
        dates = page.get_by_role("heading", name="More dates")
        tops = [each.evaluate("one => one.getBoundingClientRect().top") for each in (link, dates)]
        assert tops == sorted(tops)
    with visited(chromium, site, "seminars/negotiating-your-offer/") as page:
        assert page.get_by_role("link", name="Watch the last one").count() == 0


@pytest.mark.parametrize(
    ("path", "prices"),
    [
        ("seminars/negotiating-your-offer/2026-12-02/", ["Free"]),  # full: no button says it
        ("seminars/changing-careers-at-forty/", ["30 USD (online 15 USD)"]),  # the button says no price of several
        ("seminars/interview-lab/", []),  # the button says it
        ("seminars/references-that-work/2026-12-12/", []),  # cancelled
    ],
)
def test_a_ticket_says_the_price_once(path: str, prices: list[str], chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, path, viewport=PHONE) as page:
        assert page.locator(".ticket-price:visible").all_inner_texts() == prices


def test_a_menu_opens_and_closes_by_keyboard_and_outside(chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, SEMINAR) as page:
        summary = page.locator(".ticket summary", has_text="Add to calendar")
        first = page.locator(".ticket").get_by_role("link", name="Google Calendar").first
        summary.focus()
        page.keyboard.press("Enter")
        first.wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        first.wait_for(state="hidden")
        assert summary.evaluate("one => one === document.activeElement")
        summary.click()
        first.wait_for()
        page.get_by_role("heading", level=1).click()
        first.wait_for(state="hidden")


PANEL = """({ nextElementSibling: panel }) => {
  const { left, right } = panel.getBoundingClientRect();
  return [left, right];
}"""
BELOW_MENUS = """() => [...document.querySelectorAll("main *, footer *")]
  .filter((one) => !one.closest(".menu") && one.checkVisibility())
  .map((one) => one.getBoundingClientRect().top)"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_a_menu_lies_over_the_page_whole_and_moves_nothing(chromium: Browser, site: BuiltSite, width: int) -> None:
    with visiting(chromium, site, viewport={"width": width, "height": 740}) as context:
        for address in ("", SEMINAR, "seminars/2026/12/", "seminars/negotiating-your-offer/2026-12-02/", POST):
            page = opened(context, address)
            before = page.evaluate(BELOW_MENUS)
            for summary in page.locator(".menu > summary").all():
                if not summary.is_visible():
                    continue
                summary.evaluate("one => one.click()")
                assert page.evaluate(BELOW_MENUS) == before
                left, right = summary.evaluate(PANEL)
                assert 0 <= left < right <= width, summary.text_content()
                summary.evaluate("one => one.click()")


def test_the_keyboard_reaches_what_matters_first(chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, SEMINAR) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        reached = []
        for _ in range(5):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        wanted = ["Bellevue Library", "Register now (it’s free)", "Add to calendar", "Subscribe"]
        assert [name for name in reached if name in wanted] == wanted


def test_links_that_add_a_session_say_its_times(site: BuiltSite) -> None:
    checked = 0
    for path, page in site.pages.items():
        file = path.replace("index.html", "event.ics")
        if file not in site.calendars:
            continue
        (event,) = icalendar.Calendar.from_ical(site.calendars[file]).events
        for service, times in added_times(page).items():
            checked += 1
            assert times == [plain(event.start), plain(event.end)][: len(times)], (path, service)
    assert checked > 60


def added_times(page: HtmlPage) -> dict[str, list[str]]:
    """Return start and end, as digits in UTC, that each calendar service is told of the page's own session."""
    found: dict[str, list[str]] = {}
    for link in page.all("a"):
        address = urlsplit(link.get("href", ""))
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        times = [query[name] for name in ("startdt", "enddt", "st", "et") if name in query]
        times += query.get("dates", "").split("/") if "dates" in query else []
        if times and address.netloc not in found:
            found[address.netloc] = [time.replace("-", "").replace(":", "") for time in times]
    return found


def plain(moment: dt.date) -> str:
    if isinstance(moment, dt.datetime):
        return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def test_without_a_script_every_page_is_a_few_links_away(site: BuiltSite) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = site.pages[waiting.pop()]
        found = {site.file_of(link.get("href", ""), page.url) for link in page.all("a") if link.get("hidden") is None}
        new = {file[0] for file in found if file and file[0] in site.pages} - reached
        reached |= new
        waiting += new
    wanted = {path for path, page in site.pages.items() if page.is_indexable}
    assert wanted - reached == set()


def test_without_a_script_a_menu_opens_and_nothing_waits_for_one(chromium: Browser, site: BuiltSite) -> None:
    with visited(chromium, site, SEMINAR, java_script_enabled=False) as page:
        page.locator(".ticket summary", has_text="Add to calendar").click()
        assert page.locator(".ticket").get_by_role("link", name="Google Calendar").first.is_visible()
        assert page.locator("button:visible, select:visible, input:visible").count() == 0
