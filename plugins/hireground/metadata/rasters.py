"""Take out of PNG, GIF and icon files what does not draw them."""

import struct
import zlib
from collections.abc import Callable, Iterator

from hireground.metadata.exif import UPRIGHT, only_orientation, orientation
from hireground.metadata.jpeg import DAMAGED

PNG = b"\x89PNG\r\n\x1a\n"
DRAWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT acTL fcTL fdAT cICP mDCV cLLI".split()
)
"""The parts that a PNG is drawn by: all others are words, or what only one program knows."""
MOVING = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})
"""The additions to GIF that say how often it moves, and its colors."""
IMAGE, EXTENSION, TRAILER = 0x2C, 0x21, 0x3B
CONTROL, APPLICATION = 0xF9, 0xFF
ICON_ENTRY = struct.Struct("<BBBBHHII")


def cleaned_png(data: bytes) -> bytes:
    """Return a PNG of what it is drawn by; it stays upright."""
    parts, turned = [PNG], UPRIGHT
    for kind, start, end in _png_chunks(data):
        if kind in DRAWN:
            parts.append(data[start:end])
        elif kind == b"eXIf":
            turned = orientation(data[start + 8 : end - 4])
    if turned != UPRIGHT:
        said = b"eXIf" + only_orientation(turned)
        parts.insert(2, (len(said) - 4).to_bytes(4) + said + zlib.crc32(said).to_bytes(4))
    return b"".join(parts)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at, kind = len(PNG), b""
    while kind != b"IEND":
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data) or len(kind) < len(b"IEND"):
            raise ValueError(DAMAGED)
        yield kind, at, end
        at = end


def cleaned_gif(data: bytes) -> bytes:
    """Return a GIF without comments, and without what programs added but for how often it moves."""
    at = 13 + _table(data, 10)
    parts = [data[:at]]
    while at < len(data) and data[at] != TRAILER:
        start = at
        if data[at] == IMAGE:
            at = _past_blocks(data, at + 11 + _table(data, at + 9))
            parts.append(data[start:at])
        elif data[at] == EXTENSION:
            at = _past_blocks(data, at + 2)
            is_moving = data[start + 1] == APPLICATION and data[start + 3 : start + 14] in MOVING
            parts += [data[start:at]] if data[start + 1] == CONTROL or is_moving else []
        else:
            raise ValueError(DAMAGED)
    return b"".join([*parts, bytes((TRAILER,))])


def _table(data: bytes, at: int) -> int:
    """Return the length of the table of colors that a byte of flags announces."""
    flags = data[at] if at < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _past_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise ValueError(DAMAGED)
    return at + 1


def cleaned_icon(data: bytes, inner: Callable[[bytes], bytes]) -> bytes:
    """Return an icon whose pictures are each cleaned by `inner`."""
    kind, count = struct.unpack_from("<HH", data, 2)
    entries = [ICON_ENTRY.unpack_from(data, 6 + number * ICON_ENTRY.size) for number in range(count)]
    pictures = [inner(data[entry[7] : entry[7] + entry[6]]) for entry in entries]
    at, heads = 6 + count * ICON_ENTRY.size, []
    for entry, picture in zip(entries, pictures, strict=True):
        heads.append(ICON_ENTRY.pack(*entry[:6], len(picture), at))
        at += len(picture)
    made = b"".join([struct.pack("<HHH", 0, kind, count), *heads, *pictures])
    is_same = all(new == data[entry[7] : entry[7] + entry[6]] for entry, new in zip(entries, pictures, strict=True))
    return data if is_same and len(made) == len(data) else made
