"""Refuse a text that would take seconds to convert: what is read is linear, and this bounds how much there is of it."""

import re
from collections.abc import Iterator
from itertools import islice

from hireground.text.frontmatter import Document
from hireground.text.problems import Problem
from hireground.text.yaml.marks import Mark

LONGEST = 300_000
"""Characters: the length of a novel's half, which takes a second or two."""
MOST = 2_000
COSTLY = re.compile(
    r"^[ \t>*+-]*(?:#{1,6}(?:[ \t]|$)|`{3}|~{3}|\[TOC\]|\[\^[^\]\n]*\]:|\*\[)|^(?:=+|-+)[ \t]*$|^[ \t]*\n(?: {4}|\t)",
    re.MULTILINE,
)
"""What begins a heading, code, a footnote or an abbreviation, each of which costs as much as a page of words."""


def limit_problems(document: Document) -> Iterator[Problem]:
    """Yield that a text is too long, or has too many headings and the like."""
    body = document.body
    if len(body) > LONGEST:
        words = f"the text has {len(body):,} characters, and {LONGEST:,} is the most; divide it into several"
        yield document.problem(Mark(document.body_line, 1), words)
    elif beyond := next(islice(COSTLY.finditer(body), MOST, None), None):
        line = document.body_line + body.count("\n", 0, beyond.start())
        kinds = "headings, blocks of code, footnotes and abbreviations"
        words = f"more than {MOST:,} {kinds} in a text; divide it into several"
        yield document.problem(Mark(line, 1), words)
