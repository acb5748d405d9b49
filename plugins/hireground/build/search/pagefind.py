"""Run Pagefind over built pages: the same bytes for the same pages."""

import gzip
import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

from hireground.output import gzipped

SIGNATURE = b"pagefind_dcd"
TEXT, ARRAY = 3, 4
"""CBOR's major types."""
IGNORED = (
    *("h1", "details", "button", "template", ".actions", ".headerlink", ".as-of", ".poster-code"),
    *(".ticket", ".facts", ".dates", ".mentions", ".rows", ".entries", ".post-side", ".post-foot"),
    *(".editions", ".people .p-note"),
)
"""Parts of pages that are not indexed: what only lists or repeats facts, and what is said of other pages."""
UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""What the theme's own search has no use for."""
CODE = ("pagefind.js", "*.pagefind")
"""What is loaded once for all parts."""


def run_pagefind(pages: Path, index: Path, language: str) -> None:
    """Write the index of the pages below a folder that have a `data-pagefind-body`; raises RuntimeError if it fails."""
    options = ["--site", str(pages), "--output-path", str(index), "--exclude-selectors", ", ".join(IGNORED), "--silent"]
    from pagefind_bin import get_executable  # noqa: PLC0415 -- not every author has it

    # One language for all: a search finds what is written in any, and each has its own index otherwise.
    command = [str(get_executable()), *options, "--force-language", language]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603 -- our own words
    if run.returncode:
        raise RuntimeError(f"Pagefind ended with {run.returncode}: {' '.join((run.stderr or run.stdout).split())}")
    make_deterministic(index)
    _remove(index, UNUSED)


def make_part(index: Path, part: str) -> None:
    """Make an index a part of another: without code, and each page's name begins with the part's.

    So `en_1a2b3c4` becomes `2016-03.en_1a2b3c4`, by which the browser puts finds of several parts in order.
    """
    (meta,) = index.glob("*.pf_meta")
    data = _read(meta)
    for file in (index / "fragment").glob("*.pf_fragment"):
        named = file.rename(file.with_name(f"{part}.{file.name}"))
        data = data.replace(_text(file.stem), _text(named.stem))
    _rename_meta(meta, data)
    _remove(index, CODE)


def make_deterministic(folder: Path) -> None:
    """Write the filters and what names them anew, in order; the same pages give the same bytes."""
    # Pagefind writes the values of each filter (topic, place …) in another order each time. A file is named by the hash
    # of its content, so the filter's name changes, and with it the index that lists it (pf_meta), its name, and
    # pagefind-entry.json, which names the index. So: sort the values of each filter and name its file anew; in the
    # index, put the new names, sorted, in place of the old ones; name the index anew; correct the entry.
    (meta,) = folder.glob("*.pf_meta")
    data = _read(meta)
    listed = {}
    for file in (folder / "filter").glob("*.pf_filter"):
        name, ordered = _ordered(_read(file))
        before = name + _text(file.stem)
        file.unlink()
        listed[before] = name + _text(_write(file, ordered).stem)
    if listed:
        data = _relisted(data, listed)
    _rename_meta(meta, data)


def _rename_meta(meta: Path, data: bytes) -> None:
    """Write the index that lists the others anew, and its new name into the entry."""
    meta.unlink()
    fresh = _write(meta, data)
    entry = meta.with_name("pagefind-entry.json")
    entry.write_text(entry.read_text("utf-8").replace(_hash_of(meta), _hash_of(fresh)), "utf-8")


def _ordered(data: bytes) -> tuple[bytes, bytes]:
    """Return a filter's name, still as CBOR, and the filter with its values in order."""
    # A filter is the CBOR array [name, [[value, pages…], …]]: the name is sliced out, each pair of value and pages is
    # found by its end, and the slices are sorted as bytes. Nothing is decoded, so nothing is encoded differently.
    _, start = _head(data, 0)
    values = _end(data, start)
    number, at = _head(data, values)
    items = []
    for _ in range(number):
        end = _end(data, at)
        items.append(data[at:end])
        at = end
    first = _head(data, values)[1]
    return data[start:values], data[:first] + b"".join(sorted(items))


def chunks_of(index: Path) -> list[tuple[str, str]]:
    """Return the chunks of an index in order: the last word of each, and its file."""
    # An index is the CBOR array [version, pages, chunks, filters, sorts, fields], a chunk [first, last word, hash].
    (meta,) = index.glob("*.pf_meta")
    data = _read(meta)
    at = _head(data, 0)[1]
    for _ in ("version", "pages"):
        at = _end(data, at)
    number, at = _head(data, at)
    chunks = list[tuple[str, str]]()
    for _ in range(number):
        _first, last, name = _strings(data[at : _end(data, at)])
        chunks.append((last, f"index/{name}.pf_index"))
        at = _end(data, at)
    return chunks


def _strings(data: bytes) -> list[str]:
    """Read an array of texts."""
    number, at = _head(data, 0)
    texts = list[str]()
    for _ in range(number):
        length, start = _head(data, at)
        at = start + length
        texts.append(data[start:at].decode())
    return texts


def _relisted(data: bytes, listed: dict[bytes, bytes]) -> bytes:
    """Put the files' new names, in order, where the old ones stand side by side."""
    pairs = {b"\x82" + before: b"\x82" + after for before, after in listed.items()}
    start = min(map(data.index, pairs))
    end = start + sum(map(len, pairs))
    return data[:start] + b"".join(sorted(pairs.values())) + data[end:]


def _read(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE)


def _write(file: Path, data: bytes) -> Path:
    """Write a file under its content's name, as long as the name it had."""
    before = _hash_of(file)
    digest = hashlib.sha256(data).hexdigest()[: len(before)]
    fresh = file.with_name(file.name.replace(before, digest))
    fresh.write_bytes(gzipped(SIGNATURE + data))
    return fresh


def _hash_of(file: Path) -> str:
    return file.stem.rpartition("_")[2]


def _text(text: str) -> bytes:
    """Write a short text as CBOR."""
    return bytes([TEXT << 5 | len(text)]) + text.encode()


def _head(data: bytes, at: int) -> tuple[int, int]:
    """Read an item's number or length, and where what follows begins."""
    small = data[at] & 31
    size = 1 << (small - 24) if small >= 24 else 0  # noqa: PLR2004 -- RFC 8949 3
    number = int.from_bytes(data[at + 1 : at + 1 + size]) if size else small
    return number, at + 1 + size


def _end(data: bytes, at: int) -> int:
    """Find where an item ends."""
    kind = data[at] >> 5
    number, after = _head(data, at)
    if kind == ARRAY:
        for _ in range(number):
            after = _end(data, after)
    return after + number if kind == TEXT else after


def _remove(folder: Path, patterns: Iterable[str]) -> None:
    for pattern in patterns:
        for file in folder.glob(pattern):
            file.unlink()
