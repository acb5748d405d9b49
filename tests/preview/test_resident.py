"""The preview stays while its author works: what is looked at comes first, and no fault or kill ends it."""

import os
import shutil
import signal
from collections.abc import Collection, Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tiny_site import LONG_POST, PROJECT, Server, edit, serving, until_old, write_own_site

from hireground.build.rendering import Rendering
from hireground.output import Output
from hireground.preview.live_folder import LiveFolder
from hireground.preview.live_site import LiveSite
from hireground.preview.messages import Edited, Made, News, Planned, Refused, Settled, Wrong
from hireground.preview.worker import Worker
from hireground.site.settings_file import run_settings

POST, OTHER = "content/posts/a.md", "content/posts/b.md"
NO_TITLE = LONG_POST.replace("title: A", "titel: A")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_own_site(tmp_path_factory.mktemp("resident"), search=True)


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving(site) as server:
        yield server


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


def test_a_page_takes_an_edit_and_stays_where_it_was(page: Page, server: Server, site: Path) -> None:
    page.evaluate("window.scrollTo(0, 500)")
    page.wait_for_function("() => window.scrollY == 500")
    edit(site, POST, LONG_POST.replace("Hello", "Good evening"))
    page.get_by_text("Good evening.").wait_for()
    page.wait_for_function("() => window.scrollY == 500")
    assert is_loaded_again(page)
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


def test_a_text_is_shown_before_the_rest_of_the_site_is_read(tmp_path: Path) -> None:
    """With its problems, if it has any; and once only, if the rest says nothing else of it."""
    site = write_own_site(tmp_path / "site")
    live, page = LiveSite(site / "pelicanconf.py", LiveFolder(tmp_path / "live")), "posts/a/index.html"
    list(build(live, page))
    edit(site, POST, LONG_POST.replace("title: A", "title: Another"))
    first, *rest = build(live, page, edited=[site / POST])
    assert first == Made(page)
    assert "<h1" in (tmp_path / "live" / page).read_text()
    assert Made(page) not in rest
    assert Made("posts/b/index.html") in rest
    edit(site, POST, NO_TITLE)
    wrong = next(build(live, page, edited=[site / POST]))
    assert isinstance(wrong, Wrong)
    assert "content/posts/a.md:2:1" in wrong.report
    edit(site, POST, LONG_POST.replace("date:", "slug: other\ndate:"))
    assert Made("posts/other/index.html", is_new=True) in [*build(live, page, edited=[site / POST])]


def test_a_newer_save_stops_the_build_of_an_older(tmp_path: Path) -> None:
    site = write_own_site(tmp_path / "site")
    pipe, theirs = Pipe()
    worker = Worker(theirs, site / "pelicanconf.py", tmp_path)

    def told_until(*kinds: type[News]) -> list[News]:
        told: list[News] = []
        while not told or not isinstance(told[-1], kinds):
            worker.go_on(worker.jobs[-1])
            while pipe.poll():
                told.append(pipe.recv())
        return told

    worker.take(Edited(1, frozenset(), frozenset()))
    told_until(Planned)
    edit(site, POST, LONG_POST.replace("Hello", "Good morning"))
    worker.take(Edited(2, frozenset(), frozenset()))
    told = told_until(Settled, Refused)
    assert told[-1] == Settled(2)
    assert "Good morning." in (tmp_path / "live/posts/a/index.html").read_text()


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
