"""What other sites have is shown once a reader asks; before, nothing is asked of them, in the logs of real servers."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from accessibility import CHECKS
from browser import NOT_FOUND, visiting
from built_site import EPOCH, SITEURL, BuiltSite
from page_checks import LIMITS, css_findings, html_findings, zipped
from playwright.sync_api import Browser, Page, Route, expect
from tiny_site import small_settings

from hireground.embeds.services import Services
from hireground.site.policy import NO_SERVICES, page_policy, policy, strict
from hireground.web import caddy, nginx
from hireground.web.headers import headers_of
from hireground.web.host_files import headers_file

ROOT = Path(__file__).parents[2]
POST = """---
title: Of others
date: 2026-11-10
summary: What other sites have.
---
/// video | The talk
    url: {film}/talk
    picture: ../images/room.svg
///

/// video | The "film"
    url: {film}/film.mp4
///

/// form | The letter
    url: {form}/subscribe
///

/// map | Where we meet
    url: https://www.openstreetmap.org/#map=17/47.60672/-122.33270
///
"""
SEMINAR = """---
title: A talk
summary: With recordings.
place:
  name: Town Hall
  address: 1 Main Street
  city: Seattle
  region: WA
  postal_code: "98101"
  country: US
sessions:
  - start: 2026-10-18 18:00
    recording: {film}/recorded
  - start: 2026-10-19 18:00
    recording: https://elsewhere.example.org/recorded
---
Bring questions.
"""
PLAIN = (
    "---\ntitle: Plain\ndate: 2026-11-09\nsummary: Nothing of others.\n---\n[The talk]({film}/talk), without more.\n"
)
ROOM = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9" viewBox="0 0 16 9"><path d="M0 0h16v9H0z"/></svg>\n'
)
EMBEDS, PLAIN_PAGE = "posts/of-others/", "posts/plain/"


@dataclass
class Other:
    """Another site: a server of this machine that remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "video/mp4" if ".mp4" in self.path else "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(b"<!doctype html><title>Other</title><p>Here it is.</p>")

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@dataclass(frozen=True)
class Small:
    """A site with things of two others, and the two."""

    site: BuiltSite
    film: Other
    form: Other

    @property
    def services(self) -> Services:
        sites = {"video": ("YouTube", self.film.address), "form": self.form.address}
        return Services.model_validate(sites)


def settings_of(film: Other, form: Other) -> str:
    services = {"video": ("YouTube", film.address), "form": form.address}
    return small_settings(
        SITEURL=SITEURL, TIMEZONE="America/Los_Angeles", SITE_SEARCH=False, SITE_CARDS=False, SITE_SERVICES=services,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    folder = tmp_path_factory.mktemp("services")
    film, form = Other(), Other()
    given = {"film": film.address, "form": form.address, "siteurl": SITEURL}
    files = {
        "content/posts/of-others.md": POST, "content/posts/plain.md": PLAIN,
        "content/seminars/talk.md": SEMINAR,
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.format(**given), "utf-8")
    (folder / "publishconf.py").write_text(settings_of(film, form))
    (folder / "content/images").mkdir()
    (folder / "content/images/room.svg").write_text(ROOM)
    command = [sys.executable, "-m", "hireground", "build", "--settings", "publishconf.py", "--output", "output"]
    known = {"PYTHONPATH": str(ROOT / "plugins"), "SOURCE_DATE_EPOCH": EPOCH}
    run = subprocess.run(command, cwd=folder, env=os.environ | known, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    yield Small(BuiltSite(folder / "output"), film, form)
    for other in (film, form):
        other.server.shutdown()
        other.server.server_close()


@contextmanager
def reading(chromium: Browser, small: Small, path: str, **options: object) -> Iterator[tuple[Page, list[str]]]:
    """Open a page with its headers; the list grows with what the browser asks of others."""

    def answer(route: Route) -> None:
        found = small.site.file_of(route.request.url)
        if not found:
            route.continue_() if "//127.0.0.1:" in route.request.url else route.abort()
            return
        file = small.site.root / (found[0] if (small.site.root / found[0]).is_file() else NOT_FOUND)
        headers = headers_of(f"/{found[0]}", small.services.directives)
        route.fulfill(status=200, body=file.read_bytes(), headers=headers)

    small.film.asked.clear()
    small.form.asked.clear()
    allowed = ["local-network-access"]  # the other sites are on this machine
    with visiting(chromium, small.site, permissions=allowed, **options) as context:
        context.route("**/*", answer)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(SITEURL) else None)
        page.goto(f"{SITEURL}/{path}", wait_until="networkidle")
        yield page, asked


def test_nothing_is_asked_before_a_click_and_only_what_was_clicked_after(chromium: Browser, small: Small) -> None:
    with reading(chromium, small, EMBEDS) as (page, asked):
        page.mouse.wheel(0, 5_000)
        page.get_by_role("button", name="The talk").hover()
        page.wait_for_load_state("networkidle")
        assert asked == small.film.asked == small.form.asked == []
        page.get_by_role("button", name="The talk").click()
        page.frame_locator("iframe[title='The talk']").get_by_text("Here it is.").wait_for()
        assert small.film.asked == ["/talk"]
        assert small.form.asked == []
        assert asked == [f"{small.film.address}/talk"]


@pytest.mark.parametrize(("key", "name", "element"), [("Enter", "The letter", "iframe"), (" ", "The “film”", "video")])
def test_the_keyboard_opens_it_and_is_in_it_then(
    key: str, name: str, element: str, chromium: Browser, small: Small
) -> None:
    with reading(chromium, small, EMBEDS) as (page, _asked):
        page.get_by_role("button", name=name).press(key)
        shown = page.locator(f"figure {element}")
        expect(shown).to_be_focused()
        assert shown.get_attribute("title" if element == "iframe" else "aria-label") == name
        assert page.get_by_role("button", name=name).count() == 0


def test_a_site_that_is_no_service_stays_a_link(chromium: Browser, small: Small) -> None:
    with reading(chromium, small, EMBEDS) as (page, _asked):
        place = page.get_by_role("link", name="Where we meet")
        assert place.get_attribute("href") == "https://www.openstreetmap.org/#map=17/47.60672/-122.33270"
    with reading(chromium, small, EMBEDS, java_script_enabled=False) as (page, asked):
        page.get_by_role("link", name="The talk").click()
        page.wait_for_url(f"{small.film.address}/talk")
        assert asked == [page.url]


def test_a_page_opens_for_itself_what_it_uses_and_no_more(chromium: Browser, small: Small) -> None:
    film, form = small.film.address, small.form.address
    said = {path: meta_policy(small.site, path) for path in (EMBEDS, PLAIN_PAGE)}
    assert said[PLAIN_PAGE] == page_policy("/posts/plain/")
    frames = " ".join(sorted([film, form]))
    assert said[EMBEDS] == page_policy("/", {"media-src": f"'self' {film}", "frame-src": frames})
    plain = small.site.pages[f"{PLAIN_PAGE}index.html"].data.decode()
    assert not re.search(r"embed\.|data-sites", plain)
    with reading(chromium, small, PLAIN_PAGE) as (page, asked):
        page.evaluate(f"document.body.append(Object.assign(document.createElement('iframe'), {{src: '{film}/x'}}))")
        page.wait_for_load_state("networkidle")
        assert small.film.asked == []
        assert asked == []


def meta_policy(site: BuiltSite, path: str) -> str:
    metas = site.pages[f"{path}index.html"].all("meta")
    return next(one.get("content", "") for one in metas if one.get("http-equiv") == "Content-Security-Policy")


def test_every_server_and_host_allows_the_services_by_name(small: Small) -> None:
    services = small.services.directives
    whole = strict(services)
    assert f'default "{whole}";' in nginx.maps(services)
    assert f"default `{whole}`" in caddy.headers(services)
    for name in services:
        assert f"{name} {services[name]}" in headers_file(services)
        assert f"{name} {services[name]}" in (small.site.root / "_headers").read_text("utf-8")
    assert policy("/posts/plain/", services) == whole
    assert policy("/images/a.svg", services) == policy("/images/a.svg")  # what is opened by itself loads nothing
    assert policy("/posts/plain/") == strict(NO_SERVICES)


def test_recordings_are_shown_where_their_site_is_a_service(chromium: Browser, small: Small) -> None:
    with reading(chromium, small, "seminars/talk/2026-10-18/") as (page, asked):
        assert asked == []
        page.get_by_role("button", name="Recording: A talk").click()
        page.frame_locator("iframe[title='Recording: A talk']").get_by_text("Here it is.").wait_for()
        assert small.film.asked == ["/recorded"]
    with reading(chromium, small, "seminars/talk/2026-10-19/") as (page, _asked):
        expect(page.get_by_role("link", name="Watch the recording")).to_be_visible()
        assert page.locator(".embed").count() == 0


def test_such_a_page_is_valid_light_and_can_be_used_by_all(chromium: Browser, small: Small) -> None:
    root = small.site.root
    assert html_findings([root / EMBEDS / "index.html", root / "seminars/talk/2026-10-18/index.html"]) == []
    (sheet,) = root.glob("assets/css/embed.*.css")
    (main,) = root.glob("assets/css/main.*.css")
    assert css_findings([sheet]) == []
    assert zipped(sheet.read_bytes(), main.read_bytes()) < LIMITS["css"]
    names = ("embed", "page")
    scripts = [file for name in names for file in root.glob(f"assets/js/{name}.*.js")]
    assert zipped(*(file.read_bytes() for file in scripts)) < LIMITS["js"]
    with reading(chromium, small, EMBEDS) as (page, _asked):
        assert {name: found for name, check in CHECKS.items() if (found := check(page))} == {}
