"""Quotes, brackets and signs that mean something to YAML where text was meant, to the line as it should be."""

import re

from plugins.reader.quote import plain, quoted, write
from plugins.reader.yaml_quotes import CLOSING, in_quotes, requoted, split

Fault = tuple[int, int, str]
"""Line and column, from 0, and the message."""


def needs_quotes(lines: list[str], line: int, why: str, column: int | None = None) -> Fault:
    """Say that a line's value, or what stands from `column` on, belongs in quotes."""
    start = len(split(lines[line])[0]) if column is None else column
    return line, start, f"{why}; {write(requoted(lines[line], start))}"


def quote(lines: list[str], line: int, column: int, *, is_open: bool) -> Fault:
    """Explain a quote that is never closed, or has a backslash in it."""
    head, value = lines[line][:column], lines[line][column:].rstrip()
    if is_open:
        fixed = head.lstrip() + in_quotes(value[1:])
        return line, column, f"the quote that opens here is never closed; {write(fixed)}"
    inner = value.strip('"').replace("'", "''")
    fixed = f"{head.lstrip()}'{inner}'"
    return line, column, f"a backslash means something in double quotes; {write(fixed)}"


def brackets(lines: list[str], opened: tuple[int, int], found: tuple[int, int]) -> Fault:
    """Explain what is wrong in [ ] or { }."""
    line, column = found
    rest = lines[line][column:].rstrip()
    if rest[:1] == ",":
        return line, column, "one comma too many; take it out"
    before = lines[opened[0]][: opened[1] + 1] if opened != found else lines[line][:column]
    start = max(before.rfind("["), before.rfind("{"))
    sign = before[start : start + 1]
    if rest[:1] == ":" and line == opened[0]:
        value = re.search(r"[^:,\[{]*$", lines[line][:column])
        at = value.start() + len(value[0]) - len(value[0].lstrip()) if value else column
        return needs_quotes(lines, line, "the value has a colon and a space in it, so it needs quotes", at)
    if rest and line == opened[0] and sign:
        item = re.split(r"[,\]}]", rest, maxsplit=1)[0].strip("\"'")
        return line, column, f"a comma is missing in {sign} {CLOSING[sign]} before {quoted(item)}"
    fixed = lines[opened[0]].strip() + CLOSING.get(sign, "]")
    return opened[0], max(start, 0), f"{sign or '['} is opened and never closed; {write(fixed)}"


def after_quote(lines: list[str], line: int) -> Fault:
    """Explain text after a quote: in this line, or because a quote further up ends with the first of this line."""
    head, value = split(lines[line])
    if value[0] not in value[1:-1]:
        for above in range(line - 1, -1, -1):
            start, text = split(lines[above])
            if text[:1] == value[0] and value[0] not in text[1:]:
                return quote(lines, above, len(start), is_open=True)
    if value[0] == "'" == value[-1]:
        fixed = head.lstrip() + in_quotes(value.strip("'"))
        return line, len(head), f"an apostrophe ends the text in single quotes; {write(fixed)}"
    return needs_quotes(lines, line, "text stands after the closing quote, so all of it needs other quotes")


def sign_for_text(lines: list[str], line: int, column: int) -> Fault:
    """Explain a sign that means something to YAML, where text was meant."""
    if lines[line].startswith("%"):
        return line, 0, f"a key starts with a letter; {write(lines[line].lstrip('%'))}"
    value = lines[line][column:]
    if value.strip() and not (column == 0 and value[0] == ":"):
        return needs_quotes(lines, line, f"a value that starts with {plain(value[0])} needs quotes", column)
    return line, 0, 'this line is not understood; write "key: value", as in the lines above'
