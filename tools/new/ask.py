"""Arguments, and answers on the terminal where they are missing, to checked values."""

import sys
from collections.abc import Callable
from typing import TypeVar

from plugins.reader.fields import check_url
from plugins.reader.unseen import UNSEEN

T = TypeVar("T")


class MissingError(Exception):
    """Something that was neither said nor could be asked, or was said wrongly; the message says how to write it."""


def settle(given: str | None, question: str, read: Callable[[str], T], missing: str) -> T:
    """Read what was given, or ask on a terminal until the answer can be read; raises `MissingError`."""
    if given is not None:
        try:
            return read(given)
        except ValueError as error:
            raise MissingError(str(error)) from None
    if not sys.stdin.isatty():
        raise MissingError(missing)
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
    if unseen := UNSEEN.search(line):
        raise ValueError(f"a control character (U+{ord(unseen[0]):04X}) stands in it; take it out")
    return line


def read_place(text: str) -> str:
    """Read a place's name, a link or nothing."""
    place = read_line(text)
    return check_url(place) if "://" in place else place
