"""Tell whether a build would give what stands in its folder already, so that it need not read a single text.

That is so while everything that a build reads is as it was, and until the first moment at which the site looks
different although nobody edits it. What a build reads is known by size and time, and what was just written by its bytes
too; of posts and pages it is known which of them changed.
"""

import datetime as dt
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from hireground.store import digest
from hireground.terminal import WarningLines, attached
from hireground.text.git import git
from hireground.theme import OWN, THEME_FOLDER

ENGINE = Path(__file__).parents[1]
LIBRARIES = ("babel", "feedgenerator", "icalendar", "jinja2", "markdown", "pagefind_bin", "PIL", "pydantic", "pymdownx")
"""Installing anything beside one of these counts as a change."""
TEXTS = frozenset({"posts", "pages"})
"""The folders of texts that are known one by one."""
GIT_FILES = ("index", "shallow", "config")
RECENT = 2 * 10**9
"""Nanoseconds in which a file may be written twice and seem to be of one time, on any file system."""

log = logging.getLogger(__name__)


class Read(NamedTuple):
    """What a build reads: what each post and page is known by, by its path in the content, and a digest of the rest."""

    rest: str
    texts: Mapping[str, str]


class Span(NamedTuple):
    """What a build was made from, and the moments between which the same would come out.

    `looked` is when its files were looked at, in nanoseconds; `warnings` is what the build had to say. `plan` names the
    plan that was kept of it, and `edited` are the texts that were edited since that was made. `indexed` is the language
    of the search index, empty where there is none.
    """

    rest: str
    texts: dict[str, str]
    looked: int
    since: str
    until: str
    warnings: list[str]
    plan: str = ""
    edited: list[str] = []  # noqa: RUF012 -- read from JSON, and never changed
    indexed: str = ""

    def has(self, now: dt.datetime) -> bool:
        """Tell whether a moment is one at which the same would come out."""
        since, until = map(dt.datetime.fromisoformat, (self.since, self.until))
        return now == since or since < now < until


def edited_since(span: Span, now: Read) -> list[str] | None:
    """Return the texts that were edited since the plan was kept, from the content's folder.

    None where anything else changed, such as that a text is new or gone.
    """
    if now.rest != span.rest or now.texts.keys() != span.texts.keys():
        return None
    changed = {path for path, state in now.texts.items() if state != span.texts[path]}
    return sorted({*span.edited, *changed})


def say_again(span: Span) -> None:
    """Say what a build had to say."""
    with attached(WarningLines()):
        for words in span.warnings:
            log.warning("%s", words)


@dataclass(frozen=True)
class Inputs:
    """What one call of a build is given, beside what it reads."""

    settings_file: Path
    values: Mapping[str, Any]
    compressed: bool

    @property
    def root(self) -> Path:
        """The folder of the site."""
        return self.settings_file.resolve().parent

    @property
    def content(self) -> Path:
        """The folder of its content."""
        return self.root / str(self.values.get("PATH", "content"))

    def read(self, looked: int) -> Read:
        """Return all that a build reads, as it is known now; `looked` is when it was or is looked at."""
        root = self.root
        said = {name: value for name, value in self.values.items() if name.isupper()}
        told = {name: value for name, value in os.environ.items() if name.startswith("HIREGROUND_")}
        parts = (self.settings_file.resolve(), self.compressed, sys.version, sorted(said.items()), sorted(told.items()))
        folders = (root / OWN, THEME_FOLDER, ENGINE)
        files = [state for folder in folders for state in states(folder, looked).items()]
        files += [(str(file), state_of(file, looked)) for file in sorted(root.glob("*.py"))]
        content = states(self.content, looked)
        texts = {path: content.pop(path) for path in [*content] if path.partition("/")[0] in TEXTS}
        rest = digest(repr((parts, files, [*content.items()])).encode(), history(root), *libraries())
        return Read(rest.hex(), texts)


def states(folder: Path, looked: int) -> dict[str, str]:
    """Return what each file below a folder is known by, by its path from there; what is a link is never known again."""
    found: dict[str, str] = {}
    if folder.is_dir():
        _look(f"{folder}", "", looked, found)
    return found


def _look(folder: str, below: str, looked: int, found: dict[str, str]) -> None:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{below}{entry.name}"
            if entry.is_symlink():
                found[path] = os.urandom(8).hex()
            elif not entry.is_dir():
                found[path] = state_of(entry, looked)
            elif entry.name != "__pycache__":
                _look(entry.path, f"{path}/", looked, found)


def state_of(file: "os.DirEntry[str] | Path", looked: int) -> str:
    """Return a file's size and time; and the digest of its bytes, if it may have changed since without another time."""
    state = file.stat()
    known = f"{state.st_size} {state.st_mtime_ns}"
    return f"{known} {digest(Path(file).read_bytes()).hex()}" if state.st_mtime_ns > looked - RECENT else known


def history(root: Path) -> bytes:
    """Return what git's answers depend on: the commit that is checked out, and what is staged."""
    paths = [part for name in GIT_FILES for part in ("--git-path", name)]
    found = git(root, "rev-parse", *paths, "HEAD")
    files = [root / os.fsdecode(line) for line in found.splitlines()[: len(GIT_FILES)]]
    return digest(found, *(state_of(file, 0).encode() for file in files if file.is_file()))


def libraries() -> Iterator[bytes]:
    """Yield the time of each folder that libraries are installed in."""
    specs = (find_spec(name) for name in LIBRARIES)
    folders = {Path(spec.origin).parents[1] for spec in specs if spec and spec.origin}
    for folder in sorted(folders):
        yield f"{folder} {folder.stat().st_mtime_ns}".encode()
