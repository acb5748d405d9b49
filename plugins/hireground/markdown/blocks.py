"""Read the blocks of a text by CommonMark's rules, line by line, into Python-Markdown's tree.

Python-Markdown splits a text at empty lines and asks each of its processors in turn, so that a list right after a
line, or indented by two spaces, is torn. Here every line is asked, from the outside to the inside, which of the open
blocks it continues, and what it opens: each line once, whatever it says.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree

from markdown.blockparser import BlockParser

from hireground.markdown.containers import INDENT, Container, Item, Quote
from hireground.markdown.leaves import IndentedCode, Leaf, Paragraph, Table

if TYPE_CHECKING:
    from markdown import Markdown

DEEPEST = 100
"""How many blocks may stand in each other; what is deeper is text."""
NOT_BLANK = DEEPEST + 1
LEADING_TABS = re.compile(r"[ \t>*+.)\d-]*\t[ \t>*+.)\d-]*")
Start = Callable[["Blocks", str, int], "str | bool | None"]
"""What may open a block: given a line from its first letter on, and how far that was indented, it returns what is left
of the line for blocks inside, True if it took all of it, or None."""


class Blocks:
    """The blocks that are open while a text is read."""

    def __init__(self, parser: "CommonMarkParser", root: Element) -> None:
        self.parser, self.md = parser, parser.md
        self.open: list[Container] = [Container(root)]
        self.leaf: Leaf | None = None
        self.blank_above = NOT_BLANK
        self.is_whole = True
        self.depth = 1

    @property
    def tip(self) -> Element:
        """The element that takes the next block."""
        return self.open[-1].element

    def read(self, line: str) -> None:
        """Read one line."""
        rest, has_opened = self._descend(line), False
        if self.is_whole and self.leaf and self.leaf.take(rest):
            is_gap = isinstance(self.leaf, IndentedCode) and not rest.strip()
            self.blank_above = self._quotes() if is_gap else NOT_BLANK
            return
        while rest.strip():
            started = self._start(rest)
            if isinstance(started, str):
                rest, has_opened = started, True
                continue
            if not started:
                self._read_text(rest)
            self.blank_above = NOT_BLANK
            return
        self.close_to(self.depth)
        self.blank_above = NOT_BLANK if has_opened else self._quotes()

    def _quotes(self) -> int:
        """Count the open blocks up to the innermost quote, past which an empty line in it says nothing."""
        return max((depth for depth, one in enumerate(self.open, 1) if isinstance(one, Quote)), default=0)

    def _descend(self, line: str) -> str:
        """Go through the open blocks that a line continues; return what it holds in the innermost."""
        rest = line
        for depth, container in enumerate(self.open):
            inner = container.rest(rest)
            if inner is None:
                self.depth, self.is_whole = depth, False
                if not container.is_lazy:
                    self.close_to(depth)
                break
            rest = inner
        else:
            self.depth, self.is_whole = len(self.open), True
        return rest

    def _start(self, rest: str) -> str | bool | None:
        """Ask what a line opens."""
        if len(self.open) > DEEPEST:
            return None
        indent = len(rest) - len(rest.lstrip(" "))
        if indent >= INDENT:
            if isinstance(self.leaf, Paragraph):
                return None
            self.begin()
            self.leaf = IndentedCode(rest[INDENT:])
            return True
        for start in self.parser.starts.get(rest[indent], ()):
            started = start(self, rest[indent:], indent)
            if started is not None:
                return started
        return None

    def interrupts(self) -> bool:
        """Tell whether a block that began here would end a paragraph."""
        return self.is_whole and isinstance(self.leaf, Paragraph)

    def begin(self, *, in_list: bool = False) -> Element:
        """Close what the line does not continue, and return what takes a new block."""
        self.close_to(self.depth)
        while self.open[-1].is_list and not in_list:
            self.close_to(len(self.open) - 1)
        holder, is_after_blank = self.open[-1], len(self.open) > self.blank_above
        if isinstance(holder, Item):
            holder.is_empty = False
            if is_after_blank and len(holder.element):
                self.open[-2].is_loose = True
        elif is_after_blank:
            holder.is_loose = True
        self.blank_above = NOT_BLANK
        return holder.element

    def enter(self, container: Container) -> None:
        """Open a block that holds others, within the last."""
        self.open.append(container)
        self.depth, self.is_whole = len(self.open), True

    def close_to(self, depth: int) -> None:
        """Close the open leaf, and the containers from a depth on."""
        if self.leaf:
            leaf, self.leaf = self.leaf, None
            leaf.close(self.tip, self.md)
        while len(self.open) > depth:
            self.open.pop().close()
        self.depth, self.is_whole = len(self.open), True

    def _read_text(self, rest: str) -> None:
        if isinstance(self.leaf, Paragraph) or (self.is_whole and isinstance(self.leaf, Table)):
            self.leaf.add(rest)
        else:
            self.begin()
            self.leaf = Paragraph(rest)


class CommonMarkParser(BlockParser):
    """Takes the place of Python-Markdown's parser of blocks."""

    def __init__(self, md: "Markdown", starts: Mapping[str, tuple[Start, ...]]) -> None:
        super().__init__(md)
        self.starts = starts

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 -- Python-Markdown's name
        """Read a whole text."""
        self.root = Element(self.md.doc_tag)
        self.read(self.root, lines)
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802 -- Python-Markdown's name
        """Read a part of a text, such as a footnote, into an element."""
        self.read(parent, text.split("\n"))

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 -- Python-Markdown's name
        """Read what an extension hands back."""
        self.read(parent, "\n\n".join(blocks).split("\n"))
        blocks.clear()

    def read(self, parent: Element, lines: Iterable[str]) -> None:
        """Read lines into an element."""
        blocks = Blocks(self, parent)
        for line in lines:
            blocks.read(LEADING_TABS.sub(lambda match: match[0].expandtabs(4), line, count=1) if "\t" in line else line)
        blocks.close_to(0)
