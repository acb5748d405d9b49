"""Read HTML among the blocks of a text (CommonMark's seven kinds), and Markdown in it where its tag asks for it."""

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from hireground.markdown.containers import Container, tighten
from hireground.markdown.destinations import literal
from hireground.markdown.extensions import split_words
from hireground.markdown.leaves import RawHtml

if TYPE_CHECKING:
    from hireground.markdown.blocks import Blocks

BLOCK_TAGS = split_words(
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
)
ATTRIBUTE = r"""(?:\s++[a-zA-Z_:][\w:.-]*+(?:\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+)"""
TAG = rf"<[a-zA-Z][a-zA-Z0-9-]*+{ATTRIBUTE}*+\s*+/?>|</[a-zA-Z][a-zA-Z0-9-]*+\s*+>"
KINDS = (
    (
        re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![a-zA-Z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(rf"</?(?:{'|'.join(sorted(BLOCK_TAGS))})(?=[\s>]|/>|\Z)", re.IGNORECASE), None),
)
ALONE = re.compile(rf"(?:{TAG})\s*\Z")
ASKING = re.compile(rf"<(?P<tag>[a-zA-Z][a-zA-Z0-9-]*+)(?P<attributes>{ATTRIBUTE}*+)\s*+>")
ONE = re.compile(r"""([a-zA-Z_:][\w:.-]*+)(?:\s*+=\s*+([^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?+""")
INLINE_TAGS = split_words("address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th")


class Tagged(Container):
    """An element whose tag asks for Markdown in it, up to the tag that closes it."""

    def __init__(self, element: Element, *, is_inline: bool) -> None:
        super().__init__(element)
        self.is_inline, self.is_lazy, self.is_over, self.nested = is_inline, False, False, 0
        self.tags = re.compile(rf"<(/?){re.escape(element.tag)}(?=[\s>/])[^<>]*>", re.IGNORECASE)

    def rest(self, line: str) -> str | None:
        """Return the line, without the tag that closes the element."""
        if self.is_over:
            return None
        for tag in self.tags.finditer(line):
            self.nested += -1 if tag[1] else 1
            if self.nested < 0:
                self.is_over = True
                return line[: tag.start()] + line[tag.end() :]
        return line

    def close(self) -> None:
        """Unwrap the paragraphs of what holds only a line of text, such as a heading."""
        if self.is_inline:
            tighten(self.element)


def html_block(blocks: "Blocks", line: str, indent: int) -> str | bool | None:
    """Open a block of HTML, which ends as its kind does."""
    asking = ASKING.match(line)
    attributes = _attributes(asking["attributes"]) if asking else {}
    if asking and "markdown" in attributes and asking["tag"].lower() in BLOCK_TAGS:
        kind = attributes.pop("markdown")
        tag = asking["tag"].lower()
        container = Tagged(SubElement(blocks.begin(), tag, attributes), is_inline=_is_inline(tag, kind))
        blocks.enter(container)
        return container.rest(line[asking.end() :])
    kinds = [end for start, end in KINDS if start.match(line)]
    if not kinds and (blocks.interrupts() or not ALONE.match(line)):
        return None
    blocks.begin()
    blocks.leaf = RawHtml(kinds[0] if kinds else None)
    return blocks.leaf.take(" " * indent + line)


def _is_inline(tag: str, kind: str) -> bool:
    return kind == "span" or (tag in INLINE_TAGS and kind != "block")


def _attributes(text: str) -> dict[str, str]:
    """Read the attributes of a tag; one without a value has its name."""
    found = ((match[1].lower(), match[2]) for match in ONE.finditer(text))
    return {name: literal(unescape(value.strip("\"'"))) if value else name for name, value in found}
