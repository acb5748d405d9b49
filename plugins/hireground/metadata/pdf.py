"""Blank in PDF files who wrote them, and what cameras wrote into their pictures.

A file keeps its length, since its objects are found by their distance from its start: letters become spaces.
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from hireground.metadata.jpeg import blanked_jpeg
from hireground.metadata.xmp import blanked_xmp

ANEW = "print or export it anew, without properties"
LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
DICTIONARY = 4_000
"""Bytes before a stream in which its dictionary stands."""
LENGTH = re.compile(rb"/Length\s+(\d++)(?!\s+\d+\s+R)")
KEYS = rb"Author|Manager|Company|SourceModified|LastModifiedBy|AAPL:Keywords|PTEX\.FileName|PTEX\.InfoDict"
INDIRECT = re.compile(rb"/(?:Author|Manager|Company|LastModifiedBy)\s+(\d+)\s+(\d+)\s+R")
KEY = re.compile(rb"/(?:" + KEYS + rb")\s*(?=[(<])")
OBJECT = re.compile(rb"(?<!\d)(\d++)\s+\d+\s+obj\s*(?=[(<])")
SIGNS = re.compile(rb"\\.|[()]", re.DOTALL)


def cleaned_pdf(data: bytes) -> bytes:
    """Return a document of the same length that names no author, and whose photos are only pictures.

    One that is locked is returned as it is.
    """
    if is_locked_pdf(data):
        return data
    blank = bytearray(data)
    authors = {match[1] for match in INDIRECT.finditer(data)}
    for part in _parts(data):
        blank[part.start : part.stream] = _plain(bytes(blank[part.start : part.stream]), authors)
        told = data[max(part.start, part.stream - DICTIONARY) : part.stream].rpartition(b" obj")[2]
        blank[part.stream : part.end] = _streamed(data[part.stream : part.end], told, authors)
    return bytes(blank)


class Part(NamedTuple):
    """Objects, and the stream behind them: `data[start:stream]` and `data[stream:end]`."""

    start: int
    stream: int
    end: int


def _parts(data: bytes) -> Iterator[Part]:
    """Divide a document at its streams; behind the last one are objects alone."""
    at = 0
    while at < len(data):
        found = STREAM.search(data, at)
        if not found:
            yield Part(at, len(data), len(data))
            return
        told = data[max(at, found.start() - DICTIONARY) : found.start()].rpartition(b" obj")[2]
        end = _end_of_stream(data, found.end(), told)
        yield Part(at, found.end(), end)
        at = end


def is_locked_pdf(data: bytes) -> bool:
    """Tell whether a document is read with a key, if one that programs know; its streams only speak of such things."""
    if not LOCKED.search(data):
        return False
    return any(LOCKED.search(data, part.start, part.stream) for part in _parts(data))


def _end_of_stream(data: bytes, start: int, told: bytes) -> int:
    length = LENGTH.search(told)
    if length and data[start + int(length[1]) :][:12].lstrip().startswith(b"endstream"):
        return start + int(length[1])
    end = data.find(b"endstream", start)
    return end if end >= 0 else len(data)


def _streamed(stream: bytes, told: bytes, authors: set[bytes]) -> bytes:
    filters = re.findall(rb"/(\w+Decode)\b", told)
    if filters == [b"DCTDecode"] and stream.startswith(b"\xff\xd8"):
        return blanked_jpeg(stream)
    is_words = re.search(rb"/Type\s*/(?:ObjStm|Metadata)|/Subtype\s*/XML", told)
    if not is_words:
        return stream
    if not filters:
        return _blanked(stream, told, authors)
    if filters != [b"FlateDecode"]:
        raise ValueError(f"who wrote it stands where it cannot be taken out; {ANEW}")
    opened = zlib.decompressobj()
    words = opened.decompress(stream, 50_000_000)
    clean = _blanked(words, told, authors)
    if clean == words:
        return stream
    packed = zlib.compress(clean, 9)
    if len(packed) > len(stream):
        raise ValueError(f"who wrote it stands where it cannot be taken out; {ANEW}")
    return packed.ljust(len(stream), b"\0")


def _blanked(words: bytes, told: bytes, authors: set[bytes]) -> bytes:
    return _plain(words, authors) if b"ObjStm" in told else blanked_xmp(words)


def _plain(text: bytes, authors: set[bytes]) -> bytes:
    """Blank the words of the keys that name somebody, and the objects that such keys point to."""
    blank = bytearray(text)
    places = [match.end() for match in KEY.finditer(text)]
    places += [match.end() for match in OBJECT.finditer(text) if match[1] in authors]
    end = 0
    for at in sorted(places):
        if at < end:
            continue  # it stands in the words of another
        end = _end_of_string(text, at)
        room = end - at - 1
        blank[at + 1 : end] = b" " * room if text[at : at + 1] == b"(" else b"20" * (room // 2) + b" " * (room % 2)
    return bytes(blank)


def _end_of_string(text: bytes, at: int) -> int:
    """Return the place of the bracket that closes a string."""
    if text[at : at + 2] == b"<<":
        return at + 1
    if text[at : at + 1] == b"<":
        return max(at + 1, text.find(b">", at))
    depth = 0
    for sign in SIGNS.finditer(text, at):
        depth += (sign[0] == b"(") - (sign[0] == b")")
        if not depth:
            return sign.start()
    raise ValueError(f"the document is damaged; {ANEW}")
