"""Hold the blocks that hold other blocks, and say of each line whether it still belongs to them (CommonMark 0.31)."""

import re
from xml.etree.ElementTree import Element

INDENT = 4
QUOTED = re.compile(r" {0,3}> ?")
ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ ]*(?:\n|$)", re.IGNORECASE)
TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
TIGHT = "tight"
"""The tag, until its text is read, of a paragraph that gets no `<p>`: that of a list without empty lines."""


class Container:
    """A document, and every block that holds others; `is_list` is one whose children are items alone.

    `is_loose` is one in which an empty line separates two blocks, and `is_lazy` one whose paragraphs may go on in lines
    that lack its sign or its indent.
    """

    is_list = False

    def __init__(self, element: Element) -> None:
        self.element = element
        self.is_loose, self.is_lazy = False, True

    def rest(self, line: str) -> str | None:
        """Return what a line holds within this block, or None where the block ends before it."""
        return line

    def close(self) -> None:
        """Finish the element once no line can follow."""


class Quote(Container):
    """A block quote, or one of GitHub's alerts."""

    def rest(self, line: str) -> str | None:
        """Take the sign from the line."""
        match = QUOTED.match(line)
        return line[match.end() :] if match else None

    def close(self) -> None:
        """Turn `> [!NOTE]` into the box that `!!! note` makes."""
        first = self.element[0] if len(self.element) else None
        match = ALERT.match(first.text or "") if first is not None and first.tag == "p" else None
        if first is None or not match:
            return
        kind, self.element.tag = match[1].lower(), "div"
        self.element.set("class", f"admonition {kind}")
        rest = (first.text or "")[match.end() :]
        if rest.strip():
            title = Element("p")
            self.element.insert(0, title)
            first.text = rest
        else:
            title = first
        title.text = kind.capitalize()
        title.set("class", "admonition-title")


class Indented(Container):
    """A block whose lines are indented by four spaces: an admonition, or what a term means."""

    def __init__(self, element: Element, *, is_tight: bool = False) -> None:
        super().__init__(element)
        self.is_tight, self.is_lazy = is_tight, element.tag == "dd"

    def rest(self, line: str) -> str | None:
        """Take four spaces from the line."""
        if line.startswith(" " * INDENT):
            return line[INDENT:]
        return None if line.strip() else ""

    def close(self) -> None:
        """Unwrap the paragraphs of a short explanation."""
        if self.is_tight:
            tighten(self.element)


class Terms(Container):
    """A list of terms and what they mean."""

    is_list = True


class List(Container):
    """A list of items with one kind of sign."""

    is_list = True

    def __init__(self, element: Element, sign: str) -> None:
        super().__init__(element)
        self.sign = sign

    def close(self) -> None:
        """Make boxes of `[ ]` and `[x]`, and unwrap the paragraphs of a tight list."""
        for item in self.element:
            if len(item) and item[0].tag == "p":
                _task(item, item[0])
            if not self.is_loose:
                tighten(item)


class Item(Container):
    """One item of a list, whose lines are indented by `indent` spaces; `is_empty` until something stands in it."""

    def __init__(self, element: Element, indent: int, *, is_empty: bool) -> None:
        super().__init__(element)
        self.indent = indent
        self.is_empty = is_empty

    def rest(self, line: str) -> str | None:
        """Take the indent from the line; an item that begins with an empty line ends at a second one."""
        if line.startswith(" " * self.indent):
            return line[self.indent :]
        return None if line.strip() or self.is_empty else ""


def tighten(element: Element) -> None:
    """Mark the paragraphs of an element as standing without a `<p>`."""
    for child in element:
        if child.tag == "p":
            child.tag = TIGHT


def _task(item: Element, first: Element) -> None:
    match = TASK.match(first.text or "")
    if match:
        item.set("class", "task-list-item")
        first.text = (first.text or "")[match.end() :]
        first.set("checked", match[1].strip())
