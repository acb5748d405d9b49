"""Mend in a body what browsers passed over in silence, and what `check` would mend: its meaning is certain."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from hireground.importing.model import Fate, Note
from hireground.markdown.convert import converter
from hireground.markdown.extensions import split_words
from hireground.prose.blocks import block_findings
from hireground.prose.body import Body, Finding
from hireground.prose.dialects import dialect_findings
from hireground.prose.elements import KNOWN, element_findings
from hireground.prose.lists import list_findings
from hireground.prose.templates import HOW, template_findings
from hireground.text.frontmatter import Document
from hireground.text.problems import CONTROL_CHARACTERS
from hireground.text.yaml.marks import Mark, Marks

ROUNDS = 3
"""What is mended may show what stood behind it."""
PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=[`~]{3})")
UNCLOSED = re.compile(r"<([A-Za-z][\w-]*)[^<>]*>")
LOOK = split_words(
    "a abbr acronym article aside b bdi bdo big center cite code del dfn div em font footer header i ins kbd main mark "
    "nav nobr p q s samp section small span strike strong sub sup tt u var"
)
"""Elements that change how words look, or group them: without an end, nothing is lost with them."""
HIDING = split_words("iframe noembed noframes script style textarea title xmp")
"""Elements that hide all below them when they are never closed: nobody means that, but the word."""
MENDED = "HTML that was never closed or never opened, or is no element"
SHOWN = "a form of another program is written in Markdown"
HIDDEN = "signs that nobody sees were taken out"


def tidied(body: str, source: str, signs: tuple[str, ...] | None = None) -> tuple[str, tuple[Note, ...]]:
    """Return a body with what is certain mended, and what the report says of it.

    `signs` are what templates of its tool begin with; other forms stood in its pages as they are written, and do here.
    """
    notes: list[Note] = []
    plain = CONTROL_CHARACTERS.sub("", body)
    if plain != body:
        notes.append(Note(Fate.CHANGED, HIDDEN, source))
    for _ in range(ROUNDS):
        found = sorted(_changes(plain, signs), key=lambda one: (one[0].start, -one[0].end))
        if not found:
            break
        notes += [Note(Fate.CHANGED, kind, source, plain[one.start : one.end][:60]) for one, kind in found]
        plain = _put(plain, [one for one, _kind in found])
    return plain, tuple(notes)


def _changes(text: str, signs: tuple[str, ...] | None) -> Iterator[tuple[Finding, str]]:
    """Yield what is certain: findings with what to write, and HTML that browsers read in a way of their own."""
    document = Document(Path("text.md"), {}, Marks({}, {(): Mark(1, 1)}), text, 1)
    body = Body(document, lambda: str(converter().convert(text)))
    for finding in element_findings(body):
        if (written := _mended(body, finding)) is not None:
            yield Finding(finding.start, finding.end, "", written, more=_more(body, finding)), MENDED
    for finding in chain(block_findings(body), template_findings(body), dialect_findings(body), list_findings(body)):
        is_seen = not finding.seen or body.shows(finding.seen)
        written = (
            finding.write if finding.write is not None else _as_code(text[finding.start : finding.end], finding, signs)
        )
        if is_seen and not finding.is_warning and written is not None:
            yield Finding(finding.start, finding.end, "", written, more=finding.more), SHOWN


def _mended(body: Body, finding: Finding) -> str | None:
    if finding.write is not None:
        return finding.write
    opened = UNCLOSED.fullmatch(body.source, finding.start, finding.end)
    if not opened:
        return None
    name, whole = opened[1].lower(), opened[0]
    if name in {"audio", "video", "iframe"}:
        return f"{whole}</{opened[1]}>"
    if name == "blockquote":
        return whole  # its end is written where its paragraph ends
    is_unknown = name not in KNOWN and f"</{opened[1]}>" not in body.source and not whole.endswith("/>")
    is_word = name in HIDING or is_unknown
    return f"\\{whole}" if is_word else "" if name in LOOK else None


def _more(body: Body, finding: Finding) -> tuple[tuple[int, int, str], ...]:
    """Return what else is written: a quotation that is never closed ends with its paragraph."""
    if not body.source.startswith("<blockquote", finding.start) or finding.write is not None:
        return finding.more
    end = PARAGRAPH_END.search(body.source, finding.end)
    place = end.start() if end else len(body.source)
    return (*finding.more, (place, place, "</blockquote>"))


def _as_code(text: str, finding: Finding, signs: tuple[str, ...] | None) -> str | None:
    """Show a program, and what its own tool showed as it is written; None for any other text."""
    is_program = text.startswith(("<?php", "<?=", "<%"))
    is_literal = signs is not None and finding.message.endswith(HOW) and not text.startswith(signs)
    if not (is_program or is_literal) or "`" in text:
        return None
    return f"`{text}`" if "\n" not in text else f"\n```\n{text}\n```\n"


def _put(text: str, findings: list[Finding]) -> str:
    spans: list[tuple[int, int, str]] = []
    end = -1
    for one in findings:
        own = [(one.start, one.end, one.write or ""), *one.more]
        if one.start >= end:
            spans += own
            end = max(last for _start, last, _text in own)
    pieces, place = [], 0
    for start, last, written in sorted(spans):
        if start >= place:
            pieces += [text[place:start], written]
            place = last
    return "".join([*pieces, text[place:]])
