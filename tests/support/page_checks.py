"""Say what is wrong with a built site by validators and axe, and what each page weighs."""

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from built_site import SITEURL, BuiltSite, HtmlPage
from playwright.sync_api import Page

# Name one address of each kind of page that the site has.

KINDS = {
    "home": "",
    "post": "posts/connect-dont-sell/",
    "post with everything": "posts/extra-odd-words/",
    "post in German": "de/posts/connect-dont-sell/",
    "posts": "posts/",
    "topic": "topics/networking/",
    "person": "by/mara-lindqvist/",
    "archive": "archive/",
    "year": "archive/2026/",
    "reading list": "posts/series/career-search/",
    "seminar": "seminars/career-search-excellence/",
    "seminar with everything": "seminars/extra-cases/",
    "seminar in German": "de/seminars/berlin-career-breakfast/",
    "session": "seminars/negotiating-your-offer/2026-12-02/",
    "seminars": "seminars/",
    "month": "seminars/2026/12/",
    "place": "seminars/in/seattle-central-library/",
    "series": "seminars/series/career-search/",
    "past": "seminars/past/",
    "mine": "seminars/mine/",
    "subscribe": "subscribe/",
    "about": "about/",
    "search": "search/",
    "missing": "there-is-no-such-page/",
}


HERE = Path(__file__).parents[1]
NODE_MODULES = Path(os.environ.get("NODE_MODULES") or HERE.parent / ".ci/node/node_modules")
BY_SCHEME = ("color-contrast", "link-in-text-block")
"""What axe looks at that is not the same in light and dark."""
LIMITS = {"html": 14_000, "css": 12_000, "js": 6_000, "images": 60_000}
"""Bytes, gzipped but for images, which are those above the fold."""
WITH_SEARCH = {"search"}
"""The kinds whose script is more than the rest's; Pagefind's own comes once somebody types."""


class Weight(NamedTuple):
    """What a page and the files that it names in its head weigh, gzipped."""

    html: int
    css: int
    js: int


def node(module: str) -> Path:
    """Return the folder of a Node module, or skip and say what is missing."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed")
    if not (NODE_MODULES / module).is_dir():
        pytest.skip(f"{module} is not in {NODE_MODULES}; run: npm install --prefix .ci/node")
    return NODE_MODULES / module


def run_node(program: Path, *arguments: str | Path) -> str:
    """Run a Node program and return what it says; it may end with 1, which is how validators say that they found."""
    environment = {**os.environ, "NODE_MODULES": str(NODE_MODULES)}
    command = ["node", str(program), *map(str, arguments)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:  # a pipe is cut off where Node ends at once
        run = subprocess.run(command, env=environment, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
        out.seek(0)
        said = out.read()
    assert run.returncode in {0, 1}, run.stderr
    assert not run.stderr, run.stderr
    return said


def html_findings(files: Sequence[Path]) -> list[str]:
    """Return what html-validate says of pages, a line a fault."""
    validator = node("html-validate") / "bin/html-validate.mjs"
    said = run_node(validator, "--config", HERE / "quality/html-validate.json", "--formatter", "json", *files)
    return [
        f"{one['filePath']}:{each['line']}:{each['column']}: {each['message']} ({each['ruleId']})"
        for one in json.loads(said)
        for each in one["messages"]
    ]


def css_findings(files: Iterable[Path]) -> list[str]:
    """Return what css-tree says of style sheets, a line a fault."""
    node("csstree-validator")
    return run_node(HERE / "quality/css.mjs", *files).splitlines()


@cache
def axe_source() -> str:
    """Return axe-core, to be run in a page."""
    return (node("axe-core") / "axe.min.js").read_text("utf-8")


def axe_findings(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe says of a page as it stands: WCAG 2.2 AA and its own best practices, a line a fault."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe_source())
    chosen: Mapping[str, Any] = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else {}
    options = {
        **chosen,
        "rules": {} if rules else {"target-size": {"enabled": True}},  # AA since WCAG 2.2
        "resultTypes": ["violations"],  # what passes is thousands of elements, each with a selector to be found
    }
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {each['html'][:200]}" for one in found for each in one["nodes"]
    ]


def page_of(site: BuiltSite, kind: str) -> HtmlPage:
    """Return the page of a kind."""
    path = "404.html" if kind == "missing" else f"{KINDS[kind]}index.html"
    return site.pages[path]


def zipped(*files: bytes) -> int:
    """Return how many bytes files are when each is gzipped, as servers do it ahead of time."""
    return sum(len(gzip.compress(data, 9, mtime=0)) for data in files)


def weight(site: BuiltSite, kind: str) -> Weight:
    """Weigh a page with its style sheets, also the one that stands in it, and scripts; nobody waits for print.css."""
    page = page_of(site, kind)
    links = [one for one in page.all("link") if one.get("rel") == "stylesheet" and one.get("media") != "print"]
    sheets = [one.get("href", "") for one in links]
    within = b"".join(re.findall(rb"<style>(.*?)</style>", page.data, re.DOTALL))
    scripts = [one.get("src", "") for one in page.all("script") if one.get("src")]
    early = [one.get("href", "") for one in page.all("link") if one.get("rel") == "modulepreload"]
    scripts += [url for url in early if "/pagefind/" not in url]
    css, js = ([site.root / (site.file_of(url) or ("",))[0] for url in urls] for urls in (sheets, scripts))
    for script in list(js):  # what a module imports comes along
        js += [one for one in imported(script) if one not in js]
    html = page.data.replace(within, b"") if within else page.data
    weights = [zipped(*(file.read_bytes() for file in files)) for files in (css, js)]
    return Weight(zipped(html), weights[0] + (zipped(within) if within else 0), weights[1])


def imported(script: Path) -> list[Path]:
    """Return the modules that a script imports at its top."""
    lines = (line for line in script.read_text("utf-8").splitlines() if line.startswith("import "))
    return [script.parent / line.split('"')[1].removeprefix("./") for line in lines if '"./' in line]


def pictures_above_the_fold(page: Page, site: BuiltSite) -> int:
    """Return the bytes of the pictures that a visitor sees before scrolling."""
    sources: list[str] = page.evaluate(
        "[...document.images].filter((one) => one.getBoundingClientRect().top < innerHeight && one.currentSrc)"
        ".map((one) => one.currentSrc)"
    )
    files = (site.file_of(source) for source in set(sources) if source.startswith(SITEURL))
    return sum((site.root / file[0]).stat().st_size for file in files if file)
