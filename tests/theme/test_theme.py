"""The theme in a browser: what is in sight first, whatever the screen, the scheme, the direction and the zoom."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from browser import DESKTOP, PHONE, visiting
from built_site import EPOCH, SITEURL, BuiltSite
from page_checks import KINDS, weight
from playwright.sync_api import Browser, Locator, Page, expect

from hireground.markdown.convert import has_contents
from hireground.site.look import contrast
from hireground.theme import THEME_FOLDER

FIRST_FLIGHT, SHEET = 14_000, 12_000
"""What pages and the one style sheet may weigh, compressed."""
FIRST = ("h1", ".ticket-day", ".ticket-hours", ".ticket .where", ".ticket .state", ".ticket .button")
BEYOND = """([parts, width, height]) => parts.filter((part) => {
  const one = [...document.querySelectorAll(part)].find((each) => each.checkVisibility());
  const { right, bottom } = one ? one.getBoundingClientRect() : { right: 0, bottom: 0 };
  return right > width || bottom > height;
})"""

ASKING = """[...document.querySelectorAll("main .button, main button, main summary")].filter((one) =>
    one.checkVisibility() && getComputedStyle(one).backgroundColor ===
    getComputedStyle(document.querySelector(".skip")).backgroundColor).length"""


def visit(page: Page, path: str) -> None:
    """Open a page as it is on the day it was built."""
    page.clock.set_fixed_time(int(EPOCH))
    page.goto(f"{SITEURL}/{path}")


def seminar_pages(site: BuiltSite) -> list[str]:
    """Return the addresses of seminars and their dates: those whose body says so."""
    kinds = {path: page.all("body")[0].get("data-page") for path, page in site.pages.items()}
    return [path.removesuffix("index.html") for path, kind in kinds.items() if kind in {"seminar", "session"}]


class Look(NamedTuple):
    """What a phone shows of a seminar's page: the parts beyond its edges, its hours, and how much asks to be done."""

    beyond: list[str]
    hours: str | None
    asking: int


@pytest.fixture(scope="module")
def looks(chromium: Browser, site: BuiltSite) -> dict[str, Look]:
    """Open each of these pages once."""
    found = {}
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        for path in seminar_pages(site):
            visit(page, path)
            beyond = page.evaluate(BEYOND, [FIRST, PHONE["width"], PHONE["height"]])
            hours = page.evaluate("document.querySelector('.ticket-hours')?.textContent")
            found[path] = Look(beyond, hours, page.evaluate(ASKING))
    return found


def test_a_phone_shows_first_what_matters(looks: dict[str, Look]) -> None:
    """Title, day, hours with the zone, place, state and the one thing to do stand above the fold of 360 x 640."""
    own = {path: look for path, look in looks.items() if "/extra-" not in path}
    assert len(own) > 30
    assert {path: look.beyond for path, look in own.items() if look.beyond or not look.hours} == {}


def test_a_page_asks_for_one_thing(looks: dict[str, Look]) -> None:
    assert {path: look.asking for path, look in looks.items() if look.asking > 1} == {}


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
        assert page.locator(".ticket .button:visible").all_inner_texts() == ["Next date: Sat, Jan 23"]
        visit(page, "seminars/2026/12/")
        assert page.get_by_role("heading", name="Cancelled: References That Work").is_visible()
        visit(page, "seminars/interview-lab/2026-12-16/")
        assert page.locator(".ticket s").text_content() == "Tue, Dec 15, 6:00\u202fPM"


def test_many_dates_leave_room_for_the_text(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        visit(page, "seminars/second-tuesday-clinic/")
        rows = page.locator("[data-coming] .row")
        further = rows.count()
        assert further > 3
        assert page.locator("[data-coming] .row:visible").count() == 3
        text = page.locator(".prose").bounding_box()
        assert text
        assert text["y"] < 1.5 * PHONE["height"]
        assert page.locator(".month-name:visible").count() == 0
        page.get_by_text("All further dates").press("Enter")
        assert page.locator("[data-coming] .row:visible").count() == further


def test_what_dates_share_is_said_once(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        visit(page, "seminars/job-search-after-a-layoff/")
        page.get_by_text("All further dates").press("Enter")
        once = page.get_by_text(
            "Unless a date says otherwise: 6:30\u202fPM to 8:00\u202fPM, Pacific Time · Bellevue Library"
        )
        expect(once).to_be_visible()
        told = [
            fact for fact in page.locator("[data-coming] .dt-end, [data-coming] .p-location").all() if is_shown(fact)
        ]
        assert [fact.inner_text() for fact in told] == ["All day", "Redmond Community Hall, Redmond, WA"]
        assert page.locator(".month-name").all_inner_texts() == ["March 2027", "April 2027"]
        visit(page, "seminars/second-tuesday-clinic/")
        expect(page.get_by_text("Each time: 6:00\u202fPM to 8:00\u202fPM")).to_be_visible()


def is_shown(element: Locator) -> bool:
    """Whether something takes room on the page; what only ears get has a point of it."""
    box = element.bounding_box()
    return box is not None and box["width"] > 1


def test_links_say_of_which_date_they_are(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        for path in ("seminars/career-search-excellence/", "seminars/", "seminars/2026/12/"):
            visit(page, path)
            names = page.locator("main :is(a, summary)[aria-label]").evaluate_all(
                "all => all.map((one) => `${one.ariaLabel} ${one.href ?? ''}`)"
            )
            assert len(names) > 5
            assert len({name.rpartition(" ")[0] for name in names}) == len(set(names)), path
        visit(page, "seminars/2026/12/")
        assert page.get_by_role("link", name="Previous month: November 2026").is_visible()
        assert page.get_by_role("link", name="Next month: January 2027").is_visible()


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


def test_text_has_the_contrast_of_aaa() -> None:
    """WCAG 1.4.6: seven to one, on pages and on tickets, light and dark."""
    tokens = (THEME_FOLDER / "static/css/tokens.css").read_text("utf-8")
    colors = {name: pair for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", tokens)}
    words = ("text", "muted", "accent", "accent-strong", "earth", "ok", "warn", "bad")
    found = {
        (word, ground, scheme): contrast(colors[word][scheme], colors[ground][scheme])
        for word in words
        for ground in ("bg", "surface")
        for scheme in (0, 1)
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < 7} == {}


def test_every_style_sheet_is_part_of_the_one_that_pages_load() -> None:
    folder = THEME_FOLDER / "static/css"
    whole, first = ("main.css", "print.css", "lists.css", "texts.css"), ("first-home.css", "first-post.css")
    own = ("embed.css", "formulas.css", "frame.css", "languages.css")  # where they are needed
    parts = {name: imports(folder / name) for name in (*whole, *first)}
    imported = [part for name in whole for part in parts[name]]
    sheets = {sheet.relative_to(folder).as_posix() for sheet in folder.rglob("*.css")} - parts.keys()
    assert sorted([*imported, *own]) == sorted(sheets)
    for name in first:
        assert [part for part in parts["main.css"] if part in parts[name]] == parts[name]  # in the same order


def imports(sheet: Path) -> list[str]:
    return re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', sheet.read_text("utf-8"))


def test_a_site_without_embeds_has_no_file_for_them(site: BuiltSite) -> None:
    assert [*site.root.rglob("embed.*")] == []


def test_pages_and_the_style_sheet_are_light(site: BuiltSite) -> None:
    sheets = {sheet.name.partition(".")[0] for sheet in site.root.glob("assets/css/*.css")}
    assert sheets == {"main", "print", "lists", "texts"}
    for kind in KINDS:
        found = weight(site, kind)
        assert found.html <= FIRST_FLIGHT, (kind, found)
        assert found.css <= SHEET, (kind, found)


def test_long_posts_have_contents_and_captions(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        visit(page, "posts/a-month-counted/")
        contents = page.get_by_role("navigation", name="On this page")
        expect(page.get_by_role("heading", name="What they did about it", exact=True)).to_be_visible()
        link = page.locator(".prose").get_by_role("link", name="What they did about it", exact=True)
        assert link.get_attribute("href") == "#what-they-did-about-it"
        contents.get_by_role("link", name="What they did about it").click()
        assert page.url.endswith("#what-they-did-about-it")
        assert page.get_by_role("figure").filter(has_text="Where a week goes").get_by_role("img").is_visible()
        assert page.get_by_role("table", name="A week of searching, as four notebooks have it").is_visible()
        following = page.get_by_role("navigation", name="Next in the series “Career Search”").get_by_role("link")
        assert following.all_inner_texts() == ["Connect, Don’t Sell"]
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


def test_every_value_that_a_sheet_asks_for_is_there() -> None:
    css = "".join(sheet.read_text("utf-8") for sheet in sorted((THEME_FOLDER / "static/css").rglob("*.css")))
    assert {*re.findall(r"var\((--[\w-]+)\)", css)} - {*re.findall(r"(--[\w-]+)\s*:", css)} == set()
