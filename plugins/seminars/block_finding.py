"""A body to the blocks in it, or to what keeps each from being one."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

import yaml

from plugins.reader.frontmatter import Document
from plugins.reader.links import without_code
from plugins.reader.problems import Problem
from plugins.reader.quote import plain, quoted, write
from plugins.reader.strict_yaml import Data, Mark, Marks, YamlError, parse_yaml
from plugins.reader.yaml_quotes import in_quotes

FENCE = re.compile(r" {0,3}(/{3,})[ ]*([\w-]+)[ ]*(?:\|[ ]*(.*?))?[ ]*")
CLOSE = re.compile(r" {0,3}(/{3,})[ ]*")
KEY = re.compile(r"\s*([a-z_]+):(\s.*)?")
NAME = "seminars"
INDENT = 4


@dataclass(frozen=True)
class Block:
    """One block as it stands in a file: its keys as the fields of a document and as text, and its title."""

    document: Document
    opening: Mark
    title: str
    text: str


def find_blocks(document: Document) -> Iterator[Block | Problem]:
    """Yield every block outside code, or why it is none."""
    if "///" not in document.body:
        return
    lines = without_code(document.body).split("\n")
    for number, (line, whole) in enumerate(zip(lines, document.body.split("\n"), strict=True)):
        match = FENCE.fullmatch(line) and FENCE.fullmatch(whole)  # a title may have code in it
        if match:
            yield _block(document, lines, number, match)


def _block(document: Document, lines: list[str], number: int, match: re.Match[str]) -> Block | Problem:
    slashes, name, title = match[1], match[2], (match[3] or "").strip()
    opening = Mark(document.body_line + number, match.start(1) + 1)
    if name.lower() != NAME:
        near = get_close_matches(name.lower(), [NAME], cutoff=0.5)
        fixed = f"/// {NAME} | {title or 'Title'}"
        how = f'did you mean "{NAME}"?' if near else f"there is only {quoted(fixed)}"
        return document.problem(Mark(opening.line, match.start(2) + 1), f"no such block {quoted(name)}; {how}")
    end = next((n for n in range(number + 1, len(lines)) if CLOSE.fullmatch(lines[n]) or FENCE.fullmatch(lines[n])), 0)
    closing = CLOSE.fullmatch(lines[end]) if end else None
    if not closing:
        where = "on a line of its own" if title.endswith("/") else "on a line below its keys"
        return document.problem(opening, f"the block is never closed; write {quoted(slashes)} {where}")
    if closing[1] != slashes:
        words = (
            f"the block opens with {len(slashes)} slashes and closes with {len(closing[1])}; write {quoted(slashes)}"
        )
        return document.problem(Mark(document.body_line + end, closing.start(1) + 1), words)
    return _stray(document, lines, number + 1, end) or _with_keys(document, opening, lines[number + 1 : end], title)


def _stray(document: Document, lines: list[str], first: int, end: int) -> Problem | None:
    """Find a line that is no key of the block."""
    for number in range(first, end):
        line = lines[number]
        mark = Mark(document.body_line + number, len(line) - len(line.lstrip()) + 1)
        if not line.strip() and any(rest.strip() for rest in lines[number:end]):
            return document.problem(Mark(mark.line, 1), "an empty line ends the keys of a block; take it out")
        if KEY.fullmatch(line) and not line.startswith(" " * INDENT):
            fixed = " " * INDENT + line.strip()
            return document.problem(mark, f"the keys of a block are indented by four spaces; {write(fixed)}")
        if line.strip() and not line.startswith(" " * INDENT):
            return document.problem(mark, 'only keys stand in a block; move this line below the closing "///"')
    return None


def _with_keys(document: Document, opening: Mark, options: list[str], title: str) -> Block | Problem:
    text = textwrap.dedent("\n".join(options))
    indent = max((len(line) - len(line.lstrip()) for line in options[:1]), default=INDENT)
    try:
        data, marks = parse_yaml(text, first_line=opening.line + 1)
    except YamlError as error:
        return document.problem(Mark(error.mark.line, error.mark.column + indent), error.message)
    shifted = Marks(_shift(marks.keys, indent), _shift(marks.values, indent) | {(): opening})
    fields: dict[str, Data] = data if isinstance(data, dict) else {}
    if data is not None and not isinstance(data, dict):
        return document.problem(
            Mark(opening.line + 1, indent + 1), 'a block has keys; write one such as "month: 2026-12"'
        )
    holder = Document(document.path, fields, shifted, "", opening.line)
    return Block(holder, opening, title, text)


def _shift(marks: dict[tuple[str | int, ...], Mark], indent: int) -> dict[tuple[str | int, ...], Mark]:
    return {way: Mark(mark.line, mark.column + indent) for way, mark in marks.items()}


def untyped(block: Block) -> Problem | None:
    """Find a value that the block's own reader, which is not ours, takes for a number, a date or a yes."""
    marks, problem = block.document.marks, block.document.problem
    try:
        typed = yaml.safe_load(block.text) or {}
    except (yaml.YAMLError, ValueError):
        return problem(marks.value(()), "a value here is not read as text; put each in quotes")
    for key, value in block.document.fields.items():
        items = typed.get(key)
        if not all(isinstance(item, str) for item in (items if isinstance(items, list) else [items])):
            fixed = f"{key}: {in_quotes(value)}" if isinstance(value, str) else f'{key}: ["…", "…"]'
            return problem(marks.value((key,)), f"{plain(key)}: a number or a date needs quotes here; {write(fixed)}")
    return None
