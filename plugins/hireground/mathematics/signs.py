r"""Tell where a formula begins and ends: `$…$`, `\(…\)`, and `$$…$$` or `\[…\]`, which mostly have lines of their own.

A dollar opens a formula only before a sign, and closes one only behind a sign and before no digit, as in Pandoc:
`$5 and $10` are prices.
"""

import re

HAS_FORMULAS = "\n\x1d"
"""What a text ends with whose dollars are mathematics: a sign that no author can write."""
DOLLARS = re.compile(r"\\.|`|\$+", re.DOTALL)
OPENING = {"$$": "$$", r"\[": r"\]", r"\(": r"\)", "$": "$"}


def end_of_formula(text: str, at: int, absent: set[str]) -> tuple[str, int] | None:
    """Return the opening signs of a formula that begins at a place, and where it ends; None if none begins there.

    `absent` notes the signs that do not come any more in the text, so that nobody looks for them again.
    """
    opening = next(sign for sign in OPENING if text.startswith(sign, at))
    closing, start = OPENING[opening], at + len(opening)
    if opening == "$":
        return _end_of_dollars(text, at, absent)
    end = text.find(closing, start) if closing not in absent else -1
    if end < 0:
        absent.add(closing)
        return None
    return opening, end + len(closing)


def _end_of_dollars(text: str, at: int, absent: set[str]) -> tuple[str, int] | None:
    if text[at + 1 : at + 2].isspace() or "$" in absent:
        return None
    for sign in DOLLARS.finditer(text, at + 1):
        if sign[0][0] == "\\":
            continue
        if len(sign[0]) > 1 or sign[0] == "`" or text[sign.start() - 1].isspace():
            return None
        if not text[sign.end() : sign.end() + 1].isdigit():
            return "$", sign.end()
    absent.add("$")
    return None


def has_formulas(body: str) -> bool:
    """Tell whether a text may have formulas."""
    return body.endswith(HAS_FORMULAS) and re.search(r"\$|\\[(\[]", body) is not None
