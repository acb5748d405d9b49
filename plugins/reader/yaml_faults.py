"""What PyYAML complains of, to an author's words: the place to look at, and the line as it should be."""

import re

import yaml

from plugins.reader.quote import write
from plugins.reader.yaml_quotes import split
from plugins.reader.yaml_signs import Fault, after_quote, brackets, needs_quotes, quote, sign_for_text

NO_SPACE = re.compile(r"([\w -]*\w)(?::| ?= ?)(?=\S)(.*)")


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
        return brackets(lines, opened, found)
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
        return quote(lines, *opened, is_open="end of stream" in words)
    return sign_for_text(lines, *opened)


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


def _misfit(lines: list[str], line: int) -> Fault:
    """Explain a line that fits neither the value above it nor the keys."""
    head, value = split(lines[line])
    if value[:1] in {"[", "{", "]", "}", ","}:
        return needs_quotes(lines, line, f"a value that starts with {value[0]} needs quotes")
    if value[:1] in {"'", '"'}:
        return after_quote(lines, line)
    above = _line_above(lines, line)
    if above is not None and _indent(lines[above]) != _indent(lines[line]):
        return _indentation(lines, line, above)
    if lines[line].lstrip().startswith("-"):
        return line, _indent(lines[line]), 'a list has a key; write one on the line above, such as "topics:"'
    if head.strip():
        return line, _indent(lines[line]), "a key stands beside the items of a list; give the list a key of its own"
    return _no_colon(lines, line)


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
