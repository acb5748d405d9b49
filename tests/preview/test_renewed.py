"""An edit of a text is put into the page that shows it, which is not loaded again, and is as if it had been."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_checks import axe_findings
from playwright.sync_api import Browser, Page
from tiny_site import PROJECT, SEMINAR, Server, edit, write_own_site

POST, KNOTS = "content/posts/a.md", "content/seminars/knots.md"
PICTURE, LINE = "content/images/line.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
TEXT = """---
title: A
date: 2026-11-20 08:00
summary: About it.
---
First words, with a [link](b.md).

## A part

- Bread
- Butter

```python
print("Hello")
```

Before a note.[^1]

> Somebody's words.

[^1]: The note.
"""
IN_PLACE = {
    "a word": (POST, "First words", "Other words"),
    "a link": (POST, "[link](b.md)", "[way](https://example.org/)"),
    "a new paragraph at the top": (POST, "First words", "Zeroth.\n\nFirst words"),
    "a new paragraph between": (POST, "- Bread", "Between.\n\n- Bread"),
    "a paragraph that goes": (POST, "> Somebody's words.\n\n", ""),
    "a new item": (POST, "- Butter", "- Butter\n- Jam"),
    "an item that goes": (POST, "- Bread\n", ""),
    "a list becomes a paragraph": (POST, "- Bread\n- Butter", "Bread and *butter*."),
    "words at two places": (POST, "Butter", "Jam *and* butter"),
    "a seminar": (KNOTS, "Bring a rope.", "Bring two ropes.\n\nAnd a friend."),
}
LOADED = {
    "a title": (POST, "title: A", "title: Another"),
    "a summary": (POST, "About it.", "All about it."),
    "a heading": (POST, "## A part", "## A piece"),
    "a line of code": (POST, "Hello", "Bye"),
    "a second note": (POST, "Before a note.[^1]", "Before a note.[^1] And one.[^2]\n\n[^2]: Two."),
    "a picture": (POST, "First words", "![A line](../images/line.svg) First words"),
    "a date": (KNOTS, "  - 2031-03-21 18:00", "  - 2031-03-22 18:00"),
}
PAGES = {POST: "posts/a/", KNOTS: "seminars/knots/"}
BEFORE = {POST: TEXT, KNOTS: SEMINAR}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_own_site(tmp_path_factory.mktemp("renewed"))
    (site / "content/seminars").mkdir()
    (site / "content/images").mkdir()
    (site / PICTURE).write_text(LINE)
    for name, text in BEFORE.items():
        (site / name).write_text(text)
    return site


@pytest.fixture
def page(chromium: Browser, server: Server, site: Path) -> Iterator[Page]:
    """A browser that will show a text as it was; what was written before is put back."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}/", viewport={"width": 800, "height": 600})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
    for name, text in BEFORE.items():
        if (site / name).read_text() != text:
            edit(site, name, text)
            server.settle()


def opened(page: Page, path: str) -> None:
    """Open a page, which knows from then on whether it is loaded again."""
    page.goto(path)
    page.evaluate("window.loaded = 'before'")


def saved(page: Page, server: Server, site: Path, name: str, text: str) -> None:
    """Save a text, and wait until the page shows what a page that is opened now does."""
    edit(site, name, text)
    server.settle()
    fresh = page.context.new_page()
    fresh.goto(page.url)
    page.wait_for_function("html => document.querySelector('main').outerHTML === html", arg=main_of(fresh))
    fresh.close()


def main_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('main').outerHTML"))


def is_loaded_again(page: Page) -> bool:
    return bool(page.evaluate("window.loaded != 'before'"))


@pytest.mark.parametrize("case", [*IN_PLACE, *LOADED])
def test_a_page_becomes_what_loading_it_again_gives(page: Page, server: Server, site: Path, case: str) -> None:
    """And back again. A page is loaded again where a script, a style sheet or a list may have to do with the edit."""
    name, before, after = {**IN_PLACE, **LOADED}[case]
    assert before in BEFORE[name]
    opened(page, PAGES[name])
    saved(page, server, site, name, BEFORE[name].replace(before, after))
    assert is_loaded_again(page) == (case in LOADED)
    page.evaluate("window.loaded = 'before'")
    saved(page, server, site, name, BEFORE[name])
    assert is_loaded_again(page) == (case in LOADED)


def test_what_a_reader_did_stays(page: Page, server: Server, site: Path) -> None:
    """Where it is scrolled to, what is half typed, marked and opened, and where the keyboard is."""
    opened(page, "posts/a/")
    page.set_viewport_size({"width": 390, "height": 200})
    page.evaluate(
        """() => {
          document.body.prepend(Object.assign(document.createElement("input"), { id: "half" }));
          document.querySelector("#half").style.position = "fixed";
          document.querySelector("preview-bar").shadowRoot.querySelector("details").open = true;
          getSelection().selectAllChildren(document.querySelector("main blockquote"));
          scrollTo(0, 150);
        }"""
    )
    page.evaluate("document.querySelector('#half').focus({ preventScroll: true })")
    page.keyboard.insert_text("half a wo")
    page.wait_for_function("() => scrollY > 0")
    state = """() => [
        scrollY, document.activeElement.id, document.querySelector("#half").value, String(getSelection()),
        document.querySelector("preview-bar").shadowRoot.querySelector("details").open,
    ]"""
    before = page.evaluate(state)
    saved(page, server, site, POST, TEXT.replace("Butter", "Jam"))
    assert page.evaluate(state) == before
    assert not is_loaded_again(page)


def test_scripts_go_on_with_what_they_made(page: Page, server: Server, site: Path) -> None:
    opened(page, "posts/a/")
    saved(page, server, site, POST, TEXT.replace("First words", "Other words"))
    page.get_by_role("link", name="1", exact=True).click()
    page.locator(".footnote-shown:popover-open").wait_for()
    assert axe_findings(page) == []


def test_where_a_script_has_changed_the_text_the_page_is_loaded_again(page: Page, server: Server, site: Path) -> None:
    opened(page, "posts/a/")
    page.evaluate("document.querySelector('main li').dataset.mine = 'yes'")
    saved(page, server, site, POST, TEXT.replace("Bread", "Rye"))
    assert is_loaded_again(page)


def test_what_a_page_shows_beside_its_text_is_loaded_again(page: Page, server: Server, site: Path) -> None:
    """Also if the text was renewed just before."""
    edit(site, POST, TEXT.replace("First words", "![A line](../images/line.svg) First words"))
    server.settle()
    opened(page, "posts/a/")
    saved(page, server, site, POST, (site / POST).read_text().replace("Butter", "Jam"))
    assert not is_loaded_again(page)
    edit(site, PICTURE, LINE.replace('"9"', '"8"'))
    page.wait_for_function("() => window.loaded != 'before'")
    server.settle()


NAMES = st.sampled_from(["p", "li", "em", "div", "section", "pre", "button", "template", "script"])
NODES = st.recursive(
    st.sampled_from(["a", "b", "\n"]),
    lambda inside: st.tuples(
        NAMES, st.sampled_from(["", ' class="x"', ' title="y"']), st.lists(inside, max_size=4)
    ).map(lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"),
    max_leaves=12,
)
MAINS = st.lists(NODES, max_size=5).map(lambda nodes: f"<main>{''.join(nodes)}</main>")


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_script_tag(path=PROJECT / "plugins/hireground/preview/renew.js")
    yield page
    page.close()


RENEW = """([before, now, added]) => {
  const [live, was, is] = [before, before, now].map((html) => Document.parseHTMLUnsafe(html).querySelector("main"));
  const places = live.querySelectorAll("*");
  const mine = Object.assign(document.createElement("i"), { className: "mine" });
  if (added !== null && places.length) places[added % places.length].append(mine);
  const scripts = (main) => [...main.querySelectorAll("script")].map((one) => one.outerHTML).join();
  const isDone = renewed(live, was, is);
  const kept = !mine.parentElement || live.contains(mine);
  mine.remove();
  return [isDone, kept, live.outerHTML === is.outerHTML, scripts(was) === scripts(is)];
}"""


EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["c", "<p>c</p>", '<i class="x">c</i>', "-"])), max_size=2
)


def edited(html: str, place: int, new: str) -> str:
    """Put something behind a tag, or take away what begins there up to the next."""
    at = [tag.end() for tag in re.finditer("<[^/][^>]*>", html)]
    before, after = html[: at[place % len(at)]], html[at[place % len(at)] :]
    return before + (after[after.index("<") :] if new == "-" else new + after)


@given(MAINS, EDITS, st.none() | st.integers(0, 20))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_becomes_any_other_or_it_is_said_that_it_does_not(
    blank: Page, before: str, edits: list[tuple[int, str]], added: int | None
) -> None:
    """With what a script has put into it, which stays; and never where a script is another."""
    now = before
    for place, new in edits:
        now = edited(now, place, new)
    is_done, is_kept, is_same, has_same_scripts = blank.evaluate(RENEW, [before, now, added])
    assert not is_done or (is_kept and is_same and has_same_scripts)
