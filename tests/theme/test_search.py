"""Search in a real browser: what is found, in which order, by which keys, under the strict policy, without a script."""

import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import yaml
from browser import PHONE, answer, visiting
from built_site import BELOW, SITEURL, BuiltSite, HtmlPage
from playwright.sync_api import Browser, Page, Route, expect

from hireground.build.search import index as search
from hireground.build.search.index import add_index
from hireground.web.headers import headers_of

pytestmark = pytest.mark.skipif(not find_spec("pagefind_bin"), reason="no index: pagefind-bin is not installed")

LEFT_EARLY = "Transition was aborted"
"""What Chromium says of a page that is left before it has faded in."""
NOTHING = "zzzyyyxxx"
PAGE = re.compile(r"/search/(?:\?.*)?$")
DATE = re.compile(r"/seminars/[^/]+/\d{4}-\d\d-\d\d[^/]*/")
QUERIES = yaml.safe_load((Path(__file__).parents[1] / "cases/search.yaml").read_text("utf-8"))


def fragments(root: Path) -> dict[str, dict[str, Any]]:
    """Read what the index holds of each page, by its address."""
    found = {}
    for file in (root / "pagefind" / "fragment").iterdir():
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


@contextmanager
def searching(chromium: Browser, site: BuiltSite, query: str, **options: object) -> Iterator[Page]:
    """Open the search page as a server with a strict policy gives it, and wait for its words."""
    with visiting(chromium, site, **options) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(PAGE, lambda route: with_policy(route, site))
        page.goto(f"{SITEURL}/search/{query}")
        expect(page.get_by_role("searchbox")).to_be_visible()
        yield page
        assert [line for line in complaints if LEFT_EARLY not in line] == []


def with_policy(route: Route, site: BuiltSite) -> None:
    route.fulfill(body=(site.root / "search" / "index.html").read_bytes(), headers=headers_of("/search/index.html"))


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".search-status")).to_have_text(words)


def results(page: Page) -> list[str]:
    return page.locator(".search-found h2 a").all_inner_texts()


def kinds(page: Page) -> list[str]:
    return page.locator(".search-found [data-part=kind]").all_inner_texts()


# What the index holds


def is_known(page: HtmlPage) -> bool:
    """Whether a person's page says more than a name."""
    (card,) = page.having("about")
    return len([*card.iter("p")]) > 0


def test_the_index_holds_texts_and_people_and_nothing_else(site: BuiltSite) -> None:
    texts = {
        page.url.removeprefix(SITEURL)
        for page in site.pages.values()
        if page.is_indexable and (page.all("article") or (page.path.startswith("by/") and is_known(page)))
    }
    dates = {text for text in texts if DATE.fullmatch(text)}
    found = fragments(site.root).keys()
    assert texts - dates <= found <= texts
    assert "/seminars/2026/12/" not in texts
    assert "/seminars/job-search-after-a-layoff/2027-04-24/" in found, "a date with a summary of its own"
    assert "/seminars/job-search-after-a-layoff/2027-01-07/" not in found


def test_what_speakers_say_of_themselves_is_found_once(site: BuiltSite) -> None:
    found = [url for url, one in fragments(site.root).items() if "six hundred interviews" in one["content"]]
    assert found == ["/by/june-okafor/"]


def test_what_readers_cannot_see_is_not_found(site: BuiltSite) -> None:
    assert [url for url, one in fragments(site.root).items() if "unseen" in json.dumps(one).lower()] == []


def test_without_the_library_the_build_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("hireground.build.search.index.find_spec", lambda _name: None)
    add_index(tmp_path, tmp_path, "en")
    assert "no search index" in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_what_is_only_for_the_index_takes_no_room(site: BuiltSite) -> None:
    for page in site.pages.values():
        wrapped = [one for box in page.elements if "hidden" in box.attrib for one in box.iter("data")]
        only = [one for one in page.all("data") if any(name.startswith("data-pagefind") for name in one.attrib)]
        assert [one for one in only if one not in wrapped] == [], page.path


# What visitors find


def test_what_readers_ask_for_stands_first(chromium: Browser, site: BuiltSite) -> None:
    """Forty queries, in one browser."""
    with searching(chromium, site, "", timezone_id="America/Los_Angeles") as page:
        page.clock.set_fixed_time("2026-11-23T12:00:00Z")
        wrong = [f"{asked['query']}: {told}" for asked in QUERIES if (told := answer_to(page, asked))]
    assert wrong == []
    assert len(QUERIES) >= 40


def answer_to(page: Page, asked: Mapping[str, Any]) -> str:
    """Ask, and say what of the first row is not as it should be."""
    field, status = page.get_by_role("searchbox"), page.locator(".search-status")
    field.fill(NOTHING)
    field.press("Enter")
    expect(status).to_have_text(re.compile(NOTHING))
    field.fill(asked["query"])
    field.press("Enter")
    expect(status).to_have_text(re.compile(re.escape(f"“{asked['query']}”")))
    row = page.locator(".search-found .row").first
    href = row.locator("h2 a").get_attribute("href") or ""
    dates = row.locator("[data-date]").all_inner_texts()
    is_right = {
        href: href == asked["first"],
        str(dates): dates == asked.get("dates", dates),
        row.inner_text(): asked.get("says", "") in row.inner_text(),
        status.inner_text(): asked.get("status", "") in status.inner_text(),
    }
    return ", ".join(said for said, is_so in is_right.items() if not is_so)


@contextmanager
def engine_held(page: Page, site: BuiltSite, query: str) -> Iterator[None]:
    """Open the search with a query in its address, up to where it asks for the engine, which is held back."""
    held, is_held = list[Route](), [True]

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            answer(route, site)

    page.route("**/pagefind/**", hold)
    with page.expect_request("**/pagefind/pagefind.js"):
        page.goto(f"{SITEURL}/search/?q={quote(query)}")
    yield
    is_held.clear()
    for route in held:
        answer(route, site)


def test_what_titles_answer_is_right_from_the_start(chromium: Browser, site: BuiltSite) -> None:
    """Without the engine the first row is the one that must be first in the end, or there is none."""
    answered, wrong = [], []
    with visiting(chromium, site, timezone_id="America/Los_Angeles") as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-23T12:00:00Z")
        page.route("**/pagefind/**", lambda _route: None)
        for asked in QUERIES:
            with page.expect_request("**/pagefind/pagefind.js"):
                page.goto(f"{SITEURL}/search/?q={quote(asked['query'])}")
            answered += hrefs(page)[:1]
            wrong += [asked["query"] for href in hrefs(page)[:1] if href != asked["first"]]
    assert wrong == []
    assert len(answered) > len(QUERIES) / 2


PLACES = """() => [...document.querySelectorAll(".search-found .row")].map((row) => {
    const { top, height } = row.getBoundingClientRect();
    return [row.textContent, top, height];
})"""
MOVED = """() => new Promise((done) => {
    let moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => (moved += one.value)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => done(moved)));
})"""


@pytest.mark.parametrize("query", ["interview", "offer", "december 8", "references", "free", "six stories", "stories"])
def test_what_stands_stays_where_it_is_and_is_found_once(chromium: Browser, site: BuiltSite, query: str) -> None:
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-23T12:00:00Z")
        with engine_held(page, site, query):
            before = page.evaluate(PLACES)
            assert before
        says(page, re.compile(f"found for “{query}”"))
        assert page.evaluate(PLACES)[: len(before)] == before
        assert page.evaluate(MOVED) <= 0.02
        assert len(hrefs(page)) == len(set(hrefs(page)))


@pytest.mark.parametrize("query", ["libraries", NOTHING, "intervew"])
def test_what_no_title_answers_is_left_to_the_engine(chromium: Browser, site: BuiltSite, query: str) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        with engine_held(page, site, query):
            assert hrefs(page) == []
            says(page, f"Searching for “{query}” …")
        says(page, re.compile(f"(?:found|Nothing found) for “{query}”"))


def test_without_its_titles_a_search_finds_the_same(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?q=interview") as page:
        says(page, re.compile("pages found"))
        before = hrefs(page)
    with visiting(chromium, site) as context:
        page = context.new_page()
        page.route("**/titles.json", lambda route: route.abort())
        page.goto(f"{SITEURL}/search/?q=interview")
        says(page, re.compile("pages found"))
        assert hrefs(page)[0] == before[0]
        assert {*hrefs(page)} == {*before}


def test_titles_answer_what_is_typed_before_the_engine_is_there(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        page.route("**/pagefind/**", lambda _route: None)
        page.goto(f"{SITEURL}/search/")
        page.get_by_role("searchbox").press_sequentially("interview l")
        expect(page.locator(".search-found h2 a")).to_have_text(["Interview Lab"])
        expect(page.locator(".search-found mark").first).to_have_text("interviews")


def found(page: Page, query: str) -> list[str]:
    """Ask for something, and return the titles of all that is found, in order."""
    page.goto(f"{SITEURL}/search/{query}")
    says(page, re.compile("pages found"))
    while (more := page.get_by_role("button", name="Show more")).is_visible():
        number = len(results(page))
        more.click()
        page.locator(".search-found h2 a").nth(number).wait_for()
    return hrefs(page)


def test_a_site_in_parts_finds_the_same_in_the_same_order(
    chromium: Browser, site: BuiltSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As far as the order is that of time; how well a word fits is a matter of the part it is found in."""
    parted = tmp_path / "parted"
    shutil.copytree(site.root, parted, ignore=shutil.ignore_patterns("pagefind"), copy_function=os.link)
    monkeypatch.setattr(search, "TOGETHER", 8)
    monkeypatch.setattr(search, "SMALLEST", 8)
    add_index(parted, tmp_path, "en")
    assert [path for path in (parted / "pagefind").iterdir() if path.name[:2] == "20"]
    asked = {}
    for root in (site.root, parted):
        with searching(chromium, BuiltSite(root), "") as page:
            in_time = [found(page, query) for query in ("?kind=post", "?kind=session&kind=seminar")]
            asked[root] = in_time, sorted(found(page, "?q=references"))
    assert asked[site.root] == asked[parted]


def test_a_word_finds_pages_and_says_what_and_when_they_are(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "") as page:
        field = page.get_by_role("searchbox")
        expect(field).to_be_focused()
        field.press_sequentially("references")
        says(page, re.compile(r"^\d+ pages found for “references”$"))
        assert "References That Work" in results(page)
        assert {"Post", "Seminar"} == set(kinds(page))
        assert page.locator(".search-found mark").first.inner_text().lower().startswith("reference")
        row = page.locator(".search-found li", has=page.get_by_role("link", name="Help Your References Help You"))
        expect(row.locator("[data-part=date]")).to_have_text("June 10, 2025")
        assert page.url.endswith("?q=references")
        page.get_by_role("link", name="Help Your References Help You").click()
        expect(page).to_have_url(f"{SITEURL}/posts/help-your-references-help-you/")
        page.go_back()
        says(page, re.compile("found for “references”"))
        expect(page.get_by_role("searchbox")).to_have_value("references")


def test_boxes_narrow_what_is_found_and_count_it_first(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?q=interview") as page:
        says(page, re.compile("found for “interview”"))
        kind = page.locator("[data-filter=kind]")
        box = kind.get_by_role("checkbox", name="Post")
        number = int(kind.locator("label", has_text="Post").locator(".count").inner_text())
        box.check()
        says(page, f"{number} pages found for “interview”")
        assert set(kinds(page)) == {"Post"}
        assert "kind=post" in page.url
        expect(kind.get_by_role("checkbox", name="Page")).to_be_visible()
        page.go_back()
        expect(box).not_to_be_checked()
        page.go_forward()
        expect(box).to_be_checked()
        page.get_by_role("button", name="Clear the filters").click()
        expect(box).not_to_be_checked()
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_what_comes_stands_before_what_is_over(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?kind=session") as page:
        page.clock.set_fixed_time("2026-11-23T12:00:00Z")
        page.reload()
        says(page, re.compile("pages found"))
        is_over = [row.locator("[data-part=past]").is_visible() for row in page.locator(".search-found li").all()]
        assert is_over == sorted(is_over)
        assert {True, False} <= set(is_over) or len(is_over) < 2


@pytest.mark.parametrize("query", ["interview", "berufsfrühstück", "cover letter", "zebra"])
def test_what_a_query_needs_is_asked_for_before_the_engine_is_there(
    chromium: Browser, site: BuiltSite, query: str
) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix("/pagefind/")))
        page.goto(f"{SITEURL}/search/?q={query}")
        says(page, re.compile(r"found|This is for"))
    early, late = asked[: asked.index("pagefind-entry.json")], asked[asked.index("pagefind-entry.json") :]
    assert any(name.endswith(".pf_meta") for name in early)
    assert any(name.startswith("wasm.") for name in early)
    assert any(name.startswith("index/") for name in early)
    fragments = [at for at, name in enumerate(late) if name.startswith("fragment/")]
    filters = [at for at, name in enumerate(late) if name.startswith("filter/")]
    assert not fragments or max(fragments) < min(filters), "finds wait for the filters"


def test_a_search_that_takes_its_time_says_so(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        page = context.new_page()
        page.route("**/wasm.*", lambda _route: None)
        page.goto(f"{SITEURL}/search/?q=interview", wait_until="commit")
        says(page, "Searching for “interview” …")


def test_keys_alone_reach_every_result(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?q=references") as page:
        says(page, re.compile("found for “references”"))
        links = page.locator(".search-found h2 a")
        page.keyboard.press("ArrowDown")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("salary/")
        expect(page.get_by_role("searchbox")).to_have_value("salary/")
        says(page, re.compile("“salary/”"))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_more_are_shown_when_asked_for(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?kind=post") as page:
        says(page, re.compile("pages found"))
        assert len(results(page)) == 10
        page.get_by_role("button", name="Show more").click()
        expect(page.locator(".search-found h2 a")).to_have_count(20)
        expect(page.locator(".search-found h2 a").nth(10)).to_be_focused()


def test_nothing_found_has_a_way_out(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, f"?q={NOTHING}", viewport=PHONE) as page:
        says(page, f"Nothing found for “{NOTHING}”. Try fewer or other words.")
        page.get_by_role("link", name="Every post, by year").click()
        expect(page).to_have_url(f"{SITEURL}/archive/")


def test_hostile_words_stay_words(chromium: Browser, site: BuiltSite) -> None:
    with searching(chromium, site, "?q=%3Cimg%20src%3Dx%3E") as page:
        says(page, re.compile("“<img src=x>”"))
        assert page.locator(".search-status img, .search-found img").count() == 0


def test_without_a_script_the_page_leads_to_the_lists(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/search/?q=references")
        assert page.get_by_role("searchbox").count() == 0
        for name in ("Every post, by year", "Past seminars", "interviews"):
            expect(page.get_by_role("link", name=name).first).to_be_visible()


def test_without_an_index_the_page_says_so(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site) as context:
        context.route("**/pagefind/**", lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{SITEURL}/search/?q=references")
        says(page, re.compile("cannot be loaded"))
        expect(page.get_by_role("link", name="Every post, by year")).to_be_visible()


def test_under_a_path_every_find_leads_there(chromium: Browser, site_below: Path) -> None:
    under = urlsplit(BELOW).path
    with visiting(chromium, BuiltSite(site_below)) as context:
        context.route("**/*", lambda route: under_a_path(route, site_below, under))
        page = context.new_page()
        page.goto(f"{BELOW}/search/?q=references")
        says(page, re.compile("pages found"))
        assert hrefs(page)
        assert [href for href in hrefs(page) if not href.startswith(f"{under}/")] == []


def under_a_path(route: Route, root: Path, under: str) -> None:
    path = urlsplit(route.request.url).path.removeprefix(under)
    file = root / f"{path}{'index.html' if path.endswith('/') else ''}".lstrip("/")
    assert urlsplit(route.request.url).path.startswith(f"{under}/"), route.request.url
    route.fulfill(body=file.read_bytes(), headers=headers_of(f"/{file.relative_to(root).as_posix()}"))


def hrefs(page: Page) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator(".search-found h2 a").all()]


def test_filters_that_come_after_the_finds_are_counted(chromium: Browser, site: BuiltSite) -> None:
    """A search that is quicker than the filters has no counts of its own."""
    with visiting(chromium, site, viewport=PHONE) as context:
        page = context.new_page()
        late: list[Route] = []

        def hold(route: Route) -> None:
            if late:
                answer(route, site)
            else:
                late.append(route)

        page.route("**/*.pf_filter", hold)
        with page.expect_request("**/*.pf_filter"):
            page.goto(f"{SITEURL}/search/?q=interview")
        expect(page.locator(".search-found h2").first).to_be_visible()
        answer(late[0], site)
        page.locator(".facet summary").filter(visible=True).first.click()
        expect(page.locator(".facet[open] .count").filter(visible=True).first).to_have_text(re.compile("[1-9]"))


def test_a_filter_s_boxes_stand_in_a_line_with_their_words_and_counts(chromium: Browser, site: BuiltSite) -> None:
    """Each a line of its own, as other lists of boxes are not."""
    with searching(chromium, site, "?q=interview", viewport=PHONE) as page:
        expect(page.locator(".search-found h2").first).to_be_visible()  # before that, no filter is known to be of use
        page.locator(".facet summary").filter(visible=True).first.click()
        label = page.locator(".facet[open] label").first
        box, count = label.locator("input").bounding_box(), label.locator(".count").bounding_box()
        assert box
        assert count
        assert abs((box["y"] + box["height"] / 2) - (count["y"] + count["height"] / 2)) < box["height"] / 2
        assert box["x"] < count["x"]


# Scripts that are written without spaces


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("東京", ["/ja/posts/japanese/"]),
        ("渋谷区", ["/ja/posts/japanese/"]),
        ("書き方", ["/ja/posts/japanese/"]),
        ("面试", ["/zh/posts/chinese/"]),
        ("北京", ["/zh/posts/chinese/"]),
        ("กรุงเทพ", ["/th/posts/thai/"]),
        ("สัมภาษณ์งาน", ["/th/posts/thai/"]),
        ("linkedin 東京", ["/ja/posts/japanese/"]),
        ("كيف", ["/ar/posts/arabic/"]),
        ("stranger", ["/posts/english/"]),
    ],
)
def test_words_of_every_script_are_found(
    query: str, expected: list[str], chromium: Browser, many_languages: BuiltSite
) -> None:
    with searching(chromium, many_languages, f"?q={query}") as page:
        says(page, re.compile(f"^1 page found for “{query}”$"))
        assert hrefs(page) == expected


def test_what_is_shown_of_them_is_as_it_was_written(chromium: Browser, many_languages: BuiltSite) -> None:
    with searching(chromium, many_languages, "?q=กรุงเทพ") as page:
        says(page, re.compile("1 page found"))
        assert results(page) == ["วิธีเขียนข้อความที่คนแปลกหน้าตอบ"]
        excerpt = page.locator(".search-found [data-part=excerpt]")
        assert "สัมภาษณ์งานในกรุงเทพ" in excerpt.inner_text()
        assert excerpt.locator("mark").first.inner_text() == "กรุงเทพ"
    with searching(chromium, many_languages, "?q=渋谷区") as page:
        says(page, re.compile("1 page found"))
        assert results(page) == ["知らない人が返事をくれるメッセージの書き方"]
        assert "東京都渋谷区で開かれた勉強会" in page.locator(".search-found [data-part=excerpt]").inner_text()
