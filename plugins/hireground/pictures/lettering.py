"""Set text in lines: find a font that has its letters, a size that fits, and where lines break."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

RIGHT_TO_LEFT = frozenset({"R", "AL"})
NOWHERE = "\ufffe"
"""No font has it: what it is drawn as means that a letter is missing."""
DROPPED = frozenset({"So", "Sk", "Cs", "Co", "Cn"})
"""Emoji and other signs that fonts of letters lack: a card is clear without them."""
JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


SCALE = 1000
"""Lengths and kerning are counted in thousandths of a font's size."""


class Letter(NamedTuple):
    """A letter as a mask, and where its corner is from the point at which it is set."""

    mask: "Image"
    right: int
    down: int


@dataclass(frozen=True)
class Fonts:
    """Fonts by the names of their files, and what was asked of them before.

    Letters from the left are placed one by one, with the `kerning.json` beside them: Pillow's own shaping needs a
    library of the machine's, and has no kerning without it. Letters from the right cannot do without it.
    """

    files: Mapping[str, Path]
    known: dict[tuple[str, int, str], "FreeTypeFont"] = field(default_factory=dict)
    letters: dict[tuple[str, str], bool] = field(default_factory=dict)
    steps: dict[str, dict[str, float]] = field(default_factory=dict)
    kerning: dict[str, dict[str, int]] = field(default_factory=dict)
    drawn: dict[tuple[str, int, str], Letter | None] = field(default_factory=dict)

    def at(self, name: str, size: int, side: str = "ltr") -> "FreeTypeFont":
        """Return a font at a size, for letters from one side."""
        from PIL import ImageFont  # noqa: PLC0415 -- wanted only for cards that are new

        if (name, size, side) not in self.known:
            engine = ImageFont.Layout.RAQM if side == "rtl" else ImageFont.Layout.BASIC
            self.known[name, size, side] = ImageFont.truetype(self.files[f"{name}.woff2"], size, layout_engine=engine)
        return self.known[name, size, side]

    def covering(self, text: str, names: Iterable[str]) -> str | None:
        """Return the first font that has every letter of a text, if the text can be set."""
        from PIL import features  # noqa: PLC0415

        if direction(text) == "rtl" and not features.check("raqm"):
            return None
        return next((name for name in names if self._covers(name, text)), None)

    def placed(self, text: str, name: str, size: int) -> tuple[list[tuple[float, str]], float]:
        """Return where each letter is that is set from the left, and how wide they all are."""
        *starts, end = accumulate(self._steps(text, name), initial=0.0)
        return [(at * size / SCALE, char) for at, char in zip(starts, text, strict=True)], end * size / SCALE

    def letter(self, char: str, name: str, size: int) -> Letter | None:
        """Return a letter that is set from the left, drawn once for all cards; None for a space."""
        key = name, size, char
        if key not in self.drawn:
            self.drawn[key] = self._letter(char, name, size)
        return self.drawn[key]

    def _letter(self, char: str, name: str, size: int) -> Letter | None:
        from PIL import Image  # noqa: PLC0415 -- wanted only for cards that are new

        mask, (right, down) = self.at(name, size).getmask2(char, "L", anchor="ls")
        return Letter(Image.frombytes("L", mask.size, bytes(mask)), right, down) if 0 not in mask.size else None

    def width(self, text: str, name: str, size: int) -> float:
        """Return how wide a text is."""
        if direction(text) == "rtl":
            return self.at(name, size, "rtl").getlength(text, direction="rtl")
        return sum(self._steps(text, name), 0.0) * size / SCALE

    def _steps(self, text: str, name: str) -> Iterator[float]:
        """Yield how far it is from each letter to the next, in thousandths of the size."""
        known, pairs = self.steps.setdefault(name, {}), [*map(add, text, f"{text[1:]} ")]
        for pair in set(pairs) - known.keys():
            known[pair] = self.at(name, SCALE).getlength(pair[0]) + self._kerning(name).get(pair, 0)
        return map(known.__getitem__, pairs)

    def _kerning(self, name: str) -> dict[str, int]:
        if not self.kerning:
            self.kerning.update(json.loads(self.files["kerning.json"].read_bytes()))
        return self.kerning.get(name, {})

    def _covers(self, name: str, text: str) -> bool:
        return all(self._has(name, char) for char in set(text) if not char.isspace())

    def _has(self, name: str, char: str) -> bool:
        if (name, char) not in self.letters:
            font = self.at(name, 24)
            self.letters[name, char] = bytes(font.getmask(char)) != bytes(font.getmask(NOWHERE))
        return self.letters[name, char]


def lettered(text: str) -> str:
    """Remove the characters, such as emoji, that text fonts do not have."""
    kept = (char for char in text if unicodedata.category(char) not in DROPPED and char not in JOINERS)
    return " ".join("".join(kept).split())


def direction(text: str) -> str:
    """Return `rtl` if the first letter that has a direction is written from the right."""
    if text.isascii():
        return "ltr"
    kinds = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((kind for kind in kinds if kind in {"L", *RIGHT_TO_LEFT}), "L") in RIGHT_TO_LEFT else "ltr"


def chopped(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Return a text's words, one that is wider than a line in parts with hyphens."""
    words = []
    for word in text.split():
        rest = word
        while measure(rest) > width:
            end = next(end for end in range(len(rest) - 1, 0, -1) if measure(f"{rest[:end]}-") <= width or end == 1)
            words.append(f"{rest[:end]}-")
            rest = rest[end:]
        words.append(rest)
    return words


def cut(text: str, width: float, measure: Callable[[str], float]) -> str:
    """Return as many words as fit; what is left out is a `…`."""
    while measure(text) > width and " " in text:
        text = f"{text.removesuffix(' …').rpartition(' ')[0]} …"
    return text


def broken(words: Sequence[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """Break words into lines no wider than `width`, one word at least in each."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(words: Sequence[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """Break words into as few lines as fit, all of much the same length."""
    best = broken(words, width, measure)
    low, high = width / 2, width
    while high - low > width / 40:
        middle = (low + high) / 2
        lines = broken(words, middle, measure)
        if len(lines) == len(best) and max(map(measure, lines)) <= middle:
            best, high = lines, middle
        else:
            low = middle
    return best
