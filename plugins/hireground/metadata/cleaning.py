"""Recognize a file by its first bytes, and take out what its metadata say of places, devices and persons."""

import re
import struct
from collections.abc import Callable
from functools import partial

from hireground.metadata.archives import PACKED, cleaned_packed, cleaned_tar, cleaned_zip, is_locked_zip
from hireground.metadata.boxes import cleaned_boxes
from hireground.metadata.drawing import cleaned_drawing, cleaned_rich_text
from hireground.metadata.exif import cleaned_tiff
from hireground.metadata.jpeg import cleaned_jpeg
from hireground.metadata.matroska import cleaned_matroska
from hireground.metadata.pdf import cleaned_pdf, is_locked_pdf
from hireground.metadata.rasters import PNG, cleaned_gif, cleaned_icon, cleaned_png
from hireground.metadata.riff import cleaned_riff
from hireground.metadata.sound import cleaned_flac, cleaned_mp3, cleaned_ogg

RECIPE = b"2"
"""Counts changes of what is taken out."""
HEAD = 1_100
"""Bytes from which a file is known: a PDF may have a thousand others before it."""
ZIP = b"PK\x03\x04"
DEEPEST = 4
"""Archives in archives."""
OLD_OFFICE = (
    "this kind of document names its authors where it cannot be taken out; save it as .docx, .xlsx, .pptx or PDF"
)
SEVEN_ZIP = "nobody can look into a .7z archive here for what its files tell of their authors; pack it as .zip"
UTF_16 = "this drawing is saved as UTF-16; save it as UTF-8"
DAMAGED = "the file is damaged, so that what it tells of its author cannot be taken out; save it anew"
Cleaner = Callable[[bytes], bytes]


def cleaned(data: bytes, depth: int = 0) -> bytes:
    """Return a file without what it says of its author; `ValueError` says what to do where that cannot be."""
    if depth > DEEPEST:
        raise ValueError("archives stand too deep in each other here; pack the files anew")
    clean = cleaner(data[:HEAD], partial(cleaned, depth=depth + 1))
    try:
        return clean(data) if clean else data
    except (IndexError, struct.error, OverflowError):
        raise ValueError(DAMAGED) from None


def is_locked(data: bytes) -> bool:
    """Tell whether nobody can look into a file without its password, so that it stays as it is."""
    clean = cleaner(data[:HEAD], cleaned)
    if clean is cleaned_pdf:
        return is_locked_pdf(data)
    return data.startswith(ZIP) and is_locked_zip(data)


def cleaner(head: bytes, inner: Cleaner) -> Cleaner | None:
    """Return what cleans a file that begins so; None for a text, and for what has no metadata."""
    for mark, clean in MARKS.items():
        if head.startswith(mark):
            return clean
    for mark, of_parts in CONTAINERS.items():
        if head.startswith(mark):
            return partial(of_parts, inner=inner)
    for pattern, clean in PATTERNS:
        if pattern.search(head):
            return clean
    for pattern, of_parts in PATTERNS_OF_CONTAINERS:
        if pattern.search(head):
            return partial(of_parts, inner=inner)
    return None


def _refuse(why: str) -> Cleaner:
    def refused(_data: bytes) -> bytes:
        raise ValueError(why)

    return refused


MARKS: dict[bytes, Cleaner] = {
    b"\xff\xd8\xff": cleaned_jpeg,
    PNG: cleaned_png,
    b"GIF8": cleaned_gif,
    b"RIFF": cleaned_riff,
    b"RF64": cleaned_riff,
    b"II*\0": cleaned_tiff,
    b"MM\0*": cleaned_tiff,
    b"\x1aE\xdf\xa3": cleaned_matroska,
    b"OggS": cleaned_ogg,
    b"%PDF-": cleaned_pdf,
    b"{\\rtf": cleaned_rich_text,
    b"\xd0\xcf\x11\xe0": _refuse(OLD_OFFICE),
    b"7z\xbc\xaf\x27\x1c": _refuse(SEVEN_ZIP),
}
"""What files of each kind begin with."""
CONTAINERS: dict[bytes, Callable[..., bytes]] = {
    ZIP: cleaned_zip,
    b"\0\0\1\0": cleaned_icon,
    b"ID3": cleaned_mp3,
    b"fLaC": cleaned_flac,
    **dict.fromkeys(PACKED, cleaned_packed),
}
"""The same of files that hold others."""
PATTERNS = (
    (re.compile(rb"\A....(?:ftyp|moov|mdat|wide|free|skip|pnot|styp|JXL |jP  )", re.DOTALL), cleaned_boxes),
    (re.compile(rb"%PDF-"), cleaned_pdf),
    (re.compile(rb"\A(?:\xff\xfe|\xfe\xff)\0?<\0.*\0?s\0v\0g", re.DOTALL), _refuse(UTF_16)),
)
"""What others have in their first bytes."""
PATTERNS_OF_CONTAINERS = (
    (re.compile(rb"\A.{257}ustar", re.DOTALL), cleaned_tar),
    (re.compile(rb"\A\xff[\xe2-\xe7\xf2-\xf7\xfa\xfb]"), cleaned_mp3),
    (re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?=[?!]|(?:\w+:)?svg\b)"), cleaned_drawing),
)
