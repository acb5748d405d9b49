"""Write pictures that have most of their rows in common as PNGs, and pack those rows once for all of them."""

import zlib
from collections.abc import Iterator
from struct import pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ROWS = 15
"""Rows that are packed together."""
ZLIB = b"\x78\x01"
"""How zlib's format begins (RFC 1950)."""


class SharedGround:
    """Writes pictures that are drawn on the same ground, whose pixels are places in a palette.

    A picture is packed in bands of rows. Each ends at a whole byte and refers to none before it (zlib's full flush), so
    that a band which is as in the ground is not packed again.
    """

    def __init__(self, ground: "Image", palette: bytes) -> None:
        depth, kind = 8, 3  # bits of a pixel, which is a place in a palette
        header = pack(">IIBBBBB", *ground.size, depth, kind, 0, 0, 0)
        self.head = SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"PLTE", palette)
        packer = _packer()
        self.bands = [(band, packer.compress(band) + packer.flush(zlib.Z_FULL_FLUSH)) for band in _bands(ground)]

    def png(self, image: "Image") -> bytes:
        """Return a picture as a PNG."""
        packer, checksum, parts = _packer(), 1, [ZLIB]
        for band, (ground, packed) in zip(_bands(image), self.bands, strict=True):
            checksum = zlib.adler32(band, checksum)
            parts += [packer.flush(zlib.Z_FULL_FLUSH), packed] if band == ground else [packer.compress(band)]
        data = b"".join([*parts, packer.flush(), pack(">I", checksum)])
        return self.head + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _bands(image: "Image") -> Iterator[bytes]:
    """Yield a picture's rows, several at once; the first byte of a row says that its pixels stand as they are."""
    from PIL import Image  # noqa: PLC0415 -- wanted only for cards that are new

    width, height = image.size
    rows = Image.new("L", (1 + width, height), 0)
    rows.paste(image, (1, 0))
    data, size = rows.tobytes(), (1 + width) * ROWS
    return (data[start : start + size] for start in range(0, len(data), size))


def _packer() -> "zlib._Compress":
    # Mostly paper, so runs of one color are found as well as by level 6, which takes 9 ms instead of 3.
    return zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_RLE)


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
