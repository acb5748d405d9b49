"""Let Python-Markdown read blocks and words by CommonMark's rules, with GitHub's additions and its own extensions."""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, STX, AtomicString

from hireground.markdown.blocks import CommonMarkParser
from hireground.markdown.containers import TIGHT
from hireground.markdown.emphasis import Run
from hireground.markdown.inlines import SPECIAL, Opening, Reader, Token
from hireground.markdown.leaves import BlockHtml
from hireground.markdown.starts import STARTS

PLACE_OF_HTML = re.compile(r"<p>{0}</p>|{0}".format(HTML_PLACEHOLDER % "([0-9]+)"))
DEEPEST = 50
"""How many elements may stand in each other within a line of text; what is deeper is not marked."""


class Builder:
    """Puts what was read into an element."""

    def __init__(self, element: Element) -> None:
        self.stack = [element]
        self.pieces: list[str] = []
        self.children: list[list[Element]] = [[]]

    def build(self, tokens: Iterable[Token]) -> None:
        """Add the tokens to the element."""
        for token in tokens:
            if isinstance(token, str):
                self.pieces.append(token)
            elif isinstance(token, Run):
                for _ in token.closed:
                    self._close()
                self.pieces.append(token.sign * token.count)
                for tag in reversed(token.opened):
                    self._open(Element(tag))
            elif isinstance(token, Opening):
                self._open(token.element)
            elif isinstance(token, Element):
                self._flush()
                self.stack[-1].append(token)
            else:
                self._close()
        self._flush()

    def _open(self, element: Element) -> None:
        self._flush()
        if len(self.stack) > DEEPEST:
            self.stack.append(self.stack[-1])
            return
        self.stack[-1].append(element)
        self.stack.append(element)

    def _close(self) -> None:
        self._flush()
        element = self.stack.pop()
        if element.tag == "img" and element is not self.stack[-1]:
            element.set("alt", "".join(_words(element)))
            del element[:]
            element.text = None

    def _flush(self) -> None:
        """Give the text since the last element its place."""
        if not self.pieces:
            return
        text, element = "".join(self.pieces), self.stack[-1]
        self.pieces.clear()
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text


def _words(element: Element) -> Iterable[str]:
    """Yield the text of a picture's description, in which another picture is its description."""
    yield element.get("alt", "") if element.tag == "img" else ""
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


class Inlines(Treeprocessor):
    """Reads the words of every block."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.markdown = md

    def run(self, root: Element) -> None:
        """Put elements in place of the signs in every text of the tree."""
        known: Any = self.markdown.treeprocessors["footnote"]
        notes = {label: number for number, label in enumerate(known.footnotes.footnotes, 1)}
        for element in [*root.iter()]:
            if element.text and not isinstance(element.text, AtomicString):
                self._read(element, notes)
        for element in [*root.iter()]:
            if element.find(TIGHT) is not None:
                _unwrap(element)

    def _read(self, element: Element, notes: dict[str, int]) -> None:
        text = element.text or ""
        if "checked" not in element.attrib and not has_signs(text):
            return
        element.text, existing = None, element[:]
        del element[:]
        Builder(element).build(Reader(self.markdown, text, notes).read())
        if (done := element.attrib.pop("checked", None)) is not None:
            _tick(element, is_done=bool(done))
        element.extend(existing)


def has_signs(text: str) -> bool:
    """Tell whether a text may be more than words."""
    return bool(SPECIAL.search(text)) or "://" in text or "www." in text.lower()


def _tick(paragraph: Element, *, is_done: bool) -> None:
    """Put a box before a task, as its label, so that both are read together."""
    label = Element("label")
    box = SubElement(label, "input", {"type": "checkbox", "disabled": "disabled"})
    if is_done:
        box.set("checked", "checked")
    box.tail, paragraph.text = f" {paragraph.text or ''}", None
    label.extend(paragraph[:])
    paragraph[:] = [label]


def _unwrap(parent: Element) -> None:
    """Put the content of short paragraphs right into their item."""
    children, parent[:] = parent[:], []
    for child in children:
        if child.tag != TIGHT:
            parent.append(child)
            continue
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + (child.text or "")
        else:
            parent.text = (parent.text or "") + (child.text or "")
        parent.extend(child)


class Lines(NormalizeWhitespace):
    """Splits a text into lines; Python-Markdown looks at each letter for lines that have spaces alone."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines without signs that the converter uses itself, with spaces in place of tabs."""
        text = "\n".join(lines).replace(STX, "").replace(ETX, "").replace("\r\n", "\n").replace("\r", "\n")
        first, *others = f"{text}\n\n".expandtabs(self.md.tab_length).split("\n")
        return [first, *(line if line.strip(" ") else "" for line in others)]


class StashedHtml(RawHtmlPostprocessor):
    """Puts HTML back in place; what stood on lines of its own gets no paragraph around it, whatever its tag is."""

    def run(self, text: str) -> str:
        """Put HTML in its places; Python-Markdown's own leaves functions behind that know each other."""
        return PLACE_OF_HTML.sub(self._put, text) if self.md.htmlStash.html_counter else text

    def _put(self, place: re.Match[str]) -> str:
        number, stash = int(place[1] or place[2]), self.md.htmlStash
        if number >= stash.html_counter:
            return place[0]
        html: Any = stash.rawHtmlBlocks[number]  # as it is, since its type says how it stood
        is_inline = place[1] and not self.isblocklevel(html)
        return PLACE_OF_HTML.sub(self._put, f"<p>{html}</p>" if is_inline else html)

    def isblocklevel(self, html: str) -> bool:
        """Tell whether HTML stands for itself."""
        return isinstance(html, BlockHtml) or super().isblocklevel(html)


class CommonMark(Extension):
    """Takes the place of Python-Markdown's parsers of blocks and of inline text; it comes before other extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Register both; a set of tags is looked up at once, and each step asks it of every element."""
        md.block_level_elements = {*md.block_level_elements}  # type: ignore[assignment]
        md.parser = CommonMarkParser(md, STARTS)
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(Lines(md), "normalize_whitespace", 30)
        md.treeprocessors.register(Inlines(md), "inline", 20)
        md.postprocessors.register(StashedHtml(md), "raw_html", 30)
