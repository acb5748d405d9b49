"""Light or dark: as the system, or as the reader chose; without a flash, and by the keyboard alone."""

import io
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import visiting
from built_site import BuiltSite
from PIL import Image
from playwright.sync_api import Browser, Page

HALF_BRIGHT = 128
WATCH_BODY = """new MutationObserver((_, observer) => {
    if (!document.body) return;
    window.schemeAtBody = document.documentElement.dataset.scheme;
    observer.disconnect();
}).observe(document, { childList: true, subtree: true });"""
SHOWN_COLORS = """() => [...document.querySelectorAll("meta[name=theme-color]")]
    .filter((meta) => matchMedia(meta.media).matches).map((meta) => meta.content)"""


@contextmanager
def opened(chromium: Browser, site: BuiltSite, scheme: str, address: str = "", **options: object) -> Iterator[Page]:
    """Open a page as a reader whose system is light or dark."""
    with visiting(chromium, site, color_scheme=scheme, **options) as context:
        page = context.new_page()
        page.goto(address)
        yield page


def is_dark(page: Page) -> bool:
    """Look at a corner of the page."""
    return _is_dark(page.screenshot(clip={"x": 0, "y": 0, "width": 8, "height": 8}))


def _is_dark(png: bytes) -> bool:
    brightness = Image.open(io.BytesIO(png)).convert("L").crop((0, 0, 1, 1)).tobytes()
    return brightness[0] < HALF_BRIGHT


def has_content(png: bytes) -> bool:
    """Whether anything is painted: before that, a busy browser may show a frame that is all of one color."""
    return len(set(Image.open(io.BytesIO(png)).convert("L").tobytes())) > 1


def choose(page: Page, words: str) -> None:
    if not page.locator(".scheme").evaluate("one => one.open"):
        page.locator(".scheme > summary").click()
    page.get_by_role("radio", name=words).check()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_system_decides_until_the_reader_does(system: str, chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, system) as page:
        assert is_dark(page) == (system == "dark")
        page.emulate_media(color_scheme="light" if system == "dark" else "dark")
        assert is_dark(page) == (system == "light")
        choose(page, "Dark")
        assert is_dark(page)
        choose(page, "Light")
        assert not is_dark(page)
        choose(page, "Same as device")
        assert is_dark(page) == (system == "light")


def test_a_choice_holds_on_every_page_and_in_every_tab(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "light") as page:
        other = page.context.new_page()
        other.goto("seminars/")
        choose(page, "Dark")
        other.wait_for_function("document.documentElement.dataset.scheme === 'dark'")
        assert is_dark(other)
        page.goto("about/")
        assert is_dark(page)
        page.locator(".scheme > summary").click()
        assert page.get_by_role("radio", name="Dark").is_checked()
        assert page.evaluate(SHOWN_COLORS) == [page.locator("meta[name=theme-color]").nth(1).get_attribute("content")]


@pytest.mark.parametrize(("system", "chosen"), [("light", "Dark"), ("dark", "Light")])
def test_no_frame_has_the_other_colors(system: str, chosen: str, whole_chromium: Browser, site: BuiltSite) -> None:
    """The browser without a window has painted a frame in the system's colors, once in a dozen runs."""
    with opened(whole_chromium, site, system) as page:
        choose(page, chosen)
        page.screenshot()  # the first frame of a cast is the one that was painted last
        page.add_init_script(WATCH_BODY)
        frames: list[dict[str, Any]] = []
        session = page.context.new_cdp_session(page)
        session.on("Page.screencastFrame", lambda frame: keep(frame, frames, session))
        session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
        for address in ("seminars/", "posts/", ""):
            page.goto(address)
            assert page.evaluate("schemeAtBody") == chosen.lower()
            page.screenshot()
        painted = [png for png in (b64decode(frame["data"]) for frame in frames) if has_content(png)]
        assert {_is_dark(png) for png in painted} == {chosen == "Dark"}


def keep(frame: dict[str, Any], frames: list[dict[str, Any]], session: Any) -> None:  # noqa: ANN401 -- Playwright's
    frames.append(frame)
    session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})


def test_the_keyboard_alone_chooses(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "light") as page:
        page.get_by_role("link", name="Search", exact=True).focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        group = page.get_by_role("group", name="Theme")
        group.get_by_role("radio", checked=True).focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert group.get_by_role("radio", name="Dark").is_checked()
        assert is_dark(page)


def test_a_browser_that_keeps_nothing_still_switches(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, color_scheme="light") as context:
        context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off'); } })")
        page = context.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto("")
        choose(page, "Dark")
        assert is_dark(page)
        assert problems == []


def test_without_a_script_there_is_no_switch(chromium: Browser, site: BuiltSite) -> None:
    with opened(chromium, site, "dark", java_script_enabled=False) as page:
        assert is_dark(page)
        assert page.get_by_role("radio").count() == 0
