"""What a terminal is told, one line at a time: plain text, whatever a build printed."""

import datetime as dt
import re
import sys

ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x1b\\|\x07|$)|[ -/]*[0-~])")
"""A terminal's control sequences: colours and movements, titles and links, and the short ones."""


class RefusedError(Exception):
    """Something was asked for that is not done; the message says why, and what to do."""


def say(text: str = "") -> None:
    """Print lines at once; whoever listened may be gone, and the work goes on."""
    try:
        sys.stdout.writelines(f"{plain(line)}\n" for line in text.split("\n"))
        sys.stdout.flush()
    except OSError:
        pass


def plain(line: str) -> str:
    """Take out what a terminal would obey and not show: escape sequences, control characters, reversed text."""
    bare = ESCAPE.sub("", line.rstrip("\r\n")).replace("\t", "    ")
    return "".join(char for char in bare if char.isprintable() or char in "\u200c\u200d\u00ad\u00a0\u202f")


def count(number: int, noun: str) -> str:
    """Write `1 file` or `1,234 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def moment(when: dt.datetime) -> str:
    """Write `26 November 2026, 14:03 UTC`."""
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
