"""Recognize a file by its first bytes, and take out what its metadata say of places, devices and persons."""

import re
import struct
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

RECIPE = b"2"
"""Counts changes of what is taken out."""
HEAD = 1_100
"""Bytes from which a file is known: a PDF may have a thousand others before it."""
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
    kind = kind_of(data[:HEAD])
    return kind in LOCKED and bool(_function(LOCKED[kind])(data))


def cleaner(head: bytes, inner: Cleaner) -> Cleaner | None:
    """Return what cleans a file that begins so; None for a text, and for what has no metadata."""
    kind = kind_of(head)
    if kind in REFUSED:
        raise ValueError(REFUSED[kind])
    clean = _function(kind) if kind else None
    return partial(clean, inner=inner) if clean and kind in CONTAINERS else clean


def kind_of(head: bytes) -> str:
    """Return the kind of a file by its first bytes, as the function that cleans it; empty for any other."""
    found = (kind for mark, kind in MARKS.items() if head.startswith(mark))
    return next(found, "") or next((kind for pattern, kind in PATTERNS if pattern.search(head)), "")


def _function(name: str) -> Callable[..., Any]:
    """Find a function by its module and name: most sites have files of two or three kinds, and load no other code."""
    module, _, function = name.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"{PACKAGE}.{module}"), function)
    return found


PACKAGE = "hireground.metadata"
OLD, SEVEN, WIDE = "an old document of Office", "a .7z archive", "a drawing in UTF-16"
REFUSED = {OLD: OLD_OFFICE, SEVEN: SEVEN_ZIP, WIDE: UTF_16}
"""Kinds that nothing here can clean, and what to do."""
LOCKED = {"pdf.cleaned_pdf": "pdf.is_locked_pdf", "archives.cleaned_zip": "archives.is_locked_zip"}
"""Kinds that may need a password, and what tells."""
CONTAINERS = frozenset(
    {
        *("archives.cleaned_zip", "archives.cleaned_packed", "archives.cleaned_tar"),
        *("rasters.cleaned_icon", "sound.cleaned_mp3", "sound.cleaned_flac", "drawing.cleaned_drawing"),
    }
)
"""Kinds that hold other files, which are cleaned, too."""
MARKS = {
    b"\xff\xd8\xff": "jpeg.cleaned_jpeg",
    b"\x89PNG\r\n\x1a\n": "rasters.cleaned_png",
    b"GIF8": "rasters.cleaned_gif",
    b"RIFF": "riff.cleaned_riff",
    b"RF64": "riff.cleaned_riff",
    b"II*\0": "exif.cleaned_tiff",
    b"MM\0*": "exif.cleaned_tiff",
    b"\x1aE\xdf\xa3": "matroska.cleaned_matroska",
    b"OggS": "sound.cleaned_ogg",
    b"%PDF-": "pdf.cleaned_pdf",
    b"{\\rtf": "drawing.cleaned_rich_text",
    b"\xd0\xcf\x11\xe0": OLD,
    b"7z\xbc\xaf\x27\x1c": SEVEN,
    b"PK\x03\x04": "archives.cleaned_zip",
    b"\0\0\1\0": "rasters.cleaned_icon",
    b"ID3": "sound.cleaned_mp3",
    b"fLaC": "sound.cleaned_flac",
    **dict.fromkeys((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"), "archives.cleaned_packed"),
}
"""What files of each kind begin with, and what cleans them, as a module of this folder and its function."""
PATTERNS = (
    (
        re.compile(rb"\A....(?:ftyp|moov|mdat|wide|free|skip|pnot|styp|JXL |jP  )", re.DOTALL),
        "boxes.cleaned_boxes",
    ),
    (re.compile(rb"%PDF-"), "pdf.cleaned_pdf"),
    (re.compile(rb"\A(?:\xff\xfe|\xfe\xff)\0?<\0.*\0?s\0v\0g", re.DOTALL), WIDE),
    (re.compile(rb"\A.{257}ustar", re.DOTALL), "archives.cleaned_tar"),
    (re.compile(rb"\A\xff[\xe2-\xe7\xf2-\xf7\xfa\xfb]"), "sound.cleaned_mp3"),
    (re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?=[?!]|(?:\w+:)?svg\b)"), "drawing.cleaned_drawing"),
)
"""What others have in their first bytes."""
