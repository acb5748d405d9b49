"""What PyYAML complains of, to an author's words: the place to look at, and the line as it should be."""

import re

import yaml

from plugins.reader.quote import plain, quoted, write
from plugins.reader.yaml_quotes import CLOSING, in_quotes, requoted, split

NO_SPACE = re.compile(r"([\w -]*\w)(?::| ?= ?)(?=\S)(.*)")

Fault = tuple[int, int, str]
"""Line and column, from 0, and the message."""


def explain(error: yaml.MarkedYAMLError, lines: list[str]) -> Fault:
    """Say what is wrong with `lines`, and where."""
    found = _place(error.problem_mark or error.context_mark, lines)
    opened = _place(error.context_mark, lines) if error.context_mark else found
    line, column = found
    words = f"{error.context or ''} {error.problem or ''}"
    if tab := re.match(r"[ -]*\t", lines[line]):
        fixed = lines[line].expandtabs(2).rstrip()
        return line, tab.end() - 1, f"a tab stands here, where only spaces may; {write(fixed)}"
    if "mapping values are not allowed" in words:
        return _colon(lines, line, column)
    if "while parsing a block" in words or "document start" in words:
        return _misfit(lines, line)
    if "flow" in words:
        return _brackets(lines, opened, found)
    return _scanned(lines, opened, words)


def _place(mark: yaml.error.Mark | None, lines: list[str]) -> tuple[int, int]:
    """Take the end of a text that lacks something as the end of its last line."""
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, mark.column


def _scanned(lines: list[str], opened: tuple[int, int], words: str) -> Fault:
    """Explain what stopped at a word: a key without a colon, a quote, or a sign."""
    if "while scanning a simple key" in words:
        return _no_colon(lines, opened[0])
    if "quoted scalar" in words:
        return _quote(lines, *opened, is_open="end of stream" in words)
    return _sign(lines, *opened)


def needs_quotes(lines: list[str], line: int, why: str, column: int | None = None) -> Fault:
    """Say that a line's value, or what stands from `column` on, belongs in quotes."""
    start = len(split(lines[line])[0]) if column is None else column
    return line, start, f"{why}; {write(requoted(lines[line], start))}"


def _colon(lines: list[str], line: int, column: int) -> Fault:
    """Explain a colon where none may stand: in a value, below a line without one, or in an indented line."""
    if column + 1 > len(split(lines[line])[0].rstrip()):
        return needs_quotes(lines, line, "the value has a colon and a space in it, so it needs quotes")
    above = _line_above(lines, line)
    if above is None or _indent(lines[above]) != _indent(lines[line]):
        return _indentation(lines, line, above)
    return _no_colon(lines, above)


def _no_colon(lines: list[str], line: int) -> Fault:
    text = lines[line].strip()
    if not text[:1].isalnum():
        return line, _indent(lines[line]), 'no key stands here; write a word, a colon and the value: "key: value"'
    match = NO_SPACE.fullmatch(text)
    if match:
        return line, _indent(lines[line]), f"after a key come a colon and a space; {write(f'{match[1]}: {match[2]}')}"
    if not any(text.strip() for text in lines[:line]) or all(above.strip() for above in lines[:line]):
        key, _, value = text.partition(" ")
        return line, _indent(lines[line]), f"no colon in this line; {write(f'{key}: {value}')}"
    return line, _indent(lines[line]), 'no colon in this line; if the text begins here, write "---" on the line above'


def _quote(lines: list[str], line: int, column: int, *, is_open: bool) -> Fault:
    head, value = lines[line][:column], lines[line][column:].rstrip()
    if is_open:
        fixed = head.lstrip() + in_quotes(value[1:])
        return line, column, f"the quote that opens here is never closed; {write(fixed)}"
    inner = value.strip('"').replace("'", "''")
    fixed = f"{head.lstrip()}'{inner}'"
    return line, column, f"a backslash means something in double quotes; {write(fixed)}"


def _brackets(lines: list[str], opened: tuple[int, int], found: tuple[int, int]) -> Fault:
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


def _misfit(lines: list[str], line: int) -> Fault:
    """Explain a line that fits neither the value above it nor the keys."""
    head, value = split(lines[line])
    if value[:1] in {"[", "{", "]", "}", ","}:
        return needs_quotes(lines, line, f"a value that starts with {value[0]} needs quotes")
    if value[:1] in {"'", '"'}:
        return _after_quote(lines, line)
    above = _line_above(lines, line)
    if above is not None and _indent(lines[above]) != _indent(lines[line]):
        return _indentation(lines, line, above)
    if lines[line].lstrip().startswith("-"):
        return line, _indent(lines[line]), 'a list has a key; write one on the line above, such as "topics:"'
    if head.strip():
        return line, _indent(lines[line]), "a key stands beside the items of a list; give the list a key of its own"
    return _no_colon(lines, line)


def _after_quote(lines: list[str], line: int) -> Fault:
    """Explain text after a quote: in this line, or because a quote further up ends with the first of this line."""
    head, value = split(lines[line])
    if value[0] not in value[1:-1]:
        for above in range(line - 1, -1, -1):
            start, text = split(lines[above])
            if text[:1] == value[0] and value[0] not in text[1:]:
                return _quote(lines, above, len(start), is_open=True)
    if value[0] == "'" == value[-1]:
        fixed = head.lstrip() + in_quotes(value.strip("'"))
        return line, len(head), f"an apostrophe ends the text in single quotes; {write(fixed)}"
    return needs_quotes(lines, line, "text stands after the closing quote, so all of it needs other quotes")


def _sign(lines: list[str], line: int, column: int) -> Fault:
    """Explain a sign that means something to YAML, where text was meant."""
    if lines[line].startswith("%"):
        return line, 0, f"a key starts with a letter; {write(lines[line].lstrip('%'))}"
    value = lines[line][column:]
    if value.strip() and not (column == 0 and value[0] == ":"):
        return needs_quotes(lines, line, f"a value that starts with {plain(value[0])} needs quotes", column)
    return line, 0, 'this line is not understood; write "key: value", as in the lines above'


def _indentation(lines: list[str], line: int, above: int | None) -> Fault:
    here, there = _indent(lines[line]), _indent(lines[above]) if above is not None else 0
    counts = f"indented by {_spaces(here)}, and the line above by {_spaces(there)}"
    return line, here, f"{counts}; indent both alike, or put text that goes on here in quotes"


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}" if number else "none"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _line_above(lines: list[str], line: int) -> int | None:
    """Find the last line above that says something."""
    return next(
        (n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None
    )
