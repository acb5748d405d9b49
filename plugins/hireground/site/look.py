"""Read and check the settings of a site's look: colors, logo, links, the line in the footer."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field

from hireground.text.languages import check_language
from hireground.text.problems import Refusal, not_among, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import url_problem
from hireground.theme import Theme

TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
READ, SEEN = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11: what words and what borders need."""
GROUNDS = ("bg", "surface")
NEEDS: Mapping[str, tuple[float, tuple[str, ...]]] = {
    **dict.fromkeys(("text", "muted", "accent", "accent-strong", "earth", "ok", "warn", "bad"), (READ, GROUNDS)),
    "on-accent": (READ, ("accent", "accent-strong")),
    "border": (SEEN, GROUNDS),
}
"""What each color must stand out from, and how much."""
STEPS = 50
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class ColorPair(NamedTuple):
    """A color in light pages and in dark ones, each as `#rrggbb`."""

    light: str
    dark: str


Palette = Mapping[str, ColorPair]
"""Colors by the names that `tokens.css` gives them."""


class FaintColor(NamedTuple):
    """A color that does not stand out enough from another, in one scheme; `better` does."""

    name: str
    ground: str
    scheme: str
    contrast: float
    needed: float
    better: str


def read_palette(tokens: str) -> Palette:
    """Read the colors of `tokens.css`."""
    return {name: ColorPair(whole(light), whole(dark)) for name, light, dark in TOKEN.findall(tokens)}


def whole(color: str) -> str:
    """Write `#fff` as `#ffffff`, in small letters."""
    digits = color.removeprefix("#").lower()
    return f"#{digits if len(digits) > len('fff') else ''.join(digit * 2 for digit in digits)}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21 (WCAG 2.2)."""
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


def faint(palette: Palette) -> Iterator[FaintColor]:
    """Yield each color that cannot be read or seen in a scheme, with the ground where it is worst."""
    for name, (needed, grounds) in NEEDS.items():
        for number, scheme in enumerate(ColorPair._fields if {name, *grounds} <= palette.keys() else ()):
            own, behind = palette[name][number], {ground: palette[ground][number] for ground in grounds}
            worst = min(grounds, key=lambda ground: contrast(own, behind[ground]))
            if (ratio := contrast(own, behind[worst])) < needed:
                yield FaintColor(name, worst, scheme, ratio, needed, clearer(own, tuple(behind.values()), needed))


def clearer(color: str, grounds: tuple[str, ...], needed: float) -> str:
    """Return the nearest color, towards black or white, that stands out from all grounds."""

    def least(one: str) -> float:
        return min(contrast(one, ground) for ground in grounds)

    goal = max(("#000000", "#ffffff"), key=least)
    mixed = (_mix(color, goal, step / STEPS) for step in range(STEPS + 1))
    return next((one for one in mixed if least(one) >= needed), goal)


def _mix(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(ours + (theirs - ours) * share):02x}" for ours, theirs in pairs)


def sheet(colors: Palette) -> str:
    """Write the colors as a style sheet that goes after the theme's own."""
    tokens = "".join(f"--{name}: light-dark({pair.light}, {pair.dark});\n" for name, pair in colors.items())
    return f"@layer tokens {{\n:root {{\n{tokens}}}\n}}\n" if colors else ""


HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
TOKENS = "static/css/tokens.css"


def parse_pair(value: object) -> ColorPair:
    """Read a color for light pages and one for dark, or one for both."""
    colors = [value, value] if isinstance(value, str) else value
    if not isinstance(colors, tuple | list) or len(colors) != len(ColorPair._fields):
        raise Refusal(
            'a color for light pages and one for dark ones belong here; write ("#0b57a4", "#8cc2ff"), or one for both'
        )
    for color in colors:
        if not (isinstance(color, str) and HEX.fullmatch(color)):
            raise Refusal(f'{quoted(str(color))} is no color written in digits; write it as "#0b57a4"')
    return ColorPair(*map(whole, colors))


Color = Annotated[ColorPair | None, BeforeValidator(parse_pair)]


class Colors(Model):
    """The SITE_COLORS setting: what differs from the theme's `tokens.css`, by the names there."""

    bg: Color = None
    surface: Color = None
    text: Color = None
    muted: Color = None
    accent: Color = None
    accent_strong: Color = None
    on_accent: Color = None
    border: Color = None
    rule: Color = None
    earth: Color = None
    contour: Color = None
    ok: Color = None
    warn: Color = None
    bad: Color = None

    @property
    def own(self) -> Palette:
        """The colors that the site sets."""
        return {name.replace("_", "-"): pair for name in type(self).model_fields if (pair := getattr(self, name))}


def parse_links(value: object) -> tuple[tuple[str, str], ...]:
    """Read pairs of words and address."""
    items = value if isinstance(value, tuple | list) else (None,)
    for item in items:
        is_pair = isinstance(item, tuple | list) and len(item) == len(("words", "address"))
        if not (is_pair and all(isinstance(part, str) and part.strip() for part in item)):
            raise Refusal('pairs of words and address belong here; write (("Contact", "contact/"),), comma and all')
    for _words, address in items:
        if SCHEME.match(address) and (problem := url_problem(address)):
            raise Refusal(str(problem))
    return tuple((words, address.lstrip("/")) for words, address in items)


def parse_profiles(value: object) -> tuple[tuple[str, str], ...]:
    """Read pairs of words and the whole address of a page elsewhere."""
    links = parse_links(value)
    for _words, address in links:
        if problem := url_problem(address):
            raise Refusal(str(problem))
    return links


Said = Mapping[str, Mapping[str, str]]
"""What words of the settings are in other languages: by language, then by the words."""


def parse_said(value: object) -> Said:
    """Read the words of settings in other languages."""
    example = '{"de": {"Posts": "Beiträge"}}'
    found = {}
    for code, words in value.items() if isinstance(value, Mapping) else [("", None)]:
        texts = dict(words) if isinstance(words, Mapping) else {"": ""}
        if not all(isinstance(text, str) and text.strip() for pair in texts.items() for text in pair):
            raise Refusal(f"words in each language belong here; write them as in {example}")
        found[check_language(str(code))] = texts
    return found


Links = Annotated[tuple[tuple[str, str], ...], BeforeValidator(parse_links)]
Profiles = Annotated[tuple[tuple[str, str], ...], BeforeValidator(parse_profiles)]


class Look(Model):
    """The settings that begin with SITE_, and the folder of the theme that they change."""

    theme: Theme
    tagline: str = Field("", alias="SITESUBTITLE", examples=["Plain talk about finding work"])
    colors: Colors = Field(Colors(), alias="SITE_COLORS", examples=[{"accent": ("#0b57a4", "#8cc2ff")}])
    logo: str = Field("", alias="SITE_LOGO", examples=["images/logo.svg"])
    footer: str = Field("", alias="SITE_FOOTER", examples=["Words under CC BY 4.0"])
    nav: Links = Field((), alias="SITE_NAV")
    links: Links = Field((), alias="SITE_LINKS")
    social: Profiles = Field((), alias="SITE_SOCIAL")
    said: Annotated[Said, BeforeValidator(parse_said)] = Field(
        {}, alias="SITE_TRANSLATIONS", examples=[{"de": {"Posts": "Beiträge"}}]
    )

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the menu and the footer, which other languages may say otherwise."""
        pairs = (*self.nav, *self.links, *self.social)
        return tuple(filter(None, (self.tagline, *(words for words, _address in pairs), self.footer)))

    @cached_property
    def palette(self) -> Palette:
        """All colors of the site: its own over its theme's."""
        sheets = reversed(self.theme.layers(TOKENS))
        tokens = "".join(sheet.read_text("utf-8") for sheet in sheets)
        return {**read_palette(tokens), **self.colors.own}


def look_problems(look: Look, content: Path) -> Iterator[tuple[tuple[str, ...], Refusal]]:
    """Yield what is wrong with a look that is right word by word: the loc of a setting, and why it cannot stay."""
    yield from _color_problems(look.palette, look.colors.own)
    for code, said in look.said.items():
        for words in said.keys() - {*look.words}:
            message = f"no setting says {quoted(words)}"
            yield (
                ("SITE_TRANSLATIONS", code),
                not_among(message, words, look.words, "write words of the menu or footer"),
            )
    if look.logo and logo_file(look, content) is None:
        known = [f"images/{file.name}" for file in sorted((content / "images").glob("*"))]
        hint = 'copy the picture to content/images, and write it as in "images/logo.svg"'
        yield ("SITE_LOGO",), not_among(f"there is no {quoted(look.logo)} in the content", look.logo, known, hint)


def _color_problems(palette: Palette, own: Palette) -> Iterator[tuple[tuple[str, ...], Refusal]]:
    """Yield the colors that cannot be read, with what to write so that they can in both schemes."""
    every = tuple(faint(palette))
    names, better = {one.name for one in every}, dict(palette)
    found = [one for one in every if one.ground not in names]  # what stands on a faint color may be right once that is
    for one in found:
        better[one.name] = better[one.name]._replace(**{one.scheme: one.better})
    for one in found:
        place = next((name for name in (one.name, one.ground) if name in own), one.name)
        color, ground = (f"{quoted(name)} ({getattr(palette[name], one.scheme)})" for name in (one.name, one.ground))
        light, dark = better[one.name]
        how = f'write "{one.name.replace("-", "_")}": ("{light}", "{dark}"), or a color of your own'
        words = (
            f"in {one.scheme} pages {color} on {ground} has a contrast of {one.contrast:.1f}, and readers need "
            f"{one.needed:g}; {how}"
        )
        yield ("SITE_COLORS", place.replace("-", "_")), Refusal(words)


def logo_file(look: Look, content: Path) -> Path | None:
    """Find the logo's file in the content, or among the theme's."""
    files = (content / look.logo, look.theme.file(f"static/{look.logo}"))
    return next((file for file in files if file.is_file()), None)
