"""A printer gives posters, a month for the wall, and an article with its sources."""

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import PHONE, visiting
from built_site import EPOCH, SITEURL, BuiltSite
from playwright.sync_api import Browser, expect

PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


@dataclass(frozen=True)
class Paper:
    """A printed page: its number of sheets, their size in points, and the words on them."""

    sheets: int
    size: tuple[int, int]
    words: str


POSTERS = {
    "a seminar": ("seminars/career-search-excellence/", "Career Search Excellence"),
    "a date": ("seminars/career-search-excellence/2026-12-05/", "Career Search Excellence"),
    "a date that is full": ("seminars/negotiating-your-offer/2026-12-02/", "Full, with a waiting list"),
    "a moved date": ("seminars/interview-lab/2026-12-16/", "Moved from"),
    "a cancelled date": ("seminars/references-that-work/2026-12-12/", "Cancelled:"),
    "a seminar of many dates": ("seminars/second-tuesday-clinic/", "Further dates on the page:"),
}


def printed(chromium: Browser, site: BuiltSite, path: str, folder: Path) -> Paper:
    """Print a page as a reader in a dark room would, and read the paper."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext: install poppler-utils")
    file = folder / "page.pdf"
    with visiting(chromium, site, color_scheme="dark") as context:
        page = context.new_page()
        page.clock.set_fixed_time(dt.datetime.fromtimestamp(int(EPOCH), dt.UTC))
        page.goto(f"{SITEURL}/{path}")
        page.pdf(path=file, prefer_css_page_size=True)
    facts, words = (
        subprocess.run([*command, file, *rest], capture_output=True, text=True, check=True).stdout
        for command, rest in ((["pdfinfo"], []), (["pdftotext"], ["-"]))
    )
    sheets = re.search(r"Pages:\s+(\d+)", facts)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts)
    assert sheets
    assert size
    return Paper(int(sheets[1]), (round(float(size[1])), round(float(size[2]))), " ".join(words.split()))


@pytest.mark.parametrize("case", POSTERS)
def test_a_seminar_is_one_sheet_for_the_wall(case: str, chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    path, words = POSTERS[case]
    paper = printed(chromium, site, path, tmp_path)
    assert (paper.sheets, paper.size) == (1, PORTRAIT)
    assert words in paper.words
    for screen_only in ("Add to calendar", "Subscribe", "Skip to", "What to bring"):
        assert screen_only not in paper.words


def test_a_season_is_one_sheet(chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    paper = printed(chromium, site, "seminars/", tmp_path)
    assert (paper.sheets, paper.size) == (1, PORTRAIT)
    page = site.pages["seminars/index.html"]
    days = [
        " ".join(time.itertext())
        for row in page.having("row")
        for time in row.iter("time")
        if time.get("class") == "dt-start"
    ]
    assert len(days) > 20
    assert [day for day in days if day not in paper.words] == []
    for screen_only in ("Subscribe", "Find your seminar", "Register by"):
        assert screen_only not in paper.words


def test_a_poster_leads_phones_to_its_page(chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    path = POSTERS["a date"][0]
    paper = printed(chromium, site, path, tmp_path)
    said = re.sub(r"[ -]", "", paper.words)  # pdftotext takes a hyphen at a line's end for one of the line
    assert f"hireground.example.org/{path}".replace("-", "") in said
    with visiting(chromium, site) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{SITEURL}/{path}")
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if url.endswith("qr.svg")], "screens do not load what they do not show"
        page.emulate_media(media="print")
        code = page.locator(".poster-code img")
        code.scroll_into_view_if_needed()
        expect(code).not_to_have_js_property("naturalWidth", 0)
        box = code.bounding_box()
        assert box
        assert box["width"] > 130  # 35 mm, which a phone reads from the other side of a table


def test_a_month_is_one_landscape_sheet(chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    paper = printed(chromium, site, "seminars/2026/12/", tmp_path)
    assert (paper.sheets, paper.size) == (1, LANDSCAPE)
    for words in ("December 2026", "Negotiating", "Interview Lab", "31"):
        assert words in paper.words
    assert "Register by" not in paper.words


def test_a_post_is_an_article_with_its_sources(chromium: Browser, site: BuiltSite, tmp_path: Path) -> None:
    paper = printed(chromium, site, "posts/connect-dont-sell/", tmp_path)
    assert paper.size == PORTRAIT
    assert paper.sheets > 1
    assert f"{SITEURL}/posts/connect-dont-sell/" in paper.words
    for screen_only in ("Related posts", "Copy the link", "Share", "Skip to"):
        assert screen_only not in paper.words


@pytest.mark.parametrize("path", ["", "posts/", "seminars/", "seminars/past/", "archive/", "subscribe/"])
def test_nothing_on_paper_is_white_on_white(path: str, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport=PHONE, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{path}")
        page.evaluate("document.documentElement.dataset.scheme = 'dark'")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 27, 25)"
