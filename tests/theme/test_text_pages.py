"""Posts and seminars give what a reader came for on a phone's first screen, and the rest a tap away."""

import datetime as dt
from collections.abc import Iterator

import pytest
from browser import visiting
from built_site import EPOCH, SITEURL, BuiltSite, build, copy_project, write_menu_pages
from playwright.sync_api import Browser, Page, expect

COMMON_PHONE = {"width": 390, "height": 844}
WITH_TEXT = (
    "posts/connect-dont-sell/", "posts/a-month-counted/", "de/posts/connect-dont-sell/",
    "seminars/career-search-excellence/", "seminars/second-tuesday-clinic/",
    "seminars/job-search-after-a-layoff/", "seminars/references-that-work/",
    "seminars/negotiating-your-offer/2026-12-02/", "seminars/changing-careers-at-forty/", "about/",
)  # fmt: skip
"""A post, a long one with contents, one in two languages; seminars with many dates, a recording, a picture; a date."""
WIDTHS = (320, 360, 768, 1280)
EMPTY = ("", "posts/", "seminars/", "seminars/past/", "archive/", "subscribe/", "search/", "seminars/mine/")


@pytest.fixture
def phone(chromium: Browser, site: BuiltSite) -> Iterator[Page]:
    with visiting(chromium, site, viewport=COMMON_PHONE) as context:
        page = context.new_page()
        page.clock.install(time=dt.datetime.fromtimestamp(int(EPOCH), dt.UTC))
        yield page


def test_the_text_begins_on_the_first_screen(phone: Page) -> None:
    line = 28  # pixels, so that at least one can be read
    for path in WITH_TEXT:
        phone.goto(path)
        top = phone.locator(".prose > *").first.bounding_box()
        assert top, path
        assert top["y"] + line <= COMMON_PHONE["height"], path


def test_further_dates_are_a_tap_from_the_first_screen(phone: Page) -> None:
    phone.goto("seminars/second-tuesday-clinic/")
    phone.get_by_role("link", name="More dates").click()
    expect(phone.get_by_role("heading", name="More dates")).to_be_in_viewport()
    phone.goto("seminars/negotiating-your-offer/2026-12-02/")
    assert phone.get_by_role("link", name="More dates").count() == 0


def test_contents_open_on_a_phone_and_are_open_beside_a_text(phone: Page, chromium: Browser, site: BuiltSite) -> None:
    phone.goto("posts/a-month-counted/")
    contents = phone.get_by_role("navigation", name="On this page")
    assert contents.get_by_role("link").filter(visible=True).count() == 0
    contents.get_by_text("On this page").press("Enter")
    contents.get_by_role("link", name="What came out").click()
    assert phone.url.endswith("#what-came-out")
    with visiting(chromium, site) as context:
        wide = context.new_page()
        wide.goto("posts/a-month-counted/")
        expect(wide.get_by_role("navigation", name="On this page").get_by_role("link").first).to_be_visible()


def test_a_recording_stands_behind_its_picture_and_loads_nothing(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto("seminars/extra-cases/")
    link = phone.get_by_role("link", name="Watch the last one (Sun, Jul 7, 2024)")
    assert link.get_attribute("href") == "https://video.example.org/extra"
    picture = link.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("one => one.naturalWidth") > 0
    assert picture.get_attribute("alt") == ""  # the link has words
    assert [url for url in asked if not url.startswith((SITEURL, "data:"))] == []
    phone.goto("seminars/references-that-work/")
    assert phone.get_by_role("link", name="Watch the last one (Sat, Sep 19, 2026)").locator("img").count() == 0


def test_a_series_has_a_reading_list(phone: Page, site: BuiltSite) -> None:
    phone.goto("posts/a-month-counted/")
    phone.get_by_role("link", name="Part 4 of 5 in the series “Career Search”").click()
    assert phone.url == f"{SITEURL}/posts/series/career-search/"
    parts = phone.locator(".rows > li")
    titles = parts.get_by_role("heading").all_inner_texts()
    assert titles[3:] == [
        "A Month of Searching, Counted",
        "Connect, Don’t Sell",
    ]
    days = parts.locator("time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert days == sorted(days)
    minutes = [int(words.split()[0]) for words in parts.get_by_text("min read").all_inner_texts()]
    assert f"takes {sum(minutes)} minutes" in phone.locator(".lead").inner_text()
    assert "posts/series/career-search/" in (site.root / "sitemap.xml").read_text("utf-8")


@pytest.fixture(scope="module")
def nothing_yet(tmp_path_factory: pytest.TempPathFactory, site: BuiltSite) -> BuiltSite:
    """Build a site that has neither posts nor seminars, nor pictures."""
    folder = tmp_path_factory.mktemp("nothing")
    copy_project(folder, site)
    for kind in ("posts", "seminars", "pages"):
        for text in (folder / "content" / kind).rglob("*.md"):
            text.unlink()
    write_menu_pages(folder / "content")
    return BuiltSite(build(folder, "output", {}))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_site_of_nothing_yet_looks_finished(width: int, chromium: Browser, nothing_yet: BuiltSite) -> None:
    with visiting(chromium, nothing_yet, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in EMPTY:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("h1").inner_text(), path
            lone = page.locator(":is(h2, h3):visible").evaluate_all(
                "all => all.filter((one) => !one.nextElementSibling && !one.parentElement.nextElementSibling).length"
            )
            assert lone == 0, path  # no heading over nothing
            assert page.locator(":is(ul, ol):visible:not(:has(*))").count() == 0, path


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_without_a_picture_leave_no_hole(width: int, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for path in ("posts/connect-dont-sell/", "seminars/references-that-work/", "by/mara-lindqvist/"):
            page.goto(path)
            assert page.locator("figure.picture, .portrait").count() == 0, path
            assert page.locator("img:not([src])").count() == 0, path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
