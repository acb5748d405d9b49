"""A site's own colors and links reach every page, also the one of every element and state."""

import datetime as dt
import re

import pytest
from accessibility import CHECKS, jumps, nodes, stops_and_reading, unnamed
from browser import DESKTOP, PHONE, visiting
from built_site import EPOCH, MACHINES, SITEURL, BuiltSite, build, copy_project
from page_checks import html_findings
from playwright.sync_api import Browser, expect

from hireground.seminars.model.registration import RegistrationState

SETTINGS = """
SHOW_KITCHEN_SINK = True
SITE_COLORS = {"accent": ("#7a1fa2", "#e0b3ff"), "bg": ("#fffdf5", "#101010")}
SITE_LOGO = "images/bellevue-library.svg"
SITE_SOCIAL = (("Fediverse", "https://social.example.org/@own"),)
SITE_FOOTER = "Words & pictures by 'us'"
"""
SINK = "kitchen-sink/"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, site: BuiltSite) -> BuiltSite:
    """Build the public site with settings of its own."""
    folder = tmp_path_factory.mktemp("own")
    copy_project(folder, site)
    with (folder / "publishconf.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    root = build(folder, "output", MACHINES[0])
    return BuiltSite(root)


@pytest.mark.parametrize(("scheme", "accent"), [("light", "rgb(122, 31, 162)"), ("dark", "rgb(224, 179, 255)")])
def test_settings_recolor_every_page(scheme: str, accent: str, chromium: Browser, own: BuiltSite) -> None:
    with visiting(chromium, own, color_scheme=scheme) as context:
        page = context.new_page()
        for path in ("", "posts/connect-dont-sell/", "seminars/"):
            page.goto(f"{SITEURL}/{path}")
            assert page.locator("main a:visible >> nth=-1").evaluate("one => getComputedStyle(one).color") == accent
            bars = page.locator(f'meta[name="theme-color"][media*="{scheme}"]')
            assert bars.get_attribute("content") == {"light": "#fffdf5", "dark": "#101010"}[scheme]
    assert len([*own.root.glob("assets/css/main.*.css")]) == 1


def test_settings_say_who_the_site_is(own: BuiltSite) -> None:
    for path in ("index.html", "posts/connect-dont-sell/index.html", "404.html"):
        page = own.pages[path]
        profiles = [one.get("href") for one in page.all("a") if "me" in (one.get("rel") or "").split()]
        assert profiles == ["https://social.example.org/@own"]
        assert "Words & pictures by ‘us’" in "".join(page.tree.itertext())
        logos = [one.get("src") for one in page.having("mark")]
        assert set(logos) == {f"{SITEURL}/images/bellevue-library.svg"}


def test_the_kitchen_sink_is_where_it_is_asked_for(site: BuiltSite, own: BuiltSite) -> None:
    assert f"{SINK}index.html" not in site.pages
    sink = own.pages[f"{SINK}index.html"]
    assert not sink.is_indexable
    assert "kitchen-sink" not in (own.root / "sitemap.xml").read_text("utf-8")
    leading = [path for path, page in own.pages.items() for one in page.all("a") if SINK in (one.get("href") or "")]
    assert set(leading) <= {f"{SINK}index.html"}
    assert not [path for path in own.calendars if "kitchen-sink" in path]


def test_the_kitchen_sink_shows_every_state_and_element(own: BuiltSite) -> None:
    sink = own.pages[f"{SINK}index.html"]
    assert {one.get("data-state") for one in sink.having("ticket")} == set(RegistrationState)
    assert {one.get("data-state") for one in sink.having("row") if one.get("data-state")} == set(RegistrationState)
    elements = "figure figcaption table caption blockquote pre code kbd mark dl details abbr sup sub hr del ins small"
    assert set(elements.split()) <= {one.tag for one in sink.elements}


@pytest.mark.parametrize("width", [320, PHONE["width"], 768, 1280])
def test_nothing_in_the_kitchen_sink_overflows(width: int, chromium: Browser, own: BuiltSite) -> None:
    with visiting(chromium, own, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{SINK}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        over = page.evaluate(
            """[...document.querySelectorAll(".ticket, .row, .month td, .toc-box")].filter((box) => {
            const end = box.getBoundingClientRect().right + 1;
            return [...box.children].some((one) => one.getBoundingClientRect().right > end);
            }).map((box) => box.textContent)"""
        )
        assert over == []


def test_the_kitchen_sink_is_for_everybody(chromium: Browser, own: BuiltSite) -> None:
    assert html_findings([own.root / SINK / "index.html"]) == []
    with visiting(chromium, own) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{SINK}")
        assert {name: problems[:4] for name, check in CHECKS.items() if (problems := check(page))} == {}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_kitchen_sink_is_read_as_it_is_seen(size: dict[str, int], chromium: Browser, own: BuiltSite) -> None:
    """Every control has a name with its words, Tab goes as it is read, and a phone's page is read from top to end."""
    with visiting(chromium, own, viewport=size, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{SINK}")
        page.wait_for_function("document.documentElement.dataset.scheme")
        session = context.new_cdp_session(page)
        assert unnamed(page, nodes(session)) == []
        stops, reading = stops_and_reading(page, session)
        assert stops == reading
        assert size is DESKTOP or jumps(session) == []


def test_wide_things_scroll_by_themselves_and_by_keyboard(chromium: Browser, own: BuiltSite) -> None:
    with visiting(chromium, own, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{SINK}")
        region = page.get_by_role("region", name=re.compile("Tables"))
        region.focus()
        page.keyboard.press("ArrowRight")
        expect(region).not_to_have_js_property("scrollLeft", 0)
        assert page.get_by_role("table", name=re.compile("What a month of searching costs")).is_visible()


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_ways_on_stand_below_home_s_ticket(width: int, chromium: Browser, site: BuiltSite) -> None:
    """Not below the list beside it, which is taller and left a hole there."""
    with visiting(chromium, site, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-23T12:00:00Z")
        page.goto("")
        ticket, more = (page.locator(f".next > {name}").bounding_box() for name in (".ticket", ".more"))
        assert ticket
        assert more
        assert 0 < more["y"] - (ticket["y"] + ticket["height"]) < 60


def test_or_is_said_only_before_a_way_that_is_still_there(chromium: Browser, own: BuiltSite) -> None:
    built = dt.datetime.fromtimestamp(int(EPOCH), dt.UTC)
    for days in (0, 6.2, 6.6, 7, 7.3, 7.6, 30):
        with visiting(chromium, own) as context:
            page = context.new_page()
            page.clock.install(time=built + dt.timedelta(days=days))
            page.goto(f"{SITEURL}/{SINK}")
            said = [one.inner_text() for one in page.locator(".ways:visible").all()]
            assert [words for words in said if words.strip() == "Or:"] == []
            assert days or [words for words in said if words.startswith("Or:")], "the sink has further ways"


def test_what_stands_in_a_line_stands_on_one_line(chromium: Browser, own: BuiltSite) -> None:
    with visiting(chromium, own) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/posts/")
        facts = page.locator(".row-facts").first
        bottoms = facts.evaluate(
            """one => [...one.children].map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part.querySelector("a") ?? part);
            return Math.round(range.getBoundingClientRect().bottom);
            })"""
        )
        assert len(bottoms) == 3
        assert len(set(bottoms)) == 1
