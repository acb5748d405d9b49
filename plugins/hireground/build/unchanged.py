"""Tell whether a build would give what stands in its folder already, so that it need not read a single text.

That is so while everything that a build reads is as it was, and until the first moment at which the site looks
different although nobody edits it. What a build reads is known by size and time, and what was just written by its bytes
too.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from hireground.store import digest
from hireground.text.git import git
from hireground.theme import OWN, THEME_FOLDER

ENGINE = Path(__file__).parents[1]
LIBRARIES = ("babel", "feedgenerator", "icalendar", "jinja2", "markdown", "pagefind_bin", "PIL", "pydantic", "pymdownx")
"""Installing anything beside one of these counts as a change."""
GIT_FILES = ("index", "shallow", "config")
RECENT = 2 * 10**9
"""Nanoseconds in which a file may be written twice and seem to be of one time, on any file system."""


class Span(NamedTuple):
    """What a build was made from, and the moments between which the same would come out.

    `looked` is when its files were looked at, in nanoseconds; `warnings` is what the build had to say.
    """

    inputs: str
    looked: int
    since: str
    until: str
    warnings: list[str]

    def has(self, now: dt.datetime) -> bool:
        """Tell whether a moment is one at which the same would come out."""
        since, until = map(dt.datetime.fromisoformat, (self.since, self.until))
        return now == since or since < now < until


@dataclass(frozen=True)
class Inputs:
    """What one call of a build is given, beside what it reads."""

    settings_file: Path
    values: Mapping[str, Any]
    compressed: bool

    def digest(self, looked: int) -> str:
        """Return the digest of all that a build reads, as it is now; `looked` is when it was or is looked at."""
        root = self.settings_file.resolve().parent
        said = {name: value for name, value in self.values.items() if name.isupper()}
        told = {name: value for name, value in os.environ.items() if name.startswith("HIREGROUND_")}
        parts = (self.settings_file.resolve(), self.compressed, sys.version, sorted(said.items()), sorted(told.items()))
        folders = (root / said.get("PATH", "content"), root / OWN, THEME_FOLDER, ENGINE)
        files = (state for folder in folders for state in states(folder, looked))
        settings = (state_of(file, looked) for file in sorted(root.glob("*.py")))
        return digest(repr(parts).encode(), history(root), *libraries(), *settings, *files).hex()


def states(folder: Path, looked: int) -> Iterator[bytes]:
    """Yield what each file below a folder is known by; what stands behind a link is never known again."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink():
            yield os.urandom(8)
        elif not entry.is_dir():
            yield state_of(entry, looked)
        elif entry.name != "__pycache__":
            yield from states(Path(entry.path), looked)


def state_of(file: "os.DirEntry[str] | Path", looked: int) -> bytes:
    """Return a file's path, size and time; and its bytes, if it may have changed since without another time."""
    state = file.stat()
    known = f"{os.fspath(file)} {state.st_size} {state.st_mtime_ns}".encode()
    return digest(known, Path(file).read_bytes()) if state.st_mtime_ns > looked - RECENT else known


def history(root: Path) -> bytes:
    """Return what git's answers depend on: the commit that is checked out, and what is staged."""
    paths = [part for name in GIT_FILES for part in ("--git-path", name)]
    found = git(root, "rev-parse", *paths, "HEAD")
    files = [root / os.fsdecode(line) for line in found.splitlines()[: len(GIT_FILES)]]
    return digest(found, *(state_of(file, 0) for file in files if file.is_file()))


def libraries() -> Iterator[bytes]:
    """Yield the time of each folder that libraries are installed in."""
    specs = (find_spec(name) for name in LIBRARIES)
    folders = {Path(spec.origin).parents[1] for spec in specs if spec and spec.origin}
    for folder in sorted(folders):
        yield f"{folder} {folder.stat().st_mtime_ns}".encode()
