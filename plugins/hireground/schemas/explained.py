"""Find what the docs say of a key: the tables of docs/front-matter.md, which the wheel has too."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from hireground.theme import THEME_FOLDER

PAGE = THEME_FOLDER.parent / "docs" / "front-matter.md"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Post", "Page"), ("Posts",)),
    **dict.fromkeys(("Seminar", "Translation"), ("Seminars", "Posts")),
    **dict.fromkeys(("Session", "Talk"), ("Sessions", "Seminars", "Posts")),
    **dict.fromkeys(("Registration", "Way"), ("Registration",)),
    "Place": ("Places",),
    "Person": ("People",),
    "Topic": ("Two of one name",),
}
"""The headings, as far as a bracket, below which a group's keys are explained; the first that has a key counts."""
ROW = re.compile(r"\|(.*)\|")
CELL = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def explained(group: str, key: str) -> str:
    """Return what the docs say of a key in a group of keys; empty if they say nothing."""
    found = (_tables().get(heading, {}).get(key, "") for heading in HEADINGS.get(group, ()))
    return next(filter(None, found), "")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """Return what is said of each key, by heading; a row may be about several."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    heading = ""
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.strip("# ").partition(" (")[0]
        elif row := ROW.fullmatch(line):
            first, *_needed, last = CELL.split(row[1])
            for key in CODE.findall(first):
                found[heading].setdefault(key, _plain(last.strip()))
    return found


def _plain(cell: str) -> str:
    """Return a cell as a sentence: without links, and with a capital at its beginning."""
    said = LINK.sub(r"\1", cell).replace(r"\|", "|")
    return said[:1].upper() + said[1:]
