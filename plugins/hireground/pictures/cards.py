"""Draw social cards as PNGs: the theme's background and mark, and text in the size that fits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.pictures.drawing import PEAK, RINGS, Drawn, Point, draw, outlines, palette, put, shaded
from hireground.pictures.lettering import Fonts, balanced, broken, chopped, cut, direction, lettered
from hireground.pictures.png import SharedGround

SIZE = (1200, 630)
"""Open Graph's own, and large enough for all who show one."""


@dataclass(frozen=True)
class Card:
    """A title, what it is the title of, and up to two facts below; the site's name stands on every card."""

    title: str
    kicker: str = ""
    facts: tuple[str, ...] = ()

    @property
    def alt(self) -> str:
        """What it shows, for who cannot see it."""
        return ". ".join(part.rstrip(".") for part in (self.kicker, self.title, *self.facts) if part)


if TYPE_CHECKING:
    from PIL.Image import Image

STROKED = re.compile(r'<path(?![^>]*stroke="none")[^>]*\sd="([^"]*)"')
EDGE, WIDE = 76, 1048
SERIF = ("noto-serif-bold", "noto-naskh-arabic-bold", "noto-serif-hebrew-bold")
SANS = ("noto-sans-regular", *SERIF[1:])
SIZES = (84, 80, 72, 64, 56, 50, 44)
TITLE = range(182, 456)
"""Between these heights a title stands."""
LEADING = 1.18
FACTS = ((516, 38, "text"), (568, 34, "muted"))
"""Baseline, size and color of each fact."""
SMALLEST = 26
"""Type that can still be read where cards are shown small."""
KEPT = 100
"""Lines that are kept as they were drawn, for other cards: of one author, one kind of page, one day."""


@dataclass(frozen=True)
class Line:
    """One line of type: the first of `fonts` that has its letters; it starts `after` so much of the line."""

    text: str
    fonts: Sequence[str]
    size: int
    baseline: int
    color: str
    after: int = 0


@dataclass(frozen=True)
class CardRenderer:
    """What all cards of a site share: its name, its light colors by token, the theme's fonts and contours.

    `lines` are some that were drawn already.
    """

    sitename: str
    colors: Mapping[str, str]
    fonts: Fonts
    contours: Path
    lines: dict[Line, Drawn | None] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Be sent to who draws without what was drawn here."""
        return CardRenderer, (self.sitename, self.colors, Fonts(self.fonts.files), self.contours)

    def png(self, card: Card) -> bytes:
        """Draw a card: sixteen shades of six colors, which is all it needs and a quarter of the size."""
        image = self.ground.copy()
        if card.kicker:
            self._line(image, Line(card.kicker, SANS, 30, 158, "earth"))
        self._title(image, card)
        for fact, (baseline, size, color) in zip(card.facts, FACTS, strict=False):
            self._line(image, Line(fact, SANS, size, baseline, color))
        return self.writer.png(image)

    @cached_property
    def writer(self) -> SharedGround:
        """What writes cards as PNGs."""
        return SharedGround(self.ground, palette(self.colors))

    @cached_property
    def ground(self) -> "Image":
        """What every card shows; a pixel is a color's place in the palette."""
        from PIL import Image  # noqa: PLC0415 -- wanted only for cards that are new

        image = Image.new("L", SIZE, 0)
        width, height = SIZE
        hill = [
            [Point(p.x * 1.5 + 420, p.y * 1.5 + 60) for p in line]
            for path in STROKED.findall(self.contours.read_text("utf-8"))
            for line in outlines(path)
        ]
        draw(image, hill, "contour", 2)
        rings = [[Point(EDGE + p.x * 1.7, 48 + p.y * 1.7) for p in line] for line in outlines(RINGS)]
        draw(image, rings, "earth", 3)
        (peak,) = outlines(PEAK)
        draw(image, [[Point(EDGE + p.x * 1.7, 48 + p.y * 1.7) for p in peak]], "accent", 0)
        draw(image, [[Point(0, height - 6), Point(width, height - 6)]], "accent", 12)
        self._line(image, Line(self.sitename, SERIF, 36, 90, "text", after=70))
        return image

    def _title(self, image: "Image", card: Card) -> None:
        text = lettered(card.title)
        name = self.fonts.covering(text, SERIF) if text else None
        if not name:  # a script that the fonts lack: the card is the site's then, not a row of boxes
            text, name = self.sitename, self.fonts.covering(self.sitename, SERIF) or SERIF[0]
        for size in SIZES:
            measure, room = cache(partial(self.fonts.width, name=name, size=size)), int(len(TITLE) // (size * LEADING))
            words = chopped(text, WIDE, measure)
            if len(broken(words, WIDE, measure)) <= room:
                break
        lines = balanced(words, WIDE, measure)
        shown = lines if len(lines) <= room else [*lines[: room - 1], cut(f"{lines[room - 1]} …", WIDE, measure)]
        top = TITLE.start + (len(TITLE) - len(shown) * size * LEADING) / 2 + size
        for number, line in enumerate(shown):
            put(self._type(Line(line, (name,), size, round(top + number * size * LEADING), "text"), name), image)

    def _line(self, image: "Image", line: Line) -> None:
        """Set one line, smaller or cut where it is too long; nothing if no font has its letters."""
        if line not in self.lines:
            if len(self.lines) >= KEPT:
                self.lines.clear()
            self.lines[line] = self._drawn(line)
        if drawn := self.lines[line]:
            put(drawn, image)

    def _drawn(self, line: Line) -> Drawn | None:
        text, size = lettered(line.text), line.size
        name = self.fonts.covering(text, line.fonts) if text else None
        if not name:
            return None
        while size > SMALLEST and self.fonts.width(text, name, size) > WIDE - line.after:
            size -= 2
        text = cut(text, WIDE - line.after, partial(self.fonts.width, name=name, size=size))
        return self._type(replace(line, text=text, size=size), name)

    def _type(self, line: Line, name: str) -> Drawn:
        mask, left, top = self._from_right(line, name) if direction(line.text) == "rtl" else self._from_left(line, name)
        return shaded(mask, (left, line.baseline + top), line.color)

    def _from_left(self, line: Line, name: str) -> "tuple[Image, int, int]":
        """Return a line as a mask, and where its corner is from the left edge and from the baseline."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 -- wanted only for cards that are new

        places, width = self.fonts.placed(line.text, name, line.size)
        letters = [(at, one) for at, char in places if (one := self.fonts.letter(char, name, line.size))]
        top = min((one.down for _, one in letters), default=0)
        bottom = max((one.down + one.mask.height for _, one in letters), default=1)
        margin = line.size  # a letter may reach over its place
        mask = Image.new("L", (int(width) + 2 * margin, bottom - top), 0)
        pen = ImageDraw.Draw(mask)
        for at, one in letters:
            pen.bitmap((whole(margin + at) + one.right, one.down - top), one.mask, 255)
        return mask, EDGE + line.after - margin, top

    def _from_right(self, line: Line, name: str) -> "tuple[Image, int, int]":
        from PIL import Image, ImageDraw  # noqa: PLC0415

        above, font = round(line.size * 1.4), self.fonts.at(name, line.size, "rtl")
        mask = Image.new("L", (SIZE[0], line.size * 2), 0)
        left = SIZE[0] - EDGE - self.fonts.width(line.text, name, line.size)
        ImageDraw.Draw(mask).text((left, above), line.text, 255, font, "ls", direction="rtl")
        return mask, 0, -above


def whole(place: float) -> int:
    """Return the pixel at which Pillow sets a letter: the nearest, of a place in sixty-fourths of one."""
    return (round(place * 64) + 32) >> 6
