"""`llms.txt` as llmstxt.org has it: what it lists, how Markdown reads it, and that both ways of building write it."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tiny_site import SEMINAR, run_tool, write_own_site

from hireground.web.llms import Listed, Llms, llms_file

SITEURL = "https://example.org"
MARKDOWN = re.compile(rb'<link rel="alternate" type="text/markdown" href="[^"]+">\n')
PAGE = "---\ntitle: About [us]\nsummary: Who\n  we are.\n---\nWe are few.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_own_site(tmp_path)
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write(f'\nSITEURL = "{SITEURL}"\nSITESUBTITLE = "Knots, and *posts* about them"\nSITE_CARDS = False\n')
    for folder in ("seminars", "pages"):
        (root / "content" / folder).mkdir()
    (root / "content/pages/about.md").write_text(PAGE)
    (root / "content/posts/draft.md").write_text(
        "---\ntitle: D\ndate: 2026-11-20 08:00\nstatus: draft\n---\nNo, not yet.\n"
    )
    (root / "content/posts/b.md").write_text(
        "---\ntitle: B_b_\ndate: 2026-11-19 08:00\nsummary: About it.\n---\nHello.\n"
    )
    (root / "content/seminars/knots.md").write_text(
        SEMINAR.replace("  - 2031-03-14 18:00", "  - {start: 2031-03-14 18:00, status: cancelled}")
    )
    (root / "content/seminars/over.md").write_text(SEMINAR.replace("2031", "2021").replace("Knots", "Over"))
    return root


def turned_on(root: Path, more: str = "") -> Path:
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write(f"\nSITE_LLMS = True\n{more}")
    return root


def built(root: Path) -> Path:
    told = run_tool(root, "build", "--settings", "pelicanconf.py")
    assert told.returncode == 0, told.stderr
    return root / "output"


def parsed(text: str) -> Sequence[Token]:
    return MarkdownIt().parse(text)


def links(text: str) -> list[str]:
    inline = [child for token in parsed(text) for child in token.children or ()]
    return [str(one.attrs["href"]) for one in inline if one.type == "link_open"]


def test_it_lists_seminars_with_next_dates_posts_and_pages(root: Path) -> None:
    text = (built(turned_on(root)) / "llms.txt").read_text("utf-8")
    assert text == Path(__file__).parents[1].joinpath("cases/llms.txt").read_text("utf-8")
    assert [token.tag for token in parsed(text) if token.type == "heading_open"] == ["h1", "h2", "h2", "h2", "h2"]
    assert [token.type for token in parsed(text)][3] == "blockquote_open"


def test_every_link_leads_to_a_page_of_the_site(root: Path) -> None:
    output = built(turned_on(root))
    found = links((output / "llms.txt").read_text("utf-8"))
    assert len(found) == 8
    for href in found:
        assert (output / href.removeprefix(f"{SITEURL}/") / "index.html").is_file(), href


def test_a_site_that_does_not_ask_for_it_has_none_and_is_the_same_else(root: Path) -> None:
    without = {path.relative_to(root): path.read_bytes() for path in built(root).rglob("*") if path.is_file()}
    having = {path.relative_to(root): path.read_bytes() for path in built(turned_on(root)).rglob("*") if path.is_file()}
    assert {path.as_posix() for path in having.keys() - without.keys()} == {
        "output/llms.txt",
        *(f"output/{page}/index.md" for page in ("about", "posts/a", "posts/b")),
    }
    assert without.keys() - having.keys() == set()
    changed = {path for path, data in without.items() if MARKDOWN.sub(b"", having[path]) != data}
    assert changed == set()


def test_pelican_writes_the_same(root: Path) -> None:
    own = (built(turned_on(root)) / "llms.txt").read_bytes()
    (root / "own.py").write_text("def register():\n    pass\n")
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write('\nPLUGINS = [*PLUGINS, "own"]\n')
    assert (built(root) / "llms.txt").read_bytes() == own


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(str.strip)
)
def test_whatever_a_title_says_it_is_one_link_with_these_words(words: str) -> None:
    said = " ".join(words.split())
    text = llms_file(Llms(SITEURL, "Small", "", (("Posts", (Listed(words, "posts/a/", words),)),))).decode()
    assert links(text) == [f"{SITEURL}/posts/a/"]
    inline = next(token for token in parsed(text) if token.type == "inline" and token.content.startswith("["))
    shown = "".join(one.content for one in inline.children or () if one.type in {"text", "text_special"})
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", f"{said}:{said}")
