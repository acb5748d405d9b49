"""Read the words of a block by CommonMark's rules, from left to right and each once: code, links, emphasis, HTML.

Python-Markdown looks for each of its patterns in turn and copies the text at each that it finds, which is quadratic.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from hireground.markdown.bare_links import bare_address, bare_mail
from hireground.markdown.destinations import LABEL, PUNCTUATION, REFERENCE, Target, address, inline_target, normalized
from hireground.markdown.emphasis import Run, pair, run_at
from hireground.markdown.mathematics import formulas_of
from hireground.markdown.raw_html import TAG
from hireground.mathematics.signs import end_of_formula

SIGNS = r"[\\`*_~\[\]<&\n@{$]"
SPECIAL, SPECIAL_OR_ADDRESS = re.compile(SIGNS), re.compile(rf"{SIGNS}|https?://|www\.", re.IGNORECASE)
"""The second finds bare addresses, too, and is slow."""
SIGN = re.compile(rf"[{PUNCTUATION}]")
CHARACTER = re.compile(REFERENCE)
TICKS = re.compile(r"`+")
POINTED_ADDRESS = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+)>")
POINTED_MAIL = re.compile(r"<([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-zA-Z0-9.-]{1,255})>", re.ASCII)
ELEMENT = re.compile(TAG)
MARKUP = (("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
ANCHOR = re.compile(r"<(/?)a(?=[\s>])", re.IGNORECASE)
FOOTNOTE = re.compile(r"\[\^([^\]]{1,999})\]")
ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]*+\}")
LONGEST_LABEL = 999


@dataclass(slots=True)
class Bracket:
    """A `[` or `![` that no `]` has answered yet: where it is in what was read, in the text, and among the runs."""

    at: int
    start: int
    runs: int
    is_image: bool
    has_inner: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an element begins whose content follows."""

    element: Element


class Closing:
    """Where the innermost element ends."""


CLOSING = Closing()
Token = str | Run | Element | Opening | Closing


class Reader:
    """Reads one text."""

    def __init__(self, md: Markdown, text: str, notes: Mapping[str, int]) -> None:
        self.md, self.text, self.notes = md, text, notes
        self.tokens: list[Token] = []
        self.runs: list[Run] = []
        self.brackets: list[Bracket] = []
        self.dead = 0
        self.start = 0
        self.is_in_anchor = False
        self.absent: set[str] = set()
        self.ticks: dict[int, list[int]] | None = None
        self.formulas = formulas_of(md)

    def read(self) -> list[Token]:
        """Return what the text has in it."""
        text, at = self.text, 0
        special = SPECIAL_OR_ADDRESS if "://" in text or "www." in text.lower() else SPECIAL
        while match := special.search(text, at):
            begin = match.start()
            if match[0] == "[" and begin > at and text[begin - 1] == "!":
                begin -= 1
            end = self._handlers.get(match[0][-1:], Reader._address)(self, begin)
            at = max(end, begin + 1)
        self._flush(len(text))
        pair(self.runs)
        return self.tokens

    def _flush(self, end: int) -> None:
        """Take what stands before a place as it is."""
        if self.start < end:
            self.tokens.append(self.text[self.start : end])

    def _put(self, token: Token, begin: int, end: int) -> int:
        self._flush(begin)
        self.tokens.append(token)
        self.start = end
        return end

    def _escape(self, at: int) -> int:
        following = self.text[at + 1 : at + 2]
        if self.formulas and following in {"(", "["} and (end := self._formula(at)) > at + 1:
            return end
        if following == "\n":
            return self._put(Element("br"), at, at + 2)
        if not SIGN.match(following):
            return at + 1
        kept = f"{AMP_SUBSTITUTE}amp;" if following == "&" else f"{STX}{ord(following)}{ETX}"
        return self._put(kept, at, at + 2)

    def _formula(self, at: int) -> int:
        """Read a formula; what only looks like the beginning of one is text."""
        found = end_of_formula(self.text, at, self.absent) if self.formulas else None
        if not (found and self.formulas):
            return at + 1
        opening, end = found
        return self._put(self.formulas.put(self.text[at:end], opening), at, end)

    def _line(self, at: int) -> int:
        words = self.text[self.start : at]
        bare = words.rstrip(" ")
        if bare:
            self.tokens.append(bare)
        self.start = at
        if len(words) - len(bare) > 1:
            self.tokens.append(Element("br"))
            self.start = at + 1
        return at + 1

    def _character(self, at: int) -> int:
        match = CHARACTER.match(self.text, at)
        found = unescape(match[0]) if match else "&"
        if not match or found == match[0]:
            return self._put(f"{AMP_SUBSTITUTE}amp;", at, at + 1)
        kept = f"{AMP_SUBSTITUTE}amp;" if found == "&" else f"{STX}{ord(found)}{ETX}" if found in "\"'" else found
        return self._put(kept, at, match.end())

    def _code(self, at: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for run in TICKS.finditer(self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        opening = TICKS.match(self.text, at)
        size = len(opening[0]) if opening else 1
        places = self.ticks.get(size, [])
        following = bisect_right(places, at)
        if following == len(places):
            return at + size
        words = self.text[at + size : places[following]].replace("\n", " ")
        if words[0] == words[-1] == " " and words.strip():
            words = words[1:-1]
        code = Element("code")
        code.text = AtomicString(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        return self._put(code, at, places[following] + size)

    def _run(self, at: int) -> int:
        sign, end = self.text[at], at + 1
        while self.text[end : end + 1] == sign:
            end += 1
        run = run_at(self.text, at, end)
        if run.opens_any or run.closes_any:
            self._put(run, at, end)
            self.runs.append(run)
        return end

    def _pointed(self, at: int) -> int:
        if match := POINTED_ADDRESS.match(self.text, at):
            return self._put(_link(address(match[1].replace("\\", "\\\\")), match[1]), at, match.end())
        if match := POINTED_MAIL.match(self.text, at):
            return self._put(_link(f"mailto:{match[1]}", match[1]), at, match.end())
        if match := ELEMENT.match(self.text, at):
            if anchor := ANCHOR.match(match[0]):
                self.is_in_anchor = not anchor[1]
            return self._put(self.md.htmlStash.store(match[0]), at, match.end())
        return self._markup(at)

    def _markup(self, at: int) -> int:
        """Read a comment and its like; where one has no end, no later one has."""
        for start, end in MARKUP:
            if not self.text.startswith(start, at) or (start == "<!" and not self.text[at + 2 : at + 3].isalpha()):
                continue
            found = self.text.find(end, at + len(start)) if end not in self.absent else -1
            if found >= 0:
                markup = self.text[at : found + len(end)]
                return self._put(self.md.htmlStash.store(markup), at, found + len(end))
            self.absent.add(end)
            break
        return at + 1

    def _opening(self, at: int) -> int:
        is_image = self.text[at] == "!"
        note = FOOTNOTE.match(self.text, at) if not is_image else None
        if note and note[1] in self.notes:
            return self._put(self._note(note[1]), at, note.end())
        if self.brackets:
            self.brackets[-1].has_inner = True
        end = at + 1 + is_image
        self._put(self.text[at:end], at, end)
        self.brackets.append(Bracket(len(self.tokens) - 1, end, len(self.runs), is_image))
        return end

    def _note(self, label: str) -> Element:
        """Link a footnote; its second mention has an id of its own."""
        known: Any = self.md.treeprocessors["footnote"]
        notes = known.footnotes
        name = f"fnref{notes.get_separator()}{label}"
        count = notes.found_refs[name] = notes.found_refs.get(name, 0) + 1
        mention = Element("sup", {"id": name if count == 1 else name.replace("fnref", f"fnref{count}", 1)})
        link = Element("a", {"href": f"#{notes.makeFootnoteId(label)}", "class": "footnote-ref"})
        link.text = AtomicString(str(self.notes[label]))
        mention.append(link)
        return mention

    def _closing(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        bracket = self.brackets.pop()
        is_dead = not bracket.is_image and len(self.brackets) < self.dead
        self.dead = min(self.dead, len(self.brackets))
        target = None if is_dead else self._target(bracket, at)
        if not target:
            return at + 1
        attributes = {"src" if bracket.is_image else "href": target.address}
        if target.title is not None:
            attributes["title"] = target.title
        self._flush(at)
        pair(self.runs[bracket.runs :])
        del self.runs[bracket.runs :]
        self.tokens[bracket.at] = Opening(Element("img" if bracket.is_image else "a", attributes))
        if not bracket.is_image:
            self.dead = len(self.brackets)
            self._unlink(bracket.at + 1)
        self.tokens.append(CLOSING)
        self.start = target.end
        return target.end

    def _unlink(self, first: int) -> None:
        """Make text of bare addresses within a link."""
        for at in range(first, len(self.tokens)):
            token = self.tokens[at]
            if isinstance(token, Element) and token.tag == "a":
                self.tokens[at] = token.text or ""

    def _target(self, bracket: Bracket, at: int) -> Target | None:
        """Find where a link leads: `(address)` behind it, or the definition of its label."""
        if self.text.startswith("(", at + 1) and (target := inline_target(self.text, at + 1)):
            return target
        label = LABEL.match(self.text, at + 1)
        end = label.end() if label else at + 1
        if label and label[1]:
            name = label[1]
        elif bracket.has_inner or at - bracket.start > LONGEST_LABEL:
            return None
        else:
            name = self.text[bracket.start : at]
        found = self.md.references.get(normalized(name))
        return Target(found[0], found[1], end) if found else None

    def _address(self, at: int) -> int:
        found = bare_address(self.text, at) if not self.is_in_anchor else None
        return self._put(_link(*found[:2]), at, found[2]) if found else at + 4

    def _mail(self, at: int) -> int:
        found = bare_mail(self.text, self.start, at) if not self.is_in_anchor else None
        if not found:
            return at + 1
        words = self.text[slice(*found)]
        return self._put(_link(f"mailto:{words}", words), *found)

    def _attributes(self, at: int) -> int:
        match = ATTRIBUTES.match(self.text, at)
        return match.end() if match else at + 1

    _handlers: ClassVar[Mapping[str, Callable[["Reader", int], int]]] = {
        "\\": _escape,
        "`": _code,
        "*": _run,
        "_": _run,
        "~": _run,
        "[": _opening,
        "]": _closing,
        "<": _pointed,
        "&": _character,
        "\n": _line,
        "$": _formula,
        "@": _mail,
        "{": _attributes,
    }


def _link(target: str, words: str) -> Element:
    link = Element("a", {"href": target})
    link.text = AtomicString(words.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    return link
