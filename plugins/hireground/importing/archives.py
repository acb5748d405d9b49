"""Unpack a `.zip` that holds a source: within bounds, below one folder, and files alone."""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from hireground.terminal import RefusedError

MOST_FILES, MOST_BYTES = 100_000, 4_000_000_000
MOST_TIMES = 200
"""How many times its own size an archive may hold; texts are packed to a tenth, and bombs to a thousandth."""
SMALL = 10_000_000
"""Bytes that no one minds, however they are packed."""
PIECE = 1_000_000
LEFT_OUT = "__MACOSX"
LISTS = frozenset({".xml", ".ics", ".json", ".csv", ".yml", ".yaml"})
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError)
"""What the library raises for damage, a password (RuntimeError) and another compression, and we for what is refused."""


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield the folder or the file that a source is; what an archive holds is there as long as it is looked at."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        yield path
        return
    with TemporaryDirectory(prefix="hireground-") as temporary:
        folder = Path(temporary, path.stem or "archive")
        folder.mkdir()
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, folder, min(MOST_BYTES, max(SMALL, path.stat().st_size * MOST_TIMES)))
        except UNREADABLE as error:
            raise RefusedError(f"{path} cannot be unpacked: {' '.join(str(error).split())[:100]}") from None
        yield _inner(folder)


def _unpack(archive: zipfile.ZipFile, folder: Path, most: int) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise ValueError(f"it has more than {MOST_FILES:,} files")
    left = most
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or LEFT_OUT in name.parts:
            continue
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            raise ValueError(f"{entry.filename[:80]} leads out of it")
        if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
            continue  # a link, or a device
        left -= _written(archive, entry, folder / name, left)


def _written(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path, most: int) -> int:
    """Write one file, and return its size; what an archive says of sizes is not believed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(entry) as packed, file.open("xb") as out:
        while piece := packed.read(PIECE):
            size += len(piece)
            if size > most:
                raise ValueError("it holds far more than an archive of its size does")
            out.write(piece)
    return size


def _inner(folder: Path) -> Path:
    """Return the one folder or list that an archive holds, or else all of it."""
    inner = folder
    while len(below := [one for one in inner.iterdir() if not one.name.startswith(".")]) == 1 and below[0].is_dir():
        inner = below[0]
    if len(below) == 1 and below[0].suffix.lower() in LISTS:
        return below[0]
    if inner == folder:
        return folder
    named = folder.with_name(f"{folder.name}-inner") / folder.name
    named.parent.mkdir()
    shutil.move(inner, named)  # the archive's name says more than "main" or "talks"
    return named
