"""Empty the boxes of films, sound and pictures (ISO/IEC 14496-12, QuickTime) that say who, with what and where.

A file keeps its length, since its parts are found by their distance from its start: a box that says too much becomes a
`free` one of the same size, with nothing in it.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from hireground.metadata.exif import only_orientation
from hireground.metadata.jpeg import blanked_jpeg

DAMAGED = "the film or sound is cut short or damaged; copy it here again"
ANEW = "it says where it was taken in a way that cannot be taken out; export it anew, without places"
OTHERS = (b"jP  ", b"JXL ")
"""What pictures of JPEG 2000 and XL begin with."""
KEPT = {
    b"": frozenset(
        (*b"ftyp styp moov moof mdat mfra sidx ssix prft emsg pdin wide meta jp2h jp2c jxlc jxlp jxll".split(), *OTHERS)
    ),
    b"moov": frozenset(b"mvhd trak mvex iods ctab udta".split()),
    b"trak": frozenset(b"tkhd edts tref mdia load matt clip tapt".split()),
    b"mdia": frozenset(b"mdhd hdlr minf elng".split()),
    b"udta": frozenset(b"chpl meta".split()),
    b"ilst": frozenset(
        b"\xa9nam \xa9ART aART \xa9alb \xa9day \xa9gen gnre trkn disk covr \xa9wrt cpil pgap desc ldes cprt tmpo stik "
        b"pcst catg keyw purl egid".split()
    ),
}
"""The boxes that each box may have in it; those of a movie's tags (`ilst`) are what players show of it."""
FOLDERS = frozenset({b"moov", b"trak", b"mdia", b"udta"})
TELLS_PLACES = re.compile(rb"GPS|HOME\(|[Ll]atitude|[Ll]ongitude|rtkflag", re.IGNORECASE)
"""What drones write into subtitles."""


class Box(NamedTuple):
    """A box: its data begin at `told`."""

    kind: bytes
    start: int
    told: int
    end: int


def cleaned_boxes(data: bytes) -> bytes:
    """Return a file of boxes of the same length that says nothing but what is shown and heard."""
    blank = bytearray(data)
    _clean(blank, b"", 0, len(data))
    return bytes(blank)


def _clean(data: bytearray, parent: bytes, start: int, end: int) -> None:
    for box in _boxes(data, start, end):
        if box.kind not in KEPT[parent]:
            _free(data, box)
        elif box.kind == b"meta":
            _tags(data, box) if parent else _items(data, box)
        elif box.kind == b"trak" and _samples_tell(data, box):
            _free(data, box)
        elif box.kind in FOLDERS:
            _clean(data, box.kind, box.told, box.end)


def _boxes(data: bytes | bytearray, at: int, stop: int) -> Iterator[Box]:
    while at + 8 <= stop:
        size, told = int.from_bytes(data[at : at + 4]), at + 8
        if size == 1:
            size, told = int.from_bytes(data[at + 8 : at + 16]), at + 16
        end = at + size if size else stop
        if end > stop or end < told:
            raise ValueError(DAMAGED)
        yield Box(bytes(data[at + 4 : at + 8]), at, told, end)
        at = end


def _free(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.told : box.end] = bytes(box.end - box.told)


def _inside(data: bytearray, box: Box, kind: bytes) -> Box | None:
    return next((one for one in _boxes(data, box.told, box.end) if one.kind == kind), None)


# Tags of players


def _tags(data: bytearray, meta: Box) -> None:
    """Keep a song's title and the like; QuickTime has no version before the boxes in `meta`."""
    told = meta.told if data[meta.told + 4 : meta.told + 8] == b"hdlr" else meta.told + 4
    found = [*_boxes(data, told, meta.end)]
    if any(one.kind == b"keys" for one in found):
        _free(data, meta)
        return
    for one in found:
        if one.kind == b"ilst":
            _song(data, one)
        elif one.kind not in {b"hdlr", b"free"}:
            _free(data, one)


def _song(data: bytearray, tags: Box) -> None:
    for tag in _boxes(data, tags.told, tags.end):
        if tag.kind not in KEPT[b"ilst"]:
            _free(data, tag)
        elif tag.kind == b"covr":
            for cover in _boxes(data, tag.told, tag.end):
                picture = bytes(data[cover.told + 8 : cover.end])
                is_jpeg = picture.startswith(b"\xff\xd8")
                data[cover.told + 8 : cover.end] = blanked_jpeg(picture) if is_jpeg else _blanked_png(picture)


def _blanked_png(picture: bytes) -> bytes:
    """Return a cover as it is where it is drawn, and filled up behind its end to the length that it had."""
    from hireground.metadata.rasters import PNG, cleaned_png  # noqa: PLC0415 -- few sounds have such a cover

    return cleaned_png(picture).ljust(len(picture), b"\0") if picture.startswith(PNG) else bytes(len(picture))


# Items of pictures


def _items(data: bytearray, meta: Box) -> None:
    """Empty the items of a picture (HEIF, AVIF) that are Exif data, or words of programs."""
    inner = {one.kind: one for one in _boxes(data, meta.told + 4, meta.end)}
    for kind in (b"uuid", b"udta"):
        if kind in inner:
            _free(data, inner[kind])
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    kinds = dict(_kinds_of_items(data, inner[b"iinf"]))
    base = inner[b"idat"].told if b"idat" in inner else 0
    for item, method, at, length in _places_of_items(data, inner[b"iloc"]):
        kind, start = kinds.get(item, b""), at + (base if method == 1 else 0)
        if kind not in {b"Exif", b"mime", b"uri "}:
            continue
        if start + length > len(data):
            raise ValueError(DAMAGED)
        said = bytes(4) + only_orientation(0) if kind == b"Exif" and length >= len(only_orientation(0)) + 4 else b""
        data[start : start + length] = said.ljust(length, b"\0" if kind == b"Exif" else b" ")


def _kinds_of_items(data: bytearray, box: Box) -> Iterator[tuple[int, bytes]]:
    first = box.told + (6 if data[box.told] == 0 else 8)
    for entry in _boxes(data, first, box.end):
        width = 4 if data[entry.told] == 3 else 2  # noqa: PLR2004 -- the version with long numbers
        at = entry.told + 4
        yield int.from_bytes(data[at : at + width]), bytes(data[at + width + 2 : at + width + 6])


def _places_of_items(data: bytearray, box: Box) -> Iterator[tuple[int, int, int, int]]:
    """Yield an item's number, how its place is counted, the place and the length."""
    version, at = data[box.told], box.told + 4
    sizes = [data[at] >> 4, data[at] & 15, data[at + 1] >> 4, data[at + 1] & 15]
    at += 2

    def number(width: int) -> int:
        nonlocal at
        at += width
        return int.from_bytes(data[at - width : at])

    wide = 4 if version == 2 else 2  # noqa: PLR2004 -- the version with long numbers
    for _item in range(number(wide)):
        item, method = number(wide), number(2) & 15 if version else 0
        number(2)
        base = number(sizes[2])
        for _extent in range(number(2)):
            number(sizes[3] if version else 0)
            start, length = number(sizes[0]), number(sizes[1])
            yield item, method, base + start, length


# Tracks that are data


def _samples_tell(data: bytearray, trak: Box) -> bool:
    """Tell a track that no one sees, of places and the like, and empty its samples in the file."""
    handler, table = _track(data, trak)
    is_data = handler in {b"meta", b"camm", b"data", b"gps "}
    if not table or not (is_data or handler in {b"text", b"sbtl", b"subt"}):
        return is_data
    samples = [*_samples(data, table)]
    if not is_data and not any(TELLS_PLACES.search(data[start:end]) for start, end in samples):
        return False
    if not samples:
        raise ValueError(ANEW)
    for start, end in samples:
        data[start:end] = bytes(max(0, min(end, len(data)) - start))
    return True


def _track(data: bytearray, trak: Box) -> tuple[bytes, Box | None]:
    media = _inside(data, trak, b"mdia")
    handler, info = (_inside(data, media, kind) if media else None for kind in (b"hdlr", b"minf"))
    kind = bytes(data[handler.told + 8 : handler.told + 12]) if handler else b""
    return kind, _inside(data, info, b"stbl") if info else None


def _samples(data: bytearray, table: Box) -> Iterator[tuple[int, int]]:
    """Yield where each sample of a track begins and ends in the file."""
    boxes = {one.kind: one for one in _boxes(data, table.told, table.end)}
    if b"stsz" not in boxes or b"stsc" not in boxes or not boxes.keys() & {b"stco", b"co64"}:
        return
    size, count = struct.unpack_from(">II", data, boxes[b"stsz"].told + 4)
    sizes = [size] * count if size else _numbers(data, boxes[b"stsz"].told + 12, count, 4)
    wide, offsets = (8, boxes[b"co64"]) if b"co64" in boxes else (4, boxes[b"stco"])
    (chunks,) = struct.unpack_from(">I", data, offsets.told + 4)
    (runs,) = struct.unpack_from(">I", data, boxes[b"stsc"].told + 4)
    steps = _numbers(data, boxes[b"stsc"].told + 8, runs * 3, 4)
    many = dict(zip(steps[::3], steps[1::3], strict=True))
    sample = each = 0
    for chunk, start in enumerate(_numbers(data, offsets.told + 8, chunks, wide), 1):
        each, at = many.get(chunk, each), start
        for length in sizes[sample : sample + each]:
            yield at, at + length
            at += length
        sample += each


def _numbers(data: bytearray, at: int, count: int, width: int) -> list[int]:
    if at + count * width > len(data):
        raise ValueError(DAMAGED)
    return [int.from_bytes(data[start : start + width]) for start in range(at, at + count * width, width)]
