"""Turn problems and their fixes into what editors show, and places counted as LSP does."""

import re
from collections.abc import Iterable

from lsprotocol import types

from hireground.lsp.spots import is_in_matter
from hireground.text.problems import Position, Problem, Replacement

SOURCE = "hireground"
WORD = re.compile(r"https?://[^\s()<>\"']+|[^\s,;:\[\]{}()\"']+")

REPEATED = re.compile(r"""(?=["“](.+?)["”](?:[\s,;:]|$))""")
KEY = re.compile(r"\s*(?:- +)?(?:[a-z_]+: +)?")
PART = re.compile(r"(?:#[^\s()<>\"']+)?")
"""What follows a file's name in a link."""
VALUE = re.compile(r"[^\s\[{].*?(?=\s*$|\s+#)")


def place_in(lines: list[str], place: Position) -> types.Position:
    """Count a line and a column from 0, the column in units of UTF-16, as editors do unless they say otherwise."""
    line, column = place
    if line > len(lines):
        return types.Position(len(lines), 0)
    return types.Position(line - 1, len(lines[line - 1][: column - 1].encode("utf-16-le")) // 2)


def column_of(line: str, units: int) -> int:
    """Count a column in characters that an editor counts in units of UTF-16."""
    return len(line.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))


def diagnostic(problem: Problem, text: str) -> types.Diagnostic:
    """Say a problem where it is: from its place to the end of what its fix changes there, or of the word."""
    lines = text.split("\n")
    start = (problem.line, problem.column)
    return types.Diagnostic(
        range=types.Range(place_in(lines, start), place_in(lines, end_of(problem, lines))),
        message=problem.said,
        severity=types.DiagnosticSeverity.Warning if problem.is_warning else types.DiagnosticSeverity.Error,
        source=SOURCE,
    )


def end_of(problem: Problem, lines: list[str]) -> Position:
    """Return where what is wrong ends: what a fix changes, what the message repeats, a key's value, or a word."""
    start = (problem.line, problem.column)
    for one in problem.fix.replacements if problem.fix else ():
        if one.start == start and one.end > start and one.end[0] == start[0]:
            return one.end
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    at = problem.column - 1
    said = [words for words in REPEATED.findall(problem.message) if words and line.startswith(words, at)]
    if said:
        end = at + len(max(said, key=len))
        return (problem.line, end + len(PART.findall(line, end)[0]) + 1)
    is_value = KEY.fullmatch(line, 0, at) and is_in_matter(lines, problem.line - 1)
    found = (VALUE if is_value else WORD).match(line, at)
    return (problem.line, found.end() + 1 if found else min(at + 2, len(line) + 1))


def actions(problems: Iterable[Problem], uri: str, text: str, wanted: types.Range) -> list[types.CodeAction]:
    """Return a click for each fix of what is wrong in a range of lines."""
    first, last = wanted.start.line + 1, wanted.end.line + 1
    return [
        types.CodeAction(
            title=title_of(problem), kind=types.CodeActionKind.QuickFix, is_preferred=True,
            diagnostics=[diagnostic(problem, text)],
            edit=types.WorkspaceEdit(changes={uri: [edit(one, text) for one in problem.fix.replacements]}),
        )
        for problem in problems
        if problem.fix and first <= problem.line <= last
    ]  # fmt: skip


def title_of(problem: Problem) -> str:
    """Say what a click writes."""
    words = problem.fix.words if problem.fix else ""
    words = words or problem.said.rpartition("; ")[2]
    return f"{words[:1].upper()}{words[1:]}"


def edit(one: Replacement, text: str) -> types.TextEdit:
    """Return a replacement as an edit; what is written below the last line begins a new one."""
    lines = text.split("\n")
    is_below = one.start[0] > len(lines) and bool(text) and not text.endswith("\n")
    return types.TextEdit(
        range=types.Range(place_in(lines, one.start), place_in(lines, one.end)),
        new_text=f"{chr(10) if is_below else ''}{one.text}",
    )
