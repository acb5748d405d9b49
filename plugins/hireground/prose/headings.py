"""Check the headings of a text: the title is the first, and none skips a level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hireground.prose.body import Body, Finding, shown

SIGNED = re.compile(r"\n(?P<indent>[ ]{0,3})(?P<signs>#{1,6})(?=[ \t\n]|\Z)(?P<text>[^\n]*)")
UNDERLINED = re.compile(
    r"\n(?P<line>[ ]{0,3}[^\s#>|+*=\d-][^\n|]*)(?=\n(?P<underline>[ ]{0,3}(?:=+|-+)[ \t]*)(?:\n|\Z))"
)
UNDERLINE = re.compile(r"\n[ ]{0,3}(?:=+|-+)[ \t]*(?:\n|\Z)")
TAGGED = re.compile(r"<(?P<tag>h[1-6])(?=[\s>])", re.IGNORECASE)
WORD = re.compile(r"\w+")
FIRST = 2
"""The level below the title."""
LOWEST = 6
LONGEST = 80


@dataclass(frozen=True)
class Heading:
    """One heading of a body, its level and the level it should have."""

    start: int
    end: int
    text: str
    level: int
    right: int
    edits: tuple[tuple[int, int, str], ...]


def heading_findings(body: Body) -> Iterator[Finding]:
    """Yield the headings as large as the title, and those that skip a level; the fix moves those below along."""
    headings = _with_levels(body)
    causes = [number for number, one in enumerate(headings) if _is_cause(headings, number)]
    for number, stop in pairwise([*causes, len(headings)]):
        cause = headings[number]
        along = [edit for one in headings[number:stop] if one.right != one.level for edit in one.edits]
        yield _finding(cause, along)


def _is_cause(headings: list[Heading], number: int) -> bool:
    """Tell a heading that is wrong by itself, and not only because one above it is."""
    one = headings[number]
    above = headings[number - 1].level if number else FIRST - 1
    return one.level < FIRST or (one.level > max(above, FIRST - 1) + 1 and one.level != one.right)


def _finding(cause: Heading, along: list[tuple[int, int, str]]) -> Finding:
    if cause.level >= FIRST:
        message = f"{shown(cause.text)} skips a level, and who listens to the page misses it"
    elif cause.level == cause.right:
        message = f"{shown(cause.text)} repeats the title, which is printed above the text"
        return Finding(cause.start, cause.end, message, "", is_warning=True, words="take the line out")
    else:
        message = f"{shown(cause.text)} is a heading as large as the title"
    if not along or cause.right == cause.level or not cause.edits:
        return Finding(cause.start, cause.end, f"{message}; write it one level lower", is_warning=True)
    (start, end, text), *more = along
    words = f'write "{"#" * cause.right} {cause.text}"'
    return Finding(start, end, message, text, is_warning=True, words=words, more=tuple(more))


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def _with_levels(body: Body) -> list[Heading]:
    """Read the headings, and give each the level below the nearest larger one above it."""
    found, open_levels = [], list[int]()
    title = _plain(str(body.document.fields.get("title") or ""))
    for start, end, text, level, is_signed in sorted(_read(body)):
        if level < FIRST and is_signed and _plain(text) == title:
            found.append(Heading(start, end, text, level, level, ()))
            continue
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        right = min(len(open_levels) + FIRST - 1, LOWEST)
        found.append(Heading(start, end, text, level, right, _edit(body, start, end, level, right)))
    return found


def _read(body: Body) -> Iterator[tuple[int, int, str, int, bool]]:
    """Yield where each heading starts and ends, its text and its level, and whether it is written with `#`."""
    lines = f"\n{body.words}"
    for match in SIGNED.finditer(lines) if "#" in lines else ():
        start, end = match.start("signs") - 1, match.end() - 1
        text = body.source[start:end].strip("# \t")
        yield start, end, text, len(match["signs"]), True
    for match in UNDERLINED.finditer(lines) if UNDERLINE.search(lines) else ():
        text = body.source[match.start("line") - 1 : match.end("line") - 1].strip()
        if not lines[lines.rfind("\n", 0, match.start()) + 1 : match.start()].strip():
            yield match.start("line") - 1, match.end("underline") - 1, text, 1 + ("-" in match["underline"]), False
    for match in TAGGED.finditer(lines) if "<h" in lines or "<H" in lines else ():
        start = match.start() - 1
        text = body.source[start : start + LONGEST].partition("\n")[0]
        yield start, match.end() - 1, text, int(match["tag"][1]), False


def _edit(body: Body, start: int, end: int, level: int, right: int) -> tuple[tuple[int, int, str], ...]:
    """Write a heading of another level; nothing for an element of HTML."""
    text = body.source[start:end]
    if text.startswith("#"):
        return ((start, start + level, "#" * right),)
    return () if text.startswith("<") else ((start, end, f"{'#' * right} {text.partition(chr(10))[0].strip()}"),)
