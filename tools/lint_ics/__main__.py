"""The linter as a command: exit 0 if every file is clean, 1 if not, 2 if it was called wrongly."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from tools.lint_ics.pipeline import lint


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per problem, or one line in all."""
    parser = ArgumentParser("python -m tools.lint_ics", description="Check iCalendar files; columns count octets.")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    paths: list[Path] = parser.parse_args(arguments).files
    try:
        files = [(path, path.read_bytes()) for path in paths]
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}")
    problems = [problem for path, data in files for problem in lint(path, data)]
    events = sum(data.count(b"BEGIN:VEVENT") for _, data in files)
    lines = [*map(str, problems)] or [f"files: {len(files)}, events: {events}, problems: 0"]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
