"""Pagefind's filters to one order: it shuffles them anew each run, and names each file by its shuffled content.

A filter is CBOR (RFC 8949) in gzip: `[name, [[value, [page, …]], …]]`; `pf_meta` lists `[name, file]` of each.
"""

import gzip
import hashlib
from pathlib import Path

SIGNATURE = b"pagefind_dcd"
TEXT, ARRAY = 3, 4
"""CBOR's major types."""


def settle(folder: Path) -> None:
    """Write the filters and what names them anew, in order; the same pages give the same bytes."""
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
    meta.unlink()
    fresh = _write(meta, data)
    entry = folder / "pagefind-entry.json"
    entry.write_text(entry.read_text("utf-8").replace(_hash_of(meta), _hash_of(fresh)), "utf-8")


def _ordered(data: bytes) -> tuple[bytes, bytes]:
    """Return a filter's name, still as CBOR, and the filter with its values in order."""
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
    fresh.write_bytes(gzip.compress(SIGNATURE + data, 9, mtime=0))
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
