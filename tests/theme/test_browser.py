"""Every kind of page in a real browser: nothing is missing, nothing is blocked, nothing scrolls sideways."""

import pytest
from browser import DESKTOP, PHONE, visiting
from built_site import SITEURL, BuiltSite
from page_checks import KINDS
from playwright.sync_api import Browser


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_whole(kind: str, size: dict[str, int], chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=size) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        answered = page.goto(f"{SITEURL}/{KINDS[kind]}")
        assert answered is not None
        expected = 404 if kind == "missing" else 200
        assert answered.status == expected
        assert [line for line in complaints if expected == 200 or "404" not in line] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
