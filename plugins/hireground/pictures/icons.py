"""Draw the icons that browsers and phones ask for, from the theme's mark or a picture of the site's own."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hireground import urls
from hireground.checksums import Checksums, put_in_place
from hireground.pictures.drawing import PEAK, RINGS, outlines, rgb

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER = Path(".cache", "icons")
RECIPE = f"4 {version('pillow')}"
"""Counts changes of the drawing."""
SQUARE = 32
"""The square that the mark is drawn in."""
SAFE, FULL = 0.62, 0.88
"""So much of a side the mark takes: where a phone may cut a circle out of the square, and where nobody does."""
LARGE, TOUCH = (192, 512), 180
SMALL = (16, 32, 48)
SHADES = 8
"""The mark has two colors, and edges between them."""
BRUSH = 4
"""How many times larger the mark is drawn than the largest icon that it is made smaller to."""
GAP = 2
"""The drawing is first made smaller by a whole number, to no less than so many times an icon's side: twice as quick."""


@dataclass(frozen=True)
class Icons:
    """What icons are made from: a square picture, or the theme's mark in two colors."""

    root: Path
    own: Path
    ground: str
    lines: str

    def files(self) -> dict[str, Path]:
        """Return the file of each icon by its address, made once; `favicon.ico` stands where browsers guess it."""
        made = Checksums(self.root / FOLDER)
        folder = made.folder / self._key
        if not made.is_whole(folder.name):
            _made(folder, self._drawn)
            made.add(folder.name)
        named = {self.url(size): folder / f"{size}.png" for size in (*LARGE, TOUCH)}
        return {**named, urls.FAVICON.url(): folder / "favicon.ico"}

    def has(self, url: str) -> bool:
        """Tell whether an address may be that of an icon."""
        return url == urls.FAVICON.url() or url.startswith(urls.ASSETS.url(path="icons/"))

    def url(self, size: int) -> str:
        """Return the address of an icon from the site's root."""
        return urls.ASSETS.url(path=f"icons/{size}.{self._key}.png")

    @cached_property
    def _key(self) -> str:
        own = hashlib.sha256(self.own.read_bytes()).hexdigest() if self.own.is_file() else ""
        return hashlib.sha256(json.dumps([RECIPE, own, self.ground, self.lines]).encode()).hexdigest()[:10]

    def _drawn(self) -> Mapping[str, bytes]:
        from PIL import Image  # noqa: PLC0415 -- wanted only for icons that are new

        def scaled(image: Image.Image, size: int) -> Image.Image:
            return image.resize((size, size), Image.Resampling.LANCZOS, reducing_gap=GAP)

        if self.own.is_file():
            with Image.open(self.own) as image:
                own = image.convert("RGBA")
            tab, large = scaled(own, SMALL[-1]), {size: scaled(own, size) for size in (*LARGE, TOUCH)}
        else:
            phone, colors = _mark(SAFE, LARGE[-1] * BRUSH), (self.ground, self.lines)
            tab = _shaded(scaled(_mark(FULL, SMALL[-1] * BRUSH), SMALL[-1]), colors, 256).convert("RGB")
            large = {size: _shaded(scaled(phone, size), colors, SHADES) for size in (*LARGE, TOUCH)}
        out = BytesIO()
        tab.save(out, "ICO", sizes=[(size, size) for size in SMALL])
        return {**{f"{size}.png": _png(image) for size, image in large.items()}, urls.FAVICON.url(): out.getvalue()}


def _mark(part: float, side: int) -> "Image":
    """Draw the mark in white on a full square, for phones to cut as they like."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    image = Image.new("L", (side, side), 0)
    pen, scale = ImageDraw.Draw(image), side * part / SQUARE
    start = side * (1 - part) / 2

    def placed(path: str) -> list[list[tuple[float, float]]]:
        return [[(start + point.x * scale, start + point.y * scale) for point in line] for line in outlines(path, 24)]

    for ring in placed(RINGS):
        pen.line([*ring, ring[1]], 255, round(1.9 * scale), joint="curve")
    for peak in placed(PEAK):
        pen.polygon(peak, 255)
    return image


def _shaded(mask: "Image", colors: tuple[str, str], number: int) -> "Image":
    """Return a mask's grays as so many shades, from the first color to the second."""
    last = number - 1
    ends = [*zip(*map(rgb, colors), strict=True)]
    image = mask.point([round(gray * last / 255) for gray in range(256)])
    image.putpalette([round(low + (high - low) * one / last) for one in range(number) for low, high in ends])
    return image


def _png(image: "Image") -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _made(folder: Path, make: Callable[[], Mapping[str, bytes]]) -> None:
    """Write a folder of files whole or not at all."""
    fresh = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    fresh.mkdir(parents=True)
    for name, data in make().items():
        (fresh / name).write_bytes(data)
    put_in_place(fresh, folder)
