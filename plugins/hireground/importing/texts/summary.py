"""Take a summary from a text that has none: what stands before its "more" mark, or its first paragraph of prose."""

import re
from collections.abc import Iterator

from hireground.importing.fields import plain_words
from hireground.markdown.links import without_code

MORE = re.compile(
    r"<!--\s*(?:more|PELICAN_END_SUMMARY|truncate|readmore|excerpt)\b.*?-->|\{\{[<%] more [>%]\}\}",
    re.IGNORECASE | re.DOTALL,
)
LONGEST, SHORTEST = 200, 20
NO_PROSE = re.compile(r"\s*(?:[#>|`~<!$:]|[-*+] |\d+[.)] |\[\^|\*\[|\{|=+\s*$|-{3,}|\*{3,}|_{3,}|/// )")
"""How a paragraph begins that is a heading, a list, a quotation, code, a table, a picture or a note."""
SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’)]*\s+|(?<=[。！？])")  # noqa: RUF001 -- of other scripts
SPEAKS = re.compile(r"\w{2}")


def parts_at_more(body: str, mark: str = "") -> tuple[str, str]:
    """Split a body at its "more" mark: what stands before it, and the whole without the mark."""
    match = re.search(re.escape(mark), body) if mark else None
    match = match or MORE.search(body)
    if not match:
        return "", body
    return body[: match.start()], f"{body[: match.start()].rstrip()}\n\n{MORE.sub('', body[match.end() :]).lstrip()}"


def summary_from(body: str) -> str:
    """Return the first paragraph of prose without its marks, cut at a sentence; empty if there is no prose."""
    for paragraph in _paragraphs(body):
        words = plain_words(paragraph)
        if SPEAKS.search(words):
            return cut(words)
    return ""


def _paragraphs(body: str) -> Iterator[str]:
    """Yield the paragraphs of prose."""
    shown = without_code(body[:50_000])
    lines = body[:50_000].split("\n")
    held: list[str] = []
    for masked, line in zip([*shown.split("\n"), ""], [*lines, ""], strict=True):
        is_prose = line.strip() and not (NO_PROSE.match(line) and not held) and (masked.strip() or "`" in line)
        if is_prose and not line.startswith(("    ", "\t", "```", "~~~")):
            held.append(line.strip())
            continue
        if held and not re.fullmatch(r"=+|-+", line.strip() or "."):
            yield " ".join(held)
        held = []


def cut(words: str) -> str:
    """Cut a text at the end of a sentence, or else of a word."""
    if len(words) <= LONGEST:
        return words
    ends = [match.start() for match in SENTENCE.finditer(words[: LONGEST + 1])]
    if ends and ends[-1] >= SHORTEST:
        return words[: ends[-1]].rstrip()
    return f"{words[:LONGEST].rpartition(' ')[0] or words[:LONGEST]}…".replace(",…", "…")
