"""Debian's Chromium on a built site, at the site's own address: nothing of the network is asked."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from built_site import SITEURL, BuiltSite
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from plugins.discovery.headers import headers_of

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
NOT_FOUND = "404.html"


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium, or skip and say why."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip(f"no browser: {CHROMIUM} is not there; install Debian's chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, site: BuiltSite, **options: object) -> Iterator[BrowserContext]:
    """Open a visitor's browser; `options` are Playwright's of a context, such as `timezone_id` or `color_scheme`."""
    given: dict[str, Any] = {"base_url": f"{SITEURL}/", "locale": "en-US", "viewport": DESKTOP, **options}
    context = browser.new_context(**given)
    context.set_default_timeout(20_000)
    context.route("**/*", lambda route: answer(route, site))
    try:
        yield context
    finally:
        context.close()


def answer(route: Route, site: BuiltSite) -> None:
    """Give the file that a web server would, with its headers; other sites are out of reach."""
    found = site.file_of(route.request.url)
    if found is None:
        route.abort()
        return
    file = site.root / found[0]
    is_there = file.is_file()
    file = file if is_there else site.root / NOT_FOUND
    headers = headers_of(f"/{file.relative_to(site.root).as_posix()}")
    route.fulfill(status=200 if is_there else 404, body=file.read_bytes(), headers=headers)
