"""A picture's bytes to what is known of it, or to what is wrong with it."""

import re
import warnings
from io import BytesIO
from pathlib import PurePosixPath

from plugins.pictures.model import Facts
from plugins.reader.quote import quoted

SUFFIXES = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".webp": "webp",
    ".avif": "avif",
    ".gif": "gif",
    ".svg": "svg",
}
"""The pictures that browsers show, by the end of their names."""
ENDINGS = {kind: suffix for suffix, kind in reversed(SUFFIXES.items())}
MOST_PIXELS = 60_000_000
"""A phone's best; more takes a gigabyte to open."""
SIDEWAYS = range(5, 9)
"""Exif's orientations that swap width and height."""
ORIENTATION = 0x0112
SVG = re.compile(rb"<(?:\w+:)?svg\b[^>]*>", re.DOTALL)
SIZE = re.compile(rb"""\s(width|height)\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']""")
VIEW = re.compile(rb"""\sviewBox\s*=\s*["']\s*[-\d.eE]+[\s,]+[-\d.eE]+[\s,]+([\d.eE]+)[\s,]+([\d.eE]+)\s*["']""")


def is_picture(path: PurePosixPath) -> bool:
    """Tell a picture's file by its name."""
    return path.suffix.lower() in SUFFIXES


def inspect(data: bytes, path: PurePosixPath) -> Facts:
    """Return what is known of a picture; raises `ValueError` with what is wrong with it."""
    said = SUFFIXES[path.suffix.lower()]
    facts = _drawing(data) if said == "svg" else _pixels(data)
    if facts.kind != said:
        name = path.with_suffix(ENDINGS[facts.kind]).name
        raise ValueError(f"this is a {facts.kind.upper()} picture under another name; rename it to {quoted(name)}")
    return facts


def _drawing(data: bytes) -> Facts:
    tag = SVG.search(data)
    if not tag:
        return _pixels(data)
    sizes = {name: float(value) for name, value in SIZE.findall(tag[0])}
    view = VIEW.search(tag[0])
    width, height = (float(view[1]), float(view[2])) if view else (sizes.get(b"width", 0), sizes.get(b"height", 0))
    if not width or not height:
        raise ValueError('this drawing does not say its size; write viewBox="0 0 640 400" into its <svg> tag')
    return Facts("svg", max(1, round(width)), max(1, round(height)), is_still=False)


def _pixels(data: bytes) -> Facts:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- wanted only for pictures that are new

    if SVG.search(data[:4096]):
        return _drawing(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise ValueError(_unreadable(error)) from None
    kind = "jpeg" if image.format == "MPO" else str(image.format).lower()
    if kind not in ENDINGS:
        raise ValueError(f"browsers show no {image.format} pictures; save it as JPEG or PNG")
    if image.width * image.height > MOST_PIXELS:
        raise ValueError(
            f"{image.width:,} by {image.height:,} pixels are too many to open; save it at most 4,000 pixels wide"
        )
    is_still = kind != "gif" and (kind == "jpeg" or getattr(image, "n_frames", 1) == 1)
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ValueError("the file is cut short or damaged; copy it here again") from None
    is_sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
    width, height = (image.height, image.width) if is_sideways else image.size
    return Facts(kind, width, height, is_still)


def _unreadable(error: Exception) -> str:
    if "exceeds limit" in str(error):
        return "it has too many pixels to open; save it at most 4,000 pixels wide"
    return "this is no picture, or a damaged one; copy it here again, as JPEG or PNG"
