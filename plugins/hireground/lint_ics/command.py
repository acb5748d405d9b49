"""Lint calendar files: exit 0 if every file is clean, 1 if not, 2 if one cannot be read."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from glob import glob
from pathlib import Path

from hireground.lint_ics.pipeline import lint


def add_arguments(parser: ArgumentParser) -> None:
    """Add the files to lint."""
    words = "a calendar, a folder of them, or a pattern such as 'output/**/*.ics'; columns count octets"
    parser.add_argument("files", metavar="FILE", nargs="+", help=words)
    words = "also say what the RFCs allow and a calendar that people subscribe to should do without"
    parser.add_argument("--published", action="store_true", help=words)


def run(options: Namespace) -> int:
    """Print one line per problem, or one line in all."""
    try:
        paths = dict.fromkeys(path for name in options.files for path in _meant(name))
        files = [(path, path.read_bytes()) for path in paths]
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
        return 2
    found = [problem for path, data in files for problem in lint(path, data, is_published=options.published)]
    events = sum(data.count(b"BEGIN:VEVENT") for _, data in files)
    lines = [*map(str, found)] or [f"files: {len(files)}, events: {events}, problems: 0"]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if found else 0


def _meant(name: str) -> Iterator[Path]:
    """Yield the files that a name means; raises `FileNotFoundError` where it means none."""
    path = Path(name)
    if path.is_file():
        found = [path]
    elif path.is_dir():
        found = sorted(path.rglob("*.ics"))
    else:
        found = sorted(Path(match) for match in glob(name, recursive=True))  # noqa: PTH207 -- Path.glob takes no absolute pattern
    if not found:
        raise FileNotFoundError(2, "there is no such calendar", name)
    yield from found
