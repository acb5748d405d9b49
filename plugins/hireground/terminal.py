"""Write for a terminal: paths as an author types them, numbers with their noun, colors where they show."""

import logging
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
CLEAR = "\r\x1b[K"
QUICK = 1.0
"""Work of fewer seconds is done before anybody wonders."""
Progress = Callable[[int, int], None]
"""Is told how many of how many things are done."""


class RefusedError(Exception):
    """Something was asked for that cannot be done; the message says why, and what to do instead."""


def add_settings(parser: ArgumentParser, file: str) -> None:
    """Give a verb the option `--settings`."""
    parser.add_argument("--settings", metavar="FILE", type=Path, default=Path(file), help=f"{file} if not said")


def existing(settings: Path) -> Path:
    """Let a settings file pass that is there; raises `RefusedError`."""
    if not settings.is_file():
        raise RefusedError(f"there is no settings file {settings}; run this in the site's folder, or use --settings")
    return settings


def called(verb: str, title: str = "") -> str:
    """Write a verb as an author calls it here: by make, or by the command itself."""
    if "MAKELEVEL" in os.environ:
        return f'make {verb} TITLE="{title}"' if title else f"make {verb}"
    return f'hireground {verb} "{title}"' if title else f"hireground {verb}"


def shown(path: Path) -> Path:
    """Shorten a path to what an author types."""
    here = Path.cwd()
    return path.relative_to(here) if path != here and path.is_relative_to(here) else path


def count(number: int, noun: str) -> str:
    """Write `1 page` or `1,234 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def is_live(stream: TextIO | None = None) -> bool:
    """Tell whether lines can be colored and written over: a pipe, a file and a dumb terminal cannot."""
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """Color a text where it can be seen, unless NO_COLOR is set."""
    return f"\x1b[{style}m{text}\x1b[0m" if style and is_live(stream) and not os.environ.get("NO_COLOR") else text


def tick(words: str) -> None:
    """Write over the last line, where that can be."""
    if is_live():
        sys.stdout.write(f"{CLEAR}{words}")
        sys.stdout.flush()


def progress(words: str) -> Progress:
    """Return what says on one line how far a long work is; it says nothing in a log, a pipe, or within a second."""
    began = time.monotonic()

    def tell(done: int, total: int) -> None:
        if time.monotonic() - began > QUICK:
            tick("" if done == total else f"{words}: {done:,} of {total:,}")

    return tell


def silent(_done: int, _total: int) -> None:
    """Say nothing of how far a work is."""


class WarningLines(logging.Handler):
    """Prints what stops nothing to standard error, each line once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.printed: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record that was not printed yet."""
        line = record.getMessage()
        if line not in self.printed:
            self.printed[line] = None
            sys.stderr.write(f"{line}\n")


@contextmanager
def attached(handler: logging.Handler) -> Iterator[None]:
    """Show `handler` all that is logged in the meantime."""
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
