"""Convert a page's HTML to plain text for calendars: paragraphs, lists, links as `words (address)`."""

import re
from collections.abc import Iterator
from itertools import accumulate

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from hireground.mathematics.formulas import without_formulas

MOST_CHARACTERS = 800
"""So much that a calendar of 330 sessions stays below half a megabyte."""
LEFT_OUT = frozenset(
    ("script", "style", "template", "svg", "annotation", "iframe", "object", "video", "audio", "form", "hr")
)
LEFT_OUT_CLASSES = frozenset({"seminars-block", "headerlink", "footnote", "footnote-ref"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure"),
    *("li", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
GAP = "\n\n"
SPACE = re.compile(r"\s+")
NUMBER = re.compile(r"[0-9]{1,9}")
ADDRESS = re.compile(r"(?:https?|mailto|tel):")


class Heading(str):
    """A paragraph that announces the next, and is nothing without it."""

    __slots__ = ()


def plain_text(html: str, most: int = MOST_CHARACTERS) -> str:
    """Write the text of a page's body; a longer one ends with `…`, after a whole paragraph if there is one."""
    soup = BeautifulSoup(without_formulas(html), "html.parser")
    for element in soup.find_all(_is_left_out):
        element.decompose()
    blocks = [*_blocks(soup)]
    soup.clear(decompose=True)  # its elements know each other, so that they would stay until somebody looks for garbage
    whole = GAP.join(blocks)
    return whole if len(whole) <= most else f"{_cut(blocks, most - 2)} …"


def _is_left_out(element: Tag) -> bool:
    """Tell what calendars show nothing of; Beautiful Soup's selectors would take longer to be read than to be used."""
    return element.name in LEFT_OUT or not LEFT_OUT_CLASSES.isdisjoint(element.get_attribute_list("class"))


def _cut(blocks: list[str], room: int) -> str:
    """Keep the paragraphs that there is room for, and of the next as many lines or words when they are few."""
    lengths = accumulate(len(block) + len(GAP) for block in blocks)
    kept = blocks[: sum(length - len(GAP) <= room for length in lengths)]
    while kept and isinstance(kept[-1], Heading):
        kept.pop()
    text = GAP.join(kept)
    if len(text) >= room // 2:
        return text
    piece = GAP.join(blocks)[: room + 1]
    return next((piece[:end].rstrip() for sign in ("\n", " ") if (end := piece.rfind(sign)) >= room // 2), piece[:room])


def _blocks(parent: Tag) -> Iterator[str]:
    """Yield the paragraphs of an element; what stands between its blocks is one too."""
    loose: list[str] = []
    for child in parent.children:
        if not (isinstance(child, Tag) and child.name in BLOCKS):
            loose.append(_inline(child))
            continue
        yield from _paragraph(loose)
        loose = []
        yield from filter(None, _block(child))
    yield from _paragraph(loose)


def _paragraph(parts: list[str]) -> list[str]:
    lines = "".join(parts).split("\n")
    text = "\n".join(SPACE.sub(" ", line).strip() for line in lines).strip()
    return [text] if text else []


def _block(block: Tag) -> Iterator[str]:
    if block.name == "pre":
        yield block.get_text().strip("\n")
    elif block.name in {"ul", "ol"}:
        yield "\n".join(_items(block))
    elif block.name == "table":
        yield "\n".join(_row(row) for row in block.find_all("tr"))
    elif block.name == "dl":
        yield "\n".join(_terms(block))
    else:
        kind = Heading if block.name in HEADINGS else str
        yield from map(kind, _blocks(block))


def _items(block: Tag) -> Iterator[str]:
    start = str(block.get("start"))
    first = int(start) if NUMBER.fullmatch(start) else 1
    for number, item in enumerate(block.find_all("li", recursive=False), first):
        sign = f"{number}. " if block.name == "ol" else "- "
        lines = "\n".join(_blocks(item)).split("\n")
        yield sign + f"\n{' ' * len(sign)}".join(lines)


def _terms(block: Tag) -> Iterator[str]:
    for part in block.find_all(["dt", "dd"], recursive=False):
        indent = "  " if part.name == "dd" else ""
        yield from (f"{indent}{line}" for text in _blocks(part) for line in text.split("\n"))


def _row(row: Tag) -> str:
    return " | ".join(" ".join(_blocks(cell)) for cell in row.find_all(["th", "td"]))


def _inline(node: object) -> str:
    """Write what stands in a line; a line break of the author's stays one."""
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else SPACE.sub(" ", node)
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    words = "".join(map(_inline, node.children))
    return _link(words, str(node.get("href", ""))) if node.name == "a" else words


def _link(words: str, href: str) -> str:
    """Write `words (address)`; an address of this page, or one that is its own words, adds nothing."""
    address = href.removeprefix("mailto:").removeprefix("tel:")
    is_said = address.rstrip("/") in {words.strip().rstrip("/"), f"https://{words.strip().rstrip('/')}"}
    return words if is_said or not ADDRESS.match(href) else f"{words} ({address})"
