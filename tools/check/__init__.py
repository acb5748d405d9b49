"""Every problem of every file, before anything is built."""

import datetime as dt
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from plugins.reader.problems import InvalidContentError, Problem
from plugins.site.clock import build_moment
from plugins.site.load import load_site
from plugins.site.settings import read_settings
from tools.check.annotations import annotations, silenced, wanted
from tools.check.report import report, summary
from tools.published import fix_published, published_problems


def check(settings_file: Path, now: dt.datetime) -> tuple[Problem, ...]:
    """Return every problem of the site's content, warnings too."""
    try:
        return load_site(read_settings(settings_file), now).warnings
    except InvalidContentError as error:
        return error.problems


def everything(settings_file: Path, now: dt.datetime) -> tuple[Problem, ...]:
    """Return the problems of the content, and what would go wrong in calendars that people subscribe to already."""
    found = check(settings_file, now)
    if any(problem.path.suffix == ".py" for problem in found):  # without settings nothing can be compared
        return found
    return tuple(sorted({*found, *published_problems(settings_file, now)}))


def main(arguments: Sequence[str]) -> int:
    """Print the problems of a site; 1 if one is more than a warning, 2 if the fault is ours.

    `--fix` first writes what the calendars would lose; `--debug` shows tracebacks.
    """
    files = [Path(word) for word in arguments if not word.startswith("--")]
    settings = files[0] if files else Path("publishconf.py")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
    try:
        if "--fix" in arguments:
            sys.stdout.writelines(f"{line}\n" for line in fix_published(settings, build_moment()))
        problems = everything(settings, build_moment())
    except Exception as error:  # the last net: whatever is ours to mend
        if "--debug" in arguments:
            raise
        return blame_us(error, settings)
    said = f"{report(problems, settings.parent)}{summary(problems)}\n"
    sys.stdout.write(silenced(said) + annotations(problems, settings.parent) if wanted() else said)
    return int(any(not problem.is_warning for problem in problems))


def blame_us(error: Exception, settings: Path) -> int:
    """Say that a fault is ours, and keep its traceback in a file."""
    from tools.build.__main__ import keep  # noqa: PLC0415 -- it imports Pelican, which checking does without
    from tools.build.words import blamed  # noqa: PLC0415 -- likewise

    sys.stderr.write(f"{blamed(error)}; the whole story is in {keep(error, settings.parent)}\n")
    return 2
