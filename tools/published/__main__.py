"""The comparison as a command: exit 0, 1 if something is wrong with the calendars, 2 if it cannot be told."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.reader.history import ShallowHistoryError
from plugins.reader.problems import InvalidContentError
from plugins.seminars.wording import Wording
from plugins.site.clock import build_moment
from tools.published.pair import read_pair
from tools.published.pipeline import changes, fix_published, problems
from tools.published.repository import UnknownCommitError
from tools.published.words import lines, markdown

NOTHING_PUBLISHED = "Nothing was published yet."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the difference of two calendars in words, its problems, or what was written to mend them."""
    options = parse(arguments)
    try:
        return {"diff": diff, "check": check, "fix": fix}[options.command](options)
    except (InvalidContentError, ShallowHistoryError, UnknownCommitError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.published", description="Compare calendars with the published ones.")
    parser.add_argument("command", choices=("diff", "check", "fix"), help="in words; only what is wrong; mend that")
    parser.add_argument("--base", metavar="REF", help="the published commit; origin/main, or the last, if not said")
    parser.add_argument("--markdown", action="store_true", help="write the difference for a pull request")
    parser.add_argument("--settings", type=Path, default=Path("publishconf.py"), help="publishconf.py if not said")
    options = parser.parse_args(arguments)
    if not options.settings.is_file():
        parser.error(f"there is no settings file {options.settings}; run this in the site's folder, or use --settings")
    return options


def diff(options: Namespace) -> int:
    """Print what subscribers will see; a file that cannot be read is left out, and said."""
    pair = read_pair(options.settings, build_moment(), options.base)
    if pair is None:
        return say([NOTHING_PUBLISHED])
    say((markdown if options.markdown else lines)(changes(pair), Wording("en")))
    sys.stderr.writelines(f"{fault}\n" for fault in pair.after.faults.values())
    return 1 if pair.after.faults else 0


def check(options: Namespace) -> int:
    """Print what subscribers would lose or not notice."""
    pair = read_pair(options.settings, build_moment(), options.base)
    found = problems(pair) if pair else ()
    say(map(str, found))
    return int(any(not problem.is_warning for problem in found))


def fix(options: Namespace) -> int:
    """Print what was written, then what is left for the author."""
    say(fix_published(options.settings, build_moment(), options.base))
    return check(options)


def say(text: Iterable[str]) -> int:
    """Print lines; return 0."""
    sys.stdout.writelines(f"{line}\n" for line in text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
