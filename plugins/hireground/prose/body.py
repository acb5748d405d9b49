"""Prepare a body for its checks: what of it is code, what readers see, and how a finding becomes a problem."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from hireground.markdown.links import without_code
from hireground.text.frontmatter import Document
from hireground.text.problems import Fix, Problem, Replacement, quoted, write

INDENTED = re.compile(r"(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+")
"""Indented lines and empty ones, as they follow an empty line."""
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]+\S|[ ]{0,3}(?:!!!|\[\^|:[ ])")
CODE_ELEMENTS = "code|kbd|pre|samp|script|style|textarea"
IN_HTML = re.compile(rf"<(?P<closing>/?)(?P<tag>{CODE_ELEMENTS})(?=[\s>/])|(?P<comment><!--)|-->", re.IGNORECASE)
NOT_A_LINE_END = re.compile(r"[^\n]")
MATH = re.compile(r"\$\$[^$]+\$\$|(?<![\w$\\])\$(?=[^\s$])(?P<inner>[^$\n]+)\$(?!\d)|\\\((?:[^\n\\]|\\(?![()]))*+\\\)")
MATH_SIGN = re.compile(r"\\[a-zA-Z]|[\^_]")
NOT_MATH = re.compile(r"\{[{%][<% ]|<|%\}")
ESCAPE = "\\"
SHOWN_ATTRIBUTES = frozenset({"href", "src", "alt", "title"})


@dataclass(frozen=True)
class Finding:
    """Something wrong between two places of a body; `write` takes its place where the meaning is certain.

    `seen` is what readers must see for it to be wrong; `more` are replacements elsewhere that belong to the same fix.
    """

    start: int
    end: int
    message: str
    write: str | None = None
    is_warning: bool = False
    seen: str = ""
    words: str = ""
    more: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class Body:
    """A document's body, and what it is converted to, once somebody asks."""

    document: Document
    html: Callable[[], str]
    known: dict[str, bool] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The body as written."""
        return self.document.body

    @cached_property
    def text(self) -> str:
        """The body with spaces in place of code, so that everything else stays where it is."""
        return without_html_code(without_indented(without_code(self.source)), is_comment_kept=True)

    @cached_property
    def markup(self) -> str:
        """The body with spaces in place of code and comments; scripts and styles stay, since browsers read them."""
        text, pieces, place = without_indented(without_code(self.source)), [], 0
        while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
            pieces += [text[place:start], NOT_A_LINE_END.sub(" ", text[start : end + 3])]
            place = end + 3
        return "".join([*pieces, text[place:]])

    @cached_property
    def words(self) -> str:
        """The same without comments and mathematics."""
        text = without_html_code(self.text) if "<!--" in self.text else self.text
        return MATH.sub(_blank_math, text) if "$" in text or "\\(" in text else text

    @cached_property
    def visible(self) -> str:
        """What readers see of the body outside code, and where its links lead."""
        parser = _Seen()
        parser.feed(self.html())
        parser.close()
        return "".join(parser.pieces)

    def shows(self, seen: str) -> bool:
        """Tell whether readers see something of a finding."""
        if seen not in self.known:
            self.known[seen] = seen in self.visible
        return self.known[seen]

    def problem(self, found: Finding) -> Problem:
        """Build the problem of a finding, with its fix."""
        fix = None
        if found.write is not None:
            spans = ((found.start, found.end, found.write), *found.more)
            words = found.words or (write(found.write) if found.write.strip() else "take it out")
            fix = Fix(tuple(self._replacement(*span) for span in spans), words)
        mark = self.document.mark_at(found.start)
        return self.document.problem(mark, found.message, is_warning=found.is_warning, fix=fix)

    def _replacement(self, start: int, end: int, text: str) -> Replacement:
        first, last = self.document.mark_at(start), self.document.mark_at(end)
        return Replacement((first.line, first.column), (last.line, last.column), text)

    def line_at(self, position: int) -> tuple[int, int]:
        """Return where the line of a position starts and ends."""
        end = self.source.find("\n", position)
        return self.source.rfind("\n", 0, position) + 1, len(self.source) if end < 0 else end

    def is_alone(self, start: int, end: int) -> bool:
        """Tell whether nothing else stands in the lines of a span."""
        first, last = self.line_at(start)[0], self.line_at(end)[1]
        return not self.source[first:start].strip() and not self.source[end:last].strip()


def boxed(body: Body, opening: tuple[int, int], closing: tuple[int, int], kind: str, title: str) -> Finding:
    """Turn what stands between two lines into a box."""
    head = f'!!! {kind} "{title}"' if title else f"!!! {kind}"
    place, more = body.line_at(opening[1])[1] + 1, []
    while place < closing[0] and (end := body.line_at(place)[1]) < closing[0]:
        if body.source[place:end].strip():
            more.append((place, place, "    "))
        place = end + 1
    words = f"write {head}, and indent the text below it by four spaces"
    return Finding(*opening, "", head, words=words, more=(*more, (*closing, "")))


def blank(match: re.Match[str]) -> str:
    """Put spaces in place of what was found."""
    return NOT_A_LINE_END.sub(" ", match[0])


def _blank_math(match: re.Match[str]) -> str:
    inner = match["inner"]
    is_prose = inner is not None and (not MATH_SIGN.search(inner) or NOT_MATH.search(inner))
    return match[0] if is_prose else blank(match)


def without_indented(body: str) -> str:
    """Put spaces in place of indented code, which follows an empty line and no item of a list."""
    if "\n    " not in body and "\t" not in body and not body.startswith("    "):
        return body

    pieces, place = [], 0
    for match in _indented(body):
        end = match.start()
        while body[end - 1 : end] == "\n":
            end -= 1
        if not ITEM.match(body, body.rfind("\n", 0, end) + 1, end):
            pieces += [body[place : match.start()], blank(match)]
            place = match.end()
    return "".join([*pieces, body[place:]])


def _indented(body: str) -> Iterator[re.Match[str]]:
    """Yield what is indented where the body begins, and behind each empty line."""
    start = 0
    while start <= len(body):
        match = INDENTED.match(body, start)
        if match:
            yield match
        earliest = match.end() if match else start + 1
        after = body.find("\n\n", max(earliest - 2, 0))
        if after < 0:
            return
        start = after + 2


def without_html_code(body: str, *, is_comment_kept: bool = False) -> str:
    """Put spaces in place of code in elements of HTML, and of comments unless they are kept."""
    if "<" not in body:
        return body
    pieces, place = [], 0
    for start, end in _html_code(body, is_comment_kept=is_comment_kept):
        pieces += [body[place:start], NOT_A_LINE_END.sub(" ", body[start:end])]
        place = end
    return "".join([*pieces, body[place:]])


def _html_code(body: str, *, is_comment_kept: bool) -> Iterator[tuple[int, int]]:
    """Yield where elements of code, and comments, start and end; what is never closed counts for nothing."""
    tag, start, depth = "", 0, 0
    for match in IN_HTML.finditer(body):
        found = (match["tag"] or "").lower()
        if not tag and (found or match["comment"]) and not match["closing"]:
            tag, start, depth = found or "!", match.start(), 0
        elif tag == "!" and match[0] == "-->":
            tag = ""
            if not is_comment_kept:
                yield start, match.end()
        elif tag and found == tag:
            depth += -1 if match["closing"] else 1
            if depth < 0:
                tag = ""
                yield start, match.end()


def spans(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between two signs on one line or a few, with them, in time that grows as the text does."""
    place, end = 0, -1
    while (start := text.find(opening, place)) >= 0:
        if end < start + len(opening):
            end = text.find(closing, start + len(opening))
        if end < 0:
            return
        place = start + len(opening)
        if "\n\n" not in text[start : min(end, start + LONGEST)] and end - start < LONGEST:
            place = end + len(closing)
            yield start, place


LONGEST, LARGEST = 2_000, 20_000
"""Characters that a tag of a template may have, and what may stand between two of them to be rewritten."""


def is_escaped(body: str, position: int) -> bool:
    """Tell whether a backslash stands before a position."""
    return body[position - 1 : position] == ESCAPE


def shown(text: str) -> str:
    """Quote the first line of what was found."""
    first = text.strip().partition("\n")[0].strip()
    return quoted(first if first == text.strip() else f"{first} …")


class _Seen(HTMLParser):
    """Collects the text outside code, and the attributes that lead somewhere or are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CODE_ELEMENTS.split("|"):
            self.depth += 1
        self.pieces += [f" {value} " for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in CODE_ELEMENTS.split("|") and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.pieces.append(data)
