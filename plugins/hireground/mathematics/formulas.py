r"""Convert formulas from LaTeX to MathML, and to a line of Unicode for where there is no markup.

`\frac{1}{2}x^n` is `1/2xⁿ` in a calendar. The library is loaded for texts that have formulas, and only there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING
from unicodedata import normalize
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from math_core import LatexToMathML

INSTALL = "run pip install 'hireground[math]'"
LONGEST, DEEPEST = 2_000, 40
"""Characters of a formula, and how much in it may stand in each other."""
MACROS = {"mbox": r"\text{#1}", "hbox": r"\text{#1}", "textup": r"\text{#1}", "emph": r"\textit{#1}"}
STYLE = re.compile(r'(?<=\s)style="([^"]*)"')
CLASSES = {
    "text-align: left": "formula-left",
    "text-align: right": "formula-right",
    "border-right: 0.05em solid currentcolor": "formula-rule-end",
    "border-top: 0.05em solid currentcolor": "formula-rule-top",
    "border-bottom: 0.05em solid currentcolor": "formula-rule-bottom",
}
"""What the site's policy lets no attribute say, by the classes of the style sheet that say it."""
SPAN = re.compile(r"</?span[^<>]*>")
SHOWN = re.compile(r'<math\b[^<>]*\balttext="([^"]*)"[^<>]*>.*?</math>', re.DOTALL)
RAISED = {
    **dict(zip("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", strict=True)),
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **dict(zip("ABDEGHIJKLMNOPRTUVW", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True)),
    "\u2212": "⁻",
    "\u2217": "*",
    "*": "*",
    "\u2032": "\u2032",
}
LOWERED = {
    **dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True)),
    **dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
    "\u2212": "₋",
}
RELATIONS = frozenset("=<>≤≥≠≈≡≅≃→←↔⇒⇔⟶↦↪∈∉⊂⊆⊃⊇+±⋅∩⊗⊕\u223c\u2212\u00d7\u222a\u2223")
ACCENTS = dict(
    zip("\u02c6\u0302\u02dc\u00af\u0332\u02d9\u00a8→", "\u0302\u0302\u0303\u0304\u0305\u0307\u0308\u20d7", strict=True)
)
"""The signs above a letter, as they are joined to it."""
APPLIED = "\u2061"
"""What stands between a function and what it is applied to; nobody sees it."""
INVISIBLE = dict.fromkeys(map(ord, "\u2062\u2063\u2064\ufe00\ufe01"), "")
BRACES = frozenset("⏟⏞⎵⎴")


class FormulaError(ValueError):
    """A formula that cannot be read; `at` is how many characters of it can."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


def is_installed() -> bool:
    """Tell whether the library is there."""
    from importlib.util import find_spec  # noqa: PLC0415

    return find_spec("math_core") is not None


@cache
def _library() -> "LatexToMathML":
    from math_core import LatexToMathML  # noqa: PLC0415 -- few texts have formulas

    return LatexToMathML(macros=MACROS, fancy_error=False, allow_unreliable_rendering=True)


def mathml(latex: str, *, is_display: bool = False) -> str:
    """Return a formula as MathML, with its text for those who see none; raises `FormulaError`."""
    if len(latex) > LONGEST:
        raise FormulaError(f"a formula has {LONGEST:,} characters at most; divide it into several")
    if _depth(latex) > DEEPEST:
        raise FormulaError(f"more than {DEEPEST} groups stand in each other; divide the formula")
    if not latex.strip():
        raise FormulaError("an empty formula; write something between the signs")
    from math_core import LatexError  # noqa: PLC0415 -- few texts have formulas

    try:
        made = _library().convert_with_local_state(latex, displaystyle=is_display)
    except LatexError as error:
        place, _, message = str(error).partition(": ")
        raise FormulaError(*((message, int(place)) if place.isdigit() else (str(error),))) from None
    made = SPAN.sub("", STYLE.sub(_class, made))
    kind = ' display="block"' if is_display else ""
    return made.replace(made[: made.index(">") + 1], f'<math{kind} alttext="{escape(_text(made))}">', 1)


def formula_text(latex: str) -> str:
    """Return a formula as a line of Unicode; raises `FormulaError`."""
    return unescape(SHOWN.sub(r"\1", mathml(latex)))


def without_formulas(html: str) -> str:
    """Put a line of Unicode in the place of each formula."""
    return SHOWN.sub(r"\1", html) if "<math" in html else html


def _depth(latex: str) -> int:
    """Return how deep groups stand in each other."""
    deepest = depth = 0
    for sign in re.findall(r"\\(?:left|right|begin|end)\b|\\.|[{}]", latex, re.DOTALL):
        depth += (sign in {"{", r"\left", r"\begin"}) - (sign in {"}", r"\right", r"\end"})
        deepest = max(deepest, depth)
    return deepest


def _class(match: re.Match[str]) -> str:
    names = [CLASSES[one.strip()] for one in match[1].split(";") if one.strip() in CLASSES]
    return f'class="{" ".join(names)}"' if names else ""


def _text(made: str) -> str:
    """Return MathML as a line of Unicode."""
    line = _said(ET.fromstring(unescape_names(made)))  # noqa: S314 -- our own converter wrote it
    line = line.translate(INVISIBLE).replace(f"{APPLIED}(", "(").replace(APPLIED, " ")
    return re.sub(r"\s+", " ", normalize("NFC", line)).replace("( ", "(").strip()


def unescape_names(made: str) -> str:
    """Put characters in the place of HTML's names, which XML does not know."""
    return re.sub(r"&(?!(?:amp|lt|gt|quot|apos|#\w+);)(\w+);", lambda match: unescape(match[0]), made)


def _said(one: ET.Element) -> str:
    parts = [_said(child) for child in one]
    if one.tag == "mspace":
        return " " if one.get("width") else ""
    if one.get("linethickness") == "0":
        return _above(parts[0]) + _below(parts[1])
    if write := WRITTEN.get(one.tag):
        return write(parts)
    is_relation = one.tag == "mo" and (one.text or "") in RELATIONS and one.get("lspace") != "0"
    return f" {one.text} " if is_relation else (one.text or "") + "".join(parts)


def _row(parts: Sequence[str]) -> str:
    return "".join(part if not number or part[:1] in {" ", ""} else f", {part}" for number, part in enumerate(parts))


def _group(text: str) -> str:
    """Put brackets around what would otherwise be read as several."""
    return text if len(normalize("NFC", text)) <= 1 or text.isalnum() or _is_bracketed(text) else f"({text.strip()})"


def _is_bracketed(text: str) -> bool:
    return text.startswith("(") and text.find(")") == len(text) - 1


def _script(text: str, signs: dict[str, str], otherwise: str) -> str:
    said = text.replace(" ", "")
    return "".join(signs[one] for one in said) if all(one in signs for one in said) else f"{otherwise}{_group(said)}"


def _below(text: str) -> str:
    return _script(text, LOWERED, "_")


def _above(text: str) -> str:
    return _script(text, RAISED, "^")


def _accented(parts: Sequence[str]) -> str:
    base, sign = parts[0], parts[1].strip()
    if sign in BRACES:
        return base
    if sign in ACCENTS:
        return base + ACCENTS[sign] if len(base) == 1 else f"{base}{ACCENTS[sign]}"
    return f"{base} {sign} " if len(sign) > 1 else f"{base}{_above(sign)}"


WRITTEN: Mapping[str, Callable[[Sequence[str]], str]] = {
    "mtable": "; ".join,
    "mtr": _row,
    "mfrac": lambda parts: f"{_group(parts[0])}/{_group(parts[1])}",
    "msqrt": lambda parts: f"√{_group(''.join(parts))}",
    "mroot": lambda parts: f"{_above(parts[1])}√{_group(parts[0])}",
    "msup": lambda parts: parts[0].rstrip() + _above(parts[1]),
    "msub": lambda parts: parts[0].rstrip() + _below(parts[1]),
    "msubsup": lambda parts: parts[0].rstrip() + _below(parts[1]) + _above(parts[2]),
    "munder": lambda parts: parts[0] if parts[1].strip() in BRACES else f"{parts[0].rstrip()}{_below(parts[1])} ",
    "munderover": lambda parts: f"{parts[0].rstrip()}{_below(parts[1])}{_above(parts[2])} ",
    "mover": _accented,
}
"""What is written of each element that has several parts."""
