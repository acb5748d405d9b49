"""Every kind of page for everybody: by axe, at 400 %, in few colors, from right to left, unmoved, by keyboard."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import CHECKS, axe_in_every_scheme, by_keyboard, in_few_colors, sideways, without_motion
from browser import DESKTOP, PHONE, visiting
from built_site import SITEURL, BuiltSite
from page_checks import KINDS, LIMITS, pictures_above_the_fold
from playwright.sync_api import Browser, BrowserContext, Page

CASES = Path(__file__).parents[1] / "cases" / "quality"


@pytest.fixture(scope="module")
def context(chromium: Browser, site: BuiltSite) -> Iterator[BrowserContext]:
    with visiting(chromium, site) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_for_everybody(kind: str, page: Page) -> None:
    page.goto(f"{SITEURL}/{KINDS[kind]}")
    assert {name: problems[:4] for name, check in CHECKS.items() if (problems := check(page))} == {}


FAULTS = {
    "an image without words": ("document.querySelector('main').append(new Image(9, 9))", axe_in_every_scheme),
    "pale words": ("document.querySelector('h1').style.color = '#999'", axe_in_every_scheme),
    "a wide box": ("document.querySelector('h1').style.width = '900px'", sideways),
    "a bare button": ("document.querySelector('.button').style.border = '0'", in_few_colors),
    "a slow change": ("document.querySelector('h1').style.transition = 'opacity 2s'", without_motion),
    "no focus ring": ("document.querySelectorAll('a').forEach((a) => a.style.outline = 'none')", by_keyboard),
    "out of reach": ("document.querySelector('main a').tabIndex = -1", by_keyboard),
    "a trap": (
        "document.querySelector('main a').addEventListener('keydown', (event) => event.preventDefault())",
        by_keyboard,
    ),
}


@pytest.mark.parametrize("problem", FAULTS)
def test_a_fault_would_be_found(problem: str, chromium: Browser, site: BuiltSite) -> None:
    break_it, check = FAULTS[problem]
    with visiting(chromium, site, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{KINDS['seminar']}")
        page.evaluate(break_it)
        assert check(page)


def test_a_seminar_reads_in_the_right_order(page: Page) -> None:
    """A screen reader says what stands in `seminar.txt`, in this order; what stands between may change."""
    page.goto(f"{SITEURL}/{KINDS['seminar']}")
    said = [line.strip() for line in page.locator("body").aria_snapshot().splitlines()]
    if os.environ.get("SHOW"):
        print("\n".join(said))  # noqa: T201 -- for whoever writes the case
    rest = iter(said)
    wanted = (CASES / "seminar.txt").read_text("utf-8").splitlines()
    assert [line for line in wanted if not any(line in one for one in rest)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_above_the_fold_weigh_little(kind: str, page: Page, site: BuiltSite) -> None:
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.goto(f"{SITEURL}/{KINDS[kind]}")
        assert pictures_above_the_fold(page, site) <= LIMITS["images"]


WATCH = "addEventListener('securitypolicyviolation', (event) => console.error('refused', event.blockedURI))"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_refused_kept_or_asked_of_others(kind: str, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{SITEURL}/{KINDS[kind]}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        page.emulate_media(media="print")
        assert [line for line in said if kind != "missing" or "404" not in line] == []
        assert [url for url in asked if not url.startswith(f"{SITEURL}/")] == []
        assert context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
