"""Take a summary from a text that has none: what stands before its "more" mark, or its first paragraph of prose."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import islice

from markdown import Markdown

from hireground.markdown.links import without_code
from hireground.markdown.mathematics import Mathematics
from hireground.markdown.standard import CommonMark
from hireground.mathematics.formulas import without_formulas
from hireground.mathematics.signs import HAS_FORMULAS, has_formulas

MORE = re.compile(
    r"<!--\s*(?:more|PELICAN_END_SUMMARY|truncate|readmore|excerpt)\b[^>]{0,80}-->|\{\{[<%] more [>%]\}\}",
    re.IGNORECASE,
)
LONGEST, SHORTEST = 200, 20
MOST_READ = 50_000
"""Characters of a text; whoever has said nothing in so many has no first paragraph."""
MOST_PARAGRAPHS, MOST_WORDS = 50, 1_000
NO_PROSE = re.compile(r"\s*(?:[#>|`~<!$:]|[-*+] |\d+[.)] |\[\^|\[[^\]\n]+\]:|\*\[|\{|=+\s*$|-{3,}|\*{3,}|_{3,})")
"""How a paragraph begins that is a heading, a list, a quotation, code, a table, a picture or a note."""
BLOCK = re.compile(r"^(/{3,})[ \t]*\S.*\n(?:(?!\1).*\n)*+(?:\1[ \t]*$)?", re.MULTILINE)
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[^\n]+$", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"'”’)]*\s+|(?<=[。！？])")  # noqa: RUF001 -- of other scripts
SPEAKS = re.compile(r"\w{2}")
MARKS = re.compile(r"[*_`\[<&\\]")
NOTE = re.compile(r"\[\^[^\]\[\n]*\](?!:)")
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
LEFT_OUT = re.compile(r"<!--.*?-->|<(script|style|svg)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


def stand_in(body: str) -> str:
    """Return what a text says of itself where its author wrote no summary; empty if it has no words."""
    before, _ = parts_at_more(body)
    sign = HAS_FORMULAS if has_formulas(body) else ""
    found = summary_before(before + sign) or summary_from(body[:MOST_READ] + sign)
    return found or cut(_words(body[:MOST_WORDS] + sign, body, is_whole=True))


def parts_at_more(body: str, mark: str = "") -> tuple[str, str]:
    """Split a body at its "more" mark: what stands before it, and the whole without the mark."""
    match = re.search(re.escape(mark), body) if mark else None
    match = match or MORE.search(without_code(body))
    if not match:
        return "", body
    return body[: match.start()], f"{body[: match.start()].rstrip()}\n\n{MORE.sub('', body[match.end() :]).lstrip()}"


def summary_before(text: str) -> str:
    """Return all the prose that stands before a "more" mark, cut at a sentence."""
    return cut(" ".join(_prose(text)))


def summary_from(body: str) -> str:
    """Return the first paragraph of prose without its marks, cut at a sentence; empty if there is no prose."""
    return cut(next(_prose(body), ""))


def in_words(text: str) -> str:
    """Return a few words of Markdown as readers see them, in one line."""
    return _words(text, text, is_whole=True) if MARKS.search(text) else " ".join(text.split())


def _prose(body: str) -> Iterator[str]:
    """Yield what the first paragraphs say."""
    sign = HAS_FORMULAS if has_formulas(body) else ""
    for paragraph in islice(_paragraphs(body[:MOST_READ]), MOST_PARAGRAPHS):
        words = _words(paragraph + sign, body)
        if SPEAKS.search(words):
            yield words


def _words(markdown: str, body: str, *, is_whole: bool = False) -> str:
    """Return what readers see of the first paragraph of some Markdown, or of the whole of it, in one line."""
    defined = "\n".join(DEFINITION.findall(body)) if "]" in markdown else ""
    sign = HAS_FORMULAS if has_formulas(markdown) else ""
    source = NOTE.sub("", markdown.removesuffix(sign))
    html = _converter().reset().convert(f"{source}\n\n{defined}{sign}")
    html = LEFT_OUT.sub("", without_formulas(html))
    if not is_whole:
        html = next((match[1] for match in PARAGRAPH.finditer(html)), "")
    return " ".join(unescape(TAG.sub(" " if is_whole else "", html)).split())


@cache
def _converter() -> Markdown:
    """Build what reads a paragraph; quotation marks stay as typed, since lists set them as they do an author's."""
    return Markdown(extensions=[CommonMark(), Mathematics(), "abbr", "attr_list", "footnotes"], output_format="html")


def _paragraphs(body: str) -> Iterator[str]:
    """Yield what may be a paragraph of prose, as it is written."""
    plain = BLOCK.sub(lambda match: re.sub(r"[^\n]", "", match[0]), body)
    held: list[str] = []
    for masked, line in zip([*without_code(plain).split("\n"), ""], [*plain.split("\n"), ""], strict=True):
        is_prose = line.strip() and not (NO_PROSE.match(line) and not held) and (masked.strip() or "`" in line)
        if is_prose and not line.startswith(("    ", "\t", "```", "~~~")):
            held.append(line.strip())
            continue
        if held:
            yield "\n".join(held)
        held = []


def cut(words: str) -> str:
    """Cut a text at the end of a sentence, or else of a word."""
    if len(words) <= LONGEST:
        return words
    ends = [match.start() for match in SENTENCE.finditer(words[: LONGEST + 1])]
    if ends and ends[-1] >= SHORTEST:
        return words[: ends[-1]].rstrip()
    return f"{words[:LONGEST].rpartition(' ')[0] or words[:LONGEST]}…".replace(",…", "…")
