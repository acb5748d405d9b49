"""A footnote opens beside its number, by pointer, keyboard or finger; without a script the number leads to the list."""

from collections.abc import Iterator

import pytest
from accessibility import CHECKS
from browser import DESKTOP, visiting
from built_site import BuiltSite
from playwright.sync_api import Browser, Locator, Page, expect

POST = "posts/a-month-counted/"
WORDS = "The word was proposed by a social worker"


@pytest.fixture
def page(chromium: Browser, site: BuiltSite) -> Iterator[Page]:
    with visiting(chromium, site) as context:
        shown = context.new_page()
        shown.goto(POST)
        yield shown


def number_of(page: Page) -> Locator:
    return page.locator("a.footnote-ref").first


def note_of(page: Page) -> Locator:
    return page.get_by_role("note", name="Footnote 1", exact=True)


def test_a_pointer_opens_it_and_may_rest_on_it(page: Page) -> None:
    number_of(page).hover()
    expect(note_of(page)).to_be_visible()
    note_of(page).hover()
    expect(note_of(page)).to_contain_text(WORDS)
    page.keyboard.press("Escape")
    expect(note_of(page)).to_be_hidden()
    number_of(page).hover()
    expect(note_of(page)).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(note_of(page)).to_be_hidden()


def test_the_keyboard_opens_it_and_goes_through_it(page: Page) -> None:
    page.keyboard.press("Tab")  # whoever uses the keyboard is shown where they are
    number_of(page).focus()
    expect(note_of(page)).to_be_visible()
    assert page.url.endswith(POST)
    page.keyboard.press("Escape")
    expect(note_of(page)).to_be_hidden()
    expect(number_of(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(note_of(page)).to_be_visible()
    assert page.url.endswith(POST)  # it opened in place


def test_a_screen_reader_reads_it_behind_its_number_and_once(page: Page) -> None:
    number_of(page).click()
    expect(page.locator("p:has(a.footnote-ref)").first).to_match_aria_snapshot(
        f'- paragraph:\n  - emphasis: Rest\n  - text: /.*/\n  - superscript:\n    - link "1"\n'
        f'  - note "Footnote 1":\n    - paragraph: /{WORDS}.*/'
    )
    assert note_of(page).locator("a").count() == 0  # the way back is the list's alone
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )
    assert {name: problems[:4] for name, check in CHECKS.items() if (problems := check(page))} == {}


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_stays_within_the_window(width: int, chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, viewport={"width": width, "height": 800}, has_touch=True) as context:
        page = context.new_page()
        page.goto(POST)
        for number in page.locator("a.footnote-ref").all():
            number.tap()
            note = page.locator(".footnote-shown:popover-open")
            expect(note).to_be_in_viewport(ratio=1)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_and_on_paper_there_is_the_list(chromium: Browser, site: BuiltSite) -> None:
    with visiting(chromium, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(POST)
        number_of(page).click()
        assert page.url.endswith("#fn:rest")
        expect(page.locator("li:target")).to_contain_text(WORDS)
        expect(page.locator("li:target")).to_be_in_viewport()
    with visiting(chromium, site, viewport=DESKTOP) as context:
        page = context.new_page()
        page.goto(POST)
        number_of(page).click()
        expect(note_of(page)).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator(".footnote-shown")).to_be_hidden()
        expect(page.locator(".footnote li").first).to_be_visible()


def test_only_texts_with_footnotes_have_the_script_and_feeds_none(site: BuiltSite) -> None:
    having = {path for path, page in site.pages.items() if b"/notes." in page.data}
    assert having == {path for path, page in site.pages.items() if b'class="footnote-ref"' in page.data}
    assert f"{POST}index.html" in having
    for feed in site.root.rglob("posts/*.xml"):
        assert b"popover" not in feed.read_bytes()
