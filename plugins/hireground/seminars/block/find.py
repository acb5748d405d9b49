"""Find the blocks in a body, or say what keeps one from being read."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from hireground.embeds.blocks import KINDS
from hireground.markdown.links import without_code
from hireground.text.frontmatter import Document
from hireground.text.problems import Fix, Problem, Replacement, moved, printable, quoted, span_fix, write
from hireground.text.yaml.errors import in_quotes
from hireground.text.yaml.marks import Data, Mark, Marks, YamlError

NAME = "seminars"
LETTER = "letter"
NAMES = (NAME, LETTER, *KINDS)
FENCE = re.compile(r" {0,3}(/{3,}+)[ ]*+([\w-]++)[ ]*+(?:\|(.*+))?")
FENCE_LINE = re.compile(rf"^{FENCE.pattern}$", re.MULTILINE)
CLOSE = re.compile(r" {0,3}(/{3,}+)[ ]*+")
MOST_BLOCKS = 50
"""Each is a list of all dates that it means, in the page and as a calendar."""
KEY = re.compile(r"\s*([a-z_]+):(\s.*)?")
INDENT = 4
SURE = 0.75
"""How near a name must be to ours to be a slip for it where there may be other blocks."""


@dataclass(frozen=True)
class Block:
    """One block as it stands in a file: its keys as the fields of a document and as text, and its title."""

    document: Document
    opening: Mark
    title: str
    text: str
    name: str = NAME


def may_have_blocks(document: Document) -> bool:
    """Tell whether a document may have blocks: it has none without their sign."""
    return "///" in document.body


def find_blocks(document: Document) -> Iterator[Block | Problem]:
    """Yield every block outside code, or what is wrong with it."""
    if not may_have_blocks(document):
        return
    lines = without_code(document.body).split("\n")
    found = 0
    for number, (line, whole) in enumerate(zip(lines, document.body.split("\n"), strict=True)):
        match = FENCE.fullmatch(line) and FENCE.fullmatch(whole)  # a title may have code in it
        if not match:
            continue
        found += 1
        if found > MOST_BLOCKS:
            words = f"a text has at most {MOST_BLOCKS} blocks; divide it into several"
            yield document.problem(Mark(document.body_line + number, match.start(1) + 1), words)
            return
        if (block := _block(document, lines, number, match)) is not None:
            yield block


def without_other_blocks(document: Document) -> Document:
    """Blank the fences of blocks that are surely not ours, on sites whose Markdown has others, such as `/// note`."""

    def blank(match: re.Match[str]) -> str:
        is_ours = get_close_matches(match[2].lower(), [NAME], cutoff=SURE)
        return match[0] if is_ours else ""

    return replace(document, body=FENCE_LINE.sub(blank, document.body)) if may_have_blocks(document) else document


def _block(document: Document, lines: list[str], number: int, match: re.Match[str]) -> Block | Problem | None:
    """Return a block, or what is wrong with it; None for a letter, of which nothing can be."""
    slashes, name, title = match[1], match[2], (match[3] or "").strip()
    opening = Mark(document.body_line + number, match.start(1) + 1)
    if name.lower() not in NAMES:
        mark = Mark(opening.line, match.start(2) + 1)
        return _unknown(document, mark, name, title)
    end = next((n for n in range(number + 1, len(lines)) if CLOSE.fullmatch(lines[n]) or FENCE.fullmatch(lines[n])), 0)
    closing = CLOSE.fullmatch(lines[end]) if end else None
    if not closing:
        what = "text" if name.lower() == LETTER else "keys"
        where = "on a line of its own" if title.endswith("/") else f"on a line below its {what}"
        return document.problem(opening, f"the block is never closed; write {quoted(slashes)} {where}")
    if closing[1] != slashes:
        words = f"the block opens with {len(slashes)} slashes and closes with {len(closing[1])}"
        mark = Mark(document.body_line + end, closing.start(1) + 1)
        return document.problem(mark, words, fix=span_fix((mark.line, mark.column), closing[1], slashes))
    if name.lower() == LETTER:
        return None
    found = _unknown_line(document, lines, number + 1, end)
    return found or _with_keys(document, opening, lines[number + 1 : end], title, name.lower())


def _unknown(document: Document, mark: Mark, name: str, title: str) -> Problem:
    message = f"no such block {quoted(name)}"
    if near := get_close_matches(name.lower(), NAMES, n=1, cutoff=0.5):
        fix = span_fix((mark.line, mark.column), name, near[0], f'did you mean "{near[0]}"?')
        return document.problem(mark, message, fix=fix)
    example = quoted(f"/// {NAME} | {title or 'Title'}")
    return document.problem(mark, f"{message}; there are {', '.join(NAMES)}: write one such as {example}")


def _unknown_line(document: Document, lines: list[str], first: int, end: int) -> Problem | None:
    """Find a line that is not a key of the block."""
    last = next((number for number in range(end - 1, first - 1, -1) if lines[number].strip()), first)
    for number in range(first, end):
        line = lines[number]
        mark = Mark(document.body_line + number, len(line) - len(line.lstrip()) + 1)
        if not line.strip() and number < last:
            fix = Fix((Replacement((mark.line, 1), (mark.line + 1, 1), ""),), "take it out")
            return document.problem(Mark(mark.line, 1), "an empty line ends the keys of a block", fix=fix)
        if KEY.fullmatch(line) and not line.startswith(" " * INDENT):
            fixed = " " * INDENT + line.strip()
            fix = Fix((Replacement((mark.line, 1), (mark.line, len(line) + 1), fixed),), write(fixed))
            return document.problem(mark, "the keys of a block are indented by four spaces", fix=fix)
        if line.strip() and not line.startswith(" " * INDENT):
            return document.problem(mark, 'only keys stand in a block; move this line below the closing "///"')
    return None


def _with_keys(document: Document, opening: Mark, options: list[str], title: str, name: str) -> Block | Problem:
    from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- few texts have a block

    text = textwrap.dedent("\n".join(options))
    indent = max((len(line) - len(line.lstrip()) for line in options[:1]), default=INDENT)
    try:
        data, marks = parse_yaml(text, first_line=opening.line + 1)
    except YamlError as error:
        fix = error.fix and moved(error.fix, indent)
        return document.problem(Mark(error.mark.line, error.mark.column + indent), error.message, fix=fix)
    shifted = Marks(_shift(marks.keys, indent), _shift(marks.values, indent) | {(): opening})
    fields: dict[str, Data] = data if isinstance(data, dict) else {}
    if data is not None and not isinstance(data, dict):
        example = write("month: 2026-12" if name == NAME else "url: https://video.example.org/talk")
        return document.problem(Mark(opening.line + 1, indent + 1), f"a block has keys; {example}")
    holder = Document(document.path, fields, shifted, "", opening.line)
    return Block(holder, opening, title, text, name)


def _shift(marks: dict[tuple[str | int, ...], Mark], indent: int) -> dict[tuple[str | int, ...], Mark]:
    return {loc: mark.shifted(indent) for loc, mark in marks.items()}


def as_written(value: object) -> object:
    """Return the text of a value that the block's own reader, which is not ours, took for another kind of thing."""
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def untyped(block: Block) -> Problem | None:
    """Find a value that the block's own reader takes for a number, a date or a yes, and whose text it forgets."""
    import yaml  # noqa: PLC0415 -- likewise

    marks, problem = block.document.marks, block.document.problem
    try:
        typed = yaml.safe_load(block.text) or {}
    except (yaml.YAMLError, ValueError):
        return problem(marks.value(()), "a value here is not read as text; put each in quotes")
    for key, value in block.document.fields.items():
        if as_written(typed.get(key)) == value:
            continue
        mark, message = marks.value((key,)), f"{printable(key)}: a number or a date needs quotes here"
        if not isinstance(value, str):
            return problem(mark, f'{message}; write {key}: ["…", "…"]')
        fixed = in_quotes(value)
        fix = Fix((Replacement((mark.line, mark.column), mark.end, fixed),), write(f"{key}: {fixed}"))
        return problem(mark, message, fix=fix)
    return None
