"""Put files of the last build into a folder again: link those that are there, and unpack those that `.cache` has."""

import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from hireground.build.journal import Journal, WrittenFile
from hireground.build.leftovers import take_over
from hireground.checksums import Sum, digest_of_bytes
from hireground.output import link, link_or_copy
from hireground.shares import shared
from hireground.store import Store, digest

AT_ONCE = 2_000
"""Kept files that are in memory at a time, at some 5 KB each."""


class LostError(Exception):
    """A file of the last build is kept nowhere."""


class SamePathError(Exception):
    """Two texts of the site want one address."""


def begin(
    folder: Path, replaced: Path, last: Journal, keys: Mapping[str, str], search_files: frozenset[str]
) -> tuple[frozenset[str], Mapping[str, str]]:
    """Begin a fresh folder: put into it what is as the last build wrote it, and make the folders of all other files.

    Returns the paths of those files, and the parts of the search all of whose files are there; `search_files` are the
    files of all parts, which have no keys.
    """
    same = frozenset(path for path, key in keys.items() if last.still_has(path, key))
    there = take_over(folder, replaced, last, same | search_files)
    broken = {last.part_of(path) for path in search_files - there}
    for path in search_files & there:
        if last.part_of(path) in broken:
            os.unlink(f"{folder}/{path}")  # noqa: PTH108 -- a large site's search has ten thousand files
    make_folders(folder, keys.keys() - there)
    stay = frozenset(path for path in same if path in there or link(f"{last.output}/{path}", f"{folder}/{path}"))
    return stay, {part: name for part, name in last.parts.items() if search_files and part not in broken}


def put_again(paths: Iterable[str], folder: Path, last: Journal, store: Store) -> None:
    """Put files of the last build into a folder, with the times that they had; raises `LostError`.

    Those that are gone from the last build's folder are made again of what they were copied from, or of the store.
    """
    lost = dict[str, WrittenFile]()
    for path in paths:
        if path in last.intact:
            link_or_copy(f"{last.output}/{path}", folder / path)
        elif (file := last.written[path]).source:
            _publish(file, folder / path, last)
        else:
            lost[path] = file
    files = [*lost.items()]
    for start in range(0, len(files), AT_ONCE):
        _unpack(files[start : start + AT_ONCE], folder, store)


def _publish(file: WrittenFile, target: Path, last: Journal) -> None:
    """Link a made file into the site again; a file of the content, whose path is from the root, is published again."""
    if not Path(file.source).is_absolute():
        from hireground.metadata.published import published  # noqa: PLC0415 -- only for a site that has such files
        from hireground.text.source import ContentFile  # noqa: PLC0415 -- likewise

        if not _write_again(target, published(ContentFile(last.root, Path(file.source))), file):
            raise LostError(file.source)
    elif last.verifier.is_intact(file.source, file.sum):
        link_or_copy(file.source, target)
    else:
        raise LostError(file.source)


def _unpack(files: list[tuple[str, WrittenFile]], folder: Path, store: Store) -> None:
    """Write files that the store has, on all cores."""
    keys = [kept_under(file.key) for _path, file in files]
    store.fetch(keys)
    packed = [(path, file, store.get(key) or b"") for (path, file), key in zip(files, keys, strict=True)]

    def written(one: tuple[str, WrittenFile, bytes]) -> bool:
        path, file, data = one
        return bool(data) and bool(_write_again(folder / path, zlib.decompress(data), file))

    for (path, _file), is_written in zip(files, shared(written, packed), strict=True):
        if not is_written:
            raise LostError(path)


def write_kept(target: Path, data: bytes, file: WrittenFile | None, key: str) -> Sum:
    """Write what is kept under a key, with the time of the last build's file if that had it; return what it is."""
    again = _write_again(target, data, file) if file and file.key == key else None
    return again or write(target, data)


def _write_again(target: Path, data: bytes, file: WrittenFile) -> Sum | None:
    """Write a file as it was, with its time; None if these are not its bytes."""
    if len(data) != file.sum.size:
        return None
    write(target, data)
    os.utime(target, ns=(file.sum.time, file.sum.time))
    return file.sum


def kept_under(key: str) -> bytes:
    """Return what the store has an output under, by the output's own key."""
    return digest(b"made", key.encode())


def make_folders(folder: Path, paths: Iterable[str]) -> None:
    """Make the folders of outputs; raises `SamePathError` if a file of the site has the name of one."""
    made = set[str]()
    for path in paths:
        if (above := path.rpartition("/")[0]) not in made:
            try:
                (folder / above).mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):
                raise SamePathError(path) from None
            made.add(above)


def write(file: Path, data: bytes) -> Sum:
    """Write a file, and return what it is; an error says which, also where the system does not: a disk that is full."""
    try:
        with file.open("wb") as opened:
            opened.write(data)
            opened.flush()
            return Sum(len(data), os.fstat(opened.fileno()).st_mtime_ns, digest_of_bytes(data))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
