"""A Markdown file's text to its fields, the place of each, and its body."""

import re
from dataclasses import dataclass
from pathlib import Path

from plugins.reader.plain_lines import LINE, parse_lines
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.quote import quoted, write
from plugins.reader.source import read_text, refused
from plugins.reader.strict_yaml import Data, Mark, Marks, YamlError, parse_yaml

FENCE = re.compile(r"---[ \t]*")
END = re.compile(r"(?:---|\.\.\.)[ \t]*")
NEARLY = re.compile(r"[ \t]*(?:[-–—]{1,9}|\+{3}|={3,9}|\*{3,9})[ \t]*")
"""What is meant as a fence."""
HOW_TO_START = 'start with three lines: "---", "title: Your title", "---"'


@dataclass(frozen=True)
class Document:
    """One Markdown file; `path` is relative to the site's root, `body_line` the line its body starts on."""

    path: Path
    fields: dict[str, Data]
    marks: Marks
    body: str
    body_line: int

    def problem(self, mark: Mark, message: str, *, is_warning: bool = False) -> Problem:
        """Build a problem of this file."""
        return Problem(self.path, mark.line, mark.column, message, is_warning)


def read_document(root: Path, path: Path) -> Document:
    """Read `root/path`; raises `InvalidContentError`."""
    return parse_document(path, read_text(root, path))


def parse_document(path: Path, text: str) -> Document:
    """Split a text into YAML front matter, or Pelican's `Key: value` lines, and the body."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise refused(path, f"the file is empty; {HOW_TO_START}")
    if FENCE.fullmatch(lines[first]):
        if first:
            raise _fault(path, 1, f'"---" is the first line of a file; take out {_lines(first)} above it')
        return _yaml_document(path, lines)
    if NEARLY.fullmatch(lines[first]):
        raise _fault(path, first + 1, f'{quoted(lines[first].strip())} does not start the front matter; write "---"')
    if LINE.fullmatch(lines[first]):
        return _plain_document(path, lines)
    raise refused(path, f"no front matter; {HOW_TO_START}")


def _fault(path: Path, line: int, message: str, column: int = 1) -> InvalidContentError:
    return InvalidContentError([Problem(path, line, column, message)])


def _lines(number: int) -> str:
    return "the empty line" if number == 1 else f"the {number} empty lines"


def _yaml_document(path: Path, lines: list[str]) -> Document:
    end = next((number for number, line in enumerate(lines) if number and END.fullmatch(line)), None)
    if end is None:
        raise _unclosed(path, lines)
    try:
        fields, marks = parse_yaml("\n".join(lines[1:end]), first_line=2)
    except YamlError as error:
        raise _fault(path, error.mark.line, error.message, error.mark.column) from None
    if not isinstance(fields, dict):
        raise _fault(path, marks.value(()).line if fields else 2, _no_keys(path, fields))
    marks.values[()] = Mark(1, 1)  # what is missing, is missing in the whole
    return Document(path, fields, marks, "\n".join(lines[end + 1 :]), end + 2)


def _unclosed(path: Path, lines: list[str]) -> InvalidContentError:
    """Say where the second fence belongs: where something like it stands, or the first line that cannot be YAML."""
    for number, line in enumerate(lines[1:], 2):
        if NEARLY.fullmatch(line):
            return _fault(path, number, f'{quoted(line.strip())} does not end the front matter; write "---"')
        if not line.strip() or not (line.startswith((" ", "-", "#")) or ":" in line):
            return _fault(path, number, 'the front matter is not closed; write "---" here, below its last key')
    return _fault(path, len(lines), 'the front matter is not closed; write "---" below its last key')


def title_of(path: Path) -> str:
    """Guess a title from a file's name."""
    return path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Your title"


def _no_keys(path: Path, found: Data) -> str:
    title = title_of(path)
    if isinstance(found, list):
        return f"a list stands here, and keys belong; {write(f'title: {title}')}, without a hyphen before it"
    return f"the front matter has no keys; {write(f'title: {found or title}')}"


def _plain_document(path: Path, lines: list[str]) -> Document:
    fields, marks, faults = parse_lines(lines)
    if faults:
        raise InvalidContentError(Problem(path, mark.line, mark.column, message) for mark, message in faults)
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    return Document(path, fields, marks, "\n".join(lines[end + 1 :]), end + 2)
