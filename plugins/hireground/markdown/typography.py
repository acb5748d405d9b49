"""Set quotes, dashes and dots as in print, and explain abbreviations, in one pass over the texts of a tree each.

The rules for quotes are those of Python-Markdown's `smarty`. Unlike it, a quote knows the letter before it also where
that is in another element: in `"*so*"` the second one closes.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

EM, EN, DOTS, LEFT, RIGHT, LEFT_DOUBLE, RIGHT_DOUBLE = (chr(0xFDD0 + number) for number in range(7))
"""What stands for a sign until all rules are done, so that none of them reads what another wrote."""
PRINTED = str.maketrans(dict(zip((EM, EN, DOTS, LEFT, RIGHT, LEFT_DOUBLE, RIGHT_DOUBLE), "—–…‘’“”", strict=True)))
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
TRIGGER = re.compile(r"""['"]|--|\.\.\.""")


def printed(text: str, before: str = "") -> str:
    """Set a text as in print; `before` is the letter that stands before it, if one does."""
    if not TRIGGER.search(text):
        return text
    text = before + text
    for pattern, replacement in DASHES:
        text = pattern.sub(replacement, text)
    if "'" in text or '"' in text:
        for pattern, replacement in QUOTES:
            text = pattern.sub(replacement, text)
    return ELLIPSIS.sub(DOTS, text)[len(before) :].translate(PRINTED)


class _Printed(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.is_block = md.is_block_level

    def run(self, root: Element) -> None:
        before = ""
        for element, is_text in _texts(root):
            if self.is_block(element.tag) or element.tag == "br":
                before = ""
            text = (element.text if is_text else element.tail) or ""
            if not text:
                continue
            if not isinstance(text, AtomicString):
                setattr(element, "text" if is_text else "tail", printed(text, before))
            before = text[-1:]


def _texts(root: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each element when its text comes, and again, with False, when what follows it comes."""
    stack: list[tuple[Element, bool]] = [(root, True)]
    while stack:
        element, is_text = stack.pop()
        yield element, is_text
        if is_text:
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))


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

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run where those run."""
        abbreviations: Any = md.treeprocessors["abbr"]
        md.treeprocessors.register(_Explained(md, abbreviations.abbrs), "abbr", 7)
        md.treeprocessors.register(_Printed(md), "smarty", 6)
