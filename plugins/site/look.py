"""What a site looks like and says of itself, by its settings: colours, logo, links, the footer's line."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from plugins.reader.addresses import url_fault
from plugins.reader.fields import refuse
from plugins.reader.model import Model
from plugins.reader.quote import quoted
from plugins.reader.suggest import did_you_mean
from plugins.site.palette import Pair, Palette, faint, read_palette, whole

HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
TOKENS = "static/css/tokens.css"


def parse_pair(value: object) -> Pair:
    """Read a colour for light pages and one for dark, or one for both."""
    colors = [value, value] if isinstance(value, str) else value
    if not isinstance(colors, tuple | list) or len(colors) != len(Pair._fields):
        raise ValueError(
            'a colour for light pages and one for dark ones belong here; write ("#0b57a4", "#8cc2ff"), or one for both'
        )
    for color in colors:
        if not (isinstance(color, str) and HEX.fullmatch(color)):
            raise ValueError(f'{quoted(str(color))} is no colour written in digits; write it as "#0b57a4"')
    return Pair(*map(whole, colors))


Colour = Annotated[Pair | None, BeforeValidator(parse_pair)]


class Colors(Model):
    """The SITE_COLORS setting: what differs from the theme's `tokens.css`, by the names there."""

    bg: Colour = None
    surface: Colour = None
    text: Colour = None
    muted: Colour = None
    accent: Colour = None
    accent_strong: Colour = None
    on_accent: Colour = None
    border: Colour = None
    rule: Colour = None
    earth: Colour = None
    contour: Colour = None
    ok: Colour = None
    warn: Colour = None
    bad: Colour = None

    @property
    def own(self) -> Palette:
        """The colours that the site sets."""
        return {name.replace("_", "-"): pair for name in type(self).model_fields if (pair := getattr(self, name))}


def parse_links(value: object) -> tuple[tuple[str, str], ...]:
    """Read pairs of words and address."""
    items = value if isinstance(value, tuple | list) else (None,)
    for item in items:
        is_pair = isinstance(item, tuple | list) and len(item) == len(("words", "address"))
        if not (is_pair and all(isinstance(part, str) and part.strip() for part in item)):
            raise ValueError('pairs of words and address belong here; write (("Contact", "contact/"),), comma and all')
    return tuple((words, address) for words, address in items)


def parse_profiles(value: object) -> tuple[tuple[str, str], ...]:
    """Read pairs of words and the whole address of a page elsewhere."""
    links = parse_links(value)
    for _words, address in links:
        refuse(address, url_fault(address))
    return links


Links = Annotated[tuple[tuple[str, str], ...], BeforeValidator(parse_links)]
Profiles = Annotated[tuple[tuple[str, str], ...], BeforeValidator(parse_profiles)]


class Look(Model):
    """The settings that begin with SITE_, and the folder of the theme that they change."""

    theme: Path
    tagline: str = ""
    colors: Colors = Colors()
    logo: str = ""
    footer: str = ""
    nav: Links = ()
    links: Links = ()
    social: Profiles = ()

    @cached_property
    def palette(self) -> Palette:
        """All colours of the site: its own over its theme's."""
        tokens = self.theme / TOKENS
        return {**read_palette(tokens.read_text("utf-8") if tokens.is_file() else ""), **self.colors.own}


def look_faults(look: Look, content: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with a look that is right word by word: the way to a setting, and what to write."""
    yield from _color_faults(look.palette, look.colors.own)
    if look.logo and logo_file(look, content) is None:
        known = [f"images/{file.name}" for file in sorted((content / "images").glob("*"))]
        hint = did_you_mean(look.logo, known, 'copy the picture to content/images, and write "images/logo.svg"')
        yield ("SITE_LOGO",), f"there is no {quoted(look.logo)} in the content; {hint}"


def _color_faults(palette: Palette, own: Palette) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the colours that cannot be read, with what to write so that they can in both schemes."""
    every = tuple(faint(palette))
    names, better = {one.name for one in every}, dict(palette)
    found = [one for one in every if one.ground not in names]  # what stands on a faint colour may be right once that is
    for one in found:
        better[one.name] = better[one.name]._replace(**{one.scheme: one.better})
    for one in found:
        place = next((name for name in (one.name, one.ground) if name in own), one.name)
        color, ground = (f"{quoted(name)} ({getattr(palette[name], one.scheme)})" for name in (one.name, one.ground))
        light, dark = better[one.name]
        words = (
            f"in {one.scheme} pages {color} on {ground} has a contrast of {one.contrast:.1f}, and readers need "
            f'{one.needed:g}; write "{one.name.replace("-", "_")}": ("{light}", "{dark}")'
        )
        yield ("SITE_COLORS", place.replace("-", "_")), words


def logo_file(look: Look, content: Path) -> Path | None:
    """Find the logo's file in the content, or among the theme's."""
    return next((file for file in (content / look.logo, look.theme / "static" / look.logo) if file.is_file()), None)
