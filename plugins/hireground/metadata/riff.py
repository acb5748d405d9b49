"""Take metadata out of files of chunks: WebP pictures, WAV sound, AVI film."""

from collections.abc import Iterator

from hireground.metadata.exif import UPRIGHT, only_orientation, orientation
from hireground.metadata.jpeg import DAMAGED

WEBP = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
"""The chunks that a WebP picture is drawn by."""
HAS_EXIF, HAS_XMP = 0x08, 0x04
WORDS = frozenset({b"bext", b"iXML", b"id3 ", b"ID3 ", b"_PMX", b"cart", b"aXML", b"IDIT", b"ISMP", b"strd", b"strn"})
"""The chunks of sound and film that say who recorded it, with what and where."""
LISTS_OF_WORDS = frozenset({b"INFO", b"exif", b"ncdt"})
FOLDERS = frozenset({b"hdrl", b"strl"})


def cleaned_riff(data: bytes) -> bytes:
    """Return a picture of what it is drawn by; in sound and film, empty the chunks that say more."""
    if data[8:12] == b"WEBP":
        return _webp(data)
    blank = bytearray(data)
    _empty(blank, 12, len(data))
    return bytes(blank)


def _webp(data: bytes) -> bytes:
    parts, turned = [], UPRIGHT
    for kind, start, end in _chunks(data, 12, len(data)):
        if kind == b"EXIF":
            turned = orientation(data[start + 8 : end].removeprefix(b"Exif\0\0"))
        elif kind in WEBP:
            parts.append(data[start:end].ljust(end - start + (end - start) % 2, b"\0"))
    if parts and parts[0].startswith(b"VP8X"):
        flags = parts[0][8] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if turned != UPRIGHT else 0)
        parts[0] = parts[0][:8] + bytes((flags,)) + parts[0][9:]
        if turned != UPRIGHT:
            said = only_orientation(turned)
            parts.append(b"EXIF" + len(said).to_bytes(4, "little") + said + bytes(len(said) % 2))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _empty(data: bytearray, start: int, end: int) -> None:
    for kind, at, stop in _chunks(data, start, end):
        name = bytes(data[at + 8 : at + 12])
        if kind == b"LIST" and name in FOLDERS:
            _empty(data, at + 12, stop)
        elif kind in WORDS or (kind == b"LIST" and name in LISTS_OF_WORDS):
            data[at : at + 4] = b"JUNK"
            data[at + 8 : stop] = bytes(stop - at - 8)


def _chunks(data: bytes | bytearray, at: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name, the place and the end of each chunk; the last may say a length that nobody knew before."""
    while at + 8 <= stop:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = min(at + 8 + size, stop)
        if end < at + 8 + size and data[8:12] == b"WEBP":
            raise ValueError(DAMAGED)
        yield bytes(data[at : at + 4]), at, end
        at = end + size % 2
