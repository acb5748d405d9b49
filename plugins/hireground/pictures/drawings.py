"""Read a drawing (SVG): its size, and whether anything in it runs in a browser that opens it.

It is parsed as browsers do, by an XML parser that loads nothing. What runs is whatever is not known to be harmless:
elements of SVG that hold a script, elements of HTML but for those of a text, attributes that are handlers, addresses
with a scheme that is not of the web.
"""

import math
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from hireground.text.problems import quoted

SVG, HTML, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "a altGlyph altGlyphDef altGlyphItem animate animateColor animateMotion animateTransform circle clipPath "
    "color-profile cursor defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight "
    "feTile feTurbulence filter flowDiv flowPara flowRegion flowRoot flowSpan font font-face font-face-format "
    "font-face-name font-face-src font-face-uri foreignObject g glyph glyphRef hatch hatchpath hkern image line "
    "linearGradient marker mask mesh meshgradient meshpatch meshrow metadata missing-glyph mpath path pattern polygon "
    "polyline radialGradient rect set solidcolor stop style svg switch symbol text textPath title tref tspan unknown "
    "use view vkern"
)
"""The elements of SVG that hold no script."""
WORDS = _words("b br code div em font i li ol p pre s span strong sub sup table tbody td th thead tr u ul")
"""The elements of HTML that programs write into drawings, for text that breaks into lines."""
LEADING = frozenset({"href", "src", "base", "from", "to", "by", "values", "action", "formaction"})
SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-\t\n\r]*:)")
HARMLESS = frozenset({"http:", "https:", "mailto:"})
DATA = re.compile(r"[\x00-\x20]*data:image/(?:avif|bmp|gif|jpe?g|png|webp)[;,]", re.IGNORECASE)
DRAWN = re.compile(r"[\x00-\x20]*data:image/svg\+xml[;,]", re.IGNORECASE)
ENCODINGS = frozenset({"utf-8", "us-ascii", "ascii"})
LARGEST = 1_000_000
"""No side is longer: what a browser rounds to no size at all is none."""
LENGTH = re.compile(
    r"\s*\+?(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)(px|pt|pc|in|cm|mm|q|em|ex)?\s*", re.IGNORECASE
)
INCH, LETTER = 96, 16
POINTS = {
    "": 1, "px": 1, "pt": INCH / 72, "pc": INCH / 6, "in": INCH, "cm": INCH / 2.54, "mm": INCH / 25.4,
    "q": INCH / 101.6, "em": LETTER, "ex": LETTER / 2,
}  # fmt: skip
"""Points of a screen in each unit of CSS; what is by the letter is so in letters of the usual size."""
USUAL = (300, 150)
"""The size of what says none (CSS 2.1 §10.3.2 and §10.6.2)."""


@dataclass
class Drawing:
    """What is known of a drawing: `runs` is where, by line and column, and what in it would run, if anything.

    One that is not `is_sized` says neither its size nor a ratio, and has the usual one.
    """

    width: float = USUAL[0]
    height: float = USUAL[1]
    is_sized: bool = False
    runs: tuple[int, int, str] | None = None
    depth: int = field(default=0)


def read_drawing(data: bytes) -> Drawing | None:
    """Read a drawing; None for what is not one. Raises `ValueError` with what is wrong with it."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 -- the library's
    except expat.ExpatError as error:
        if not reader.is_drawing:
            return None
        words = expat.ErrorString(error.code)
        raise ValueError(
            f"this drawing is damaged in line {error.lineno} ({words}); export it anew, as plain SVG"
        ) from None
    return reader.drawing if reader.is_drawing else None


class _Reader:
    """Notes the size of the first element, and the first thing that runs."""

    def __init__(self) -> None:
        self.drawing = Drawing()
        self.is_drawing = False
        self.is_begun = False
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.element
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.XmlDeclHandler = self.declaration
        self.parser.EntityDeclHandler = self.entity

    def runs(self, what: str) -> None:
        """Note what runs, where the parser is now."""
        if self.drawing.runs is None:
            place = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
            self.drawing.runs = (*place, what)

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            self.runs(f"the encoding {quoted(encoding)}, as which browsers may read something else; save it as UTF-8")

    def instruction(self, target: str, _data: str) -> None:
        if target.lower() == "xml-stylesheet":
            self.runs("<?xml-stylesheet?>, which may write a script; take it out")

    def entity(self, name: str, is_parameter: int, value: str | None, *_rest: object) -> None:
        if is_parameter or value is None:
            self.runs(f"the entity {quoted(name)}, which may stand for anything; export it as plain SVG")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.is_begun:
            self.is_begun, self.is_drawing = True, local == "svg" and space in {SVG, ""}
            self.drawing.width, self.drawing.height, self.drawing.is_sized = _size(attributes)
        if (space == SVG and local not in ELEMENTS) or (space == HTML and local not in WORDS):
            self.runs(f"<{local}>, which may run in readers' browsers; take it out")
        for attribute, value in attributes.items():
            if what := _danger(local, attribute, value):
                self.runs(what)


def _danger(element: str, attribute: str, value: str) -> str:
    """Say what is wrong with an attribute; nothing if it is harmless."""
    name = attribute.rpartition(" ")[2].lower()
    if name.startswith("on") and len(name) > len("on"):
        return f"{name}=, which runs in readers' browsers; take it out"
    if name == "attributename" and (value.strip().lower().rpartition(":")[2] in LEADING or value.strip()[:2] == "on"):
        return f"attributeName={quoted(value)}, which may change where a link leads; take it out"
    if name not in LEADING or not (scheme := SCHEME.match(value)):
        return ""
    found = re.sub(r"\s", "", scheme[1]).lower()
    is_picture = DATA.match(value) or (element in {"image", "feImage"} and DRAWN.match(value))
    is_other = name not in {"href", "src", "base"} and "script" not in found and found != "data:"
    if found in HARMLESS or is_picture or is_other:
        return ""
    return f"{name}={quoted(value[:40])}, which may run in readers' browsers; take it out"


def _size(attributes: dict[str, str]) -> tuple[float, float, bool]:
    """Return the width and height of a drawing, and whether it says them, or at least how they are to each other.

    A length in percent is of what is around it, so that only the view counts: `width="100%" viewBox="0 0 640 400"`
    is 640 by 400. Of `width="320"` beside the same view, the height is 200.
    """
    width, height = (_length(attributes.get(name, "")) for name in ("width", "height"))
    view = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    across, down = map(_length, view[2:]) if len(view) == len(("x", "y", "width", "height")) else (0, 0)
    if width and height:
        return width, height, True
    if not (across and down):
        return width or USUAL[0], height or USUAL[1], False
    if width:
        return width, width * down / across, True
    return (height * across / down, height, True) if height else (across, down, True)


def _length(text: str) -> float:
    """Return a length in points; 0 for what is none, and what no browser shows."""
    match = LENGTH.fullmatch(text)
    number = float(match[1]) * POINTS[(match[2] or "").lower()] if match else 0
    return number if math.isfinite(number) and 0 < number <= LARGEST else 0
