"""Names of controls, and the order in which a page is read and gone through, by Chromium's own accessibility tree."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from accessibility import jumps, nodes, stops_and_reading, unnamed
from browser import DESKTOP, NOT_FOUND, PHONE, visiting
from built_site import NOW, BuiltSite
from page_checks import KINDS
from playwright.sync_api import Browser, CDPSession, Page

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
        assert unnamed(page, found) == []
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
        stops, reading = stops_and_reading(page, session)
        assert stops == reading


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_s_page_is_read_from_its_top_to_its_end(kind: str, chromium: Browser, site: BuiltSite) -> None:
    with read(chromium, site, kind, PHONE) as (_page, session):
        assert jumps(session) == []
