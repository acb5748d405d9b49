"""What authors write is read as GitHub reads it; what is ours beside it stays as it is."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt
from text_cases import TextCase, accepted, read_cases

from hireground.markdown.convert import converter

CASES = Path(__file__).parents[1] / "cases" / "markdown"
COMMON = [*read_cases(CASES / "like-github.txt")]
OWN = [*read_cases(CASES / "own.txt")]
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."})
WRAPPERS = {"table-region"}
OTHER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tree(html: str) -> list[object]:
    """Return tags, attributes and words, without what we add: ids, links to headings, regions, colors of code."""
    found: list[object] = []
    _walk(html5lib.parseFragment(html.strip(), treebuilder="etree", namespaceHTMLElements=False), found)
    words = (one.strip() if isinstance(one, str) else one for one in found)
    return [one for one in words if one != ""]


def _walk(element: Element, found: list[object]) -> None:
    tag = element.tag if isinstance(element.tag, str) else "!--"
    attributes = {} if tag == "!--" else dict(element.attrib)
    kind = attributes.get("class", "")
    if kind == "headerlink":
        return
    if tag == "pre" or kind == "highlight":
        found.append(("pre", "".join(element.itertext()).strip("\n").expandtabs(4)))
        return
    is_shown = kind not in WRAPPERS
    if is_shown:
        found.append((tag, tuple(sorted(_shown(tag, attributes).items()))))
    _words(element.text, found)
    for child in element:
        _walk(child, found)
        _words(child.tail, found)
    if is_shown:
        found.append(f"/{tag}" if tag == "!--" else ("/", tag))


def _shown(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    if re.fullmatch("h[1-6]", tag):
        return {name: value for name, value in attributes.items() if name != "id"}
    if tag in {"th", "td"}:
        style = attributes.get("style", "").removeprefix("text-align:")
        alignment = attributes.get("class") or attributes.get("align") or style
        return {"align": alignment} if alignment else {}
    return attributes


def _words(text: str | None, found: list[object]) -> None:
    if not text:
        return
    words = re.sub(r"\s+", " ", text.translate(PLAIN))
    last = found[-1] if found else None
    if isinstance(last, str):
        found[-1] = last + words
    else:
        found.append(words)


def name_of(case: TextCase) -> str:
    return case.name


@pytest.mark.parametrize("case", COMMON, ids=name_of)
def test_common_forms_are_read_as_others_read_them(case: TextCase) -> None:
    theirs = OTHER.render(case.text.decode()).replace("<s>", "<del>").replace("</s>", "</del>")
    assert tree(converter().convert(case.text.decode())) == tree(theirs)


@pytest.mark.parametrize("case", [*COMMON, *OWN], ids=name_of)
def test_each_form_becomes_its_html(case: TextCase) -> None:
    html = converter().convert(case.text.decode()) + "\n"
    html5lib.HTMLParser().parseFragment(html)
    assert html == accepted(case, html)
