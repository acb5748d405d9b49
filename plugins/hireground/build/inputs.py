"""Know what a build reads, so that the next one can tell what has changed since.

`Inputs` is what one call of a build is given. `InputState` is what all that it reads is known by at one time: each text
and each picture by itself, everything else together. `Span` is the state that a build was made from, with the moments
between which the same would come out. `build.site` compares them before it reads a single text.
"""

import datetime as dt
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from hireground.checksums import digest_of
from hireground.pictures.model import is_picture
from hireground.store import digest
from hireground.terminal import WarningLines, attached
from hireground.text.git import LINK, WHOLE, git, head_commit, names
from hireground.theme import OWN, THEME_FOLDER

ENGINE = Path(__file__).parents[1]
LIBRARIES = ("babel", "feedgenerator", "icalendar", "jinja2", "markdown", "pagefind_bin", "PIL", "pydantic", "pymdownx")
"""Installing anything beside one of these counts as a change."""
SEMINARS = "seminars"
TEXTS = frozenset({"posts", "pages", SEMINARS})
"""The folders of texts that are known one by one, with what stands beside them."""
GIT_FILES = ("index", "shallow", "config")
RECENT = 2 * 10**9
"""Nanoseconds within which a file may be written twice and have one time, on any file system."""

Known = Callable[["os.DirEntry[str] | Path"], str]
"""Returns what a file is known by: `state_of` or `bytes_of`."""

log = logging.getLogger(__name__)


class InputState(NamedTuple):
    """What all that a build reads is known by: `texts` has each text and picture by its path in the content.

    `rest` is one digest of everything else. What git says of texts stands in `texts`, too, under the folder of
    seminars, since only seminars show it.
    """

    rest: str
    texts: Mapping[str, str]


class Span(NamedTuple):
    """What a build was made from, and the moments between which the same would come out.

    `rest` and `texts` are its `InputState` by sizes and times, `rest_in_bytes` and `texts_in_bytes` the same by bytes,
    with nothing for a text that was edited since. `looked` is when the files were looked at, in nanoseconds;
    `warnings` is what the build had to say. `plan` names the plan that was kept, and `edited` are the texts that were
    edited since that was made. `indexed` is the language of the search index, empty where there is none.
    """

    rest: str
    texts: dict[str, str]
    looked: int
    since: str
    until: str
    warnings: list[str]
    plan: str = ""
    edited: list[str] = []  # noqa: RUF012 -- read from the journal, and never changed
    indexed: str = ""
    rest_in_bytes: str = ""
    texts_in_bytes: dict[str, str] = {}  # noqa: RUF012 -- likewise

    def edited_since(self, now: InputState) -> list[str] | None:
        """Return the texts and pictures that were edited or are new since the plan was kept, from the content's folder.

        None where anything else changed, such as that a text is gone.
        """
        return self._edited(now, self.rest, self.texts)

    def edited_in_bytes(self, now: InputState) -> list[str] | None:
        """Return likewise the texts that hold other bytes; `now` is the inputs' `state_in_bytes`."""
        return self._edited(now, self.rest_in_bytes, self.texts_in_bytes)

    def _edited(self, now: InputState, rest: str, texts: Mapping[str, str]) -> list[str] | None:
        if now.rest != rest or not texts.keys() <= now.texts.keys():
            return None
        changed = {path for path, state in now.texts.items() if state != texts.get(path)}
        return sorted({*self.edited, *changed})

    def has_picture(self, path: str) -> bool:
        """Tell whether a path is that of a picture which was there."""
        return path in self.texts and is_picture(PurePosixPath(path))

    def covers(self, now: dt.datetime) -> bool:
        """Tell whether the same would come out at a moment."""
        since, until = map(dt.datetime.fromisoformat, (self.since, self.until))
        return now == since or since < now < until


def repeat_warnings(span: Span) -> None:
    """Say again what a build had to say."""
    with attached(WarningLines()):
        for words in span.warnings:
            log.warning("%s", words)


@dataclass(frozen=True)
class Inputs:
    """What one call of a build is given, by which it finds all that it reads; `values` are the settings file's."""

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

    def state(self, looked: int) -> InputState:
        """Return what all that a build reads is known by now: its files by size and time.

        `looked` is when they were looked at, or now. A file that was written shortly before is known by its bytes,
        too: see `state_of`.
        """
        return self._state(partial(state_of, looked), history(self.root), *libraries())

    def state_in_bytes(self) -> InputState:
        """Return what all that a build reads holds, which is the same in another clone at the same place.

        A commit of posts and pages is no change. It takes as long as reading all these files.
        """
        return self._state(bytes_of, said_by_git(self.root, self.content), *releases())

    def _state(self, known: Known, by_git: bytes, *told: bytes) -> InputState:
        root = self.root
        said = {name: value for name, value in self.values.items() if name.isupper()}
        given = {name: value for name, value in os.environ.items() if name.startswith("HIREGROUND_")}
        parts = (
            self.settings_file.resolve(),
            self.compressed,
            sys.version,
            sorted(said.items()),
            sorted(given.items()),
        )
        folders = (root / OWN, THEME_FOLDER, ENGINE)
        files = [state for folder in folders for state in states(folder, known).items()]
        files += [(str(file), known(file)) for file in sorted(root.glob("*.py"))]
        content = states(self.content, known)
        texts = {path: content.pop(path) for path in [*content] if is_known_by_itself(path)}
        texts[SEMINARS] = by_git.hex()
        return InputState(digest(repr((parts, files, [*content.items()])).encode(), *told).hex(), texts)


def is_known_by_itself(path: str) -> bool:
    """Tell a text or a picture of the content, which an edit may change without the rest."""
    return path.partition("/")[0] in TEXTS or is_picture(PurePosixPath(path))


def states(folder: Path, known: Known) -> dict[str, str]:
    """Return what each file below a folder is known by, by its path from there; what is a link is never known again."""
    found: dict[str, str] = {}
    if folder.is_dir():
        _look(f"{folder}", "", known, found)
    return found


def _look(folder: str, below: str, known: Known, found: dict[str, str]) -> None:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{below}{entry.name}"
            if entry.is_symlink():
                found[path] = os.urandom(8).hex()
            elif not entry.is_dir():
                found[path] = known(entry)
            elif entry.name != "__pycache__":
                _look(entry.path, f"{path}/", known, found)


def state_of(looked: int, file: "os.DirEntry[str] | Path") -> str:
    """Return what a file is known by: its size and time, and its bytes where these may be too little."""
    # Some file systems keep times in whole seconds. A file that was written at 12:00:00.1, looked at, and written
    # again with as many bytes at 12:00:00.9 has the size and time that it had. So what was written less than two
    # seconds before the look is known by the digest of its bytes as well.
    state = file.stat()
    known = f"{state.st_size} {state.st_mtime_ns}"
    return f"{known} {bytes_of(file)}" if state.st_mtime_ns > looked - RECENT else known


def bytes_of(file: "os.DirEntry[str] | Path") -> str:
    """Return the digest of a file's bytes."""
    return digest_of(file.path if isinstance(file, os.DirEntry) else file)


def history(root: Path) -> bytes:
    """Return what git's answers depend on: the commit that is checked out, and what is staged."""
    paths = [part for name in GIT_FILES for part in ("--git-path", name)]
    found = git(root, "rev-parse", *paths, "HEAD")
    files = [root / os.fsdecode(line) for line in found.splitlines()[: len(GIT_FILES)]]
    return digest(found, *(state_of(0, file).encode() for file in files if file.is_file()))


def said_by_git(root: Path, content: Path) -> bytes:
    """Return what a build asks git: the commits of seminars, which calendars tell, and which files are links.

    A seminar that is not committed, or was edited since, has the time of its file in calendars.
    """
    seminars, head = content / "seminars", head_commit(root)
    if not head:
        return digest(repr(states(seminars, partial(state_of, 0))).encode())
    log = (*WHOLE, "--format=%H %ct")
    commits = git(root, *log, head, "--", str(seminars))
    main_line = git(root, *log, "--first-parent", "--diff-merges=first-parent", head, "--", str(seminars))
    is_committed = git(root, "log", "--max-count=1", "--format=yes", head, "--", str(content))
    changed = git(root, "ls-files", "-z", "--modified", "--others", "--", str(seminars))
    times = [f"{name} {state_of(0, root / name)}" for name in names(changed) if (root / name).is_file()]
    staged = names(git(root, "ls-files", "-z", "--stage", "--", str(content)))
    links = [line for line in staged if line.startswith(LINK)]
    shallow = git(root, "rev-parse", "--is-shallow-repository")
    return digest(shallow, commits, main_line, is_committed, changed, repr((times, links)).encode())


def libraries() -> Iterator[bytes]:
    """Yield the time of each folder that libraries are installed in."""
    for folder in folders_of_libraries():
        yield f"{folder} {folder.stat().st_mtime_ns}".encode()


def releases() -> Iterator[bytes]:
    """Yield the name and the release of each library."""
    for folder in folders_of_libraries():
        yield "\n".join(sorted(path.name for path in folder.glob("*.dist-info"))).encode()


def folders_of_libraries() -> list[Path]:
    """Return the folders that libraries are installed in."""
    specs = (find_spec(name) for name in LIBRARIES)
    return sorted({Path(spec.origin).parents[1] for spec in specs if spec and spec.origin})
