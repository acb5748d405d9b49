"""`hireground check` and `hireground diff`: show what is wrong with the content, and what subscribers will see."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from hireground.published.check import everything, fix_everything, scope
from hireground.published.describe import lines, markdown
from hireground.published.pair import read_pair
from hireground.published.pipeline import changes
from hireground.seminars.pages.wording import Wording
from hireground.site.settings import read_settings
from hireground.terminal import GREEN, RED, YELLOW, add_settings, existing, styled
from hireground.text.formats import as_json, as_sarif
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.reports import annotations, report, silenced, summary, wanted

NOTHING_PUBLISHED = "Nothing was published yet."
BASE = "the published commit; the branch that readers see, or the last commit, if not said"


def as_text(problems: tuple[Problem, ...], root: Path) -> str:
    """Write a report for people; GitHub's own lines below it where it runs."""
    is_wrong = any(not problem.is_warning for problem in problems)
    color = RED if is_wrong else YELLOW if problems else GREEN
    said = f"{report(problems, root)}{styled(summary(problems), color)}\n"
    return silenced(said) + annotations(problems, root) if wanted() else said


FORMATS: Mapping[str, Callable[[tuple[Problem, ...], Path], str]] = {
    "text": as_text,
    "json": lambda problems, _root: as_json(problems),
    "sarif": as_sarif,
    "github": annotations,
}
"""By name, how problems are said."""


def add_check_arguments(parser: ArgumentParser) -> None:
    """Add what a check can be told."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("--fix", action="store_true", help="first write every fix there is")
    parser.add_argument(
        "--external",
        action="store_true",
        help="ask other sites whether links to them still lead there; with --fix, bring their pictures in",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it; text if not said")


def run_check(options: Namespace) -> int:
    """Print every problem of every file; warnings alone stop nothing."""
    now, settings = build_moment(), chosen(options.settings)
    root = settings.parent
    if options.fix:
        for line in chain(brought_in(settings, now) if options.external else (), fix_everything(settings, now)):
            (sys.stdout if options.format == "text" else sys.stderr).write(f"{line}\n")
    problems = everything(settings, now)
    if options.external and all(problem.is_warning for problem in problems):
        from hireground.published.outside import outside_problems  # noqa: PLC0415 -- the network, which few ask for

        problems = tuple(sorted({*problems, *outside_problems(read_settings(settings), now)}))
    sys.stdout.write(FORMATS[options.format](problems, root))
    if options.format == "text":
        sys.stdout.write(scope(settings))
    return int(any(not problem.is_warning for problem in problems))


def brought_in(settings: Path, now: dt.datetime) -> Iterator[str]:
    """Bring in what texts show of other sites; yield what was written where. Settings that are wrong are said later."""
    from hireground.published.bringing import bring_pictures  # noqa: PLC0415 -- the network, which few ask for

    with suppress(InvalidContentError):
        yield from bring_pictures(read_settings(settings), now)


def add_diff_arguments(parser: ArgumentParser) -> None:
    """Add what a comparison can be told."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("--base", metavar="REF", help=BASE)
    parser.add_argument("--markdown", action="store_true", help="write it for a pull request")


def run_diff(options: Namespace) -> int:
    """Print what subscribers will see; a file that cannot be read is left out, and said."""
    pair = read_pair(chosen(options.settings), build_moment(), options.base)
    if pair is None:
        say([NOTHING_PUBLISHED])
        return 0
    say((markdown if options.markdown else lines)(changes(pair), Wording("en")))
    sys.stderr.writelines(f"{problem}\n" for problem in pair.after.problems.values())
    return 1 if pair.after.problems else 0


def chosen(settings: Path) -> Path:
    """Return the settings file, or the only one of a Pelican site that has none for the public."""
    only = settings.with_name("pelicanconf.py")
    return only if only.is_file() and not settings.is_file() else existing(settings)


def say(text: Iterable[str]) -> None:
    """Print lines."""
    sys.stdout.writelines(f"{line}\n" for line in text)
