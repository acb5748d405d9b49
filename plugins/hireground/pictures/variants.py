"""Make the files that pages show of a picture: upright, in sRGB, without the camera's data."""

from collections.abc import Mapping
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hireground.pictures.inspecting import ENDINGS, ORIENTATION, SIDEWAYS
from hireground.pictures.model import Facts

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = f"3 {version('pillow')}"
"""Counts changes below: pictures made by another recipe are made anew."""
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},  # one thread: several pictures are made at once
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
    "png": {},
}
BETTER = ("avif", "webp")
"""What nearly all browsers show, the smaller first."""


def variants(data: bytes, facts: Facts) -> dict[str, bytes]:
    """Return files by name, `640.avif`: the picture's own format at its widest, and better ones where they save.

    One that is larger than a page shows it has a file to be opened by itself, too.
    """
    sized = _sized(data, facts)
    widest = facts.widths[-1]
    own = _encoded(sized[widest], facts.kind)
    files = {f"{widest}{ENDINGS[facts.kind]}": own}
    smallest = len(own)
    for kind in (kind for kind in reversed(BETTER) if kind != facts.kind):
        made = _encoded(sized[widest], kind)
        if len(made) < smallest:
            smallest = len(made)
            files |= {f"{width}{ENDINGS[kind]}": _encoded(sized[width], kind) for width in facts.widths[:-1]}
            files[f"{widest}{ENDINGS[kind]}"] = made
    if facts.kind in BETTER:
        files |= {f"{width}{ENDINGS[facts.kind]}": _encoded(sized[width], facts.kind) for width in facts.widths[:-1]}
    if facts.large > widest:
        files[f"{facts.large}{ENDINGS[facts.kind]}"] = _encoded(sized[facts.large], facts.kind)
    return files


def _sized(data: bytes, facts: Facts) -> "dict[int, Image]":
    """Return the picture by each width, the largest first: it is read once, and each is made of the one before."""
    from PIL import Image  # noqa: PLC0415 -- wanted only for pictures that are new

    with Image.open(BytesIO(data)) as image:
        upright = _upright(image, max(facts.large, facts.widths[-1]))
    sized = {}
    for width in sorted({upright.width, *facts.widths}, reverse=True):
        size = width, facts.height_at(width)
        upright = sized[width] = upright if size == upright.size else upright.resize(size, Image.Resampling.LANCZOS)
    return sized


def _upright(image: "Image", width: int) -> "Image":
    """Return it at most `width` wide, as it is seen, in sRGB."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    is_sideways = image.getexif().get(ORIENTATION) in SIDEWAYS
    box = (10**6, width) if is_sideways else (width, 10**6)
    image.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=3)
    ImageOps.exif_transpose(image, in_place=True)
    profile = image.info.get("icc_profile")
    if profile:
        image = _in_srgb(image if image.mode == "CMYK" else _plain(image), profile)
    return _plain(image)


def _plain(image: "Image") -> "Image":
    """Return it as RGB, or RGBA if it lets something through."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: "Image", profile: bytes) -> "Image":
    """Return it in the colors that browsers take for granted; as it is where its profile is unfit."""
    from PIL import ImageCms  # noqa: PLC0415

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        changed = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image


def _encoded(image: "Image", kind: str) -> bytes:
    out = BytesIO()
    clean = image.copy()
    clean.info = {}
    clean.save(out, kind.upper(), **OPTIONS[kind])
    return out.getvalue()
