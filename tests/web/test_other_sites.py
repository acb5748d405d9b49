"""Other sites show dates in a frame or by a script, as docs/other-sites.md says, and none of the site's other pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import DESKTOP, FLAGS, PHONE, SHELL
from built_site import EPOCH, SITEURL, BuiltSite, HtmlPage
from page_checks import axe_findings, html_findings
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from web_servers import HOST, WebServer, nginx

from hireground.build.site import build_site
from hireground.web.host_files import headers_file

DOCS = (Path(__file__).parents[2] / "docs/other-sites.md").read_text("utf-8")
FRAME, SCRIPT = re.findall(r"```html\n(.*?)```", DOCS, re.DOTALL)
ELSEWHERE = "https://library.example.net/"
SETTINGS = f"""
from hireground.pelican.defaults import *

SITENAME = "Hire Ground"
SITEURL = "{SITEURL}"
TIMEZONE = "America/Los_Angeles"
SITE_SEARCH = SITE_CARDS = False
SITE_FRAMES = True
SEMINARS = {{"uid_namespace": "0d4c7c2e-52c2-4f4a-9f2f-0d8e2f0a7a11", "organizer": {{"name": "Hire Ground"}}}}
"""
CAREER = """---
title: Career Search Excellence
summary: What works right now.
topics: [networking]
place: {name: Bellevue Library, address: 1111 110th Ave NE, city: Bellevue, region: WA}
price: free
registration: {url: "https://register.example.org/"}
sessions:
  - 2026-11-01 09:00
  - 2026-12-05 09:00
  - {start: 2026-12-08 18:00, status: cancelled}
---
Bring a draft.
"""
GERMAN = "de/seminars/career-search-excellence/"
IN_GERMAN = """---
title: Richtig suchen
summary: Was jetzt hilft.
lang: de
translation: yes
---
Bring einen Entwurf mit.
"""
WEEKLY = """---
title: Letters <b>& more
summary: One letter a week.
online: {name: Zoom}
sessions: [{start: 2027-01-05 18:00, every: week, count: 14}]
---
Bring a letter.
"""


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = tmp_path_factory.mktemp("framed")
    (folder / "content/seminars").mkdir(parents=True)
    (folder / "content/seminars/career-search-excellence.md").write_text(CAREER)
    (folder / "content/seminars/de").mkdir()
    (folder / "content/seminars/de/career-search-excellence.md").write_text(IN_GERMAN)
    (folder / "content/seminars/letters.md").write_text(WEEKLY)
    (folder / "pelicanconf.py").write_text(SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        build_site(folder / "pelicanconf.py", folder / "output")
    return BuiltSite(folder / "output")


@pytest.fixture(scope="module")
def served(framed: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    with nginx(tmp_path_factory.mktemp("nginx"), framed.root) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(served: WebServer, playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser in which the site's name leads to the real server: what it lets others do is decided there."""
    there = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{served.tls_port}"
    flags = (*FLAGS, there, "--disable-features=LocalNetworkAccessChecks")  # for the server is on this machine
    browser = playwright.chromium.launch(executable_path=SHELL, args=flags)
    context = browser.new_context(ignore_https_errors=True, locale="en-US", timezone_id="Europe/Berlin")
    context.set_default_timeout(20_000)
    context.clock.set_fixed_time(int(EPOCH))
    yield context
    browser.close()


def shown_elsewhere(visitor: BrowserContext, body: str, size: dict[str, int] = DESKTOP) -> Page:
    """Open a page of another site that has `body`."""
    page = visitor.new_page()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    head = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    answer = f"{head}<title>Library</title><main><h1>Library</h1>{body}</main>"
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body=answer, content_type="text/html"))
    page.goto(ELSEWHERE)
    return page


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_shows_coming_dates(scheme: str, size: dict[str, int], visitor: BrowserContext) -> None:
    page = shown_elsewhere(visitor, FRAME.replace('excellence/"', f'excellence/#{scheme}"'), size)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Career Search Excellence")).to_be_visible()
    items = frame.get_by_role("listitem")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("Bellevue Library, Bellevue, WA")
    expect(items.last).to_contain_text("Cancelled")
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = inner.evaluate("getComputedStyle(document.querySelector('.seminars-block')).backgroundColor")
    assert ground == {"light": "rgb(245, 241, 233)", "dark": "rgb(29, 32, 38)"}[scheme]
    with page.expect_request("https://register.example.org/") as asked:
        frame.get_by_role("link", name="Register now").click()
    assert asked.value.frame == page.main_frame
    page.close()


def test_no_other_page_can_be_framed(visitor: BrowserContext) -> None:
    page = shown_elsewhere(visitor, f'<iframe src="{SITEURL}/seminars/"></iframe>')
    with page.expect_event("console") as said:
        page.reload()
    assert "frame-ancestors" in said.value.text
    assert page.frames[1].url.startswith("chrome-error:")
    page.close()


def test_a_script_of_another_site_makes_a_list(visitor: BrowserContext) -> None:
    page = shown_elsewhere(visitor, SCRIPT)
    items = page.locator(".dates li")
    expect(items).to_have_count(6)
    link = items.first.get_by_role("link")
    expect(link).to_have_text("Saturday, December 5, 2026 at 9:00 AM")
    expect(link).to_have_attribute("href", f"{SITEURL}/seminars/career-search-excellence/2026-12-05/")
    expect(items.nth(0)).to_contain_text("Career Search Excellence. Bellevue Library")
    expect(items.nth(1)).to_contain_text("Cancelled. Career Search Excellence")
    expect(items.nth(2)).to_contain_text("Letters <b>& more. Zoom")
    page.close()


def test_frames_are_sound_pages_that_nobody_finds(framed: BuiltSite, visitor: BrowserContext) -> None:
    files = sorted((framed.root / "frames").rglob("*.html"))
    names = ("seminars/", "topics/networking/", "seminars/career-search-excellence/", "seminars/in/bellevue-library/")
    assert files == sorted(framed.root / f"frames/{name}index.html" for name in (*names, "seminars/letters/", GERMAN))
    for file in files:
        (calendar,) = {*re.findall(r'href="https://[^/]*/([^"]*\.ics)"', file.read_text("utf-8"))}
        assert (framed.root / calendar).is_file()
    assert html_findings(files) == []
    page = visitor.new_page()
    for file in files:
        path = file.relative_to(framed.root).as_posix()
        assert not HtmlPage(path, file.read_bytes()).is_indexable
        assert page.goto(f"{SITEURL}/{path.removesuffix('index.html')}")
        assert axe_findings(page) == []
    assert "frames/" not in (framed.root / "sitemap.xml").read_text("utf-8")
    letters = (framed.root / "frames/seminars/letters/index.html").read_text("utf-8")
    assert letters.count("<li ") == 12
    assert "Show all dates" in letters
    page.close()


def test_a_translated_seminar_has_a_frame_in_its_language(framed: BuiltSite) -> None:
    page = HtmlPage(GERMAN, (framed.root / f"frames/{GERMAN}index.html").read_bytes())
    text = " ".join("".join(page.tree.itertext()).split())
    assert page.tree.get("lang") == "de"
    assert "Richtig suchen" in text
    assert "Samstag, 5. Dezember 2026" in text
    assert "Saturday" not in text


def test_hosts_let_frames_be_framed_alone(framed: BuiltSite) -> None:
    found = (framed.root / "_headers").read_text("utf-8")
    *_, rule = found.split("\n\n")
    assert rule.startswith("/frames/*\n  ! Content-Security-Policy\n  Content-Security-Policy: ")
    assert rule.endswith("; frame-ancestors *\n")
    assert found.count("frame-ancestors 'none'") == headers_file().count("frame-ancestors 'none'")
