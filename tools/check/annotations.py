"""Problems to the lines that GitHub shows beside the lines of a pull request."""

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from plugins.reader.problems import Problem


def annotations(problems: Iterable[Problem], folder: Path) -> str:
    """Write a workflow command for each problem; `folder` is the site's, from the repository's root."""
    return "".join(f"::{_place(problem, folder)}::{_escaped(problem.message)}\n" for problem in problems)


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
