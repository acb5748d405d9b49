"""List the releases of a server, and change which one readers see in one step."""

import ctypes
import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from io import FileIO
from pathlib import Path

from hireground.server.lease import locked
from hireground.server.server import Server, remove
from hireground.terminal import RefusedError

SITE, MANIFEST = "site", "release.json"


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
    """Yield every file of a release by its name; raises `RefusedError` for what is neither file nor folder."""
    for parent, folders, names in os.walk(folder):
        for path in (Path(parent, name) for name in [*names, *folders]):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise RefusedError(f"{path.relative_to(folder)} is neither a file nor a folder")
        for name in names:
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


def problems(folder: Path, release: Release) -> list[str]:
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
    wrong = problems(folder, release) if release else ["no manifest"]
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


SWAP = "swap.lock"


def releases(server: Server) -> dict[Path, Release]:
    """Return every whole release by its folder, the newest first."""
    found = {folder: read_release(folder) for folder in server.folder("releases").iterdir()}
    whole = {folder: release for folder, release in found.items() if release}
    return dict(sorted(whole.items(), key=lambda item: item[1].number, reverse=True))


def live(server: Server) -> Release | None:
    """Return the release that readers see."""
    try:
        return read_release(server.folder("releases") / server.current.readlink().parent.name)
    except OSError:
        return None


def is_pinned(server: Server) -> bool:
    """Tell whether readers see a release that somebody went back to, and not the newest that was built."""
    shown = live(server)
    built = next((release for release in releases(server).values() if not release.again), None)
    return bool(shown and built and shown.again not in {0, built.number})


def publish(server: Server, folder: Path) -> Release:
    """Give a staged release its place and its number, and show it to readers."""
    release = refuse_faulty(folder)
    with locked(server.root / SWAP):
        home = server.folder("releases") / next_name(server, release.commit)
        folder.rename(home)
        flush(server.folder("releases"))
        show(server, home)
        prune(server)
    return replace(release, number=number_of(home))


def next_name(server: Server, commit: str) -> str:
    """Name a release: its number, by which releases are in order whatever the clock says, its moment, its commit."""
    number = max((release.number for release in releases(server).values()), default=0) + 1
    return f"{number:06}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{commit[:7]}"


def show(server: Server, home: Path) -> None:
    """Let readers see a release: one rename, so that every request finds either the old site or the new one."""
    fresh = server.root / "current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases", home.name, SITE))
    fresh.replace(server.current)
    flush(server.root)


def prune(server: Server) -> None:
    """Take away all but the newest builds and the release that readers see; also what is no whole release."""
    builds = [home for home, release in releases(server).items() if not release.again]
    kept = {*builds[: server.config.keep], server.current.resolve().parent}
    for folder in server.folder("releases").iterdir():
        if folder not in kept:
            discard(server, folder)


def discard(server: Server, folder: Path) -> None:
    """Take a folder away at once, then delete it."""
    away = server.folder("trash") / f"{folder.name}-{time.monotonic_ns()}"
    folder.rename(away)
    remove(away)
