"""Know the quotation marks of each language, and the spaces that French has beside its signs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

NARROW, NO_BREAK = "\u202f", "\u00a0"
"""A space that keeps lines together, and the narrow one, as printers in France set it."""


@dataclass(frozen=True)
class Quotation:
    """The marks of a language: `outer` and `inner`, each a pair, with `space` between a mark and its words.

    Where words are written without spaces (`is_solid`), what stands before a straight mark does not tell which of the
    pair it is, so they take turns. `letters` are what straight marks between two letters are: an apostrophe, if single.
    """

    outer: str = "“”"
    inner: str = "‘’"
    space: str = ""
    is_solid: bool = False
    letters: str = "”’"
    is_french: bool = False


LOW, GUILLEMETS, RIGHT_ONLY = Quotation("„“", "‚‘"), Quotation("«»", "“”"), Quotation("””", "’’")
CORNERS, BRACKETS = Quotation("「」", "『』", is_solid=True), Quotation("“”", "‘’", is_solid=True)
MARKS: Mapping[str, Quotation] = {
    **dict.fromkeys(("bg", "cs", "de", "et", "is", "ka", "lt", "mk", "sk", "sl", "sr"), LOW),
    **dict.fromkeys(
        ("ar", "az", "ca", "el", "es", "eu", "fa", "gl", "hy", "it", "no", "nb", "nn", "pt-PT"), GUILLEMETS
    ),
    **dict.fromkeys(("be", "ru", "uk"), Quotation("«»", "„“")),
    **dict.fromkeys(("fi", "sv"), RIGHT_ONLY),
    **dict.fromkeys(("de-CH", "de-LI", "it-CH"), Quotation("«»", "‹›")),
    **dict.fromkeys(("hu", "ro"), Quotation("„”", "«»")),
    **dict.fromkeys(("hr", "pl"), Quotation("„”", "‚’")),
    **dict.fromkeys(("ja", "zh-TW", "zh-HK", "zh-MO", "zh-Hant"), CORNERS),
    "zh": BRACKETS,
    "da": Quotation("»«", "›‹"),
    "fr": Quotation("«»", "“”", space=NARROW, is_french=True),
    "fr-CH": Quotation("«»", "‹›", space=NARROW, is_french=True),
    "he": Quotation("””", "’’", letters="״׳"),
}
"""By language, or by language and country where that differs; all others have those of English."""


@cache
def quotation_of(language: str) -> Quotation:
    """Return the marks of `de-AT`: its own, those of `de`, or English ones."""
    parts = language.split("-")
    codes = ("-".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((MARKS[code] for code in codes if code in MARKS), Quotation())


FRENCH = (
    (re.compile(r"(?<=«)[ \u00a0]"), NARROW),
    (re.compile(r"[ \u00a0](?=»)"), NARROW),
    (re.compile(r"(?<=[\w»”’)\]…%€$£!?])[ \u00a0](?=[;!?]+(?:[\s)»”]|\Z))"), NARROW),
    (re.compile(r"(?<=[\w»”’)\]…%€$£!?]) (?=:(?:\s|\Z))"), NO_BREAK),
    (re.compile(r"(?<=\d)[ \u00a0](?=[%€$£])"), NARROW),
)


def kept_together(text: str) -> str:
    """Let no line of French break before `;`, `:`, `!`, `?`, or inside its quotation marks; no space is added."""
    for pattern, space in FRENCH:
        text = pattern.sub(space, text)
    return text
