"""Take everything out of a JPEG that does not draw it."""

from collections.abc import Iterator
from typing import NamedTuple

from hireground.metadata.exif import UPRIGHT, only_orientation, orientation

DAMAGED = "the picture is cut short or damaged; copy it here again"
START = b"\xff\xd8"
EXIF = b"Exif\0\0"
APP0, APP1, APP2, APP14, APP15, COMMENT, SCAN, END_OF_IMAGE = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without data."""


class Segment(NamedTuple):
    """A part of the file, from its marker to the next one."""

    marker: int
    start: int
    end: int
    told: int
    """Where its data begin, behind their length."""


def cleaned_jpeg(data: bytes) -> bytes:
    """Return a JPEG without what its camera and programs wrote into it; it stays upright, and in its colors."""
    parts = [*_segments(data)]
    exif = (data[one.told + len(EXIF) : one.end] for one in parts if _is_exif(data, one))
    turned = next((found for found in map(orientation, exif) if found != UPRIGHT), UPRIGHT)
    said = EXIF + only_orientation(turned)
    told = bytes((0xFF, APP1)) + (len(said) + 2).to_bytes(2) + said if turned != UPRIGHT else b""
    kept = [data[one.start : one.end] for one in parts if _draws(data, one)]
    first = 1 if parts[0].marker == APP0 and kept else 0
    return b"".join([START, *kept[:first], told, *kept[first:]])


def blanked_jpeg(data: bytes) -> bytes:
    """Return a JPEG of the same length in which nothing stands where its camera and programs wrote."""
    blank, parts = bytearray(data), [*_segments(data)]
    for one in parts:
        if not _draws(data, one):
            blank[one.told : one.end] = bytes(one.end - one.told)
    blank[parts[-1].end :] = bytes(len(data) - parts[-1].end)
    return bytes(blank)


def _is_exif(data: bytes, one: Segment) -> bool:
    return one.marker == APP1 and data.startswith(EXIF, one.told)


def _draws(data: bytes, one: Segment) -> bool:
    """Tell what a picture is drawn by: not a comment, and of what programs add only its colors."""
    if one.marker == APP0:
        return data.startswith(b"JFIF\0", one.told)
    if one.marker == APP2:
        return data.startswith(b"ICC_PROFILE\0", one.told)
    return one.marker == APP14 or not (APP0 <= one.marker <= APP15 or one.marker == COMMENT)


def _segments(data: bytes) -> Iterator[Segment]:
    """Yield each segment up to the end of the picture; what follows that is another, which some cameras append."""
    at = len(START)
    while True:
        at = _skip_fill(data, at)
        if at + 2 > len(data) or data[at] != 0xFF:  # noqa: PLR2004 -- what every marker begins with
            raise ValueError(DAMAGED)
        marker = data[at + 1]
        if marker in ALONE or marker == END_OF_IMAGE:
            yield Segment(marker, at, at + 2, at + 2)
            at += 2
            if marker == END_OF_IMAGE:
                return
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise ValueError(DAMAGED)
        end = _end_of_scan(data, end) if marker == SCAN else end
        yield Segment(marker, at, end, at + 4)
        at = end


def _skip_fill(data: bytes, at: int) -> int:
    """Skip the bytes that may fill the room before a marker."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    return at


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands that is not within the bits of the picture."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and data[at + 1] not in ALONE:
            return at
        at += 2
