"""Write the outputs of a plan into a fresh folder: link what is there, unpack what is kept, and make the rest."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hireground.build.cluster.crew import Crew
from hireground.build.journal import Journal, WrittenFiles
from hireground.build.kept.files import AT_ONCE, SamePathError, begin, kept_under, put_again, write, write_kept
from hireground.checksums import Sum
from hireground.metadata.published import published
from hireground.output import Output, link, linked
from hireground.pictures.card_cache import drawn
from hireground.shares import shared
from hireground.store import Store

TOGETHER = 500
"""Outputs that are made together: their bytes are in memory at a time."""
FEWER, LARGE_SITE = 125, 10_000
"""Outputs that are made together where there are more than so many: who makes them copies all that they show."""
LISTED = 4
"""As how many outputs a page counts that lists posts: it shows as many more."""


class Made(NamedTuple):
    """An output that was written: its path, its bytes packed if they are worth keeping, and what the file is."""

    path: str
    packed: bytes
    sum: Sum


def no_cards() -> Mapping[Path, Sum]:
    """Await no cards."""
    return {}


def execute(  # noqa: PLR0913 -- each is a part of the build
    outputs: list[Output], keys: Mapping[str, str], folder: Path, last: Journal,
    make: Callable[[Output], bytes], *, replaced: Path, store: Store, crew: Crew,
    keys_of_others: Mapping[str, str] = MappingProxyType({}), search_files: frozenset[str] = frozenset(),
    wait_for_cards: Callable[[], Mapping[Path, Sum]] = no_cards,
) -> WrittenFiles:  # fmt: skip
    """Write every output into `folder`, which will take the place of the folder that is `replaced`.

    The `outputs` are taken out of their list, so that what was made is no longer in memory; `keys` has the key of each.
    `keys_of_others` are those of the last build's files that stay beside them; raises `LostError` where one is gone.
    `search_files` are the last build's files of the search index, of which each part stays that the spare has whole.
    `wait_for_cards` returns once all cards are drawn, and says what their files are.
    """
    all_keys = {**keys_of_others, **keys} if keys_of_others else keys
    # First all that is the last build's own, then what earlier builds made and the store has, at last what is made.
    stay, parts = begin(folder, replaced, last, all_keys, search_files - all_keys.keys())
    again = keys_of_others.keys() - stay - keys.keys()
    put_again(again, folder, last, store)
    sources = {path: last.written[path].source for path in keys_of_others} | sources_of(outputs)
    store.used.extend(hash(kept_under(keys[one.path])) for one in outputs if one.path in stay)
    rest = [one for one in taken_out(outputs) if one.path not in stay]
    sums = unpacked(rest, keys, folder, last, store)
    from_store = frozenset(sums.keys() | (again - last.intact))
    fresh = [one for one in taken_out(rest) if one.path not in sums]
    new = frozenset(one.path for one in fresh)
    for one in _write(fresh, folder, make, crew, wait_for_cards=wait_for_cards, keep_some=store.write_down):
        sums[one.path] = one.sum
        if one.packed:
            store.put(kept_under(keys[one.path]), one.packed)
    return WrittenFiles(all_keys, new, from_store, stay, parts, sources=sources, sums=sums)


def taken_out(outputs: list[Output]) -> Iterator[Output]:
    """Yield outputs in their order, and take each out of their list."""
    outputs.reverse()
    while outputs:
        yield outputs.pop()


def keys_of(outputs: Iterable[Output], key_of: Callable[[Output], str]) -> dict[str, str]:
    """Return the key of each output by its path; raises `SamePathError` if two have one path."""
    keys = dict[str, str]()
    for output in outputs:
        if output.path in keys:
            raise SamePathError(output.path)
        keys[output.path] = key_of(output)
    return keys


def unpacked(
    outputs: Sequence[Output], keys: Mapping[str, str], folder: Path, last: Journal, store: Store
) -> dict[str, Sum]:
    """Write those outputs that the store has, on all cores; return what each file is, by its path."""

    def unpack(one: tuple[str, bytes]) -> tuple[str, Sum]:
        path, packed = one
        return path, write_kept(folder / path, zlib.decompress(packed), last.written.get(path), keys[path])

    kept = dict[str, Sum]()
    for start in range(0, len(outputs), AT_ONCE):
        wanted = {one.path: kept_under(keys[one.path]) for one in outputs[start : start + AT_ONCE] if is_kept(one)}
        store.fetch(wanted.values())
        packed = [(path, data) for path, key in wanted.items() if (data := store.get(key))]
        kept |= dict(shared(unpack, packed))
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
    outputs: list[Output], folder: Path, make: Callable[[Output], bytes], crew: Crew, *,
    wait_for_cards: Callable[[], Mapping[Path, Sum]], keep_some: Callable[[], None],
) -> Iterator[Made]:  # fmt: skip
    """Make outputs, write them, and yield what each is.

    The first output of each maker, which reads its template, is made here; the others are shared. What the crew has
    made already is only written. Links come last. What was yielded before is kept while others make the next.
    """
    here, others, links, makers = list[Output](), list[Output](), list[Output](), set[object]()
    for output in taken_out(outputs):
        (links if _file_of(output) else others if output.maker in makers else here).append(output)
        makers.add(output.maker)
    made = crew.made([output for output in others if is_kept(output)])
    here += [output for output in others if output.path in made]
    others = [output for output in taken_out(others) if output.path not in made]

    def written(output: Output) -> Made:
        data = made[output.path] if output.path in made else make(output)
        packed = zlib.compress(data, 1) if is_kept(output) else b""
        return Made(output.path, packed, write(folder / output.path, data))

    yield from map(written, taken_out(here))
    together = FEWER if len(others) > LARGE_SITE else TOGETHER
    for some in in_parts(taken_out(others), together):
        yield from shared(written, some, keep_some)
    yield from _linked(links, folder, wait_for_cards(), written)


def in_parts(outputs: Iterable[Output], most: int) -> Iterator[list[Output]]:
    """Divide outputs into those that are made together, at most so many."""
    part, size = list[Output](), 0
    for output in outputs:
        part.append(output)
        size += LISTED if isinstance(output.maker, str) and "posts" in output.value else 1
        if size >= most:
            yield part
            part, size = [], 0
    if part:
        yield part


def _linked(
    outputs: Iterable[Output], folder: Path, cards: Mapping[Path, Sum], written: Callable[[Output], Made]
) -> Iterator[Made]:
    """Link the files that outputs are copies of, and yield what is known of them; write those that cannot be linked."""
    for output in outputs:
        file = _file_of(output) or Path()
        if not link(file, folder / output.path):
            yield written(output)
        elif file in cards:
            yield Made(output.path, b"", cards[file])
