"""The theme's colours under the site's own: whether they can be read, and the style sheet that says them."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
READ, SEEN = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11: what words and what borders need."""
GROUNDS = ("bg", "surface")
NEEDS: Mapping[str, tuple[float, tuple[str, ...]]] = {
    **dict.fromkeys(("text", "muted", "accent", "accent-strong", "earth", "ok", "warn", "bad"), (READ, GROUNDS)),
    "on-accent": (READ, ("accent", "accent-strong")),
    "border": (SEEN, GROUNDS),
}
"""What each colour must stand out from, and how much."""
STEPS = 50


class Pair(NamedTuple):
    """A colour in light pages and in dark ones, each as `#rrggbb`."""

    light: str
    dark: str


Palette = Mapping[str, Pair]
"""Colours by the names that `tokens.css` gives them."""


class Faint(NamedTuple):
    """A colour that does not stand out enough from another, in one scheme; `better` does."""

    name: str
    ground: str
    scheme: str
    contrast: float
    needed: float
    better: str


def read_palette(tokens: str) -> Palette:
    """Read the colours of `tokens.css`."""
    return {name: Pair(whole(light), whole(dark)) for name, light, dark in TOKEN.findall(tokens)}


def whole(color: str) -> str:
    """Write `#fff` as `#ffffff`, in small letters."""
    digits = color.removeprefix("#").lower()
    return f"#{digits if len(digits) > len('fff') else ''.join(digit * 2 for digit in digits)}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def _luminance(color: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    """Undo the curve of sRGB."""
    is_dark = share <= 0.04045  # noqa: PLR2004 -- the standard's number, used once
    return share / 12.92 if is_dark else ((share + 0.055) / 1.055) ** 2.4


def faint(palette: Palette) -> Iterator[Faint]:
    """Yield each colour that cannot be read or seen in a scheme, with the ground where it is worst."""
    for name, (needed, grounds) in NEEDS.items():
        for number, scheme in enumerate(Pair._fields if {name, *grounds} <= palette.keys() else ()):
            own, behind = palette[name][number], {ground: palette[ground][number] for ground in grounds}
            worst = min(grounds, key=lambda ground: contrast(own, behind[ground]))
            if (ratio := contrast(own, behind[worst])) < needed:
                yield Faint(name, worst, scheme, ratio, needed, clearer(own, tuple(behind.values()), needed))


def clearer(color: str, grounds: tuple[str, ...], needed: float) -> str:
    """Return the nearest colour, towards black or white, that stands out from all grounds."""

    def least(one: str) -> float:
        return min(contrast(one, ground) for ground in grounds)

    goal = max(("#000000", "#ffffff"), key=least)
    mixed = (_mix(color, goal, step / STEPS) for step in range(STEPS + 1))
    return next((one for one in mixed if least(one) >= needed), goal)


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(ours + (theirs - ours) * share):02x}" for ours, theirs in pairs)


def sheet(colors: Palette) -> str:
    """Write the colours as a style sheet that goes after the theme's own."""
    tokens = "".join(f"--{name}: light-dark({pair.light}, {pair.dark});\n" for name, pair in colors.items())
    return f"@layer tokens {{\n:root {{\n{tokens}}}\n}}\n" if colors else ""
