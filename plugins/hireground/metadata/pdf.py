"""Blank in PDF files who wrote them, and what cameras wrote into their pictures.

A file keeps its length, since its objects are found by their distance from its start: letters become spaces.
"""

import re
import zlib

from hireground.metadata.jpeg import blanked_jpeg
from hireground.metadata.xmp import blanked_xmp

ANEW = "print or export it anew, without properties"
ENCRYPTED = f"it is locked, so that nobody can see who is named in it; {ANEW}"
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
    """Return a document of the same length that names no author, and whose photos are only pictures."""
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data):
        raise ValueError(ENCRYPTED)
    blank, at = bytearray(data), 0
    authors = {match[1] for match in INDIRECT.finditer(data)}
    while at < len(data):
        stream = STREAM.search(data, at)
        end = stream.start() if stream else len(data)
        blank[at:end] = _plain(bytes(blank[at:end]), authors)
        if not stream:
            break
        told = data[max(at, end - DICTIONARY) : end].rpartition(b" obj")[2]
        start, at = stream.end(), _end_of_stream(data, stream.end(), told)
        blank[start:at] = _streamed(data[start:at], told, authors)
    return bytes(blank)


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
