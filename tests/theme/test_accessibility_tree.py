"""Names of controls, and the order in which a page is read and gone through, by Chromium's own accessibility tree."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from accessibility import CONTROLS, REACHED, box, focused, nodes
from browser import DESKTOP, NOT_FOUND, PHONE, visiting
from built_site import NOW, BuiltSite
from page_checks import KINDS
from playwright.sync_api import Browser, CDPSession, Page

SAID = "main a[href], main button, main summary, header a[href], footer a[href]"
UNSAID = f"""() => [...document.querySelectorAll("{SAID}")].filter((one) => one.checkVisibility() && one.ariaLabel)
  .map((one) => [one.ariaLabel, one.innerText].map((words) => words.replace(/\\s+/g, " ").trim().toLowerCase()))
  .filter(([name, seen]) => !name.includes(seen))"""
LANDMARKS = ("banner", "navigation", "main", "contentinfo")


@contextmanager
def read(chromium: Browser, site: BuiltSite, kind: str, size: dict[str, int]) -> Iterator[tuple[Page, CDPSession]]:
    with visiting(chromium, site, viewport=size, reduced_motion="reduce") as context:
        page = context.new_page()
        page.clock.install(time=NOW + dt.timedelta(minutes=1))
        page.goto(NOT_FOUND if kind == "missing" else KINDS[kind])
        page.wait_for_function("document.documentElement.dataset.scheme")
        yield page, context.new_cdp_session(page)


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_name_that_has_its_words(kind: str, chromium: Browser, site: BuiltSite) -> None:
    with read(chromium, site, kind, DESKTOP) as (page, session):
        found = nodes(session)
        assert [one for one in found if one.role in CONTROLS and not one.name] == []
        assert page.evaluate(UNSAID) == [], "who says what stands there reaches nothing (WCAG 2.5.3)"
        roles = [one.role for one in found]
        assert [*dict.fromkeys(one for one in roles if one in LANDMARKS)] == [*LANDMARKS]
        assert (roles.count("main"), roles[1]) == (1, "link")
        heading = next(one for one in found[roles.index("main") :] if one.role == "heading")
        assert heading.name == " ".join(page.locator("main h1").inner_text().split())


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_goes_as_the_page_is_read(
    kind: str, size: dict[str, int], chromium: Browser, site: BuiltSite
) -> None:
    with read(chromium, site, kind, size) as (page, session):
        names = {one.element: one.name for one in nodes(session) if one.role in REACHED and one.is_focusable}
        stops = [one for one in focused(page, session) if one in names]
        assert len(stops) > len(names) / 2
        assert [names[one] for one in stops] == [name for one, name in names.items() if one in stops]


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_s_page_is_read_from_its_top_to_its_end(kind: str, chromium: Browser, site: BuiltSite) -> None:
    with read(chromium, site, kind, PHONE) as (_page, session):
        found = nodes(session)
        start = [one.role for one in found].index("main")
        seen = [one for one in found[start:] if one.role in {"heading", "link", "button", "DisclosureTriangle"}]
        boxes = [(place, one.name) for one in seen if one.element and (place := box(session, one))]
        jumps = [
            f"{after} stands above {before}"
            for (earlier, before), (later, after) in pairwise(boxes)
            if later.is_before(earlier)
        ]
        assert jumps == []
