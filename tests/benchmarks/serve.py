"""Print how soon the preview shows an edit: `inv bench serve`, with POSTS=1000 and SAVES=500 for more.

A first page is followed from the start of a preview, with results kept and no preview before, until it is answered to
who asks at once, and until Chromium, which is told where it is, has loaded it. A save is followed twice: until browsers
are told, and until Chromium shows the page as it is now. The ratio is to a build of the same edit by `hireground
build`, which makes everything that the edit changes, in a process of its own.
"""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import launched
from built_site import copy_project
from playwright.sync_api import Browser, Page, sync_playwright
from tests.benchmarks.build import build, write_corpus
from tiny_site import Server, serving

POSTS = int(os.environ.get("POSTS", "300"))
SAVES = int(os.environ.get("SAVES", "100"))
EDITS, STARTS = 7, 5
SHEET, TEMPLATE = "theme/static/css/tokens.css", "theme/templates/partials/footer.html"


@dataclass(frozen=True)
class Case:
    """What is saved, and the page that is looked at."""

    name: str
    file: str
    page: str


OWN = (
    Case("a post", "content/posts/a-month-counted.md", "/posts/a-month-counted/"),
    Case("a seminar", "content/seminars/interview-lab.md", "/seminars/interview-lab/"),
    Case("a style sheet", SHEET, "/posts/a-month-counted/"),
    Case("a template", TEMPLATE, "/posts/a-month-counted/"),
)
LARGE = (
    Case("a post", "content/posts/post-7.md", "/posts/post-7/"),
    Case("a seminar", "content/seminars/workshop-1.md", "/seminars/workshop-1/"),
    Case("a style sheet", SHEET, "/posts/post-7/"),
    Case("a template", TEMPLATE, "/posts/post-7/"),
)


def mark(file: Path, number: int) -> str:
    """Save a file with a mark that a browser can see; return what JavaScript says of it."""
    if file.suffix == ".css":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f":root {{ --mark: {number}px; }}\n")
        return f"() => getComputedStyle(document.documentElement).getPropertyValue('--mark') == '{number}px'"
    if file.suffix == ".html":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<footer>Mark{number}.</footer>\n")
        return f"() => document.body.innerText.includes('Mark{number}.')"
    before = file.read_text("utf-8").partition("\n\nMark")[0].rstrip("\n")
    file.write_text(f"{before}\n\nMark{number}.\n", "utf-8")
    return f"() => document.body.innerText.includes('Mark{number}.')"


def follow(server: Server, page: Page, save: Callable[[int], str], path: str, number: int) -> tuple[float, float]:
    """Return the seconds from a save until browsers are told, and until one shows it."""
    states = server.states(path)
    before = next(states)
    began = time.monotonic()
    seen = save(number)
    next(state for state in states if state["is_old"] or state["sheets"] != before["sheets"])
    told = time.monotonic() - began
    page.wait_for_function(seen)
    shown = time.monotonic() - began
    server.settle()
    return told, shown


def memory(process: int) -> int:
    """Return the megabytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def measure(name: str, root: Path, cases: tuple[Case, ...]) -> None:
    """Serve a site whose results are kept, and print what each case takes."""
    build(root, "pelicanconf.py", "output")
    with sync_playwright() as playwright, launched(playwright) as browser:
        sys.stdout.write(f"{name}\n")
        for path in ("/", cases[0].page):
            found = [first_page(root, browser, path) for _ in range(STARTS)]
            answered, shown = (statistics.median(each) * 1000 for each in zip(*found, strict=True))
            sys.stdout.write(f"{'first ' + path:24}{answered:8.0f} ms answered{shown:8.0f} ms shown\n")
        measure_saves(root, browser, cases)


def first_page(root: Path, browser: Browser, path: str) -> tuple[float, float]:
    """Return the seconds until a first page is answered, and, of another start, until Chromium has loaded it."""
    return first_answer(root, path), first_load(root, browser, path)


def first_answer(root: Path, path: str) -> float:
    """Return the seconds from the start of a preview until a page is answered to who asks at once."""
    shutil.rmtree(root / ".cache/preview", ignore_errors=True)
    began = time.monotonic()
    with serving(root) as server:
        server.page(path)
        return time.monotonic() - began


def first_load(root: Path, browser: Browser, path: str) -> float:
    """Return likewise the seconds until Chromium has loaded the page with all that it shows."""
    shutil.rmtree(root / ".cache/preview", ignore_errors=True)
    page = browser.new_page()
    began = time.monotonic()
    with serving(root) as server:
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        took = time.monotonic() - began
    page.close()
    return took


def measure_saves(root: Path, browser: Browser, cases: tuple[Case, ...]) -> None:
    """Print what each save takes, and the memory after many."""
    with serving(root) as server:
        page = browser.new_page(base_url=f"http://127.0.0.1:{server.port}/")
        server.page("/pagefind/pagefind.js")  # comes once all is made
        for case in cases:
            page.goto(case.page)
            save = partial(mark, root / case.file)
            found = [follow(server, page, save, case.page, number) for number in range(EDITS)]
            told, shown = (statistics.median(each) * 1000 for each in zip(*found, strict=True))
            save(EDITS)
            whole = build(root, "pelicanconf.py", "output").wall * 1000
            server.settle()
            ratio = f"1/{whole / shown:.0f} of a build ({whole:.0f} ms)"
            sys.stdout.write(f"{case.name:16}{told:8.0f} ms told{shown:8.0f} ms shown   {ratio}\n")
        (worker,) = server.workers()
        files = [root / case.file for case in cases]
        at = [_after(server, files[number % len(files)], EDITS + 1 + number, worker) for number in range(SAVES)]
        steps = sorted({0, SAVES // 5, SAVES * 3 // 5, SAVES - 1})
        said = ", ".join(f"{at[number]} MB after {number + 1}" for number in steps)
        sys.stdout.write(f"{'memory':16}{said} saves\n")


def _after(server: Server, file: Path, number: int, worker: int) -> int:
    mark(file, number)
    server.settle()
    return memory(worker)


def main() -> None:
    """Measure this site, and a large one that is made up."""
    with TemporaryDirectory(prefix="bench-serve-") as folder:
        own, large = Path(folder, "own"), Path(folder, "large")
        own.mkdir()
        copy_project(own)
        for part in ("theme", "plugins"):  # which no other site has
            shutil.rmtree(own / part)
        measure("This site", own, OWN)
        write_corpus(large, POSTS)
        with (large / "pelicanconf.py").open("a") as settings:
            settings.write('SITEURL = ""\n')
        measure(f"{POSTS:,} posts, {POSTS // 50 * 10:,} dates", large, LARGE)


if __name__ == "__main__":
    main()
