"""The preview stays while its author works: what is looked at comes first, and no fault or kill ends it."""

import gc
import os
import re
import shutil
import signal
import weakref
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tiny_site import LONG_POST, PROJECT, Server, edit, own_settings, serving, until_old, write_own_site

from hireground.build.plan import Plan
from hireground.build.rendering import Rendering
from hireground.build.texts import Body, ConvertedText, TextConverter
from hireground.output import Output
from hireground.preview.answers import answer
from hireground.preview.first_pages import by_themselves
from hireground.preview.live_folder import LiveFolder
from hireground.preview.live_site import LiveSite
from hireground.preview.messages import (
    Checked,
    Early,
    Edited,
    Former,
    LookedAt,
    Made,
    News,
    Planned,
    Ready,
    Refused,
    Settled,
)
from hireground.preview.showing import OpenPage, Showing
from hireground.preview.worker import Worker
from hireground.site.settings_file import run_settings
from hireground.text.problems import InvalidContentError

POST, OTHER = "content/posts/a.md", "content/posts/b.md"
NO_TITLE = LONG_POST.replace("title: A", "titel: A")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own_site(tmp_path_factory.mktemp("resident"), search=True)


@pytest.fixture
def page(chromium: Browser, server: Server, site: Path) -> Iterator[Page]:
    """A browser that shows a post, which is as it was; `loaded` is gone from it once it is loaded again."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}/", viewport={"width": 800, "height": 600})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("posts/a/")
    page.evaluate("window.loaded = 'before'")
    yield page
    context.close()
    if (site / POST).read_text() != LONG_POST:
        edit(site, POST, LONG_POST)
        server.settle()


def is_loaded_again(page: Page) -> bool:
    return bool(page.evaluate("window.loaded != 'before'"))


@pytest.mark.parametrize(("before", "is_loaded"), [("Hello", False), ("title: A", True)])
def test_a_page_takes_an_edit_and_stays_where_it_was(
    page: Page, server: Server, site: Path, before: str, *, is_loaded: bool
) -> None:
    """It is loaded again for what is more than words."""
    page.evaluate("window.scrollTo(0, 500)")
    page.wait_for_function("() => window.scrollY == 500")
    edit(site, POST, LONG_POST.replace(before, f"{before} and good evening"))
    page.get_by_text("and good evening").first.wait_for()
    page.wait_for_function("() => window.scrollY == 500")
    assert is_loaded_again(page) == is_loaded
    server.settle()


def test_a_page_that_an_edit_does_not_change_is_left_alone(page: Page, server: Server, site: Path) -> None:
    edit(site, OTHER, LONG_POST.replace("title: A", "title: B").replace("Hello", "Good night"))
    server.settle()
    assert "Good night." in server.page("/posts/b/")
    assert not is_loaded_again(page)


def test_a_style_sheet_is_swapped_without_loading_the_page(page: Page, server: Server, site: Path) -> None:
    """Also once the page is made anew, which names another version of the sheet."""
    for width in ("7px", "8px"):
        file = site / "theme/static/css/tokens.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f":root {{ --swapped: {width}; }}\n")
        page.wait_for_function(
            "width => getComputedStyle(document.documentElement).getPropertyValue('--swapped') == width", arg=width
        )
        server.settle()
    page.wait_for_function("() => document.querySelectorAll('link[href*=main]').length == 1")
    assert not is_loaded_again(page)
    assert f'href="{page.locator("link[href*=main]").get_attribute("href")}"' in server.page()


def test_problems_lie_over_the_page_until_they_are_mended(page: Page, server: Server, site: Path) -> None:
    edit(site, POST, NO_TITLE)
    report = page.locator(".build-report")
    report.wait_for()
    assert "content/posts/a.md:2:1" in report.inner_text()
    edit(site, POST, LONG_POST)
    report.wait_for(state="detached")
    assert not is_loaded_again(page)
    server.settle()


def test_the_search_index_is_made_when_somebody_searches(page: Page, server: Server, site: Path) -> None:
    edit(site, POST, LONG_POST.replace("Hello", "Zygomorphic"))
    server.settle()
    page.goto("search/?q=zygomorphic")
    page.get_by_role("link", name="A", exact=True).first.wait_for()


def test_a_killed_worker_is_replaced(server: Server, site: Path) -> None:
    states = server.states()
    (worker,) = server.workers()
    os.kill(worker, signal.SIGKILL)
    edit(site, POST, LONG_POST.replace("Hello", "Still here"))
    until_old(states)
    assert "Still here." in server.page()
    server.settle()
    assert server.workers() != [worker]
    edit(site, POST, LONG_POST)
    server.settle()


def test_a_template_that_does_not_run_is_said_and_the_site_stays(server: Server, site: Path) -> None:
    states = server.states()
    next(states)
    file = site / "theme/templates/partials/footer.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("<footer>{{ no_such_thing() }}</footer>\n")
    report = next(state for state in states if state["report"])["report"]
    assert report.startswith("theme/templates/partials/footer.html:1:1: this template does not run")
    assert "Hello." in server.page()
    file.unlink()
    server.settle()
    assert not next(server.states())["report"]


def test_the_engines_own_code_is_read_again(tmp_path: Path) -> None:
    for name in ("plugins/hireground", "theme"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    site = write_own_site(tmp_path / "site")
    with serving(site, PYTHONPATH=str(tmp_path / "plugins")) as server:
        assert "User-agent: *" in server.page("/robots.txt")
        file = tmp_path / "plugins/hireground/web/sitemap.py"
        file.write_text(file.read_text().replace("User-agent: *", "User-agent: nobody"))
        server.settle()
        assert "User-agent: nobody" in server.page("/robots.txt")


def build(live: LiveSite, *looked_at: str, edited: Collection[Path] = ()) -> Iterator[News]:
    live.looked_at = set()
    save = Edited(1, frozenset(edited), frozenset(looked_at))
    return (news for news in live.build(save, run_settings(live.settings_file)) if news)


def test_what_is_looked_at_is_made_first(tmp_path: Path) -> None:
    site = write_own_site(tmp_path / "site")
    live = LiveSite(site / "pelicanconf.py", LiveFolder(tmp_path / "live"))
    made = [news.path for news in build(live, "archive/index.html") if isinstance(news, Made)]
    assert made[0] == "archive/index.html"
    assert len(made) == len({*made})
    edit(site, POST, LONG_POST.replace("title: A", "title: Another"))
    again = [news.path for news in build(live, "archive/index.html") if isinstance(news, Made)]
    assert again[0] == "archive/index.html"
    assert "posts/b/index.html" in again


SEMINAR = """---
title: Choir
summary: Sing along.
lang: en
topics: [singing]
place: Hall
speakers: [Mara Lindqvist]
sessions:
  - 2027-03-01 18:00
  - start: 2027-03-08 18:00
    abstract: Bring a friend.
---
Hello.
"""
IN_FRENCH = """---
title: Chorale
summary: Chantons.
lang: fr
translation: yes
---
Hello.
"""
TALK = """---
start: 2027-05-01 18:00
title: Bees
---
Hello.
"""
FILES = {
    POST: LONG_POST,
    "content/pages/imprint.md": "---\ntitle: Imprint\nsummary: Who we are.\n---\nHello.\n",
    "content/seminars/choir.md": SEMINAR,
    "content/seminars/fr/choir.md": IN_FRENCH,
    "content/places.yaml": "- {name: Hall, address: 1 Main Street, city: Springfield, access: Hello.}\n",
    "content/people.yaml": "- {name: Mara Lindqvist, affiliation: Hello.}\n",
    "content/seminars/talks/index.md": SEMINAR.replace("Choir", "Talks"),
    "content/seminars/talks/bees.md": TALK,
}
TEXTS_AND_PAGES = [
    (POST, "posts/a/index.html"),
    ("content/pages/imprint.md", "imprint/index.html"),
    ("content/seminars/choir.md", "seminars/choir/index.html"),
    ("content/seminars/choir.md", "seminars/choir/2027-03-01/index.html"),
    ("content/seminars/fr/choir.md", "fr/seminars/choir/index.html"),
    ("content/seminars/talks/bees.md", "seminars/talks/2027-05-01/index.html"),
    ("content/places.yaml", "seminars/choir/2027-03-08/index.html"),
    ("content/people.yaml", "seminars/choir/2027-03-01/index.html"),
]


TEXTS_BY_PAGE: dict[str, list[str] | None] = {
    "posts/a/index.html": ["posts/a.md"],
    "imprint/index.html": ["pages/imprint.md"],
    "seminars/choir/2027-03-01/index.html": ["seminars/choir.md", "seminars/fr/choir.md"],
    "index.html": ["posts/a.md", "posts/b.md"],
    "topics/singing/index.html": [],
    "favicon.ico": [],
    "archive/index.html": None,
    "nothing": None,
}
"""What is converted for a page that is made by itself."""
LISTS = {
    "index.html": 6,
    "posts/index.html": 25,
    "posts/page/1/index.html": 20,
    "posts/series/knots/index.html": 3,
    "by/mara-lindqvist/index.html": 25,
    "topics/singing/index.html": 1,
    "seminars/index.html": 0,
    "seminars/past/index.html": 0,
}
"""Lists of posts, of seminars and of both, each with the number of posts that it shows."""
POSTS = 45


def write(site: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> LiveSite:
    """A site with every kind of text, as it is once the preview has built it."""
    site = write_own_site(tmp_path_factory.mktemp("glance") / "site")
    write(site, FILES)
    live = LiveSite(site / "pelicanconf.py", LiveFolder(site.with_name("live")))
    list(build(live))
    return live


def test_the_first_page_is_shown_before_any_other_text_is_converted(read: LiveSite, tmp_path: Path) -> None:
    """It is without its neighbors, until all is planned; then it is what it always is."""
    pages = {page for _name, page in TEXTS_AND_PAGES}
    live = LiveSite(read.settings_file, LiveFolder(tmp_path))
    told = [news for news in build(live, *pages) if isinstance(news, Made)]
    first, rest = told[: len(pages)], told[len(pages) :]
    assert {*first} == {Made(page, is_new=True) for page in pages}
    assert Made("posts/a/index.html") in rest
    assert Made("imprint/index.html") not in rest
    assert files_of(live.folder.root) == files_of(read.folder.root)


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are converted from now on."""
    found: list[str] = []
    convert = TextConverter.convert

    def noted(self: TextConverter, body: Body) -> ConvertedText:
        found.append(body.source.as_posix())
        return convert(self, body)

    monkeypatch.setattr(TextConverter, "convert", noted)
    return found


def test_by_itself_a_page_asks_for_no_other_text(read: LiveSite, converted: list[str]) -> None:
    assert read.last
    plan = read.last.plan
    for page, names in TEXTS_BY_PAGE.items():
        converted.clear()
        made = by_themselves(Plan(plan.resources, plan.render_block, plan.keys, plan.store), [page])
        assert [output.path for output in made] == [page] * (names is not None)
        assert {*converted} == {*(names or ())}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> LiveSite:
    """A site whose lists have several pages, as it is once the preview has built it."""
    site = write_own_site(tmp_path_factory.mktemp("many") / "site")
    more = {5: "topics: [singing]", 2: "series: Knots", 3: "series: Knots", 4: "series: Knots"}
    posts = {
        f"content/posts/{number:02}.md": LONG_POST.replace(
            "title: A\ndate: 2026-11-20",
            f"title: {number}\n{more.get(number, 'lang: en')}\ndate: 2026-10-{number % 20 + 1:02}",
        )
        for number in range(2, POSTS)
    }
    write(site, FILES | posts)
    live = LiveSite(site / "pelicanconf.py", LiveFolder(site.with_name("live")))
    list(build(live))
    return live


@pytest.mark.parametrize("page", LISTS)
def test_a_list_is_at_once_what_it_always_is(many: LiveSite, converted: list[str], tmp_path: Path, page: str) -> None:
    """Only what it shows is converted before."""
    live = LiveSite(many.settings_file, LiveFolder(tmp_path))
    told = (news for news in build(live, page) if isinstance(news, Made))
    assert next(told) == Made(page, is_new=True)
    assert len(converted) == LISTS[page]
    assert (tmp_path / "site" / page).read_bytes() == (many.folder.root / page).read_bytes()
    assert page not in [news.path for news in told]


def test_the_first_page_and_what_it_loads_are_there_before_all_is_checked(read: LiveSite, tmp_path: Path) -> None:
    live = LiveSite(read.settings_file, LiveFolder(tmp_path))
    told, showing = build(live, "index.html"), Showing(lambda _path: None)
    showing.begin()
    early = [*takewhile(lambda news: not isinstance(news, Ready), told)]
    for news in early:
        showing.take(news)
    shown = showing.wait_for(["index.html"])
    assert shown
    assert early[0] == Early(live.folder.root)
    assert early[-1] == Made("index.html", is_new=True)
    loaded = set(re.findall('(?:src|href)="/(assets/[^"#]+)', (live.folder.root / "index.html").read_text()))
    assert loaded - {path for path in loaded if "/icons/" in path} <= files_of(live.folder.root).keys()
    assert len(loaded) > 3
    for news in (Ready(live.folder.root), *told):
        showing.take(news)
    state = showing.state_after(None, OpenPage("index.html", shown.moment, shown.moment), 0)
    assert state
    assert not state.is_old
    assert files_of(live.folder.root) == files_of(read.folder.root)


def test_who_asks_while_texts_are_converted_does_not_wait_for_all(
    read: LiveSite, converted: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hireground.preview.live_site.AT_ONCE", 1)
    pipe, theirs = Pipe()
    worker = Worker(theirs, read.settings_file, tmp_path)
    worker.take(Edited(1, frozenset(), frozenset()))
    while not converted:
        worker.go_on(worker.jobs[-1])
    assert read.last
    script = next(path for path in read.last.plan.resources.assets.files if path.endswith(".js"))
    for path in (script, "imprint/index.html"):
        worker.take(LookedAt(path))
    made = {work_until(worker, pipe, Made, Planned)[-1] for _ in range(2)}
    assert made == {Made(script, is_new=True), Made("imprint/index.html", is_new=True)}
    assert len(converted) < len(FILES)
    work_until(worker, pipe, Settled)
    assert files_of(tmp_path / "live/site") == files_of(read.folder.root)


BEYOND_READING = {
    "a link to no file": LONG_POST.replace("title: A", "title: B").replace("Hello.", "[Hello](nowhere.md)."),
    "a block that is wrong": LONG_POST.replace("title: A", "title: B").replace(
        "Hello.", "/// seminars | Soon\n    limit: many\n///"
    ),
    "an address of two": LONG_POST.replace("title: A", "title: B\nslug: a"),
}
"""TextConverter of another post which are wrong in a way that only the checks find."""


@pytest.mark.parametrize("case", BEYOND_READING)
def test_the_first_page_is_there_before_the_checks_say_what_is_wrong(tmp_path: Path, case: str) -> None:
    """Then the site is as one that was never right, until that is mended."""
    site = write_own_site(tmp_path / "site")
    (site / OTHER).write_text(BEYOND_READING[case])
    live = LiveSite(site / "pelicanconf.py", LiveFolder(tmp_path / "live"))
    told, showing = build(live, "posts/a/index.html"), Showing(lambda _path: None)
    showing.begin()
    with pytest.raises(InvalidContentError):  # noqa: PT012 -- in the midst of the news
        for news in told:
            assert not isinstance(news, Ready)
            showing.take(news)
    is_made = (live.folder.root / "posts/a/index.html").is_file()
    assert is_made == (case != "a block that is wrong")  # without which nobody knows what is to be shown
    if is_made:
        first = showing.wait_for(["posts/a/index.html"])
        assert first
        assert "Hello." in answer(first, "/posts/a/").body.decode()
        assert not first.report
    showing.take(Refused(1, "wrong"))
    after = showing.wait_for(["posts/a/index.html"])
    assert after
    assert "The site could not be built; this page reloads" in answer(after, "/posts/a/").body.decode()
    (site / OTHER).write_text(LONG_POST.replace("title: A", "title: B"))
    list(build(live))
    again = LiveSite(site / "pelicanconf.py", LiveFolder(tmp_path / "again"))
    list(build(again))
    assert files_of(live.folder.root) == files_of(again.folder.root)


def test_a_page_that_was_there_before_the_checks_is_told_of_them(tmp_path: Path) -> None:
    site = write_own_site(tmp_path / "site")
    (site / OTHER).write_text(BEYOND_READING["a link to no file"])
    with serving(site) as server:
        states = server.states()
        state = next(state for state in states if state["report"])
        assert "content/posts/b.md:6" in state["report"]
        assert state["title"].endswith("this page reloads once that is mended")
        assert "nowhere.md" in server.page()
        edit(site, OTHER, LONG_POST.replace("title: A", "title: B"))
        until_old(states)
        assert "Hello." in server.page()
        assert "nowhere.md" not in server.page()


def saved(live: LiveSite, page: str, *files: str) -> Iterator[News]:
    return build(live, page, edited=[live.settings_file.parent / name for name in files])


@pytest.mark.parametrize(("name", "page"), TEXTS_AND_PAGES, ids=[page for _name, page in TEXTS_AND_PAGES])
def test_a_text_is_shown_before_the_rest_of_the_site_is_read(read: LiveSite, name: str, page: str) -> None:
    """With its problems, if it has any; and once only, if the rest says nothing else of it."""
    site = read.settings_file.parent
    edit(site, name, FILES[name].replace("Hello.", "Good morning."))
    told = saved(read, page, name)
    assert [next(told), next(told)] == [Checked(""), Made(page)]
    assert "Good morning." in (read.folder.root / page).read_text()
    assert Made(page) not in [*told]
    edit(site, name, FILES[name].replace("Hello.", "[Hello](nowhere.md)."))
    told = saved(read, page, name)
    problem = next(told)
    assert isinstance(problem, Checked)
    assert "nowhere.md" in problem.report
    with pytest.raises(InvalidContentError):
        list(told)
    edit(site, name, FILES[name])
    assert [*saved(read, page, name)][:2] == [Checked(""), Made(page)]


def test_a_problem_that_another_file_may_mend_waits_for_the_whole_site(read: LiveSite) -> None:
    site, new = read.settings_file.parent, "content/posts/new.md"
    edit(site, new, LONG_POST.replace("title: A", "title: New"))
    edit(site, POST, LONG_POST.replace("Hello.", "[Hello](new.md)."))
    told = [*saved(read, "posts/a/index.html", new, POST)]
    assert not [news for news in told if isinstance(news, Checked)]
    assert Made("posts/a/index.html") in told
    edit(site, POST, LONG_POST)
    (site / new).unlink()
    list(saved(read, "", new, POST))


def test_a_file_that_an_editor_has_for_a_moment_does_not_keep_problems_back(read: LiveSite) -> None:
    edit(read.settings_file.parent, POST, NO_TITLE)
    problem = next(saved(read, "posts/a/index.html", POST, "content/posts/4913"))
    assert isinstance(problem, Checked)
    assert "content/posts/a.md:2:1" in problem.report
    edit(read.settings_file.parent, POST, LONG_POST)
    list(saved(read, "", POST))


AROUND_TEXTS = {
    "theme/templates/partials/footer.html": "<footer>Other</footer>\n",
    "theme/locale/en.po": 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "Skip to the content"\nmsgstr "Other"\n',
    "pelicanconf.py": own_settings().replace("Small", "Other"),
}


@pytest.mark.parametrize("name", AROUND_TEXTS)
def test_what_stands_around_texts_is_shown_before_the_site_is_read(read: LiveSite, name: str) -> None:
    site, page = read.settings_file.parent, "seminars/choir/index.html"
    before = (site / name).read_text() if (site / name).exists() else None
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    edit(site, name, AROUND_TEXTS[name])
    told = [type(news) for news in saved(read, page, name)]
    assert told.index(Made) < told.index(Ready)
    assert "Other" in (read.folder.root / page).read_text()
    edit(site, name, before) if before else (site / name).unlink()
    list(saved(read, page, name))


def test_a_text_with_another_address_waits_for_the_whole_site(read: LiveSite) -> None:
    edit(read.settings_file.parent, POST, LONG_POST.replace("date:", "slug: other\ndate:"))
    told = [*saved(read, "posts/a/index.html", POST)]
    assert Made("posts/other/index.html", is_new=True) in told
    assert Made("posts/a/index.html") in told  # is gone
    edit(read.settings_file.parent, POST, LONG_POST)
    list(saved(read, "", POST))


def test_a_newer_save_stops_the_build_of_an_older(tmp_path: Path) -> None:
    site = write_own_site(tmp_path / "site")
    pipe, theirs = Pipe()
    worker = Worker(theirs, site / "pelicanconf.py", tmp_path)
    worker.take(Edited(1, frozenset(), frozenset()))
    work_until(worker, pipe, Planned)
    edit(site, POST, LONG_POST.replace("Hello", "Good morning"))
    worker.take(Edited(2, frozenset(), frozenset()))
    told = work_until(worker, pipe, Settled, Refused)
    assert told[-1] == Settled(2)
    assert "Good morning." in (tmp_path / "live/site/posts/a/index.html").read_text()


@pytest.mark.parametrize("text", [LONG_POST.replace("Hello", "Good morning"), NO_TITLE])
def test_what_a_build_leaves_is_given_back_before_the_next(tmp_path: Path, text: str) -> None:
    """Python does not look for it by itself, since that would come while somebody waits."""
    site = write_own_site(tmp_path / "site")
    pipe, theirs = Pipe()
    worker = Worker(theirs, site / "pelicanconf.py", tmp_path)
    gc.disable()
    try:
        worker.take(Edited(1, frozenset(), frozenset()))
        work_until(worker, pipe, Settled)
        left = Circle()
        left.itself, known = left, weakref.ref(left)
        del left
        edit(site, POST, text)
        worker.take(Edited(2, frozenset(), frozenset()))
        work_until(worker, pipe, Settled, Refused)
        assert known() is None
    finally:
        gc.enable()


class Circle:
    itself: object


def work_until(worker: Worker, pipe: Connection, *kinds: type[News]) -> list[News]:
    """Let a worker work until it tells something; return all that it told."""
    told: list[News] = []
    while not told or not isinstance(told[-1], kinds):
        worker.go_on(worker.jobs[-1])
        while pipe.poll():
            told.append(pipe.recv())
    return told


def test_what_somebody_waits_for_is_not_forgotten_by_a_build_that_begins(tmp_path: Path) -> None:
    """The index of the search is asked for before the build has begun, and before a newer one takes its place."""
    site = write_own_site(tmp_path / "site", search=True)
    pipe, theirs = Pipe()
    worker = Worker(theirs, site / "pelicanconf.py", tmp_path)
    worker.take(Edited(1, frozenset(), frozenset()))
    worker.take(LookedAt("pagefind/pagefind.js"))
    worker.go_on(worker.jobs[-1])
    worker.take(Edited(2, frozenset(), frozenset()))
    assert Made("pagefind") in work_until(worker, pipe, Settled)


def test_a_preview_shows_at_once_what_the_last_one_left(tmp_path: Path) -> None:
    site = write_own_site(tmp_path / "site")
    with serving(site) as server:
        server.page()
        edit(site, POST, LONG_POST.replace("Hello", "Good morning"))
        server.settle()
    edit(site, POST, LONG_POST.replace("Hello", "Good evening"))
    with serving(site) as server:
        states = server.states()
        assert next(state for state in states if state["is_old"] and not state["notice"])
        assert "Good evening." in server.page()
        assert "build-notice" not in server.page()


@pytest.mark.parametrize("news", [Settled(1), Refused(1, "wrong")])
def test_what_the_last_one_left_is_called_so_until_the_site_is_looked_through(tmp_path: Path, news: News) -> None:
    showing = Showing(lambda _path: None)
    (tmp_path / "index.html").write_text("<body></body>")
    showing.take(Former(tmp_path))
    shown = showing.wait_for(["index.html"])
    assert shown
    assert "as the last preview left it" in answer(shown, "/").body.decode()
    showing.take(news)
    after = showing.wait_for(["index.html"])
    assert after
    assert "as the last preview left it" not in answer(after, "/").body.decode()


def test_what_is_left_half_made_is_not_shown(tmp_path: Path) -> None:
    settings = write_own_site(tmp_path / "site") / "pelicanconf.py"
    live = LiveSite(settings, LiveFolder(tmp_path / "live"))
    list(build(live))
    assert live.folder.is_whole
    edit(settings.parent, POST, LONG_POST.replace("Hello", "Good morning"))
    for news in build(live, "posts/a/index.html"):
        if news == Made("posts/a/index.html"):
            break
    assert not live.folder.is_whole
    assert {*live.folder.keys().values()} == {""}


@pytest.mark.parametrize("keys", ["", "[]", '{"posts/a/index.html": 1}'])
def test_what_is_left_damaged_is_made_again(tmp_path: Path, keys: str) -> None:
    settings, folder = write_own_site(tmp_path / "site") / "pelicanconf.py", tmp_path / "live"
    list(build(LiveSite(settings, LiveFolder(folder))))
    (folder / "keys.json").write_text(keys)
    (folder / "site/posts/a/index.html").write_text("spoiled")
    list(build(LiveSite(settings, LiveFolder(folder))))
    assert "Hello." in (folder / "site/posts/a/index.html").read_text()


def test_what_a_preview_made_the_next_one_need_not_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = write_own_site(tmp_path / "site") / "pelicanconf.py"
    rendered: list[str] = []
    made = Rendering.made

    def noted(self: Rendering, output: Output) -> bytes:
        rendered.append(output.path)
        return made(self, output)

    monkeypatch.setattr(Rendering, "made", noted)
    first, second = (LiveSite(settings, LiveFolder(tmp_path / name)) for name in ("first", "second"))
    [*build(first)]
    assert "posts/a/index.html" in rendered
    rendered.clear()
    [*build(second)]
    assert [path for path in rendered if path.endswith(".html")] == []
    assert files_of(second.folder.root) == files_of(first.folder.root)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
