"""A build's output to a release: a folder that is whole by its manifest, and shares what is unchanged with the last.

A web server tells files apart by time and size. So an unchanged file is the same file as before, by hard link, and the
changed ones of a release carry a second that no other release has.
"""

import ctypes
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from io import FileIO
from pathlib import Path

from tools.publishing.words import RefusedError

SITE, MANIFEST = "site", "release.json"
MARKER = ".build"
"""What tools.build leaves in a folder to know it again; no reader needs it."""


@dataclass(frozen=True)
class Release:
    """What readers see, or saw: the manifest of a folder, which is written last.

    `stamp` is the second of what it changed, `again` the number of the release that somebody went back to, and `kept`
    are assets of other releases. Its number stands in its folder's name alone, which it gets when readers see it.
    """

    number: int
    commit: str
    subject: str
    stamp: int
    changed: int = 0
    removed: int = 0
    again: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def when(self) -> dt.datetime:
        """When it was built."""
        return dt.datetime.fromtimestamp(self.stamp, dt.UTC)

    @property
    def is_new(self) -> bool:
        """Whether readers would see any difference."""
        return bool(self.changed or self.removed)

    @property
    def total(self) -> int:
        """How many files the build made."""
        return len(pages(self.files))


def pages(names: Iterable[str]) -> set[str]:
    """Leave out the compressed copies that stand beside their files."""
    there = set(names)
    return {name for name in there if name.removesuffix(".gz") == name or name.removesuffix(".gz") not in there}


def number_of(folder: Path) -> int:
    """Read a release's number in its folder's name; a staged one has none, which is 0."""
    return int(folder.name.partition("-")[0])


def read_release(folder: Path) -> Release | None:
    """Read a folder's manifest; None for half a release."""
    try:
        return Release(number=number_of(folder), **json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_release(folder: Path, release: Release) -> None:
    """Write the manifest, by which the folder is whole."""
    half = folder / f"{MANIFEST}.half"
    said = {name: value for name, value in asdict(release).items() if name != "number"}
    half.write_text(json.dumps(said, indent=1), "utf-8")
    half.replace(folder / MANIFEST)


def files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file below a folder by its name; raises `RefusedError` for what is neither file nor folder."""
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in [*names, *folders]):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise RefusedError(f"the build made {path.relative_to(folder)}, which is neither a file nor a folder")
        for name in names:
            if name != MARKER:
                yield Path(parent, name).relative_to(folder).as_posix(), Path(parent, name)


def digest(file: Path) -> str | None:
    """Return a file's hash, never through a link; None if there is no such file."""
    try:
        with open_file(file) as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def open_file(file: Path) -> FileIO:
    """Open a file to read, and never what a link leads to."""
    return FileIO(os.open(file, os.O_RDONLY | os.O_NOFOLLOW))


def faults(folder: Path, release: Release) -> list[str]:
    """Return the names of files that are not as the manifest says: changed, missing, or not in it."""
    wanted = {**release.kept, **release.files}
    try:
        there = {name: digest(file) for name, file in files_in(folder / SITE)}
    except RefusedError as error:
        return [str(error)]
    return sorted(name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name))


def refuse_faulty(folder: Path) -> Release:
    """Return the release in a folder; raises `RefusedError` unless every file is as its manifest says."""
    release = read_release(folder)
    wrong = faults(folder, release) if release else ["no manifest"]
    if release is None or wrong:
        raise RefusedError(f"The release {folder.name} is not whole: {', '.join(wrong[:5])}")
    return release


def flush(folder: Path) -> None:
    """Wait until a folder's file system has written everything: git's branch shall not be ahead after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        ctypes.CDLL(None).syncfs(descriptor)
    finally:
        os.close(descriptor)
