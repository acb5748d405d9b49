"""Every page has the content security policy, and a browser keeps to it, with the header or without."""

import re
from itertools import pairwise

import pytest
from browser import visiting
from built_site import SITEURL, BuiltSite
from playwright.sync_api import Browser

from hireground.site.policy import page_policy, policy
from hireground.web.headers import headers_of

ATTEMPTS = {
    "document.body.append(Object.assign(new Image(), {src: 'https://example.com/a.png'}))": "img-src",
    "document.body.append(Object.assign(document.createElement('script'), {text: ''}))": "require-trusted-types-for",
    "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))": "style-src-elem",
    "document.body.setAttribute('style', 'color: red')": "style-src-attr",
    "document.body.innerHTML = '<p>'": "require-trusted-types-for",
    "fetch('https://example.com/')": "connect-src",
    "document.body.append(Object.assign(document.createElement('iframe'), {src: '/about/'}))": "frame-src",
    "document.head.append(Object.assign(document.createElement('base'), {href: '/posts/'}))": "base-uri",
}
"""What a script that got in might try, and the directive that refuses it."""
WATCH = """() => new Promise(done => {
    document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective), {once: true});
    setTimeout(() => done("nothing"), 20000);
    try { ATTEMPT } catch {}
})"""
META = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
ABOUT = f"{SITEURL}/about/"


def test_every_page_says_its_policy_before_anything_is_loaded(site: BuiltSite) -> None:
    for path, page in site.pages.items():
        named = [one.get("http-equiv", "").lower() for one in page.all("meta")]
        assert named.count("content-security-policy") == 1, path
        said = page.all("meta")[named.index("content-security-policy")]
        assert said.get("content") == page_policy(f"/{path}"), path
        assert next(two for one, two in pairwise(page.elements) if one.get("charset")) is said, path


def test_only_the_search_page_may_compile() -> None:
    for said in (policy, page_policy):
        assert "'wasm-unsafe-eval'" in said("/search/")
        assert "'wasm-unsafe-eval'" in said("/search/index.html")
        assert "unsafe" not in said("/") + said("/searching/") + said("/posts/search/")
    assert "frame-ancestors" not in page_policy("/")  # a page cannot say it of itself: browsers would complain


@pytest.mark.parametrize("by", ["header", "page"])
def test_a_browser_refuses_what_the_policy_forbids(by: str, chromium: Browser, site: BuiltSite) -> None:
    body = site.pages["about/index.html"].data
    headers = {"Content-Type": "text/html; charset=utf-8"}
    if by == "header":
        body, headers = META.sub(b"", body), headers_of("/about/index.html")
    with visiting(chromium, site) as context:
        context.route(ABOUT, lambda route: route.fulfill(body=body, headers=headers))
        page = context.new_page()
        refused = {}
        for attempt in ATTEMPTS:
            page.goto(ABOUT)
            refused[attempt] = page.evaluate(WATCH.replace("ATTEMPT", attempt))
    assert refused == ATTEMPTS
