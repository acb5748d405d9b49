"""Read the files of the content: regular ones, through no link, no longer than people make them; and decode texts."""

import os
import re
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path, PurePath
from unicodedata import normalize

from hireground.text.budgets import OutOfTimeError, one_file
from hireground.text.problems import CONTROL_CHARACTERS, InvalidContentError, Problem, quoted, span_fix

MAX_BYTES = 500_000
"""Above this a text is several: a novel has as many."""
LARGEST = 200_000_000
"""Above this a file is not for a website: no host that people use takes it."""
ENDINGS = (".md", ".markdown")
"""How the names of texts end."""
TEXT_FOLDERS = ("posts", "pages", "seminars")
"""The folders of the content whose texts become pages."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LINK = "this is a link, which may lead anywhere; delete it, and copy the file itself here"
NO_FILE = "this is not a file, but a device or a channel between programs; delete it"
OPENED = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened: not what a link leads to, and without waiting for whoever may write into it."""
HAS_DESCRIPTORS = os.open in os.supports_dir_fd
"""Whether folders can be walked by what is open, and not by a name that may mean another folder a moment later."""


MARK_OF_CONFLICT = re.compile(
    r"^(?:<{7,}|>{7,}|\|{7,}|%{7,}(?= )|\+{7,}(?= )|\\{7,}(?= ))(?:[ \t][^\n]*)?$", re.MULTILINE
)
"""The lines that git and jj leave where two versions of a text could not be merged."""
MOST_CONFLICTS = 200


@dataclass(frozen=True)
class ContentFile:
    """A file that is published as it is: its path from `root`."""

    root: Path
    path: Path


def is_markdown(path: PurePath) -> bool:
    """Tell a text by its file's name."""
    return path.suffix in ENDINGS


def spelled(name: str) -> str:
    """Return a name in small letters, with their marks put together: there are two ways, and Macs have the other."""
    return normalize("NFC", name).lower()


def name_of(path: PurePath) -> str:
    """Return what a text is called: as its file, or as its folder for `posts/trip/index.md`."""
    is_of_folder = path.stem == "index" and path.parent.name not in {"", *TEXT_FOLDERS}
    return path.parent.name if is_of_folder else path.stem


def copied(file: ContentFile) -> bytes:
    """Return what a file holds; its author may change it in place, so that it must not be linked."""
    return read_bytes(file.root, file.path)


@contextmanager
def bounded_file(path: Path, text: str = "", first_line: int = 1) -> Iterator[None]:
    """Let a file cost what one file may; raises `InvalidContentError` with its name, and where most of it stands."""
    try:
        with one_file():
            yield
    except OutOfTimeError:
        words = "this takes too long to read; divide it, or take out what is repeated without end"
        raise InvalidContentError([Problem(path, _longest(text) + first_line, 1, words)]) from None
    except RecursionError:
        words = "too much stands in one another here, such as lists in lists; take some of it out"
        raise InvalidContentError([Problem(path, _longest(text) + first_line, 1, words)]) from None


def _longest(text: str) -> int:
    """Return the line, from 0, that the longest paragraph of a text begins on: there the time goes."""
    longest, line, found = 0, 0, 0
    for paragraph in text.split("\n\n"):
        if len(paragraph) > longest:
            longest, found = len(paragraph), line + len(paragraph) - len(paragraph.lstrip("\n"))
        line += paragraph.count("\n") + 2
    return found


def read_text(root: Path, path: Path) -> str:
    """Return the text of `root/path`, or raise `InvalidContentError` naming `path`."""
    return decode(path, read_bytes(root, path, MAX_BYTES, too_long))


def read_bytes(root: Path, path: Path, most: int = LARGEST, words: Callable[[int], str] | None = None) -> bytes:
    """Return what `root/path` holds; raises `InvalidContentError` for a link, or what no file of a site is."""
    try:
        with FileIO(_opened(root, path)) as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise refused(path, what_it_is(state.st_mode))
            if state.st_size > most:
                raise refused(path, (words or too_large)(state.st_size))
            return file.readall()[: most + 1]
    except OSError as error:
        raise refused(path, _why_not(root / path, error)) from None


def _opened(root: Path, path: Path) -> int:
    """Open a file below `root` so that no part of its path is followed as a link."""
    if not HAS_DESCRIPTORS:
        return _opened_by_name(root, path)
    *folders, name = path.parts
    here = os.open(root, os.O_RDONLY)
    try:
        for folder in folders:
            inner = os.open(folder, OPENED | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = inner
        return os.open(name, OPENED, dir_fd=here)
    finally:
        os.close(here)


def _opened_by_name(root: Path, path: Path) -> int:
    """Open a file where the system cannot do better: after a look at each part of its path."""
    if not is_plain(root, path):
        raise FileNotFoundError
    return os.open(root / path, OPENED)


def is_plain(root: Path, path: Path) -> bool:
    """Tell whether `root/path` is a regular file, and no part of the path below `root` is a link."""
    here = root
    try:
        for part in path.parts[:-1]:
            here /= part
            if not stat.S_ISDIR(here.lstat().st_mode) or is_junction(here):
                return False
        return stat.S_ISREG((here / path.name).lstat().st_mode)
    except (OSError, ValueError):
        return False


def is_junction(path: Path) -> bool:
    """Tell what Windows has for links to folders; `lstat` takes it for a folder."""
    return bool(getattr(os.path, "isjunction", lambda _path: False)(path))


def what_it_is(mode: int) -> str:
    """Say why what is not a regular file cannot stand in the content."""
    if stat.S_ISLNK(mode):
        return LINK
    return "this is a folder with the name of a file; rename it" if stat.S_ISDIR(mode) else NO_FILE


def _why_not(file: Path, error: OSError) -> str:
    """Say why a file cannot be opened: it is a link, or gone, or nobody may read it."""
    try:
        mode = file.lstat().st_mode
    except OSError:
        mode = 0
    if mode and not stat.S_ISREG(mode):
        return what_it_is(mode)
    if isinstance(error, FileNotFoundError):
        return "there is no file behind this name; delete it, or copy the file here"
    reason = error.strerror or "no reason given"
    return f"the file cannot be read ({reason}); check who may read it"


def decode(path: Path, data: bytes) -> str:
    r"""Decode a file's bytes; a byte order mark is removed, and every line ends in `\n`."""
    if len(data) > MAX_BYTES:
        raise refused(path, too_long(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, len(data) - len(error.object) + error.start) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_plain = text.replace("\n", "").replace("\t", "").isprintable()  # most are, and this is told in no time
    control = None if is_plain else CONTROL_CHARACTERS.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        message = f"a control character (U+{ord(control[0]):04X}), which nobody sees"
        fix = span_fix((line, column), control[0], "", "delete it")
        raise InvalidContentError([Problem(path, line, column, message, fix=fix)])
    return text


def _not_utf8(path: Path, data: bytes, start: int) -> InvalidContentError:
    """Say which letter was probably meant: what is not UTF-8 mostly comes from Windows."""
    if data.startswith(UTF_16):
        return refused(path, "the file is saved as UTF-16; save it with the encoding UTF-8")
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
    letter = data[start : start + 1].decode("cp1252", "replace")
    meant = f' (perhaps "{letter}")' if letter.isprintable() and letter != "\N{REPLACEMENT CHARACTER}" else ""
    message = f"byte 0x{data[start]:02x}{meant} is not UTF-8; save the file with the encoding UTF-8"
    return InvalidContentError([Problem(path, line, column, message)])


def too_large(size: int) -> str:
    """Say that a file is larger than any host takes."""
    return f"the file has {size:,} bytes, and {LARGEST:,} is the most; make it smaller, or link to it elsewhere"


def too_long(size: int) -> str:
    """Say that a file is longer than any text."""
    return f"the file has {size:,} bytes, and {MAX_BYTES:,} is the most; split the text, or take out what is none"


def refused(path: Path, message: str) -> InvalidContentError:
    """Build the error for a file that is wrong as a whole."""
    return InvalidContentError([Problem(path, 1, 1, message)])


def has_conflict(text: str) -> bool:
    """Tell whether a text has such a mark."""
    return any(sign * 7 in text for sign in "<>|%+\\") and MARK_OF_CONFLICT.search(text) is not None


def conflicts(text: str, end: int | None = None) -> Iterator[tuple[int, int, str]]:
    """Yield each place where two versions could not be merged: where it begins and ends, and what to say of it."""
    marks = [*MARK_OF_CONFLICT.finditer(text, 0, len(text) if end is None else end)][:MOST_CONFLICTS]
    ends = deque(mark for mark in (MARK_OF_CONFLICT.finditer(text) if marks else ()) if mark[0].startswith(">"))
    until = -1
    for mark in marks:
        if mark.start() < until:
            continue
        while ends and ends[0].start() < mark.end():
            ends.popleft()
        if ends and mark[0].startswith("<"):
            until, lines = ends[0].end(), text.count("\n", mark.start(), ends[0].start())
            words = f"two versions begin here that could not be merged, and end {lines} lines below"
            yield mark.start(), until, f"{words}; keep one of them, and take out the lines of signs"
        else:
            words = f"{quoted(mark[0])} is left over from two versions that could not be merged"
            yield mark.start(), mark.end(), f"{words}; keep one of them, and take out the lines of signs"


def refuse_conflicts(path: Path, text: str, end: int | None = None) -> None:
    """Raise every place, up to an end, where two versions could not be merged."""
    problems = [Problem(path, text.count("\n", 0, start) + 1, 1, words) for start, _end, words in conflicts(text, end)]
    if problems:
        raise InvalidContentError(problems)
