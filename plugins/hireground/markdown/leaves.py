"""Hold the blocks that hold text: paragraphs with their link definitions, code, raw HTML, tables (CommonMark, GFM)."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from hireground.markdown.destinations import definition

if TYPE_CHECKING:
    from markdown import Markdown

INDENT = 4
OPENS = re.compile(r"\[\^|\*\[|#{1,6} |>|`{3}|~{3}|[-+*] |\d+[.)] |!!! |/{3}|<")
"""What begins another block right below a footnote."""
CODE = re.compile(r"`[^`]*+`")
MOST_MISSING = 10_000
"""How many cells are added to rows that have too few, so that a wide table of empty rows stays small."""
BAR = re.compile(r"(?<!\\)\|")


class Leaf:
    """A block of text that is still open."""

    def take(self, line: str) -> bool:  # noqa: ARG002 -- those that read lines themselves override it
        """Read a line as it stands, or say that the block does not read lines so."""
        return False

    def close(self, parent: Element, md: "Markdown") -> None:
        """Add what was read to its parent."""


class Paragraph(Leaf):
    """A paragraph; the link definitions that it begins with are taken out once it is whole."""

    def __init__(self, line: str) -> None:
        self.lines = [line.lstrip()]

    def add(self, line: str) -> None:
        """Add a line, whose indent says nothing."""
        self.lines.append(line.lstrip())

    def text(self, md: "Markdown") -> str:
        """Return what is left once the definitions of links are taken out."""
        text, at = "\n".join(self.lines), 0
        while text.startswith("[", at) and (found := definition(text, at)):
            known: dict[str, tuple[str, str | None]] = md.references  # type: ignore[assignment]
            known.setdefault(found.label, (found.address, found.title))
            at = found.end
        return text[at:].rstrip()

    def close(self, parent: Element, md: "Markdown") -> None:
        """Add the paragraph, if there is more than definitions in it."""
        text = self.text(md)
        if text:
            SubElement(parent, "p").text = text


class IndentedCode(Leaf):
    """Code that is indented by four spaces."""

    def __init__(self, line: str) -> None:
        self.lines = [line]

    def take(self, line: str) -> bool:
        """Read on while lines are indented or empty."""
        if line.startswith(" " * INDENT) or not line.strip():
            self.lines.append(line[INDENT:])
            return True
        return False

    def close(self, parent: Element, md: "Markdown") -> None:  # noqa: ARG002 -- as of every leaf
        """Add the code, which codehilite colors later."""
        while not self.lines[-1].strip():
            self.lines.pop()
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(_escaped("\n".join(self.lines) + "\n"))


class Verbatim(Leaf):
    """Lines that are read as they are until one ends them: a fence, raw HTML, a note, a block of an extension."""

    def __init__(
        self, ends: Callable[[str], bool], finish: Callable[[Element, list[str]], None], indent: int = 0
    ) -> None:
        self.lines: list[str] = []
        self.ends, self.finish, self.indent = ends, finish, indent
        self.is_done = False

    def take(self, line: str) -> bool:
        """Read on until a line ends the block; the one that does is the block's own."""
        if self.is_done:
            return False
        if self.ends(line):
            self.is_done = True
        else:
            own = min(self.indent, len(line) - len(line.lstrip(" ")))
            self.lines.append(line[own:])
        return True

    def close(self, parent: Element, md: "Markdown") -> None:  # noqa: ARG002 -- as of every leaf
        """Make of the lines what they are."""
        self.finish(parent, self.lines)


class Note(Leaf):
    """A footnote: its first line, what is indented below it, and lines that go on right below."""

    def __init__(self, line: str, keep: Callable[[str], None]) -> None:
        self.lines, self.keep = [line], keep

    def take(self, line: str) -> bool:
        """Read on while lines are indented or empty, or go on with a text."""
        goes_on = bool(self.lines[-1].strip()) and not OPENS.match(line)
        if line.startswith(" " * INDENT) or not line.strip() or goes_on:
            self.lines.append(line.removeprefix(" " * INDENT))
            return True
        return False

    def close(self, parent: Element, md: "Markdown") -> None:  # noqa: ARG002 -- as of every leaf
        """Keep the footnote for the end of the page."""
        self.keep("\n".join(self.lines).strip())


class BlockHtml(str):
    """HTML that stood on lines of its own, and gets no paragraph around it."""

    __slots__ = ()


class RawHtml(Leaf):
    """HTML as the author wrote it, up to a line that has `end` in it, or up to an empty one."""

    def __init__(self, end: re.Pattern[str] | None) -> None:
        self.lines: list[str] = []
        self.end = end
        self.is_done = False

    def take(self, line: str) -> bool:
        """Read on until the end has been read."""
        if self.is_done or (self.end is None and not line.strip()):
            return False
        self.lines.append(line)
        self.is_done = self.end is not None and bool(self.end.search(line))
        return True

    def close(self, parent: Element, md: "Markdown") -> None:
        """Put the HTML aside, where nothing reads it as Markdown."""
        SubElement(parent, "p").text = AtomicString(md.htmlStash.store(BlockHtml("\n".join(self.lines))))


class Table(Leaf):
    """A table; each row has as many cells as the first."""

    def __init__(self, heads: list[str], delimiters: list[str]) -> None:
        self.rows = [heads]
        self.aligned = [_alignment(one) for one in delimiters]

    def add(self, line: str) -> None:
        """Add a row; where it has too many cells, the bars in its code are taken as text without a backslash too."""
        row = cells(line)
        if len(row) > len(self.aligned) and "`" in line:
            kept = CODE.sub(lambda code: code[0].replace("|", r"\|"), line.replace(r"\|", "|"))
            row = cells(kept)
        self.rows.append(row)

    def close(self, parent: Element, md: "Markdown") -> None:  # noqa: ARG002 -- as of every leaf
        """Add the table."""
        table = SubElement(parent, "table")
        _row(SubElement(table, "thead"), "th", self.rows[0], self.aligned)
        body = SubElement(table, "tbody") if len(self.rows) > 1 else table
        missing = 0
        for row in self.rows[1:]:
            missing += max(0, len(self.aligned) - len(row))
            _row(body, "td", row, self.aligned if missing <= MOST_MISSING else self.aligned[: len(row)])


def _row(parent: Element, tag: str, texts: list[str], aligned: list[str]) -> None:
    row = SubElement(parent, "tr")
    for number, alignment in enumerate(aligned):
        cell = SubElement(row, tag, {"class": alignment} if alignment else {})
        cell.text = texts[number] if number < len(texts) else ""


def _alignment(delimiter: str) -> str:
    """Say how a column is aligned, as the class of its cells."""
    is_left, is_right = delimiter.startswith(":"), delimiter.endswith(":")
    return "center" if is_left and is_right else "left" if is_left else "right" if is_right else ""


def cells(line: str) -> list[str]:
    """Split the row of a table; a bar that belongs to a text has a backslash before it."""
    parts = [part.strip().replace("\\|", "|") for part in BAR.split(line.strip())]
    return parts[not parts[0] : len(parts) - (len(parts) > 1 and not parts[-1])]


def _escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
