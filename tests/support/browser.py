"""Open a built site in Debian's Chromium, at the site's own address, without asking the network for anything."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from built_site import SITEURL, BuiltSite
from playwright.sync_api import Browser, BrowserContext, Playwright, Route

from hireground.theme import THEME_FOLDER
from hireground.web.headers import headers_of

WHOLE = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SHELL = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or WHOLE
"""The same without a window's frame to draw, which opens a page in a third of the time."""
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
LIVE = f"{SITEURL}/live.js"
"""A part of every page's script, as a module of which tests can ask a function."""


@contextmanager
def launched(playwright: Playwright, program: str = SHELL) -> Iterator[Browser]:
    """Start Chromium, or skip and say why."""
    if not os.access(program, os.X_OK):
        pytest.skip(f"no browser: {program} is not there; install Debian's chromium, or name one in CHROMIUM")
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
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
    if route.request.url == LIVE:
        route.fulfill(path=THEME_FOLDER / "static/js/live.js")
        return
    if found is None:
        route.abort()
        return
    file = site.root / found[0]
    is_there = file.is_file()
    file = file if is_there else site.root / NOT_FOUND
    headers = headers_of(f"/{file.relative_to(site.root).as_posix()}")
    route.fulfill(status=200 if is_there else 404, body=file.read_bytes(), headers=headers)
