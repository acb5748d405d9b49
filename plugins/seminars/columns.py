"""Text to lines no wider than a mail's, by the columns that a terminal gives each character."""

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72
GAP = re.compile(r"(?:[^\S\u00a0\u202f]|[\x00-\x1f\x7f-\x9f])+")
JOINERS = str.maketrans("\u00a0\u202f", "  ")
"""Spaces that no line breaks at, such as the one in `9:00 AM`; a mail's reader gets plain ones."""
FLAT = frozenset({"Mn", "Me", "Cf"})
"""Marks on the character before, and signs that nobody sees."""


def columns(text: str) -> int:
    """Count the columns of a line: none for an accent of its own, two for a Chinese character or an emoji."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in FLAT for char in text)


def wrapped(text: str, first: str = "", indent: str = "") -> list[str]:
    """Break a text into lines between its words; the indents differ, and an address is never broken."""
    lines = [first]
    for word in filter(None, GAP.split(text)):
        for piece in _pieces(word, WIDTH - columns(indent)):
            joined = f"{lines[-1]} {piece}" if lines[-1].strip() else f"{lines[-1]}{piece}"
            if columns(joined) > WIDTH and lines[-1].strip():
                lines.append(f"{indent}{piece}")
            else:
                lines[-1] = joined
    return [line.translate(JOINERS) for line in lines]


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield a word in as many pieces as it needs lines, an address in one."""
    if columns(word) <= width or "://" in word:
        yield word
        return
    piece = ""
    for char in word:
        if columns(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece
