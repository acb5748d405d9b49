"""Problems to what the terminal shows: each with the line it is about, then how many there are."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from plugins.reader.problems import Problem

WIDEST = 100
BEFORE = 60
"""So much of a long line is shown to the left of the place."""
INDENT = "    "


def report(problems: Iterable[Problem], root: Path) -> str:
    """Write every problem on a line, and below it the line of the file with a mark at the place."""
    lines_of = cache(lambda path: _lines(root / path))
    return "".join(f"{problem}\n{excerpt(problem, lines_of(problem.path))}" for problem in problems)


def _lines(file: Path) -> tuple[str, ...]:
    """Return a file's lines; none of what is no text."""
    try:
        text = file.read_bytes().decode("utf-8-sig") if file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def excerpt(problem: Problem, lines: Sequence[str]) -> str:
    """Show the line of a problem and a mark below its column; empty if there is nothing to see."""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if line.strip() in {"", "---"}:
        return ""
    start = max(0, problem.column - 1 - BEFORE) if len(line) > WIDEST else 0
    end = start + WIDEST
    shown = "".join(char if char.isprintable() else "·" for char in line[start:end])
    head = "…" if start else ""
    tail = "…" if end < len(line) else ""
    pad = " " * (len(head) + _width(shown[: problem.column - 1 - start]))
    return f"{INDENT}{head}{shown.rstrip()}{tail}\n{INDENT}{pad}^\n"


def _width(text: str) -> int:
    """Count the columns that a terminal needs."""
    wide = sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def summary(problems: Sequence[Problem]) -> str:
    """Count problems in one line."""
    wrong = [problem for problem in problems if not problem.is_warning]
    warnings = len(problems) - len(wrong)
    if not problems:
        return "No problems."
    files = len({problem.path for problem in problems})
    counts = [_count(len(wrong), "problem")] if wrong else []
    counts += [_count(warnings, "warning")] if warnings else []
    verdict = "; nothing can be published until it is mended" if wrong else "; all of it can be published"
    return f"{' and '.join(counts)} in {_count(files, 'file')}{verdict}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
