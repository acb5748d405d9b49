"""Keep what readers had of unknown templates: an address with its words, a picture, the text between two tags."""

import re
from collections.abc import Iterator

from hireground.importing.model import Fate, Note
from hireground.importing.texts.template_words import (
    CONTROL,
    LIQUID,
    SHORTCODE,
    Given,
    given,
    one_line,
    pointed,
    replaced,
)

PAIR = re.compile(
    r"\{\{[<%]\s*(?P<hugo>[\w/-]+)(?P<given>(?:\s(?:[^>%{}]|%(?!\}))*?)?)[>%]\}\}(?P<inner>(?:(?!\{\{[<%]\s*(?P=hugo)\b).)*?)"
    r"\{\{[<%]\s*/\s*(?P=hugo)\s*[>%]\}\}"
    r"|\{%-?\s*(?!end)(?P<liquid>[\w-]+)(?P<said>(?:[^%\n]|%(?!\}))*?)-?%\}(?P<text>(?:(?!\{%-?\s*(?P=liquid)\b).)*?)"
    r"\{%-?\s*end(?P=liquid)\s*-?%\}",
    re.DOTALL,
)
DEEPEST = 4
"""Pairs within pairs."""
PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)(?:$|[?#])", re.IGNORECASE)
ADDRESS = re.compile(
    r"https?://\S+|/(?!/)[\w.~%/#?=&+-]+|(?:\.{1,2}/)?[\w./~%-]*\.(?:png|jpe?g|gif|webp|svg|avif|pdf|html?|zip|mp4)"
)
WORDS = ("title", "text", "caption", "alt", "label", "name", "description", "content", "attr", "button")
CAPTIONS = ("caption", "title", "attr", "cite", "author", "source")
KEPT = "the text between two tags of a template stays, without what they did"
LINKED = "a template that is not known became a link or a picture by its address"


def without_pairs(body: str, source: str) -> tuple[str, tuple[Note, ...]]:
    """Keep what stands between two tags of a template, and its caption; what begins inside another is first."""
    notes: list[Note] = []

    def text_of(match: re.Match[str]) -> str:
        name, said = match["hugo"] or match["liquid"], given(match["given"] or match["said"] or "")
        inner = match["inner"] if match["hugo"] else match["text"]
        if name in CONTROL or address_of(said):
            return match[0]
        notes.append(Note(Fate.CHANGED, KEPT, source, name))
        caption = said.get(*CAPTIONS)
        if "\n" not in inner:
            return f"{inner.strip()} {caption}".strip()
        return f"\n{inner.strip(chr(10))}\n" + (f"\n{caption}\n" if caption else "")

    for _ in range(DEEPEST):
        before, body = body, replaced(body, PAIR, text_of)
        if body == before:
            break
    return body, tuple(notes)


def without_unknown(body: str, source: str) -> tuple[str, tuple[Note, ...]]:
    """Put a link or a picture in place of a template that says an address; what has none stays."""
    notes: list[Note] = []

    def made(match: re.Match[str], name: str, rest: str) -> str:
        said = given(rest)
        address = address_of(said)
        if not address or name in CONTROL or name.startswith(("end", "include")):
            return match[0]
        notes.append(Note(Fate.CHANGED, LINKED, source, f"{name}: {address}"))
        words = said.get(*WORDS) or next(_words(said, address), "")
        if PICTURE.search(address):
            return f"![{one_line(words)}]({pointed(address)})"
        return f"[{one_line(words or address)}]({pointed(address)})"

    body = replaced(body, SHORTCODE, lambda match: match[0] if match[1] else made(match, match[2].lower(), match[3]))
    body = replaced(body, LIQUID, lambda match: made(match, match[1].lower(), match[2]))
    return body, tuple(notes)


def address_of(said: Given) -> str:
    """Return the address that a template is given; a picture first."""
    values = [one for value in (*said.named.values(), *said.words) if ADDRESS.fullmatch(one := value.strip(" ,"))]
    return next((value for value in values if PICTURE.search(value)), next(iter(values), ""))


def _words(said: Given, address: str) -> Iterator[str]:
    yield from (value for value in (*said.named.values(), *said.words) if value != address and " " in value.strip())
