"""Parse TOML into text, lists and dicts, with the place of each, as YAML is read.

Python's own parser says what stands there and where it stumbles, but not where each key is. So once the whole is right,
its statements are read one by one: the shortest run of lines that parses by itself is one.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hireground.text.problems import CONTROL_CHARACTERS, quoted
from hireground.text.yaml.marks import LONGEST, Data, Loc, Mark, Marks, YamlError

NAME = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
KEY = re.compile(rf"[ \t]*({NAME}(?:[ \t]*\.[ \t]*{NAME})*)[ \t]*=[ \t]*")
HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({NAME}(?:[ \t]*\.[ \t]*{NAME})*)[ \t]*\]")
TEXT = re.compile(r"""\"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
PLACE = re.compile(r"(?P<words>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
MAY_END = re.compile(r"""(?:[\]}]|""\"|''')[ \t]*(?:#.*)?$""")
MOST_LINES, MOST_SIGNS = 200, 20
"""Lines of one value, and signs in it that may begin a comment: where a longer one ends is not looked for."""


def parse_toml(text: str, first_line: int) -> tuple[dict[str, Data], Marks]:
    """Read TOML; `first_line` is the line of the file that `text` starts on. Raises `YamlError`."""
    lines = text.split("\n")
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # also for a number of thousands of digits
        raise _error(str(error), lines, first_line) from None
    marks = Marks({}, {})
    for found in _statements(lines):
        found.mark(marks, first_line)
    fields = {str(name): as_text(value, (str(name),), marks) for name, value in data.items()}
    return fields, marks


def as_text(value: object, loc: Loc, marks: Marks) -> Data:
    """Return a value as an author would write it in YAML; refuses what no text holds."""
    if isinstance(value, dict):
        return {str(name): as_text(inner, (*loc, str(name)), marks) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner, (*loc, number), marks) for number, inner in enumerate(value)]
    try:
        text = _written(value)
    except ValueError:
        raise YamlError(marks.value(loc), "a number this long is none that belongs here; take it out") from None
    if hidden := CONTROL_CHARACTERS.search(text):
        words = f"a control character (U+{ord(hidden[0]):04X}) stands in this value; take it out"
        raise YamlError(marks.value(loc), words)
    if len(text) > LONGEST:
        words = f"this value has {len(text):,} characters, and {LONGEST:,} is the most"
        raise YamlError(marks.value(loc), f"{words}; what is so long belongs below the front matter")
    return text


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def _error(said: str, lines: list[str], first_line: int) -> YamlError:
    """Say where the parser stumbled, and what mostly is the reason."""
    match = PLACE.fullmatch(said)
    line = int(match["line"]) if match and match["line"] else len(lines)
    column = int(match["column"]) if match and match["column"] else 1
    number = min(line, len(lines)) - 1
    written = lines[number]
    if re.match(r"[ \t]*[\w-]+[ \t]*:", written):
        how = 'between +++ a key is followed by =, as in title = "Your title"'
    elif re.match(r"[ \t]*[\w-]+[ \t]*=[ \t]*[^\s\"'\[{\d]", written):
        how = 'put the text in quotes, as in title = "Your title"'
    elif "overwrite" in said or "declare" in said or "twice" in said:
        how = "its key is said before; keep one of the two"
        return YamlError(Mark(number + first_line, 1), f"{quoted(written.strip())}: {how}")
    else:
        how = 'each line is a key, = and a value, as in title = "Your title"'
    words = f"{quoted(written.strip())} is not TOML" if written.strip() else "the TOML ends too early"
    return YamlError(Mark(number + first_line, column), f"{words}; {how}")


@dataclass(frozen=True)
class _Statement:
    """A line of a key and its value, or a header; `prefix` is the table that it stands in, `end` its last line."""

    text: str
    line: int
    end: int
    prefix: Loc
    is_header: bool

    def mark(self, marks: Marks, first_line: int) -> None:
        """Note where its key and its value are."""
        match = (HEADER if self.is_header else KEY).match(self.text)
        if match is None:
            return
        names = match[2] if self.is_header else match[1]
        start, line = match.start(2 if self.is_header else 1) + 1, self.line + first_line
        loc = self.prefix if self.is_header else (*self.prefix, *_names(names))
        key = Mark(line, start, (line, start + len(names)))
        stop = self._stop(first_line)
        for length in range(1, len(loc) + 1):
            marks.keys.setdefault(loc[:length], key)
            around = marks.values.get(loc[:length])
            whole = replace(around, end=max(around.end, stop)) if around else Mark(line, start, stop)
            marks.values[loc[:length]] = whole
        if not self.is_header:
            self._mark_value(marks, loc, match.end(), first_line)

    def _mark_value(self, marks: Marks, loc: Loc, start: int, first_line: int) -> None:
        line, value = self.line + first_line, self.text[start:]
        is_flow = value.startswith(("[", "{"))
        marks.values[loc] = Mark(line, start + 1, self._stop(first_line), is_flow)
        for number, item in enumerate(TEXT.finditer(value) if value.startswith("[") and "\n" not in value else ()):
            place = start + item.start() + 1
            marks.values[(*loc, number)] = Mark(line, place, (line, place + len(item[0])))

    def _stop(self, first_line: int) -> tuple[int, int]:
        """Return where it ends, without a comment."""
        last = self.text.rpartition("\n")[2]
        return (self.end + first_line, len(last) + 1)


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """Yield the statements of TOML that is right."""
    prefix: Loc = ()
    counts: dict[Loc, int] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            number += 1
            continue
        if header := HEADER.match(line):
            prefix = _opened(header, counts)
            yield _Statement(line.rstrip(), number, number, prefix, is_header=True)
            number += 1
            continue
        end = _end(lines, number)
        text = "\n".join(lines[number : end + 1])
        yield _Statement(_without_comment(text), number, end, prefix, is_header=False)
        number = end + 1


def _opened(header: re.Match[str], counts: dict[Loc, int]) -> Loc:
    """Return the path of a table, or of the next table of a list."""
    loc: Loc = ()
    for name in _names(header[2]):
        loc = (*loc, name)
        if loc in counts and loc != _names(header[2]):
            loc = (*loc, counts[loc])
    if header[1] == "[[":
        counts[loc] = counts.get(loc, -1) + 1
        return (*loc, counts[loc])
    return loc


def _names(dotted: str) -> Loc:
    return tuple(name.strip("\"'") for name in re.findall(NAME, dotted))


def _end(lines: list[str], start: int) -> int:
    """Return the last line of a statement."""
    text = ""
    for number in range(start, min(start + MOST_LINES, len(lines))):
        text += f"{lines[number]}\n"
        if (number == start or MAY_END.search(lines[number])) and _parsed(text) is not None:
            return number
    return start


def _without_comment(text: str) -> str:
    """Take the comment off that follows a value."""
    whole, start = _parsed(text), text.rfind("\n") + 1
    for _ in range(MOST_SIGNS):
        sign = text.find("#", start)
        if sign < 0:
            break
        if _parsed(text[:sign]) == whole:
            return text[:sign].rstrip()
        start = sign + 1
    return text.rstrip()


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None
