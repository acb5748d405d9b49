"""Inspect a picture's bytes: its format and size, or what is wrong with it."""

import re
import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hireground.pictures.drawings import USUAL, Drawing, read_drawing
from hireground.pictures.model import SUFFIXES, Facts
from hireground.text.problems import quoted

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = {kind: suffix for suffix, kind in reversed(SUFFIXES.items())}
MOST_PIXELS = 60_000_000
"""A phone's best; more takes a gigabyte to open."""
SIDEWAYS = range(5, 9)
"""Exif's orientations that swap width and height."""
ORIENTATION = 0x0112
BROWSERS_SHOW = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
OTHERS = ("BMP", "TIFF", "ICO")
"""What people copy here by mistake; what else there is, nobody opens here."""
TALLEST = 16_383
"""Pixels at the width that is shown: WebP knows no more."""
HEIC = re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)
EXPORT_HEIC = (
    "export it as JPEG (Photos and Preview: File, Export; on an iPhone, Settings, Camera, Formats, Most Compatible "
    "makes the next ones so)"
)
NO_SIZE = (
    f"this drawing does not say its size, and is shown {USUAL[0]} points wide and {USUAL[1]} high; "
    'write viewBox="0 0 640 400" into its <svg> tag, with its own numbers'
)
MOST_FRAMES = 2_000
"""A minute of film, which is better a film."""


def inspect(data: bytes, path: PurePosixPath) -> Facts:
    """Return what is known of a picture; raises `ValueError` with what is wrong with it."""
    said, drawing = SUFFIXES[path.suffix.lower()], _drawing(data)
    facts = _facts_of(drawing) if drawing else _pixels(data)
    if facts.kind != said:
        name = path.with_suffix(ENDINGS[facts.kind]).name
        raise ValueError(f"this is a {facts.kind.upper()} picture under another name; rename it to {quoted(name)}")
    if facts.is_still and facts.height_at(facts.widths[-1]) > TALLEST:
        raise ValueError(f"{facts.width:,} by {facts.height:,} pixels are too tall to be shown; cut it into several")
    return facts


def ending_of(data: bytes) -> str:
    """Return how the name of a file with such a picture ends; raises `ValueError` where it is none."""
    drawing = _drawing(data)
    return ENDINGS[(_facts_of(drawing) if drawing else _pixels(data)).kind]


def what_runs(data: bytes) -> tuple[int, int, str] | None:
    """Return where something in a drawing may run in a browser, and what; None for any other picture."""
    drawing = _drawing(data)
    return drawing.runs if drawing else None


def what_is_unsaid(data: bytes) -> str:
    """Say what a drawing should say of itself; nothing where all is said, or for any other picture."""
    drawing = _drawing(data)
    return NO_SIZE if drawing and not drawing.is_sized else ""


def _drawing(data: bytes) -> Drawing | None:
    """Read a drawing; None for what is none."""
    return read_drawing(data) if data.lstrip(b"\xef\xbb\xbf\t\n\r ")[:1] == b"<" else None


def _facts_of(drawing: Drawing) -> Facts:
    return Facts("svg", max(1, round(drawing.width)), max(1, round(drawing.height)), is_still=False)


def _pixels(data: bytes) -> Facts:
    """Open a picture, and decode it once: whatever its library raises, the picture is at fault."""
    image = _opened(data)
    kind = "jpeg" if image.format == "MPO" else str(image.format).lower()
    if kind not in ENDINGS:
        raise ValueError(f"browsers do not show {image.format} pictures; open it, and export it as JPEG or PNG")
    if image.width * image.height > MOST_PIXELS:
        raise ValueError(
            f"{image.width:,} by {image.height:,} pixels are too many to open; save it at most 4,000 pixels wide"
        )
    frames = 1 if kind == "jpeg" else _frames(image)
    try:
        image.load()
        is_sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
    except Exception:  # noqa: BLE001 -- a damaged file can make it raise anything
        raise ValueError("the file is cut short or damaged; copy it here again") from None
    width, height = (image.height, image.width) if is_sideways else image.size
    return Facts(kind, width, height, is_still=kind != "gif" and frames == 1)


def _opened(data: bytes) -> "Image":
    from PIL import Image  # noqa: PLC0415 -- wanted only for pictures that are new

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(BytesIO(data), formats=(*BROWSERS_SHOW, *OTHERS))
    except Image.DecompressionBombError:
        raise ValueError("it has too many pixels to open; save it at most 4,000 pixels wide") from None
    except Exception:  # noqa: BLE001 -- likewise
        if HEIC.match(data):
            raise ValueError(f"this is a HEIC picture, which browsers do not show; {EXPORT_HEIC}") from None
        raise ValueError("this is no picture, or a damaged one; copy it here again, as JPEG or PNG") from None


def _frames(image: "Image") -> int:
    """Count the frames of a moving picture, which are few; one that cannot be counted has one."""
    number = 1
    try:
        number = _counted(image) if image.format == "GIF" else int(getattr(image, "n_frames", 1))
    except Exception:  # noqa: BLE001 -- what is wrong with it shows when it is decoded
        return 1
    finally:
        image.seek(0)
    if number > MOST_FRAMES:
        raise ValueError(f"it has more than {MOST_FRAMES:,} frames; save it as a film (.mp4), and link to that")
    return number


def _counted(image: "Image") -> int:
    """Count the frames of a GIF, which says their number nowhere, as far as there may be."""
    number = 1
    try:
        while number <= MOST_FRAMES:
            image.seek(number)
            number += 1
    except EOFError:
        pass
    return number
