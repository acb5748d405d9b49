"""Know a made file again: by its size, its time, and the digest of its bytes, written down when it was made.

A power cut may leave a file of the right size and time that holds something else. So after a restart of the machine, or
in another one, every file is read; otherwise as many as cost nothing that anybody notices.
"""

import hashlib
import json
import marshal
import os
import secrets
import shutil
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Says another thing after each restart."""
AT_ONCE = 1024 * 1024
DIGEST = 20
"""Bytes of a digest."""
READ = 8_000_000
"""Bytes that are read all the same: a fiftieth of a second."""


class Sum(NamedTuple):
    """A file as it was written: its size, its time in nanoseconds, and its digest, which folders have not."""

    size: int
    time: int
    digest: str = ""


def sum_of(file: Path | str, known: Sum | None = None) -> Sum | None:
    """Return what a file is, reading it unless its size and time are as `known`; None where there is no file."""
    try:
        state = os.lstat(file)
        if known and (state.st_size, state.st_mtime_ns) == known[:2]:
            return known
        return Sum(state.st_size, state.st_mtime_ns, "" if stat.S_ISDIR(state.st_mode) else digest_of(file))
    except OSError:
        return None


def digest_of(file: Path | str) -> str:
    """Return the digest of a file's bytes."""
    found = hashlib.blake2b(digest_size=DIGEST)
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 -- paths and buffers would take as long as small files
        while part := opened.read(AT_ONCE):
            found.update(part)
    return found.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """Return the digest that a file of such bytes has."""
    return hashlib.blake2b(data, digest_size=DIGEST).hexdigest()


def boot() -> str:
    """Return what tells this run of the machine from others; empty where the system does not say."""
    with suppress(OSError):
        return BOOT.read_text("ascii").strip()
    return ""


def files_in(folder: Path) -> set[str]:
    """Return the path of each file below a folder, and nothing behind links; `os.walk` takes half as long again."""
    found, folders = set[str](), [("", f"{folder}")]
    while folders:
        below, path = folders.pop()
        with suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((f"{below}{entry.name}/", entry.path))
                elif not (entry.is_symlink() and entry.is_dir()):
                    found.add(f"{below}{entry.name}")
    return found


@dataclass
class Verifier:
    """Compares files with their sums; `to_read` bytes are read although their files' sizes and times are right."""

    is_other_boot: bool
    to_read: int = READ

    def is_intact(self, file: Path | str, known: Sum) -> bool:
        """Tell whether a file is what was written down."""
        reads = self.is_other_boot or self.to_read > 0
        found = sum_of(file, None if reads else known)
        if found and reads:
            self.to_read -= found.size
        if known.digest:
            return found is not None and (found.size, found.digest) == (known.size, known.digest)
        return found == known

    def intact(self, folder: str, files: Mapping[str, Sum]) -> Iterator[str]:
        """Yield those of many files of a folder that are what was written down; most are only looked at."""
        look = os.lstat
        for path, known in files.items():
            if self.to_read <= 0 and not self.is_other_boot:
                try:
                    state = look(folder + path)
                except OSError:
                    continue
                if (state.st_mtime_ns, state.st_size) == (known.time, known.size):
                    yield path
                    continue
            if self.is_intact(folder + path, known):
                yield path


class Folders(NamedTuple):
    """A folder's number, which it keeps under another name, and the time of each folder in it, by its path from there.

    They say nothing of what the files hold: who writes into a file leaves its folder as it is.
    """

    number: int
    times: dict[str, int]


def folders_of(folder: Path, files: Iterable[str]) -> Folders | None:
    """Return what the folders of some files are known by; None if one is missing."""
    try:
        return Folders(os.lstat(folder).st_ino, {path: _time(folder, path) for path in folders_above(files)})
    except OSError:
        return None


def is_same_folder(folder: Path, known: Folders | None) -> bool:
    """Tell whether a folder is the one that was known, and still has the very same files."""
    try:
        return known is not None and os.lstat(folder).st_ino == known.number and _are_same(folder, known)
    except OSError:
        return False


def folders_above(files: Iterable[str]) -> set[str]:
    """Return every folder that is above a file, also the first, whose path is empty."""
    found = {""}
    for path in files:
        above = path.rpartition("/")[0]
        while above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


def _are_same(folder: Path, known: Folders) -> bool:
    return all(_time(folder, path) == time for path, time in known.times.items())


def _time(folder: Path, path: str) -> int:
    return os.lstat(f"{folder}/{path}").st_mtime_ns


def packed(kind: str, *values: Any) -> bytes:  # noqa: ANN401 -- whatever marshal takes
    """Write plain values down, as what some version of the engine calls a kind of file: quicker to read than JSON."""
    data = marshal.dumps(values)
    return _digest(kind, data) + data


def unpacked(kind: str, data: bytes) -> tuple[Any, ...]:
    """Read what was written down; raises ValueError for what is damaged, or of another kind."""
    if data[:DIGEST] != _digest(kind, data[DIGEST:]):
        raise ValueError(kind)
    found: tuple[Any, ...] = marshal.loads(data[DIGEST:])  # noqa: S302 -- these are the bytes that we wrote
    return found


def _digest(kind: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST, person=kind.encode()).digest()


class Checksums:
    """The files that builds made and keep in a folder, by their names in there; it may be lost at any time."""

    FILE = "checksums.json"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        was, self._known = _read(folder / self.FILE)
        self._verifier = Verifier(was != boot())

    def is_intact(self, name: str) -> bool:
        """Tell whether a file is there, as it was written."""
        known = self._known.get(name)
        return known is not None and self._verifier.is_intact(f"{self.folder}/{name}", known)

    def of(self, name: str) -> Sum | None:
        """Return what a file was when it was written down."""
        return self._known.get(name)

    def within(self, name: str) -> Mapping[str, Sum]:
        """Return what the files of a folder were when they were written down, by their paths in there."""
        return {path.partition("/")[2]: self._known[path] for path in self._by_folder.get(name, ())}

    def is_whole(self, name: str) -> bool:
        """Tell whether a folder has exactly the files that were written, as they were."""
        known = self._by_folder.get(name, set())
        there = {f"{name}/{path}" for path in files_in(self.folder / name)}
        return bool(known) and known == there and all(map(self.is_intact, known))

    @cached_property
    def _by_folder(self) -> Mapping[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for path in self._known:
            found[path.partition("/")[0]].add(path)
        return found

    def add(self, *names: str) -> None:
        """Write down files, or all that are in folders, as they are now; and that this machine has read the others."""
        if not names and not self._verifier.is_other_boot:
            return
        vars(self).pop("_by_folder", None)
        for name in names:
            is_folder = (self.folder / name).is_dir()
            for path in [f"{name}/{path}" for path in files_in(self.folder / name)] if is_folder else [name]:
                if found := sum_of(f"{self.folder}/{path}"):
                    self._known[path] = found
        self._write()

    def forget_missing(self) -> None:
        """Forget the files that are there no more."""
        there = {path: known for path, known in self._known.items() if os.path.exists(f"{self.folder}/{path}")}  # noqa: PTH110
        if there != self._known:
            self._known = there
            self._write()

    def _write(self) -> None:
        put_file(self.folder / self.FILE, json.dumps({"boot": boot(), "sums": self._known}).encode())


def _read(file: Path) -> tuple[str, dict[str, Sum]]:
    try:
        found = json.loads(file.read_bytes())
        return found["boot"], {path: Sum(*each) for path, each in found["sums"].items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return "", {}


def put_in_place(fresh: Path, folder: Path) -> None:
    """Let a fresh folder of made files take the place of one that is missing or damaged."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        fresh.rename(folder)
    except OSError:  # another build was quicker
        shutil.rmtree(fresh)


def put_file(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, however the process ends, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    fresh.write_bytes(data)
    fresh.replace(file)
