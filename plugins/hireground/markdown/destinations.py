"""Read what stands between the brackets and behind them: labels, addresses and titles of links (CommonMark)."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote

from markdown.util import AMP_SUBSTITUTE

DEEPEST = 32
"""How many brackets an address may have open, as in the reference implementation."""
PUNCTUATION = r"!-/:-@\[-`{-~"
REFERENCE = r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{0,31});"
ESCAPED = re.compile(rf"\\([{PUNCTUATION}])|{REFERENCE}")
LIKE_REFERENCE = re.compile(r"&(?=(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){0,999}+)\]", re.DOTALL)
POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*+)>")
PLAIN = re.compile(r"(?:[^\x00-\x20\x7f()\\]|\\[()\\]?)*+")
TITLE = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|\(((?:[^()\\]|\\.)*+)\)', re.DOTALL)
GAP = re.compile(r"[ \t]*\n?[ \t]*")
LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
UNSAFE_ADDRESS = re.compile(r"""[^!-~\x02\x03]|["<>\\`\[\]^]""")
UNSAFE_NAME = re.compile(r"""[\x00\x01\x04-\x20\x7f"<>\\`]""")
WHOLE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|/|#|\?")


@dataclass(frozen=True)
class Target:
    """Where a link leads and its title; `label` is the name of a definition, `end` the place behind it."""

    address: str
    title: str | None
    end: int
    label: str = ""


def literal(text: str) -> str:
    """Return text that the serializer prints as it is, also where it looks like a character reference."""
    return LIKE_REFERENCE.sub(f"{AMP_SUBSTITUTE}amp;", text) if "&" in text else text


def plain(text: str) -> str:
    """Take the backslashes before signs away, and put characters in place of their references."""
    if "\\" not in text and "&" not in text:
        return text
    return literal(ESCAPED.sub(lambda match: match[1] or unescape(match[0]), text))


def address(text: str) -> str:
    """Return an address as HTML has it; a relative one is a file's name, and keeps its letters."""
    text = plain(text)
    unsafe = UNSAFE_ADDRESS if WHOLE.match(text) else UNSAFE_NAME
    return unsafe.sub(lambda match: quote(match[0]), text)


def normalized(label: str) -> str:
    """Return the form in which two labels are compared."""
    return " ".join(label.casefold().split())


def definition(text: str, at: int) -> Target | None:
    """Read `[label]: address "title"` at a place; None if it is not one."""
    label = LABEL.match(text, at)
    if not label or not label[1].strip() or text[label.end() : label.end() + 1] != ":":
        return None
    start = _after_gap(text, label.end() + 1)
    found = _destination(text, start)
    if not found or (found[1] == start):
        return None
    written, end = found
    name = normalized(label[1])
    title = _title_after(text, end)
    if title and (line := LINE_END.match(text, title.end())):
        return Target(address(written), plain(title[title.lastindex or 1]), line.end(), name)
    line = LINE_END.match(text, end)
    return Target(address(written), None, line.end(), name) if line else None


def inline_target(text: str, at: int) -> Target | None:
    """Read `(address "title")` at a place; None if it is not one."""
    start = _after_gap(text, at + 1)
    found = _destination(text, start)
    if not found:
        return None
    written, end = found
    title = _title_after(text, end) if end > start else None
    close = _after_gap(text, title.end() if title else end)
    if text[close : close + 1] != ")":
        return None
    return Target(address(written), plain(title[title.lastindex or 1]) if title else None, close + 1)


def _title_after(text: str, end: int) -> re.Match[str] | None:
    start = _after_gap(text, end)
    return TITLE.match(text, start) if start > end else None


def _after_gap(text: str, at: int) -> int:
    gap = GAP.match(text, at)
    return gap.end() if gap else at


def _destination(text: str, at: int) -> tuple[str, int] | None:
    """Return an address as it is written, and the place behind it."""
    if text.startswith("<", at):
        pointed = POINTED.match(text, at)
        return (pointed[1], pointed.end()) if pointed else None
    start, depth = at, 0
    while True:
        letters = PLAIN.match(text, at)
        at = letters.end() if letters else at
        sign = text[at : at + 1]
        if sign == "(" and depth < DEEPEST:
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        else:
            return None if depth else (text[start:at], at)
        at += 1
