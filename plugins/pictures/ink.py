"""Masks and lines to shades of a few colors on paper: an image of 91 colors is a quarter of the size of all colors."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from plugins.pictures.outlines import Point

if TYPE_CHECKING:
    from PIL.Image import Image

PAPER = "bg"
COLORS = ("contour", "rule", "earth", "accent", "muted", "text")
"""The tokens that a card is drawn in; each has `SHADES` between it and the paper."""
SHADES = 15
FAINTEST = 9
"""Grays below it are no shade at all."""
BRUSH = 4
"""How many times larger lines are drawn than they are shown, for smooth edges."""


def palette(colors: Mapping[str, str]) -> bytes:
    """Return the colors of an image: the paper, then the shades of each color."""
    paper = rgb(colors[PAPER])
    shades = (
        tuple(round(low + (high - low) * shade / SHADES) for low, high in zip(paper, rgb(colors[name]), strict=True))
        for name in COLORS
        for shade in range(1, SHADES + 1)
    )
    return bytes(chain(paper, *shades))


def ink(image: "Image", mask: "Image", at: tuple[int, int], color: str) -> None:
    """Put a mask's grays on an image as shades of a color."""
    first = 1 + COLORS.index(color) * SHADES
    shades = [0 if gray < FAINTEST else first + gray * (SHADES - 1) // 255 for gray in range(256)]
    image.paste(mask.point(shades), at, mask.point([0 if gray < FAINTEST else 255 for gray in range(256)]))


def draw(image: "Image", lines: Sequence[Sequence[Point]], color: str, width: float) -> None:
    """Draw lines, or fill what they enclose where they have no width."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- wanted only for cards that are new

    mask = Image.new("L", (image.width * BRUSH, image.height * BRUSH), 0)
    pen = ImageDraw.Draw(mask)
    for line in lines:
        points = [(point.x * BRUSH, point.y * BRUSH) for point in line]
        if width:
            pen.line(points, 255, round(width * BRUSH), joint="curve")
        else:
            pen.polygon(points, 255)
    ink(image, mask.resize(image.size, Image.Resampling.BOX), (0, 0), color)


def rgb(color: str) -> tuple[int, ...]:
    """Read `#0b57a4`."""
    return tuple(bytes.fromhex(color.removeprefix("#")))
