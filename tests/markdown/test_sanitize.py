"""Of the HTML that authors write, what is harmless stays and the rest is removed where RAW_HTML is False."""

import os
import re
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest
from errors_corpus import NOW
from hostile_site import texts

from hireground.markdown.convert import converter
from hireground.markdown.extensions import RESERVED
from hireground.markdown.link_check import ALLOWED_SCHEMES, scheme_of
from hireground.markdown.sanitize import ATTRIBUTES, TAGS
from hireground.seminars.block.extension import SeminarsBlocks
from hireground.site.load import load_site
from hireground.site.settings import read_settings

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "sanitize"
BLOCK = '<section><h2>{}</h2><ul><li data-state="open"><button data-copy>Copy</button></li></ul></section>'
OWN = re.compile(r'\sid="([^"{]+)"')


def convert(body: str, *, is_raw: bool) -> str:
    return converter(SeminarsBlocks(lambda title, _fields: BLOCK.format(title)), is_raw=is_raw).convert(body)


def tree_of(html: str) -> Element:
    tree: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return tree


def shape(html: str) -> bytes:
    tree = tree_of(html)
    for element in tree.iter():
        element.attrib = dict(sorted(element.attrib.items()))
    return tostring(tree)


def test_what_markdown_and_the_site_make_stays() -> None:
    body = (CASES / "what-markdown-makes.md").read_text("utf-8").replace(" .wide }", " }")
    assert shape(convert(body, is_raw=False)) == shape(convert(body, is_raw=True))
    made = {element.tag for element in tree_of(convert(body, is_raw=True)).iter()}
    assert {"table", "sup", "pre", "abbr", "dl", "details", "figure", "picture", "video", "button"} <= made


def test_the_project_s_own_texts_stay() -> None:
    site = load_site(read_settings(ROOT / "pelicanconf.py"), NOW)
    entries = [*site.posts.values(), *site.pages.values()]
    documents = [*(one.document for one in entries), *(one.text for one in site.seminars)]
    assert len(documents) > 10
    for document in documents:
        raw, clean = (shape(convert(document.body, is_raw=is_raw)) for is_raw in (True, False))
        assert clean == raw, document.path


def test_what_goes() -> None:
    html = convert((CASES / "what-goes.md").read_text("utf-8"), is_raw=False)
    expected = CASES / "what-goes.html"
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(f"{html}\n", "utf-8")
    assert f"{html}\n" == expected.read_text("utf-8")


@pytest.mark.parametrize("form", ["{}", "<p>{}</p>", '[x](y "{}")', "## {}", "| a |\n|---|\n| {} |", "`x` {}\n\n- {}"])
def test_nothing_of_a_harmful_text_is_left(form: str) -> None:
    for text in texts("carried.txt"):
        markdown = converter(is_raw=False)
        html = markdown.convert(form.replace("{}", text)) + vars(markdown)["toc"]
        for element in tree_of(html).iter():
            if element.tag == "DOCUMENT_FRAGMENT":
                continue
            assert element.tag in TAGS, text
            assert element.attrib.keys() <= ATTRIBUTES["*"] | ATTRIBUTES.get(str(element.tag), frozenset()), text
            assert element.get("id") not in RESERVED, text
            links = [element.get(name, "") for name in ("href", "src", "cite")]
            assert {scheme for link in links if (scheme := scheme_of(link))} <= ALLOWED_SCHEMES, text


def test_no_author_can_stand_for_a_block() -> None:
    html = convert('/// seminars | A\n///\n\n<div class="seminars-block"><button>0.</button></div>', is_raw=False)
    assert html.count("<button") == 1


def test_the_theme_s_own_places_are_reserved() -> None:
    with_authors_texts = {*(ROOT / "theme" / "templates").rglob("*.html")} - {
        ROOT / "theme/templates/kitchen-sink.html"
    }
    used = {name for path in with_authors_texts for name in OWN.findall(path.read_text("utf-8"))}
    assert used <= RESERVED


def test_a_heading_takes_no_place_of_the_theme() -> None:
    html = convert("## Speakers\n\n## Main\n\n## Speakers\n\n## Something else", is_raw=True)
    assert re.findall(r'id="([^"]+)"', html) == ["speakers-text", "main-text", "speakers-text_1", "something-else"]
