"""Draw masks and lines in shades of a few colors, so that a PNG needs a quarter of the bytes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple


class Point(NamedTuple):
    """A place in a drawing."""

    x: float
    y: float


STEPS = 8
"""Lines that a curve is drawn of, unless it is shown large."""
TOKEN = re.compile(r"([MLQCZmlqcz])|(-?\d*\.?\d+)")
OPERANDS = {"M": 1, "L": 1, "Q": 2, "C": 3}
RINGS = (
    "M2.5 19C1.4 12 6.5 8.5 10.5 5.5C15 2.1 22 1.8 26 6.2C29.3 10.1 31 15.6 28.8 20.9C26.6 26.3 22 30 15.3 30C8.2 30 "
    "3.5 25.5 2.5 19M8.3 19C7.5 14.4 11 11.8 13.8 9.7C16.8 7.5 20.8 8.1 22.8 11.1C24.7 14 25.3 17.4 23.7 20.6C22.2 "
    "23.7 19.3 25.5 15.6 25.5C11.4 25.5 8.8 22.8 8.3 19"
)
PEAK = "M16 13L20.3 20.5L11.7 20.5"
"""The mark of `partials/mark.html`, in a square of 32."""


def outlines(path: str, steps: int = STEPS) -> Iterator[tuple[Point, ...]]:
    """Yield each part of a path, its curves as lines."""
    points: list[Point] = []
    for command, operands in _commands(path):
        if command == "M" and points:
            yield tuple(points)
            points = []
        points += [operands[-1]] if command in "ML" else _curve([points[-1], *operands], steps)
    if points:
        yield tuple(points)


def _commands(path: str) -> Iterator[tuple[str, Sequence[Point]]]:
    command, numbers = "", list[float]()
    for letter, number in TOKEN.findall(path):
        if letter:
            command = letter.upper() if letter in "zZ" else letter
            continue
        numbers.append(float(number))
        if len(numbers) == 2 * OPERANDS[command]:
            yield command, [Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            numbers = []
            command = "L" if command == "M" else command


def _curve(points: Sequence[Point], steps: int) -> list[Point]:
    """Return a Bézier curve's points after its first (de Casteljau)."""
    found = []
    for step in range(1, steps + 1):
        t, left = step / steps, list(points)
        while len(left) > 1:
            left = [Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t) for a, b in pairwise(left)]
        found.append(left[0])
    return found


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
    colors_of_shades = (
        tuple(round(low + (high - low) * shade / SHADES) for low, high in zip(paper, rgb(colors[name]), strict=True))
        for name in COLORS
        for shade in range(1, SHADES + 1)
    )
    return bytes(chain(paper, *colors_of_shades))


@cache
def shades(color: str) -> list[int]:
    """Return the place in the palette of each of a mask's grays, as a shade of a color."""
    first = 1 + COLORS.index(color) * SHADES
    return [0 if gray < FAINTEST else first + gray * (SHADES - 1) // 255 for gray in range(256)]


class Drawn(NamedTuple):
    """Something in shades of one color, and where its corner is on an image."""

    mask: "Image"
    at: tuple[int, int]


def shaded(mask: "Image", at: tuple[int, int], color: str) -> Drawn:
    """Return a mask's grays as shades of a color."""
    return Drawn(mask.point(shades(color)), at)


def put(drawn: Drawn, image: "Image") -> None:
    """Put what was drawn on an image, over the colors before it in the palette."""
    from PIL import ImageChops  # noqa: PLC0415 -- wanted only for cards that are new

    left, top = drawn.at
    below = image.crop((left, top, left + drawn.mask.width, top + drawn.mask.height))
    image.paste(ImageChops.lighter(below, drawn.mask), drawn.at)


def draw(image: "Image", lines: Sequence[Sequence[Point]], color: str, width: float) -> None:
    """Draw lines, or fill what they enclose where they have no width."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- wanted only for cards that are new

    left, top, right, bottom = _bounds(lines, width, image.size)
    mask = Image.new("L", ((right - left) * BRUSH, (bottom - top) * BRUSH), 0)
    pen = ImageDraw.Draw(mask)
    for line in lines:
        points = [((point.x - left) * BRUSH, (point.y - top) * BRUSH) for point in line]
        if width:
            pen.line(points, 255, round(width * BRUSH), joint="curve")
        else:
            pen.polygon(points, 255)
    put(shaded(mask.resize((right - left, bottom - top), Image.Resampling.BOX), (left, top), color), image)


def _bounds(lines: Sequence[Sequence[Point]], width: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the part of an image that lines are in."""
    points, reach = [*chain(*lines)], int(width) + 1
    left, top = (max(0, int(min(places)) - reach) for places in zip(*points, strict=True))
    right, bottom = (
        min(most, int(max(places)) + 1 + reach) for places, most in zip(zip(*points, strict=True), size, strict=True)
    )
    return left, top, right, bottom


def rgb(color: str) -> tuple[int, ...]:
    """Read `#0b57a4`."""
    return tuple(bytes.fromhex(color.removeprefix("#")))
