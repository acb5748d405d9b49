"""Every problem of every file, before anything is built."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.reader.problems import InvalidContentError, Problem
from plugins.site.clock import build_moment
from plugins.site.load import load_site
from plugins.site.settings import read_settings


def check(settings_file: Path, now: dt.datetime) -> tuple[Problem, ...]:
    """Return every problem of the site's content, warnings too."""
    try:
        return load_site(read_settings(settings_file), now).warnings
    except InvalidContentError as error:
        return error.problems


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


def main(arguments: Sequence[str]) -> int:
    """Print the problems of a site, one a line; return 1 if one of them is more than a warning."""
    settings = Path(arguments[0] if arguments else "publishconf.py")
    problems = check(settings, build_moment())
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{summary(problems)}\n")
    return int(any(not problem.is_warning for problem in problems))
