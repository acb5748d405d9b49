"""Write the outputs of a plan into a fresh folder: link what is there, unpack what is kept, and make the rest."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hireground.build.crew import Crew
from hireground.build.journal import Journal
from hireground.build.leftovers import leave_only
from hireground.metadata.published import published
from hireground.output import Output, as_it_is, link, link_or_copy, linked
from hireground.pictures.card_cache import drawn
from hireground.shares import shared
from hireground.store import Store, digest

AT_ONCE = 2_000
"""Kept files that are in memory at a time, at some 5 KB each."""


@dataclass(frozen=True)
class WrittenFiles:
    """What was written: the key of every path, the paths that were made anew, and those that the store had."""

    keys: Mapping[str, str]
    fresh: frozenset[str]
    kept: frozenset[str] = frozenset()


def at_once() -> None:
    """Wait for nothing."""


class SamePathError(Exception):
    """Two texts of the site want one address."""


def execute(  # noqa: PLR0913 -- each is a part of the build
    outputs: Iterable[Output],
    folder: Path,
    last: Journal,
    key_of: Callable[[Output], str],
    make: Callable[[Output], bytes],
    *,
    store: Store,
    crew: Crew,
    others: Mapping[str, str] = MappingProxyType({}),
    wait: Callable[[], None] = at_once,
) -> WrittenFiles:
    """Write every output into `folder`; raises `SamePathError` if two have one path.

    `others` are the keys of files that stay as they are. `wait` returns once all cards are drawn, by other processes.
    """
    planned = [*outputs]
    keys = {**others, **keys_of(planned, key_of)}
    before = {path: file for path, key in keys.items() if (file := last.still_there(path, key))}
    there = leave_only(folder, before)
    make_folders(folder, (path for path in keys if path not in there))
    for path in others.keys() - there - {output.path for output in planned}:
        link_or_copy(before[path], folder / path)
    rest = [one for one in planned if one.path not in there and not linked_from(before, one, folder)]
    store.used |= {_kept_under(keys[one.path]) for one in planned} - {_kept_under(keys[one.path]) for one in rest}
    kept = unpacked(rest, keys, folder, store)
    fresh = [output for output in rest if output.path not in kept]
    for path, packed in _write(fresh, folder, make, crew, wait).items():
        store.put(_kept_under(keys[path]), packed)
    return WrittenFiles(keys, frozenset(output.path for output in fresh), frozenset(kept))


def keys_of(outputs: Iterable[Output], key_of: Callable[[Output], str]) -> dict[str, str]:
    """Return the key of each output by its path; raises `SamePathError` if two have one path."""
    keys = dict[str, str]()
    for output in outputs:
        if output.path in keys:
            raise SamePathError(output.path)
        keys[output.path] = key_of(output)
    return keys


def linked_from(before: Mapping[str, str], output: Output, folder: Path) -> bool:
    """Link the file that the last build has of an output into `folder`; False if it has none, or nothing is linked."""
    return output.path in before and link(before[output.path], f"{folder}/{output.path}")


def unpacked(outputs: Sequence[Output], keys: Mapping[str, str], folder: Path, store: Store) -> set[str]:
    """Write those outputs that earlier builds made and kept, on all cores, and return their paths."""
    kept = set[str]()
    for start in range(0, len(outputs), AT_ONCE):
        wanted = {one.path: _kept_under(keys[one.path]) for one in outputs[start : start + AT_ONCE] if is_kept(one)}
        store.fetch(wanted.values())
        packed = [(path, data) for path, key in wanted.items() if (data := store.get(key))]
        shared(lambda one: write(folder / one[0], zlib.decompress(one[1])), packed)
        kept |= {path for path, _data in packed}
    return kept


def kept_in(store: Store, output: Output, key: str) -> bytes | None:
    """Return what an earlier build made of the output with that key, if it is kept."""
    packed = store.get(_kept_under(key)) if is_kept(output) else None
    return zlib.decompress(packed) if packed else None


def keep(store: Store, output: Output, key: str, data: bytes) -> None:
    """Keep what was made, for later builds."""
    if is_kept(output):
        store.put(_kept_under(key), zlib.compress(data, 1))


def is_kept(output: Output) -> bool:
    """Tell whether what is made of an output is kept: not where it is a file or bytes already."""
    return output.maker not in {linked, drawn, published, as_it_is}


def _file_of(output: Output) -> Path | None:
    """Return the file that an output is a link to, if it is one."""
    if output.maker is linked:
        return Path(output.value)
    return Path(output.value.file) if output.maker is drawn else None


def _kept_under(key: str) -> bytes:
    return digest(b"made", key.encode())


def _write(
    outputs: Iterable[Output], folder: Path, make: Callable[[Output], bytes], crew: Crew, wait: Callable[[], None]
) -> Mapping[str, bytes]:
    """Make outputs, write them, and return by its path what is worth keeping, packed.

    The first output of each maker, which reads its template, is made here; the others are shared. What the crew has
    made already is only written. Links come last.
    """
    here, others, links, makers = list[Output](), list[Output](), list[Output](), set[object]()
    for output in outputs:
        (links if _file_of(output) else others if output.maker in makers else here).append(output)
        makers.add(output.maker)
    made = crew.made([output for output in others if is_kept(output)])
    here += [output for output in others if output.path in made]
    others = [output for output in others if output.path not in made]

    def written(output: Output) -> bytes:
        data = made[output.path] if output.path in made else make(output)
        write(folder / output.path, data)
        return zlib.compress(data, 1) if is_kept(output) else b""

    packed = [*map(written, here), *shared(written, others)]
    wait()
    for output in links:
        file = _file_of(output)
        if not (file and link(file, folder / output.path)):
            written(output)
    return {output.path: data for output, data in zip([*here, *others], packed, strict=True) if data}


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


def write(file: Path, data: bytes) -> None:
    """Write a file; an error says which, also where the system does not: a disk that is full."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from None
