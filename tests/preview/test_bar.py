"""The preview's bar says of a page what its author wants to know, and is in no built file."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import icalendar
import pytest
from page_checks import axe_findings
from playwright.sync_api import Browser, Locator, Page
from tiny_site import SEMINAR, Server, edit, serving, write_own_site

KNOTS, POST = "content/seminars/knots.md", "content/posts/a.md"
PLACE = 'place: {name: Rope Hall, address: "1 Quay, Hamburg"}'


def git(site: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", site, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is published, as far as git says, in a folder with a space in its name."""
    site = write_own_site(tmp_path_factory.mktemp("bar") / "my site")
    (site / "content/seminars").mkdir()
    (site / KNOTS).write_text(SEMINAR.replace('online: "yes"', PLACE))
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "content", "pelicanconf.py")
    git(site, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "All")
    return site


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    with serving(site) as server:
        yield server


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{server.port}/", permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    yield page
    context.close()


def bar_of(page: Page, path: str) -> Locator:
    """Open a page, and its bar once it says something."""
    page.goto(path)
    bar = page.get_by_role("complementary", name="Preview")
    bar.locator(".good, .bad").first.wait_for()
    if bar.locator("details[open]").count() == 0:
        bar.locator("summary").click()
    return bar


def section(bar: Locator, name: str) -> Locator:
    return bar.locator("section", has=bar.page.get_by_role("heading", name=name, exact=True))


def test_it_names_the_file_to_open_or_to_copy(page: Page, site: Path) -> None:
    bar = bar_of(page, "posts/a/")
    assert bar.locator(".file").inner_text() == POST
    link = bar.get_by_role("link", name="Open in VS Code").get_attribute("href")
    assert link == f"vscode://file{quote(str(site / POST))}"
    bar.get_by_role("button", name="Copy its path").click()
    bar.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == str(site / POST)


def test_the_calendar_entry_is_the_one_that_calendars_get(page: Page, server: Server) -> None:
    said = section(bar_of(page, "seminars/knots/"), "In calendars")
    calendar = icalendar.Calendar.from_ical(server.page("/seminars/knots/calendar.ics"))
    first = min(calendar.walk("VEVENT"), key=lambda one: one["DTSTART"].to_ical())
    title, where, text = said.locator("p").all_inner_texts()
    assert title == first["SUMMARY"]
    assert where == f"Friday, March 14, 2031, 6:00 PM to 7:30 PM, Central European Time · {first['LOCATION']}"
    assert text.split() == str(first["DESCRIPTION"]).split()


def test_a_card_is_drawn_though_the_pages_name_none(page: Page, server: Server) -> None:
    image = section(bar_of(page, "seminars/knots/"), "Where it is shared").locator("img")
    assert image.evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])") == [
        1200,
        630,
    ]
    assert image.get_attribute("alt").startswith("Seminar. Knots. Friday, March 14, 2031")  # type: ignore[union-attr]
    assert server.status("/.card/0000000000000000.png") == server.status("/.card/../preview/last.png") == 404


def test_a_move_is_told_as_subscribers_will_get_it(page: Page, site: Path) -> None:
    bar, was = bar_of(page, "seminars/knots/"), (site / KNOTS).read_text()
    assert section(bar, "What readers get").inner_text().splitlines()[-1] == "Subscribers see no change."
    edit(site, KNOTS, was.replace("  - 2031-03-14 18:00\n", "  - start: 2031-03-15 18:00\n"))
    bar.get_by_text("1 problem").wait_for()
    assert 'write "moved_from: 2031-03-14 18:00"' in section(bar, "Problems").inner_text()
    moved = "  - start: 2031-03-15 18:00\n    moved_from: 2031-03-14 18:00\n"
    edit(site, KNOTS, was.replace("  - 2031-03-14 18:00\n", moved))
    bar.get_by_text("no problems").wait_for()
    told = section(bar, "What readers get").locator("p").all_inner_texts()
    assert told == [
        "1 moved: subscribers will see 1 change within a day",
        "Knots: moved from Friday, March 14, 2031, 6:00 PM to Saturday, March 15, 2031, 6:00 PM",
    ]
    edit(site, KNOTS, was)
    bar.get_by_text("Subscribers see no change.").wait_for()


def test_a_post_says_what_readers_get(page: Page, site: Path) -> None:
    bar, was = bar_of(page, "posts/b/"), (site / "content/posts/b.md").read_text()
    for text, words in (
        (was.replace("Hello.", "Good evening."), "Changed since it was published"),
        (was.replace("summary:", "status: draft\nsummary:"), "A draft: nobody sees it"),
        (was.replace("2026-11-20", "2031-11-20"), "Comes out by itself on Thursday, November 20, 2031, 8:00 AM."),
        (was, "As it was published."),
    ):
        edit(site, "content/posts/b.md", text)
        bar.get_by_text(words).wait_for()


def test_it_stays_folded_or_open_and_hides_nothing(page: Page) -> None:
    bar = bar_of(page, "posts/a/")
    page.reload()
    bar.locator("details[open]").wait_for()
    bar.locator("summary").focus()
    page.keyboard.press("Enter")
    bar.locator("details:not([open])").wait_for()
    page.reload()
    bar.locator("details:not([open])").wait_for()
    page.set_viewport_size({"width": 390, "height": 600})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    below = page.evaluate(
        "() => document.querySelector('preview-bar').getBoundingClientRect().top"
        " - document.querySelector('footer').getBoundingClientRect().bottom"
    )
    assert below >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    bar_of(page, "seminars/knots/")
    assert axe_findings(page) == []
