"""What a page shows first stands in it, and what somebody is about to open is there already."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from browser import answer, visiting
from built_site import SITEURL, BuiltSite, HtmlPage
from playwright.sync_api import Browser, Route, expect

from hireground.web.headers import headers_of

INLINE = re.compile(r'<(script|style)(?: type="speculationrules")?>(.*?)</\1>', re.DOTALL)
HASH = re.compile(r" 'sha256-[^']+'")
NO_RULES = "delete HTMLScriptElement.supports"
ACCENT = "getComputedStyle(document.querySelector('main a')).color"
PLACES = """[...document.querySelectorAll("h1, main p, main li, main summary")]
    .filter((one) => one.localName === "summary" || !one.closest("details")).slice(0, 16)
    .map((one) => [one.textContent.slice(0, 20), one.getBoundingClientRect().top])"""


def hashes(page: HtmlPage) -> set[str]:
    """Return the hash of each script and sheet that stands in a page, as a policy names it."""
    texts = [text.encode() for _tag, text in INLINE.findall(page.data.decode())]
    return {f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in texts}


def test_what_stands_in_pages_is_named_by_every_policy(site: BuiltSite) -> None:
    everywhere = (site.root / "_headers").read_text("utf-8")
    for path, page in site.pages.items():
        policy = next(one.get("content", "") for one in page.all("meta") if one.get("http-equiv"))
        found = hashes(page)
        assert found or path.startswith("frames/") or b'http-equiv="refresh"' in page.data, path
        for said in (policy, headers_of(f"/{path}")["Content-Security-Policy"], everywhere):
            assert [one for one in found if one not in said] == [], path
        assert "'unsafe-inline'" not in policy, path


@pytest.mark.parametrize("path", ["", "posts/connect-dont-sell/", "es/posts/connect-dont-sell/"])
def test_home_and_posts_wait_for_no_other_file(path: str, chromium: Browser, site: BuiltSite) -> None:
    """With every other sheet held back a page has its look, and nothing moves once the whole sheet is there."""
    with visiting(chromium, site, java_script_enabled=False) as context:  # which would bring dates up to this day
        held: list[Route] = []
        page = context.new_page()
        waiting = [True]
        page.route("**/*.css", lambda route: held.append(route) if waiting else answer(route, site))
        page.goto(path, wait_until="commit")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main").get_by_role("link").first).to_be_visible()
        before = page.evaluate(PLACES)
        waiting.clear()
        for route in held:
            answer(route, site)
        page.wait_for_load_state("load")
        assert page.evaluate(PLACES)[: len(before)] == before


def test_a_server_that_knows_older_hashes_shows_the_same(chromium: Browser, site: BuiltSite) -> None:
    policy = "Content-Security-Policy"
    headers = headers_of("/index.html")
    older = {**headers, policy: HASH.sub("", headers[policy])}
    with visiting(chromium, site, color_scheme="light") as context:
        page = context.new_page()
        page.goto("")
        color = page.evaluate(ACCENT)
        context.route(f"{SITEURL}/", lambda route: route.fulfill(body=site.pages["index.html"].data, headers=older))
        page.goto("")
        assert page.evaluate(ACCENT) == color
        page.locator(".scheme > summary").click()
        page.get_by_role("radio", name="Dark").check()
        assert page.evaluate("document.documentElement.dataset.scheme") == "dark"


def test_a_browser_takes_the_rules_of_what_to_fetch_ahead(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        found: list[dict[str, str]] = []
        session.on("Preload.ruleSetUpdated", lambda told: found.append(told["ruleSet"]))
        session.send("Preload.enable")
        page.goto("about/")
        page.wait_for_load_state("load")
        assert [one.get("errorType") for one in found] == [None]
        assert '"prefetch"' in found[0]["sourceText"]


def test_other_browsers_fetch_a_page_that_is_pointed_at_once(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        context.add_init_script(NO_RULES)
        page = context.new_page()
        page.goto("about/")
        menu = page.get_by_role("navigation", name="Main")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name, path in (("Posts", "posts/"), ("Seminars", "seminars/")):
            with page.expect_request(f"{SITEURL}/{path}"):
                menu.get_by_role("link", name=name).hover()
        menu.get_by_role("link", name="Posts").hover()
        with page.expect_request(f"{SITEURL}/subscribe/"):
            menu.get_by_role("link", name="Subscribe").hover()
        assert asked == [f"{SITEURL}/{path}" for path in ("posts/", "seminars/", "subscribe/")]


def test_what_blocks_the_first_paint_is_small(site: BuiltSite) -> None:
    for path in ("index.html", "posts/connect-dont-sell/index.html"):
        head = site.pages[path].data.decode().partition("</head>")[0]
        scheme = next(text for tag, text in INLINE.findall(head) if tag == "script")
        assert len(scheme) <= 1024
        assert 'rel="stylesheet"' not in head
        assert re.findall(r"<script (?!type)", head) == []  # modules and data let the page go on
