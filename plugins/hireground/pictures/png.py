"""Write pictures that have most of their rows in common as PNGs, and pack those rows once for all of them."""

import zlib
from collections.abc import Iterator
from struct import pack
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ROWS = 15
"""Rows that are packed together."""
ZLIB = b"\x78\x01"
"""How zlib's format begins (RFC 1950)."""
ADLER = 65521
"""The largest prime below 65,536: a sum of zlib's is two numbers of sixteen bits below it (RFC 1950 8.2)."""


class Band(NamedTuple):
    """Some rows of a ground: as they are, packed, and their sum."""

    rows: bytes
    packed: bytes
    sum: int


class SharedGround:
    """Writes pictures that are drawn on the same ground, whose pixels are places in a palette.

    A picture is packed in bands of rows. What comes before a band of the ground ends at a whole byte, and the band
    refers to none before it (zlib's full flush), so that it is neither packed nor summed up again.
    """

    def __init__(self, ground: "Image", palette: bytes) -> None:
        depth, kind = 8, 3  # bits of a pixel, which is a place in a palette
        header = pack(">IIBBBBB", *ground.size, depth, kind, 0, 0, 0)
        self.head = SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"PLTE", palette)
        packer = _packer()
        self.bands = [
            Band(rows, packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH), zlib.adler32(rows))
            for rows in _bands(ground)
        ]

    def png(self, image: "Image") -> bytes:
        """Return a picture as a PNG."""
        packer, checksum, parts, is_open = _packer(), 1, [ZLIB], False
        for rows, band in zip(_bands(image), self.bands, strict=True):
            if rows == band.rows:
                parts += [packer.flush(zlib.Z_FULL_FLUSH), band.packed] if is_open else [band.packed]
                checksum, is_open = _sum_of_both(checksum, band), False
            else:
                parts.append(packer.compress(rows))
                checksum, is_open = zlib.adler32(rows, checksum), True
        data = b"".join([*parts, packer.flush(), pack(">I", checksum)])
        return self.head + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _sum_of_both(before: int, band: Band) -> int:
    """Return the sum of some bytes and of a band after them, from the sum of each."""
    low, high = before & 0xFFFF, before >> 16
    added, weighted = band.sum & 0xFFFF, band.sum >> 16
    return (low + added - 1) % ADLER | (high + weighted + len(band.rows) * (low - 1)) % ADLER << 16


def _bands(image: "Image") -> Iterator[bytes]:
    """Yield a picture's rows, several at once; the first byte of a row says that its pixels stand as they are."""
    from PIL import Image  # noqa: PLC0415 -- wanted only for cards that are new

    width, height = image.size
    rows = Image.new("L", (1 + width, height), 0)
    rows.paste(image, (1, 0))
    data, size = rows.tobytes(), (1 + width) * ROWS
    return (data[start : start + size] for start in range(0, len(data), size))


def _packer() -> "zlib._Compress":
    # Mostly paper, so runs of one color are found as well as by level 6, which takes three times as long.
    return zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
