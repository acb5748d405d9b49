"""Propose a commit message for changed files and calendars, as an author would write it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hireground.publish import git
from hireground.publish.tree import Change
from hireground.published.changes import (
    Added,
    Cancelled,
    Moved,
    Postponed,
    Reinstated,
    Relocated,
    Retitled,
    Vanished,
    known,
)
from hireground.published.changes import Change as CalendarChange
from hireground.terminal import count
from hireground.text.source import is_markdown, name_of

LONGEST = 72
TITLE = re.compile(r"^title(?::|[ \t]*=)[ \t]*(.+?)[ \t]*$", re.IGNORECASE | re.MULTILINE)
DRAFT = re.compile(
    r"^(?:status(?::|\s*=)\s*[\"']?draft[\"']?|draft(?::|\s*=)\s*(?:yes|true))\s*$", re.IGNORECASE | re.MULTILINE
)
VERBS: dict[type, str] = {
    Moved: "move {}",
    Cancelled: "cancel a date of {}",
    Postponed: "postpone {}",
    Reinstated: "bring back {}",
    Relocated: "give {} another place",
    Retitled: "rename {}",
    Added: "add a date of {}",
    Vanished: "take a date of {} out",
}


def propose(root: Path, files: Sequence[Change], changes: Sequence[CalendarChange]) -> str:
    """Return a subject of 72 characters at most, and all that it leaves out below it."""
    said = list(dict.fromkeys(phrases(root, files, changes))) or ["change the site"]
    whole = capital(", ".join(said))
    if len(whole) <= LONGEST:
        return whole
    subject = shortened(said)
    return "\n".join([subject, "", *(f"- {capital(phrase)}" for phrase in said)])


def shortened(said: Sequence[str]) -> str:
    """Say as much as there is room for, and how much more there is."""
    for number in range(len(said) - 1, 0, -1):
        subject = capital(f"{', '.join(said[:number])}, and {len(said) - number} more")
        if len(subject) <= LONGEST:
            return subject
    return f"{capital(said[0])[: LONGEST - 1]}…"


def phrases(root: Path, files: Sequence[Change], changes: Sequence[CalendarChange]) -> Iterator[str]:
    """Yield what was done, in words without a capital."""
    named = {title(root, change): change for change in files if is_seminar(change)}
    new = {name for name, change in named.items() if change.kind in "?A"}
    moved = [change for change in changes if known(change).title not in new]
    yield from (f"announce {name}" for name in sorted(new))
    yield from (VERBS.get(type(change), "change {}").format(known(change).title) for change in moved)
    told = {known(change).title for change in changes}
    yield from (wrote(root, change) for change in files if is_markdown(change.path) and not is_told(root, change, told))
    yield from others([change.path for change in files if not is_markdown(change.path)])


def is_told(root: Path, change: Change, titles: set[str]) -> bool:
    """Tell whether the calendars say already what happened to a file."""
    return is_seminar(change) and title(root, change) in titles


def is_seminar(change: Change) -> bool:
    """Tell a seminar's file."""
    return is_markdown(change.path) and "seminars" in change.path.parts[:2]


def wrote(root: Path, change: Change) -> str:
    """Say what was done to a text."""
    verb = {"?": "add", "A": "add", "D": "take down"}.get(change.kind, "edit")
    if change.kind != "D" and DRAFT.search(text(root, change)):
        verb = "draft" if verb == "add" else "go on with the draft"
    return f"{verb} “{title(root, change)}”"


def others(paths: Iterable[Path]) -> Iterator[str]:
    """Yield what was done to files other than texts."""
    names = list(paths)
    pictures = [path for path in names if "images" in path.parts]
    if pictures:
        yield f"change {count(len(pictures), 'picture')}"
    yield from (f"change {path.name}" for path in names if path not in pictures)


def title(root: Path, change: Change) -> str:
    """Return the title of a text, or the name of its file."""
    found = TITLE.search(text(root, change))
    return found[1].strip("\"'") if found else name_of(change.path)


def text(root: Path, change: Change) -> str:
    """Return a file as it is, or as it was."""
    if change.kind == "D":
        return git.read(root, "show", f"HEAD:./{change.path.as_posix()}")
    return (root / change.path).read_text("utf-8", errors="replace")


def capital(phrase: str) -> str:
    """Begin with a capital."""
    return phrase[:1].upper() + phrase[1:]
