"""Set quotes, dashes and dots as in print, and explain abbreviations, in one pass over the texts of a tree each.

The rules for quotes are those of Python-Markdown's `smarty`. Unlike it, a quote knows the letter before it also where
that is in another element: in `"*so*"` the second one closes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from hireground.text.languages import base_of

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


EM, EN, DOTS, LEFT, RIGHT, LEFT_DOUBLE, RIGHT_DOUBLE = (chr(0xFDD0 + number) for number in range(7))
"""What stands for a sign until all rules are done, so that none of them reads what another wrote."""
SIGNS = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""
CLOSED = rf"(?<=[^ \t\r\n\[{{(\-\x02\x03{EM}-{RIGHT_DOUBLE}])"
OPENING = r"(\s|–|—)"
DASHES = ((re.compile(r"(?<!-)---(?!-)"), EM), (re.compile(r"(?<!-)--(?!-)"), EN))
QUOTES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"\A'(?={SIGNS}\B)", RIGHT),
        (rf'\A"(?={SIGNS}\B)', RIGHT_DOUBLE),
        (r""""'(?=\w)""", LEFT_DOUBLE + LEFT),
        (r"""'"(?=\w)""", LEFT + LEFT_DOUBLE),
        (rf"""{CLOSED}'\"""", RIGHT + RIGHT_DOUBLE),
        (rf"""{CLOSED}"'""", RIGHT_DOUBLE + RIGHT),
        (r"(?<!\w)'(?=\d{2}s)", RIGHT),
        (rf"{OPENING}'(?=\w)", rf"\1{LEFT}"),
        (rf"{CLOSED}'(?!\s|s\b|\d)", RIGHT),
        (r"'(?=\s|s\b)", RIGHT),
        (r"'", LEFT),
        (rf'{OPENING}"(?=\w)', rf"\1{LEFT_DOUBLE}"),
        (r'"(?=\s)', RIGHT_DOUBLE),
        (rf'{CLOSED}"', RIGHT_DOUBLE),
        (r'"', LEFT_DOUBLE),
    )
)
ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
TRIGGERS = ("'", '"', "--", "...")
LETTERS = re.compile(r"(?<=\w)[\"'](?=\w)")
APOSTROPHES = (
    (re.compile(r"""(?<=[^\W\d_])'"(?=\w)"""), f"’{LEFT_DOUBLE}"),
    (re.compile(r"(?<!\w)'(?=(?:[kmnst]|\d\d)\b)"), "’"),
)
"""Those that the rules take for the beginning of a quotation: `l'"État"`, `'t huis`, `'68`."""
LATIN = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])'(?=[A-Za-z\u00c0-\u024f])")
STRAIGHT = re.compile("[\"']")
PRINTED = str.maketrans({EM: "—", EN: "–", DOTS: "…"})
MARKED = re.compile(f"[{LEFT}-{RIGHT_DOUBLE}]")


class Typesetter:
    """Sets the texts of one language as in print; a quotation may go on from one text to the next.

    `before` is the letter that stands before a text, if one does.
    """

    def __init__(self, language: str = "en") -> None:
        self.marks = quotation_of(language)
        self.is_english = base_of(language) == "en"
        self.start()

    def start(self) -> None:
        """Forget what was quoted: another paragraph begins."""
        self.open = {"'": False, '"': False}

    def printed(self, text: str, before: str = "") -> str:
        """Set a text."""
        whole, begins = before + text, len(before)
        if any(sign in text for sign in TRIGGERS):
            for pattern, replacement in DASHES:
                whole = pattern.sub(replacement, whole)
            if "'" in whole or '"' in whole:
                whole = self._by_turns(whole, begins) if self.marks.is_solid else self._by_rules(whole, begins)
            whole = ELLIPSIS.sub(DOTS, whole).translate(PRINTED)
        return (kept_together(whole) if self.marks.is_french else whole)[begins:]

    def _by_turns(self, text: str, begins: int) -> str:
        """Let each mark open what the one before it has not, and close what it has."""

        def mark(match: re.Match[str]) -> str:
            sign = match[0]
            self.open[sign] = not self.open[sign]
            return (self.marks.outer if sign == '"' else self.marks.inner)[not self.open[sign]]

        return text[:begins] + STRAIGHT.sub(mark, LATIN.sub("’", text)[begins:])

    def _by_rules(self, text: str, begins: int) -> str:
        """Tell by the signs beside a mark what it is."""
        if self.marks.letters != Quotation.letters:
            text = LETTERS.sub(lambda match: self.marks.letters["\"'".index(match[0])], text)
        for pattern, replacement in QUOTES if self.is_english else (*APOSTROPHES, *QUOTES):
            text = pattern.sub(replacement, text)
        return text[:begins] + MARKED.sub(self._mark, text[begins:])

    def _mark(self, match: re.Match[str]) -> str:
        """Return the mark that stands for a sign: one that closes nothing, or stands in a word, is an apostrophe."""
        sign = match[0]
        is_single = sign in {LEFT, RIGHT}
        pair = self.marks.inner if is_single else self.marks.outer
        if sign in {LEFT, LEFT_DOUBLE}:
            self.open["'"] |= is_single
            return pair[0] + (self.marks.space if pair[0] == "«" else "")
        if is_single:
            beside = match.string[max(match.start() - 1, 0) : match.end() + 1]
            is_inside = len(beside) == len("l’h") and beside[0].isalnum() and beside[-1].isalnum()
            if is_inside or not self.open["'"]:
                return "’"
            self.open["'"] = False
        return (self.marks.space if pair[1] == "»" else "") + pair[1]


class _Printed(Treeprocessor):
    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.is_block = cache(md.is_block_level)
        self.setter = Typesetter(language)

    def run(self, root: Element) -> None:
        self._set(root, "")

    def _set(self, element: Element, before: str) -> str:
        """Set an element's texts and what follows it; return the letter that stands before what comes next."""
        is_block = self.is_block(element.tag)
        is_apart = is_block or element.tag == "br"
        if is_block:
            self.setter.start()
        if is_apart:
            before = ""
        if text := element.text:
            if not isinstance(text, AtomicString):
                element.text = self.setter.printed(text, before)
            before = text[-1:]
        for child in element:
            before = self._set(child, before)
        if is_block:
            self.setter.start()
        if is_apart:
            before = ""
        if tail := element.tail:
            if not isinstance(tail, AtomicString):
                element.tail = self.setter.printed(tail, before)
            before = tail[-1:]
        return before


class _Explained(Treeprocessor):
    """Marks abbreviations that the text explains."""

    def __init__(self, md: Markdown, meanings: dict[str, str]) -> None:
        super().__init__(md)
        self.meanings = meanings

    @property
    def abbrs(self) -> dict[str, str]:
        """The abbreviations, by the name that Python-Markdown's extension has for them."""
        return self.meanings

    def run(self, root: Element) -> None:
        if not self.meanings:
            return
        names = "|".join(re.escape(name) for name in sorted(self.meanings, key=len, reverse=True))
        pattern = re.compile(rf"\b({names})\b")
        for element in [*root.iter()]:
            children = self._split(pattern, element)
            for child in element:
                children += [child, *self._split(pattern, child, is_tail=True)]
            element[:] = children

    def _split(self, pattern: re.Pattern[str], element: Element, *, is_tail: bool = False) -> list[Element]:
        text = element.tail if is_tail else element.text
        if not text or isinstance(text, AtomicString) or (element.tag == "abbr" and not is_tail):
            return []
        first, *rest = pattern.split(text)
        setattr(element, "tail" if is_tail else "text", first)
        found = []
        for name, after in zip(rest[::2], rest[1::2], strict=True):
            marked = Element("abbr", {"title": self.meanings[name]})
            marked.text, marked.tail = AtomicString(name), after
            found.append(marked)
        return found


class Typography(Extension):
    """Takes the place of `smarty` and of the half of `abbr` that marks what it knows."""

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run where those run."""
        abbreviations: Any = md.treeprocessors["abbr"]
        md.treeprocessors.register(_Explained(md, abbreviations.abbrs), "abbr", 7)
        md.treeprocessors.register(_Printed(md, self.language), "smarty", 6)


def with_usual_spaces(words: str) -> str:
    """Write narrow spaces as usual ones: many a terminal shows the one before PM as wide as two letters."""
    return words.replace(NARROW, " ")
