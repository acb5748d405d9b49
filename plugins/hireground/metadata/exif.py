"""Read the tags of TIFF, which is also what Exif data are written in."""

import struct
from collections.abc import Iterator

ORIENTATION = 0x0112
UPRIGHT = 1
HARMLESS = frozenset(
    {
        *range(254, 260), *range(262, 267), *(273, 274), *range(277, 285), *range(288, 294), *(296, 297, 301),
        *range(317, 326), *range(332, 343), 347, *range(529, 533), 34675,
    }
)  # fmt: skip
"""The tags that a picture is drawn by: sizes, colors, where its bytes are."""
MOST_FOLDERS = 100


def orientation(exif: bytes) -> int:
    """Return how a picture is turned to be upright; 1 where the data do not say it, or are damaged."""
    for order, tag, kind, at in _tags(exif):
        if tag == ORIENTATION and kind == 3:  # noqa: PLR2004 -- TIFF's SHORT
            (turned,) = struct.unpack_from(f"{order}H", exif, at)
            return turned if UPRIGHT <= turned <= 8 else UPRIGHT  # noqa: PLR2004 -- the last of Exif's
    return UPRIGHT


def only_orientation(turned: int) -> bytes:
    """Write Exif data that say how a picture is turned, and nothing else; by 0 they say nothing at all."""
    tags = struct.pack("<HHIHH", ORIENTATION, 3, 1, turned, 0) if turned else b""
    return b"II*\0" + struct.pack("<IH", 8, len(tags) // 12) + tags + bytes(4)


def cleaned_tiff(data: bytes) -> bytes:
    """Let a TIFF picture pass that holds nothing but the picture."""
    if any(tag not in HARMLESS for _order, tag, _kind, _at in _tags(data)):
        raise ValueError("a TIFF picture that also says who took it, with what or where; save it as PNG or JPEG")
    return data


def _tags(data: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield the byte order, the number, the type and the place of the value of each tag."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4], "")
    if not order or len(data) < len("II*0") + 4:
        return
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    for _folder in range(MOST_FOLDERS):
        if not 0 < at <= len(data) - 2:
            return
        (count,) = struct.unpack_from(f"{order}H", data, at)
        if at + 2 + count * 12 + 4 > len(data):
            return
        for place in range(at + 2, at + 2 + count * 12, 12):
            tag, kind = struct.unpack_from(f"{order}HH", data, place)
            yield order, tag, kind, place + 8
        (at,) = struct.unpack_from(f"{order}I", data, at + 2 + count * 12)
