"""Read answers from the command line, or ask for them on the terminal."""

import sys
from collections.abc import Callable
from typing import TypeVar

from hireground.terminal import RefusedError
from hireground.text.fields import check_url
from hireground.text.problems import CONTROL_CHARACTERS

T = TypeVar("T")


def ask_for(given: str | None, question: str, read: Callable[[str], T], missing: str) -> T:
    """Read what was given, or ask on a terminal until the answer can be read; raises `RefusedError`."""
    if given is not None:
        try:
            return read(given)
        except ValueError as error:
            raise RefusedError(f"{error}; nothing was written") from None
    if not sys.stdin.isatty():
        raise RefusedError(f"{missing}; nothing was written")
    while True:
        try:
            return read(input(f"{question}: "))
        except ValueError as error:
            sys.stdout.write(f"{error}\n")


def read_title(text: str) -> str:
    """Read a title: one line, of characters that a file can hold."""
    title = read_line(text)
    if not title:
        raise ValueError("a title has at least one letter")
    return title


def read_line(text: str) -> str:
    """Read one line of text, which may be empty; white space becomes single spaces."""
    line = " ".join(text.split())
    if hidden_char := CONTROL_CHARACTERS.search(line):
        raise ValueError(f"a control character (U+{ord(hidden_char[0]):04X}) stands in it; take it out")
    return line


def read_place(text: str) -> str:
    """Read a place's name, a link or nothing."""
    place = read_line(text)
    return check_url(place) if "://" in place else place
