"""`/// seminars | Title` in a body: its keys, the sessions it means, and what is wrong with it."""

import hashlib
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field

from plugins.reader.fields import slugify
from plugins.reader.frontmatter import Document
from plugins.reader.links import CODE
from plugins.reader.model import Model, validate
from plugins.reader.names import Names
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.strict_yaml import Data, Mark, Marks, YamlError, parse_yaml
from plugins.reader.suggest import did_you_mean
from plugins.seminars.model import Seminar, Session

FENCE = re.compile(r"/{3,}[ \t]*([A-Za-z-]+)[ \t]*(?:\|[ \t]*(.*))?")
INDENT = 4


def check_month(month: str) -> str:
    """Let `2026-12` pass."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ValueError(f'"{month}" is no month; write 2026-12')
    return month


class BlockFields(Model):
    """The keys of a block; each narrows the list."""

    month: Annotated[str, AfterValidator(check_month)] | None = Field(None, examples=["2026-12"])
    series: str | None = Field(None, examples=["Career Search"])
    topic: str | None = Field(None, examples=["networking"])
    place: str | None = Field(None, examples=["Bellevue Library"])
    speaker: str | None = Field(None, examples=["Mara Lindqvist"])
    ids: Names = Field((), examples=["[career-search-excellence]"])


@dataclass(frozen=True)
class Block:
    """One block as it stands in a file: where each key is, and its keys as text."""

    document: Document
    opening: Mark
    title: str


def matching(fields: BlockFields, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions that a block means, in order of time."""
    return tuple(session for session in sessions if all(_fits(fields, session)))


def _fits(fields: BlockFields, session: Session) -> Iterator[bool]:
    yield not fields.month or f"{session.start:%Y-%m}" == fields.month
    yield not fields.series or _same(fields.series, [session.series])
    yield not fields.topic or _same(fields.topic, session.topics)
    yield not fields.place or _same(fields.place, [session.place.name if session.place else None])
    yield not fields.speaker or _same(fields.speaker, [person.name for person in session.speakers])
    yield not fields.ids or session.seminar_id in fields.ids


def _same(wanted: str, names: Iterable[str | None]) -> bool:
    return slugify(wanted) in {slugify(name) for name in names if name}


def block_problems(document: Document, seminars: tuple[Seminar, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the blocks of a body; raises nothing."""
    for block in find_blocks(document):
        if isinstance(block, Problem):
            yield block
            continue
        try:
            fields = validate(BlockFields, block.document)
        except InvalidContentError as error:
            yield from error.problems
            continue
        yield from _unknown_names(block, fields, seminars)


def find_blocks(document: Document) -> Iterator[Block | Problem]:
    """Yield every block outside code, or why it is none."""
    body = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), document.body)
    lines = body.split("\n")
    for number, line in enumerate(lines):
        match = FENCE.fullmatch(line.rstrip())
        if match:
            yield _block(document, lines, number, match)


def _block(document: Document, lines: list[str], number: int, match: re.Match[str]) -> Block | Problem:
    mark = Mark(document.body_line + number, 1)
    if match[1] != "seminars":
        near = get_close_matches(match[1], ["seminars"], cutoff=0.5)
        return document.problem(mark, f'no such block "{match[1]}"; {"did you mean" if near else "write"} "seminars"?')
    options = []
    for line in lines[number + 1 :]:
        if not line.startswith(" " * INDENT):
            break
        options.append(line)
    close = lines[number + 1 + len(options) :]
    if not any(re.fullmatch(r"/{3,}", line.strip()) for line in close):
        return document.problem(mark, 'the block is never closed; write "///" on the line after its keys')
    if close and not re.fullmatch(r"/{3,}", close[0].strip()) and close[0].strip():
        line_mark = Mark(mark.line + 1 + len(options), 1)
        return document.problem(line_mark, "a block's keys are indented by four spaces, and nothing else stands in it")
    return _with_keys(document, mark, options, (match[2] or "").strip())


def _with_keys(document: Document, mark: Mark, options: list[str], title: str) -> Block | Problem:
    try:
        data, marks = parse_yaml(textwrap.dedent("\n".join(options)), first_line=mark.line + 1)
    except YamlError as error:
        return document.problem(Mark(error.mark.line, error.mark.column + INDENT), error.message)
    shifted = Marks(_shift(marks.keys), _shift(marks.values) | {(): mark})
    fields: dict[str, Data] = data if isinstance(data, dict) else {}
    if data is not None and not isinstance(data, dict):
        return document.problem(Mark(mark.line + 1, INDENT + 1), 'a block has keys; write "month: 2026-12"')
    return Block(Document(document.path, fields, shifted, "", mark.line), mark, title)


def _shift(marks: dict[tuple[str | int, ...], Mark]) -> dict[tuple[str | int, ...], Mark]:
    return {way: Mark(mark.line, mark.column + INDENT) for way, mark in marks.items()}


def _unknown_names(block: Block, fields: BlockFields, seminars: tuple[Seminar, ...]) -> Iterator[Problem]:
    sessions = [session for seminar in seminars for session in seminar.sessions]
    known = {
        "series": {session.series for session in sessions if session.series},
        "topic": {topic for session in sessions for topic in session.topics},
        "place": {session.place.name for session in sessions if session.place},
        "speaker": {person.name for session in sessions for person in session.speakers},
    }
    marks = block.document.marks
    for key, names in known.items():
        wanted = getattr(fields, key)
        if wanted and not _same(wanted, names):
            message = f'{key}: no seminar has "{wanted}"; {did_you_mean(wanted, names, "check its seminars")}'
            yield block.document.problem(marks.value((key,)), message)
    ids = {seminar.id for seminar in seminars}
    for wanted in fields.ids:
        if wanted not in ids:
            message = f'ids: no seminar has the id "{wanted}"; {did_you_mean(wanted, ids, "write its file name")}'
            yield block.document.problem(marks.value(("ids",)), message)


def block_ics_path(title: str, fields: BlockFields) -> str:
    """Return where the calendar of a block's sessions lies: blocks that say the same share it."""
    digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:8]
    return f"seminars/lists/{slugify(title) or 'seminars'}-{digest}.ics"
