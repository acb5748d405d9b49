"""Write to a terminal, one line at a time: plain text, whatever a build printed."""

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x1b\\|\x07|$)|[ -/]*[0-~])")
"""A terminal's control sequences: colours and movements, titles and links, and the short ones."""
LONGEST = 1000
"""Characters of a line; an error with its places is shorter."""


HEARD: ContextVar[Callable[[str], None] | None] = ContextVar("heard", default=None)
"""A function that is also given every line that is said."""


@contextmanager
def hearing(take: Callable[[str], None]) -> Iterator[None]:
    """Give every line that is said meanwhile to a function, too."""
    token = HEARD.set(take)
    try:
        yield
    finally:
        HEARD.reset(token)


def say(text: str = "") -> None:
    """Print lines at once; whoever listened may be gone, and the work goes on."""
    if take := HEARD.get():
        for line in text.split("\n"):
            take(line)
    with suppress(OSError):
        sys.stdout.writelines(f"{plain(line)}\n" for line in text.split("\n"))
        sys.stdout.flush()


def plain(line: str) -> str:
    """Take out what a terminal would obey and not show: escape sequences, control characters, reversed text."""
    bare = ESCAPE.sub("", line.rstrip("\r\n")).replace("\t", "    ")
    text = "".join(char for char in bare if char.isprintable() or char in "\u200c\u200d\u00ad\u00a0\u202f")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment(stamp: int) -> str:
    """Write a second as `26 November 2026, 14:03 UTC`."""
    when = dt.datetime.fromtimestamp(stamp, dt.UTC)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
