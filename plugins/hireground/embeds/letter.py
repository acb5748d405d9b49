"""Read a letter: text to be copied as it stands, between two lines of slashes."""

import re
import textwrap
from collections.abc import Sequence
from html import escape

NAME = "letter"
FENCE = re.compile(r" {0,3}(/{3,}+)[ ]*+letter[ ]*+(?:\|[^\n]*+)?", re.IGNORECASE)


def letter(title: str, lines: Sequence[str]) -> str:
    """Write a letter as HTML: its lines are kept and wrap, and a script puts a button to copy it beside them."""
    words = escape(textwrap.dedent("\n".join(lines)).strip("\n"), quote=False)
    caption = f"<figcaption>{escape(title, quote=False)}</figcaption>\n" if title else ""
    return f'<figure class="letter">\n{caption}<pre>{words}</pre>\n</figure>'


def without_letters(body: str) -> str:
    """Put spaces in place of what stands in letters, which is no Markdown; their fences stay."""
    if "///" not in body or NAME not in body.lower():
        return body
    lines = body.split("\n")
    closing = ""
    for number, line in enumerate(lines):
        if closing and line.strip() == closing:
            closing = ""
        elif closing:
            lines[number] = " " * len(line)
        elif match := FENCE.fullmatch(line):
            closing = match[1] if match[1] in map(str.strip, lines[number + 1 :]) else ""
    return "\n".join(lines)
