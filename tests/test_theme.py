"""The theme in a browser: what is in sight first, whatever the screen, the scheme, the direction and the zoom."""

import gzip
import re

import pytest
from browser import DESKTOP, PHONE, visiting
from built_site import EPOCH, SITEURL, BuiltSite
from kinds import KINDS
from playwright.sync_api import Browser, Page

from plugins.reader.contents import has_contents
from plugins.site.palette import contrast

NARROWEST = {"width": 320, "height": 256}
"""A desktop of 1280 pixels at 400 % (WCAG 1.4.10)."""
FIRST_FLIGHT, SHEET = 14_000, 12_000
"""What pages and the one style sheet may weigh, compressed."""
FIRST = ("h1", ".ticket-day", ".ticket-hours", ".ticket .where >> nth=0", ".ticket .state >> nth=0")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def visit(page: Page, path: str) -> None:
    """Open a page as it is on the day it was built."""
    page.clock.set_fixed_time(int(EPOCH))
    page.goto(f"{SITEURL}/{path}")


def seminar_pages(site: BuiltSite) -> list[str]:
    """Return the addresses of seminars and their dates: those whose body says so."""
    kinds = {path: page.all("body")[0].get("data-page") for path, page in site.pages.items()}
    return [path.removesuffix("index.html") for path, kind in kinds.items() if kind in {"seminar", "session"}]


def test_a_phone_shows_first_what_matters(chromium: Browser, site: BuiltSite) -> None:
    """Title, day, hours with the zone, place, state and the one thing to do stand above the fold of 360 x 640."""
    paths = [path for path in seminar_pages(site) if "/extra-" not in path]
    assert len(paths) > 30
    below = []
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        for path in paths:
            visit(page, path)
            for part in (*FIRST, ".ticket .button:visible >> nth=0"):
                found = page.locator(part)
                box = found.bounding_box() if found.count() else None
                if box and (box["y"] + box["height"] > PHONE["height"] or box["x"] + box["width"] > PHONE["width"]):
                    below.append((path, part, box))
            assert page.locator(".ticket-hours").first.text_content(), path
    assert below == []


def test_a_page_asks_for_one_thing(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        for path in seminar_pages(site):
            visit(page, path)
            filled = page.evaluate(
                """[...document.querySelectorAll("main .button, main button, main summary")].filter((one) =>
                one.checkVisibility() && getComputedStyle(one).backgroundColor ===
                getComputedStyle(document.querySelector(".skip")).backgroundColor).length"""
            )
            assert filled <= 1, path


def test_a_seminar_s_note_stands_once(chromium: Browser, site: BuiltSite) -> None:
    words = "the later you come, the shorter your turn"
    with visiting(chromium, site) as context:
        page = context.new_page()
        for path, times in {
            "seminars/second-tuesday-clinic/": 1,
            "seminars/second-tuesday-clinic/2027-01-12/": 1,
            "seminars/": 0,
            "seminars/2027/01/": 0,
            "seminars/in/bellevue-library/": 0,
        }.items():
            visit(page, path)
            assert page.get_by_text(words).filter(visible=True).count() == times, path


def test_what_is_cancelled_says_so_in_its_heading(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        visit(page, "seminars/references-that-work/2026-12-12/")
        assert page.get_by_role("heading", name="Cancelled: References That Work", level=1).is_visible()
        assert page.locator(".ticket .button:visible").count() == 0
        visit(page, "seminars/2026/12/")
        assert page.get_by_role("heading", name="Cancelled: References That Work").is_visible()
        visit(page, "seminars/interview-lab/2026-12-16/")
        assert page.locator(".ticket s").text_content() == "Tuesday, December 15, 2026, 6:00\u202fPM"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_at_400_percent(kind: str, direction: str, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=NARROWEST) as context:
        page = context.new_page()
        visit(page, KINDS[kind])
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        assert page.evaluate(WIDER) <= 0


def test_a_mirrored_page_is_mirrored(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=DESKTOP) as context:
        page = context.new_page()
        visit(page, KINDS["seminar"])
        before = page.locator(".ticket").first.bounding_box()
        page.evaluate("document.documentElement.dir = 'rtl'")
        after = page.locator(".ticket").first.bounding_box()
        assert before
        assert after
        assert abs(before["x"] - (DESKTOP["width"] - after["x"] - after["width"])) < 20


def test_buttons_and_states_keep_their_shape_in_forced_colors(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, forced_colors="active") as context:
        page = context.new_page()
        visit(page, KINDS["seminar"])
        for part in (".ticket", ".ticket .button", ".menu > summary"):
            assert page.locator(part).first.evaluate("one => getComputedStyle(one).borderInlineStartWidth") != "0px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_where_it_is_asked_for(scheme: str, chromium: Browser, site: BuiltSite) -> None:
    ratios = {}
    for wanted in ("no-preference", "more"):
        with visiting(chromium, site, color_scheme=scheme, contrast=wanted) as context:
            page = context.new_page()
            visit(page, "")
            ink, paper = (
                "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])
                for color in page.evaluate(
                    """[getComputedStyle(document.querySelector(".row-facts")).color,
                    getComputedStyle(document.documentElement).backgroundColor]"""
                )
            )
            ratios[wanted] = contrast(ink, paper)
    assert 4.5 <= ratios["no-preference"] < ratios["more"]


def test_pages_and_the_style_sheet_are_light(site: BuiltSite) -> None:
    sheets = [*site.root.glob("assets/css/*.css")]
    assert len(sheets) == 1
    assert len(gzip.compress(sheets[0].read_bytes())) <= SHEET
    for kind, path in KINDS.items():
        found = site.pages.get(f"{path}index.html")
        assert found or kind == "missing"
        weight = len(gzip.compress(found.data)) if found else 0
        assert weight <= FIRST_FLIGHT, (kind, weight)


def test_long_posts_have_contents_and_captions(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        visit(page, "posts/a-month-counted/")
        contents = page.get_by_role("navigation", name="On this page")
        contents.get_by_role("link", name="What they did about it").click()
        assert page.url.endswith("#what-they-did-about-it")
        assert page.get_by_role("figure").filter(has_text="Where a week goes").get_by_role("img").is_visible()
        assert page.get_by_role("table", name="A week of searching, as four notebooks have it").is_visible()
        assert page.get_by_role("navigation", name="Series").get_by_role("link").count() > 0
        visit(page, "posts/connect-dont-sell/")
        assert page.get_by_role("navigation", name="On this page").count() == 0


@pytest.mark.parametrize(
    ("told", "words", "sections", "shown"),
    [
        (None, 1200, 3, True),
        (None, 1199, 3, False),
        (None, 5000, 2, False),
        (True, 5, 1, True),
        (False, 5000, 9, False),
    ],
)
def test_who_decides_on_contents(told: bool | None, words: int, sections: int, shown: bool) -> None:  # noqa: FBT001 -- cases
    assert has_contents(told, "word " * words, '<h2 id="a">A</h2>' * sections) is shown
