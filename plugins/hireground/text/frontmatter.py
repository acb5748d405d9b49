"""Split a Markdown file into its fields, each with its place in the file, and its body."""

import datetime as dt
import re
from bisect import bisect_right
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from hireground.text.aside import MayStandAside
from hireground.text.problems import Fix, InvalidContentError, Problem, Replacement, line_fix, printable, quoted, write
from hireground.text.source import (
    MARK_OF_CONFLICT,
    bounded_file,
    decode,
    has_conflict,
    name_of,
    read_text,
    refuse_conflicts,
    refused,
)
from hireground.text.syntax import LINES, TOML, YAML, Syntax
from hireground.text.yaml.marks import Data, Loc, Mark, Marks, YamlError

LINE = re.compile(r"([A-Za-z][\w -]*):(?:[ \t]+(.*)|[ \t]*)")
NO_SPACE = re.compile(r"([A-Za-z][\w-]*):(\S.*)")

LISTS = frozenset({"topics", "tags", "category", "categories", "authors", "author", "aliases", "speakers"})
"""The keys of which each further line is an item."""
CAPITAL = re.compile(r"[A-Z][A-Za-z]*(?:[ _-][A-Za-z]+)*")

KeyProblem = tuple[Mark, str, Fix | None]


def parse_lines(lines: list[str]) -> tuple[dict[str, Data], Marks, list[KeyProblem]]:
    """Read lines up to the first empty one; names are in small letters, with `_` for a space or hyphen."""
    fields: dict[str, Data] = {}
    marks = Marks({}, {(): Mark(1, 1)})
    problems: list[KeyProblem] = []
    for number, line in enumerate(takewhile(str.strip, lines), 1):
        match = LINE.fullmatch(line)
        if fields and line.startswith((" ", "\t")):
            _continue(fields, marks, number, line)
            continue
        if not match:  # what follows is mostly the text, so that this is the only problem to report
            return fields, marks, [*problems, (Mark(number, 1), *_not_a_key(number, lines))]
        name = match[1].strip().lower().replace(" ", "_").replace("-", "_")
        if name in fields:
            first = marks.keys[(name,)].line
            words = f"{printable(name)}: said twice, first in line {first}; keep one of the two"
            problems.append((Mark(number, 1), words, None))
        else:
            value = (match[2] or "").strip()
            fields[name] = value or None
            start = match.start(2) + 1 if value else len(line) + 1
            marks.keys[(name,)] = Mark(number, 1, (number, match.end(1) + 1))
            marks.values[(name,)] = Mark(number, start, (number, start + len(value)))
    return fields, marks, problems


def _continue(fields: dict[str, Data], marks: Marks, number: int, line: str) -> None:
    """Add an indented line to the value above it; in lists, each line is an item or several."""
    name = next(reversed(fields))
    said, more = str(fields[name] or ""), line.strip()
    sign = ", " if name in LISTS and said and not said.endswith((",", ";")) else " "
    fields[name] = f"{said}{sign}{more}" if said else more
    mark, end = marks.values[(name,)], (number, len(line.rstrip()) + 1)
    marks.values[(name,)] = replace(mark, end=end) if said else Mark(number, line.index(more) + 1, end)


def _not_a_key(number: int, lines: list[str]) -> tuple[str, Fix | None]:
    line = lines[number - 1]
    if line.strip() == "---":
        how = 'leave this line empty, or start the file with "---" too'
        return f'"---" does not close lines such as these; {how}', None
    match = NO_SPACE.fullmatch(line)
    if match and not match[2].startswith("//"):
        return "after a key come a colon and a space", line_fix(number, line, f"{match[1]}: {match[2]}")
    words = "no colon after the first word, so this is no key; leave an empty line between the keys and the text"
    return words, None


FENCE = re.compile(r"---[ \t]*")
END = re.compile(r"(?:---|\.\.\.)[ \t]*")
TOML_FENCE = re.compile(r"\+\+\+[ \t]*")
NEARLY = re.compile(r"[ \t]*(?:[-–—]{1,9}|\+{3}|={3,9}|\*{3,9})[ \t]*")
"""What is meant as a fence."""
HOW_TO_TOML = 'write title = "Your title"'
HOW_TO_START = 'start with three lines: "---", "title: Your title", "---"'


@dataclass(frozen=True)
class Document(MayStandAside):
    """One Markdown file; `path` is relative to the site's root, `body_line` the line its body starts on."""

    seldom: ClassVar = ("fields", "marks", "body")

    path: Path
    fields: dict[str, Data]
    marks: Marks
    body: str
    body_line: int
    syntax: Syntax = YAML

    def costs(self) -> AbstractContextManager[None]:
        """Let what is done with the file in the meantime cost no more than one file may."""
        return bounded_file(self.path, self.body, self.body_line)

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line of the body starts."""
        return [0, *(match.end() for match in re.finditer("\n", self.body))]

    def mark_at(self, position: int) -> Mark:
        """Return the place in the file of a position in the body."""
        line = bisect_right(self._lines, position)
        return Mark(line - 1 + self.body_line, position - self._lines[line - 1] + 1)

    def line_before(self, position: int, most: int) -> str:
        """Return what stands before a position of the body in its line, `most` characters from the line's start."""
        start = self._lines[bisect_right(self._lines, position) - 1]
        return self.body[start : min(position, start + most)]

    def problem(
        self, mark: Mark, message: str, *, is_warning: bool = False, fix: Fix | None = None, kind: str = ""
    ) -> Problem:
        """Build a problem of this file."""
        return Problem(mark.file or self.path, mark.line, mark.column, message, is_warning, fix, kind)

    def is_in_brackets(self, loc: Loc) -> bool:
        """Tell whether a place is in a list or a group in brackets."""
        marks = self.marks.values
        return any(marks[loc[:n]].is_flow for n in range(len(loc)) if loc[:n] in marks)

    def spell(self, loc: Loc) -> str:
        """Write `("sessions", 2, "start")` as `sessions[2].start: `."""
        return self.syntax.spell(loc)


def read_document(root: Path, path: Path, held: str | None = None) -> Document:
    """Read `root/path`, or what an editor holds of it and has not saved; raises `InvalidContentError`."""
    text = read_text(root, path) if held is None else decode(path, held.encode())
    with bounded_file(path, text):
        return parse_document(path, text)


def parse_document(path: Path, text: str) -> Document:
    """Split a text into its front matter, YAML, TOML or Pelican's `Key: value` lines, and the body."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise refused(path, f"the file is empty; {HOW_TO_START}")
    if has_conflict(text):
        fence = lines[first].strip() if FENCE.fullmatch(lines[first]) or TOML_FENCE.fullmatch(lines[first]) else "\n"
        end = text.find(f"\n{fence}", 4)
        refuse_conflicts(path, text, None if end < 0 or MARK_OF_CONFLICT.match(lines[first]) else end)
    if FENCE.fullmatch(lines[first]):
        if first:
            fix = Fix((Replacement((1, 1), (first + 1, 1), ""),), f"take out {_lines(first)} above it")
            raise _problem(path, 1, '"---" is the first line of a file', fix=fix)
        return _yaml_document(path, lines)
    if TOML_FENCE.fullmatch(lines[first]):
        return _toml_document(path, lines, first)
    if NEARLY.fullmatch(lines[first]):
        words = f"{quoted(lines[first].strip())} does not start the front matter"
        raise _problem(path, first + 1, words, fix=_fence(first + 1, lines))
    if LINE.fullmatch(lines[first]):
        return _plain_document(path, lines)
    raise refused(path, f"no front matter; {HOW_TO_START}")


def _problem(path: Path, line: int, message: str, column: int = 1, fix: Fix | None = None) -> InvalidContentError:
    return InvalidContentError([Problem(path, line, column, message, fix=fix)])


def _fence(number: int, lines: list[str]) -> Fix:
    return Fix((Replacement((number, 1), (number, len(lines[number - 1]) + 1), "---"),), 'write "---"')


def _lines(number: int) -> str:
    return "the empty line" if number == 1 else f"the {number} empty lines"


def _yaml_document(path: Path, lines: list[str]) -> Document:
    from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- a build that changes nothing reads no text

    end = next((number for number, line in enumerate(lines) if number and END.fullmatch(line)), None)
    if end is None:
        raise _unclosed(path, lines)
    try:
        fields, marks = parse_yaml("\n".join(lines[1:end]), first_line=2)
    except YamlError as error:
        raise _problem(path, error.mark.line, error.message, error.mark.column, error.fix) from None
    if not isinstance(fields, dict):
        raise _problem(path, marks.value(()).line if fields else 2, _no_keys(path, fields))
    fields, marks = _in_small_letters(path, fields, marks)
    marks.values[()] = Mark(1, 1)  # what is missing, is missing in the whole
    return Document(path, fields, marks, "\n".join(lines[end + 1 :]), end + 2)


def _toml_document(path: Path, lines: list[str], first: int) -> Document:
    from hireground.text.toml.reading import parse_toml  # noqa: PLC0415 -- few texts have it

    if first:
        fix = Fix((Replacement((1, 1), (first + 1, 1), ""),), f"take out {_lines(first)} above it")
        raise _problem(path, 1, '"+++" is the first line of a file', fix=fix)
    end = next((number for number, line in enumerate(lines) if number and TOML_FENCE.fullmatch(line)), None)
    if end is None:
        raise _problem(path, 1, 'the front matter is not closed; write "+++" below its last key')
    try:
        fields, marks = parse_toml("\n".join(lines[1:end]), 2)
    except YamlError as error:
        raise _problem(path, error.mark.line, error.message, error.mark.column) from None
    if not fields:
        raise _problem(path, 2, f"the front matter has no keys; {HOW_TO_TOML}")
    fields, marks = _in_small_letters(path, fields, marks)
    marks.values[()] = Mark(1, 1)
    return Document(path, fields, marks, "\n".join(lines[end + 1 :]), end + 2, TOML)


def _in_small_letters(path: Path, fields: dict[str, Data], marks: Marks) -> tuple[dict[str, Data], Marks]:
    """Read `Title:` as `title:` and `Image-Alt:` as `image_alt:`, as lines of `Key: value` are read."""
    named = {name: name.lower().replace(" ", "_").replace("-", "_") for name in fields if CAPITAL.fullmatch(name)}
    if not named:
        return fields, marks
    first: dict[str, Mark] = {}
    for name in fields:
        mark, small = marks.keys[(name,)], named.get(name, name)
        if small in first:
            words = f"{printable(small)}: said twice, first in line {first[small].line}; keep one of the two"
            raise _problem(path, mark.line, words, mark.column)
        first[small] = mark
    keys, values = (
        {(named.get(str(loc[0]), loc[0]), *loc[1:]) if loc else loc: mark for loc, mark in places.items()}
        for places in (marks.keys, marks.values)
    )
    return {named.get(name, name): value for name, value in fields.items()}, Marks(keys, values)


def _unclosed(path: Path, lines: list[str]) -> InvalidContentError:
    """Say where the second fence belongs: where something like it stands, or the first line that cannot be YAML."""
    for number, line in enumerate(lines[1:], 2):
        if NEARLY.fullmatch(line):
            words = f"{quoted(line.strip())} does not end the front matter"
            return _problem(path, number, words, fix=_fence(number, lines))
        if not line.strip() or not (line.startswith((" ", "-", "#")) or ":" in line):
            return _not_closed(path, number, 'write "---" here, below its last key')
    return _not_closed(path, len(lines) + 1, 'write "---" below its last key')


def _not_closed(path: Path, number: int, words: str) -> InvalidContentError:
    fix = Fix((Replacement((number, 1), (number, 1), "---\n"),), words)
    return _problem(path, number, "the front matter is not closed", fix=fix)


DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[-_. ]+|$)", re.ASCII)


def title_of(path: Path) -> str:
    """Guess a title from a file's name, without the date before it; empty if the name has no letter."""
    words = DATED_NAME.sub("", name_of(path)).replace("-", " ").replace("_", " ").strip()
    return words.capitalize() if any(map(str.isalpha, words)) else ""


def day_of(path: Path) -> str:
    """Return the date that a file's name begins with; empty if it has none."""
    match = DATED_NAME.match(name_of(path))
    try:
        return dt.date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""


def _no_keys(path: Path, found: Data) -> str:
    title = title_of(path) or "Your title"
    if isinstance(found, list):
        return f"a list stands here, and keys belong; {write(f'title: {title}')}, without a hyphen before it"
    return f"the front matter has no keys; {write(f'title: {found or title}')}"


def _plain_document(path: Path, lines: list[str]) -> Document:
    fields, marks, problems = parse_lines(lines)
    if problems:
        raise InvalidContentError(
            Problem(path, mark.line, mark.column, message, fix=fix) for mark, message, fix in problems
        )
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    return Document(path, fields, marks, "\n".join(lines[end + 1 :]), end + 2, LINES)
