"""Run the linter by itself, as `python -m hireground.lint_ics FILE …`; it needs nothing else of the engine."""

import sys
from argparse import ArgumentParser

from hireground.lint_ics.command import add_arguments, run

if __name__ == "__main__":
    parser = ArgumentParser("python -m hireground.lint_ics", description="Check iCalendar files by RFC 5545.")
    add_arguments(parser)
    sys.exit(run(parser.parse_args()))
