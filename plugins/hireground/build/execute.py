"""Write the outputs of a plan into a fresh folder: link what is there, unpack what is kept, and make the rest."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from hireground.build.crew import Crew
from hireground.build.journal import Journal, WrittenFiles
from hireground.build.kept.files import AT_ONCE, SamePathError, begin, kept_under, put_again, write, write_kept
from hireground.metadata.published import published
from hireground.output import Output, link, linked
from hireground.pictures.card_cache import drawn
from hireground.shares import nothing, shared
from hireground.store import Store

TOGETHER = 500
"""Outputs whose bytes are in memory at a time; a process that makes half of them has what it touches twice."""


def execute(  # noqa: PLR0913 -- each is a part of the build
    outputs: Iterable[Output], folder: Path, last: Journal, key_of: Callable[[Output], str],
    make: Callable[[Output], bytes], *, output: Path, store: Store, crew: Crew,
    others: Mapping[str, str] = MappingProxyType({}), besides: frozenset[str] = frozenset(),
    wait: Callable[[], None] = nothing,
) -> WrittenFiles:  # fmt: skip
    """Write every output into `folder`, which will replace `output`; raises `SamePathError` if two have one path.

    `others` are the keys of other files, which stay, and `besides` the last build's files of the search's index, which
    stay if all of them are in the spare; raises `LostError` where one is gone. `wait` awaits all cards.
    """
    planned = [*outputs]
    made = keys_of(planned, key_of)
    keys = {**others, **made}
    stay, parts = begin(folder, output, last, keys, besides - keys.keys())
    again = others.keys() - stay - made.keys()
    put_again(again, folder, last, store)
    rest = [one for one in planned if one.path not in stay]
    store.used |= {kept_under(keys[one.path]) for one in planned if one.path in stay}
    kept = unpacked(rest, keys, folder, last, store)
    fresh = [output for output in rest if output.path not in kept]
    for packed in _write(fresh, folder, make, crew, wait=wait, keep_some=store.write_down):
        for path, data in packed:
            if data:
                store.put(kept_under(keys[path]), data)
    sources = {path: last.written[path].source for path in others} | sources_of(planned)
    new = frozenset(output.path for output in fresh)
    return WrittenFiles(keys, new, frozenset(kept | (again - last.intact)), stay, parts, sources=sources)


def keys_of(outputs: Iterable[Output], key_of: Callable[[Output], str]) -> dict[str, str]:
    """Return the key of each output by its path; raises `SamePathError` if two have one path."""
    keys = dict[str, str]()
    for output in outputs:
        if output.path in keys:
            raise SamePathError(output.path)
        keys[output.path] = key_of(output)
    return keys


def unpacked(outputs: Sequence[Output], keys: Mapping[str, str], folder: Path, last: Journal, store: Store) -> set[str]:
    """Write those outputs that earlier builds made and kept, on all cores, and return their paths."""

    def unpack(one: tuple[str, bytes]) -> None:
        path, packed = one
        write_kept(folder / path, zlib.decompress(packed), last.written.get(path), keys[path])

    kept = set[str]()
    for start in range(0, len(outputs), AT_ONCE):
        wanted = {one.path: kept_under(keys[one.path]) for one in outputs[start : start + AT_ONCE] if is_kept(one)}
        store.fetch(wanted.values())
        packed = [(path, data) for path, key in wanted.items() if (data := store.get(key))]
        shared(unpack, packed)
        kept |= {path for path, _data in packed}
    return kept


def kept_in(store: Store, output: Output, key: str) -> bytes | None:
    """Return what an earlier build made of the output with that key, if it is kept."""
    packed = store.get(kept_under(key)) if is_kept(output) else None
    return zlib.decompress(packed) if packed else None


def keep(store: Store, output: Output, key: str, data: bytes) -> None:
    """Keep what was made, for later builds."""
    if is_kept(output):
        store.put(kept_under(key), zlib.compress(data, 1))


def is_kept(output: Output) -> bool:
    """Tell whether what is made of an output is kept: not where it is a file already."""
    return output.maker not in {linked, drawn, published}


def sources_of(outputs: Iterable[Output]) -> dict[str, str]:
    """Return the files that outputs are copies of, by their paths; a file of the content is named from the root."""
    files = {one.path: one.value.path if one.maker is published else _file_of(one) for one in outputs}
    return {path: str(file) for path, file in files.items() if file}


def _file_of(output: Output) -> Path | None:
    """Return the file that an output is a link to, if it is one."""
    if output.maker is linked:
        return Path(output.value)
    return Path(output.value.file) if output.maker is drawn else None


def _write(  # noqa: PLR0913 -- likewise
    outputs: Iterable[Output], folder: Path, make: Callable[[Output], bytes], crew: Crew, *,
    wait: Callable[[], None], keep_some: Callable[[], None],
) -> Iterator[list[tuple[str, bytes]]]:  # fmt: skip
    """Make outputs, write them, and yield some at a time by its path what is worth keeping, packed.

    The first output of each maker, which reads its template, is made here; the others are shared. What the crew has
    made already is only written. Links come last. What was yielded before is kept while others make the next.
    """
    here, others, links, makers = list[Output](), list[Output](), list[Output](), set[object]()
    for output in outputs:
        (links if _file_of(output) else others if output.maker in makers else here).append(output)
        makers.add(output.maker)
    made = crew.made([output for output in others if is_kept(output)])
    here += [output for output in others if output.path in made]
    others = [output for output in others if output.path not in made]

    def written(output: Output) -> tuple[str, bytes]:
        data = made[output.path] if output.path in made else make(output)
        write(folder / output.path, data)
        return output.path, zlib.compress(data, 1) if is_kept(output) else b""

    yield [*map(written, here)]
    for start in range(0, len(others), TOGETHER):
        yield shared(written, others[start : start + TOGETHER], keep_some)
    wait()
    for output in links:
        if not link(_file_of(output) or "", folder / output.path):
            written(output)
