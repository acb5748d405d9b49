"""Explain YAML errors in an author's words, with the place to look at and the line as it should be."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hireground.text.problems import printable, quoted, write

if TYPE_CHECKING:
    import yaml

HEAD = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[^\s'\"\[\]{}#][^:]*?:(?=[ \t]|$)[ \t]*)?")
"""What stands before a value: `  - title: `."""
CLOSING = {"[": "]", "{": "}"}
HIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff"\\]')
"""What double quotes hold only with a backslash before it, or in hexadecimal digits."""


def split(line: str) -> tuple[str, str]:
    """Split a line before its value."""
    match = HEAD.match(line)
    end = match.end() if match else 0
    return line[:end], line[end:].rstrip()


def in_quotes(value: str) -> str:
    """Put a value in the quotes that need no change in it, if there are any."""
    if '"' in value and "'" not in value and not HIDDEN.search(value.replace('"', "").replace("\\", "")):
        return f"'{value}'"
    return f'"{HIDDEN.sub(_escaped, value)}"'


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}" if match[0] in '"\\' else f"\\u{ord(match[0]):04x}"


def requoted(line: str, column: int) -> str:
    """Put what stands from `column` on in quotes: to the end of the line, or to that of an item in [ ] or { }."""
    head, value = line[:column], line[column:].rstrip()
    opened = [sign for sign in CLOSING if head.count(sign) > head.count(CLOSING[sign])]
    end = min((value.find(sign) for sign in ",]}" if sign in value), default=len(value)) if opened else len(value)
    return head.lstrip() + in_quotes(value[:end].rstrip()) + value[end:]


@dataclass(frozen=True)
class SyntaxProblem:
    """What is wrong at a line and column, from 0; `fixed` is the line as it should be, where that can be said.

    `hint` says in words what to do where it cannot.
    """

    line: int
    column: int
    message: str
    fixed: str = ""
    hint: str = ""


def needs_quotes(lines: list[str], line: int, why: str, column: int | None = None) -> SyntaxProblem:
    """Say that a line's value, or what stands from `column` on, belongs in quotes."""
    start = len(split(lines[line])[0]) if column is None else column
    return SyntaxProblem(line, start, why, requoted(lines[line], start))


def quote(lines: list[str], line: int, column: int, *, is_open: bool) -> SyntaxProblem:
    """Explain a quote that is never closed, or has a backslash in it."""
    head, value = lines[line][:column], lines[line][column:].rstrip()
    if is_open:
        fixed = head.lstrip() + in_quotes(value[1:])
        return SyntaxProblem(line, column, "the quote that opens here is never closed", fixed)
    inner = value.strip('"').replace("'", "''")
    fixed = f"{head.lstrip()}'{inner}'"
    return SyntaxProblem(line, column, "a backslash means something in double quotes", fixed)


def brackets(lines: list[str], opened: tuple[int, int], found: tuple[int, int]) -> SyntaxProblem:
    """Explain what is wrong in [ ] or { }."""
    line, column = found
    rest = lines[line][column:].rstrip()
    if rest[:1] == ",":
        fixed = f"{lines[line][:column].rstrip()}{lines[line][column + 1 :]}"
        return SyntaxProblem(line, column, "one comma too many", fixed, "take it out")
    before = lines[opened[0]][: opened[1] + 1] if opened != found else lines[line][:column]
    start = max(before.rfind("["), before.rfind("{"))
    sign = before[start : start + 1]
    if rest[:1] == ":" and line == opened[0]:
        value = re.search(r"[^:,\[{]*$", lines[line][:column])
        at = value.start() + len(value[0]) - len(value[0].lstrip()) if value else column
        return needs_quotes(lines, line, "the value has a colon and a space in it, so it needs quotes", at)
    if rest and line == opened[0] and sign:
        item = re.split(r"[,\]}]", rest, maxsplit=1)[0].strip("\"'")
        fixed = f"{lines[line][:column].rstrip()}, {lines[line][column:]}"
        return SyntaxProblem(line, column, f"a comma is missing in {sign} {CLOSING[sign]} before {quoted(item)}", fixed)
    fixed = lines[opened[0]].strip() + CLOSING.get(sign, "]")
    return SyntaxProblem(opened[0], max(start, 0), f"{sign or '['} is opened and never closed", fixed)


def after_quote(lines: list[str], line: int) -> SyntaxProblem:
    """Explain text after a quote: in this line, or because a quote further up ends with the first of this line."""
    head, value = split(lines[line])
    if value[0] not in value[1:-1]:
        for above in range(line - 1, -1, -1):
            start, text = split(lines[above])
            if text[:1] == value[0] and value[0] not in text[1:]:
                return quote(lines, above, len(start), is_open=True)
    if value[0] == "'" == value[-1]:
        fixed = head.lstrip() + in_quotes(value.strip("'"))
        return SyntaxProblem(line, len(head), "an apostrophe ends the text in single quotes", fixed)
    return needs_quotes(lines, line, "text stands after the closing quote, so all of it needs other quotes")


def sign_for_text(lines: list[str], line: int, column: int) -> SyntaxProblem:
    """Explain a character that means something to YAML, where text was meant."""
    if lines[line].startswith("%"):
        return SyntaxProblem(line, 0, "a key starts with a letter", lines[line].lstrip("%"))
    value = lines[line][column:]
    if value.strip() and not (column == 0 and value[0] == ":"):
        return needs_quotes(lines, line, f"a value that starts with {printable(value[0])} needs quotes", column)
    return SyntaxProblem(line, 0, "this line is not understood", hint='write "key: value", as in the lines above')


def sign_problem(event: "yaml.Event", lines: list[str]) -> SyntaxProblem | None:
    """Find an anchor, an alias or a tag."""
    start = event.start_mark
    if not start or not (getattr(event, "anchor", None) or getattr(event, "tag", None)):
        return None
    line = lines[start.line]
    word = re.split(r"[\s,\]}]", line[start.column :], maxsplit=1)[0]
    if word.startswith("!!"):
        fixed = line.replace(f"{word} ", "").strip()
        return SyntaxProblem(
            start.line, start.column, f"{quoted(word)} gives a type, and every value here is text", fixed
        )
    if word.startswith("&"):
        how = f"put the text in quotes if {quoted(word)} belongs to it, or take it out"
        return SyntaxProblem(start.line, start.column, f"{quoted(word)} is a sign and no text", hint=how)
    return SyntaxProblem(
        start.line, start.column, f"{quoted(word)} is a sign and no text", requoted(line, start.column)
    )


def text_problem(event: "yaml.ScalarEvent", lines: list[str]) -> SyntaxProblem | None:
    """Find a comment or an item of a list in a text without quotes."""
    return None if event.style else _comment(event, lines) or _item(event, lines)


def _comment(event: "yaml.ScalarEvent", lines: list[str]) -> SyntaxProblem | None:
    """Find the comment in `title: Knot #1`, which would lose its end; a comment has a space after its sign."""
    end = event.end_mark
    comment = re.match(r"[ \t]+(#\w.*)", lines[end.line][end.column :]) if end and end.line < len(lines) else None
    if not (end and comment):
        return None
    head, value = split(lines[end.line])
    message = f"{quoted(comment[1])} would be left out as a comment"
    return SyntaxProblem(end.line, end.column + comment.start(1), message, head.lstrip() + in_quotes(value))


def _item(event: "yaml.ScalarEvent", lines: list[str]) -> SyntaxProblem | None:
    """Find an item of a list that became the second line of a text."""
    start, end = event.start_mark, event.end_mark
    for number in range(start.line + 1, end.line + 1) if start and end else ():
        text = lines[number] if number < len(lines) else ""
        if start and re.match(r"\s*-[ \t]", text):
            head, value = split(lines[start.line])
            alone = f'write "{head.strip()}" alone, and below it "- {printable(value)}"'
            how = "start it in the same column as the one above" if head.strip() in {"-", ""} else alone
            return SyntaxProblem(
                number, len(text) - len(text.lstrip()), "an item of a list cannot follow on a text", hint=how
            )
    return None


NO_SPACE = re.compile(r"([\w -]*\w)(?::| ?= ?)(?=\S)(.*)")


def explain(error: "yaml.MarkedYAMLError", lines: list[str]) -> SyntaxProblem:
    """Say what is wrong with `lines`, and where."""
    found = _place(error.problem_mark or error.context_mark, lines)
    opened = _place(error.context_mark, lines) if error.context_mark else found
    line, column = found
    words = f"{error.context or ''} {error.problem or ''}"
    if tab := re.match(r"[ -]*\t", lines[line]):
        fixed = lines[line].expandtabs(2).rstrip()
        return SyntaxProblem(line, tab.end() - 1, "a tab stands here, where only spaces may", fixed)
    if "mapping values are not allowed" in words:
        return _colon(lines, line, column)
    if "while parsing a block" in words or "document start" in words:
        return _misfit(lines, line)
    if "flow" in words:
        return brackets(lines, opened, found)
    return _scanned(lines, opened, words)


def _place(mark: "yaml.error.Mark | None", lines: list[str]) -> tuple[int, int]:
    """Take the end of a text that lacks something as the end of its last line."""
    if mark is None or mark.line >= len(lines):
        return len(lines) - 1, len(lines[-1])
    return mark.line, mark.column


def _scanned(lines: list[str], opened: tuple[int, int], words: str) -> SyntaxProblem:
    """Explain what stopped at a word: a key without a colon, a quote, or a sign."""
    if "while scanning a simple key" in words:
        return _no_colon(lines, opened[0])
    if "quoted scalar" in words:
        return quote(lines, *opened, is_open="end of stream" in words)
    return sign_for_text(lines, *opened)


def _colon(lines: list[str], line: int, column: int) -> SyntaxProblem:
    """Explain a colon where none may stand: in a value, below a line without one, or in an indented line."""
    if column + 1 > len(split(lines[line])[0].rstrip()):
        return needs_quotes(lines, line, "the value has a colon and a space in it, so it needs quotes")
    above = _line_above(lines, line)
    if above is None or _indent(lines[above]) != _indent(lines[line]):
        return _indentation(lines, line, above)
    return _no_colon(lines, above)


def _no_colon(lines: list[str], line: int) -> SyntaxProblem:
    text, indent = lines[line].strip(), _indent(lines[line])
    if not text[:1].isalnum():
        return SyntaxProblem(
            line, indent, "no key stands here", hint='write a word, a colon and the value: "key: value"'
        )
    match = NO_SPACE.fullmatch(text)
    if match and not match[2].startswith("//"):
        return SyntaxProblem(line, indent, "after a key come a colon and a space", f"{match[1]}: {match[2]}")
    if not any(text.strip() for text in lines[:line]) or all(above.strip() for above in lines[:line]):
        key, _, value = text.partition(" ")
        how = f"if {quoted(key)} is a key, {write(f'{key}: {value}')}; if not, this belongs below the front matter"
        return SyntaxProblem(line, indent, "no colon in this line", hint=how)
    return SyntaxProblem(
        line, indent, "no colon in this line", hint='if the text begins here, write "---" on the line above'
    )


def _misfit(lines: list[str], line: int) -> SyntaxProblem:
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
        how = 'write one on the line above, such as "topics:"'
        return SyntaxProblem(line, _indent(lines[line]), "a list has a key", hint=how)
    if head.strip():
        how = "give the list a key of its own"
        return SyntaxProblem(line, _indent(lines[line]), "a key stands beside the items of a list", hint=how)
    return _no_colon(lines, line)


def _indentation(lines: list[str], line: int, above: int | None) -> SyntaxProblem:
    here, there = _indent(lines[line]), _indent(lines[above]) if above is not None else 0
    counts = f"indented by {_spaces(here)}, and the line above by {_spaces(there)}"
    return SyntaxProblem(line, here, counts, hint="indent both alike, or put text that goes on here in quotes")


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}" if number else "none"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _line_above(lines: list[str], line: int) -> int | None:
    """Find the last line above that says something."""
    return next(
        (n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None
    )
