"""Print problems with their lines, for a terminal or as annotations of a pull request."""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from secrets import token_hex

from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import MAX_BYTES, read_bytes

WIDEST = 100
BEFORE = 60
"""So much of a long line is shown to the left of the place."""
INDENT = "    "


MANY_FILES = 6
FIRST_FILES = 3


def report(problems: Iterable[Problem], root: Path) -> str:
    """Write every problem on a line, and below it the line of the file with a mark at the place.

    What is wrong alike in many files is shown in the first few; the others are counted.
    """
    problems = tuple(problems)
    lines_of = cache(lambda path: _lines(root, path))
    files: defaultdict[str, dict[Path, None]] = defaultdict(dict)
    for problem in problems:
        files[problem.kind or problem.message][problem.path] = None
    told = {kind: [*paths][: FIRST_FILES if len(paths) >= MANY_FILES else None] for kind, paths in files.items()}
    shown = [problem for problem in problems if problem.path in told[problem.kind or problem.message]]
    more = {kind: len(paths) - len(told[kind]) for kind, paths in files.items()}
    return "".join(
        [
            *(f"{problem}\n{excerpt(problem, lines_of(problem.path))}" for problem in shown),
            *(f"… and {_count(number, 'more file')} like this: {kind}\n" for kind, number in more.items() if number),
        ]
    )


def _lines(root: Path, path: Path) -> tuple[str, ...]:
    """Return a file's lines; none if it is not text, or nothing that anybody should be shown."""
    try:
        text = read_bytes(root, path, MAX_BYTES).decode("utf-8-sig")
    except (InvalidContentError, UnicodeDecodeError):
        return ()
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def excerpt(problem: Problem, lines: Sequence[str]) -> str:
    """Show the line of a problem and a mark below its column; empty if there is nothing to see."""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if line[:WIDEST].strip() in {"", "---"} and line.strip() in {"", "---"}:
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
    they = "it is" if len(wrong) == 1 else "they are"
    verdict = f"; nothing can be published until {they} mended" if wrong else "; all of it can be published"
    return f"{' and '.join(counts)} in {_count(files, 'file')}{verdict}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def annotations(problems: Iterable[Problem], folder: Path) -> str:
    """Write a workflow command for each problem; `folder` is the site's, from the repository's root."""
    return "".join(f"::{_place(problem, folder)}::{_escaped(problem.said)}\n" for problem in problems)


def silenced(report: str) -> str:
    """Keep lines of an author's file, which a report shows, from being taken for commands."""
    word = token_hex(16)
    return f"::stop-commands::{word}\n{report}::{word}::\n"


def wanted() -> bool:
    """Tell whether the output is read by GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _place(problem: Problem, folder: Path) -> str:
    level = "warning" if problem.is_warning else "error"
    file = _escaped((folder / problem.path).as_posix()).replace(":", "%3A").replace(",", "%2C")
    return f"{level} file={file},line={problem.line},col={problem.column}"


def _escaped(text: str) -> str:
    """Write text so that it ends neither the command nor its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
