"""Unfold content lines, and split each into name, parameters and value (RFC 5545 3.1)."""

import re
from collections.abc import Iterator

from hireground.lint_ics.content import ContentLine, LineProblem, Parameter, Property, quote

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_LINE = 75
FOLDED_LINE = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*\n?")
FOLD = re.compile(rb"\r?\n[ \t]")
CUT_CHARACTER = re.compile(rb"[ \t][\x80-\xbf]")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """Unfold the file; octets that are not UTF-8 become lone surrogates, so that columns stay true."""
    number = 1
    for folded in FOLDED_LINE.findall(data.removeprefix(BYTE_ORDER_MARK).lstrip(b" \t")):
        lines = folded.count(b"\n")
        octets = folded.removesuffix(b"\n").removesuffix(b"\r")
        if octets:
            unfolded = FOLD.sub(b"", octets) if lines > 1 else octets
            yield ContentLine(unfolded.decode("utf-8", "surrogateescape"), number, octets)
        number += lines


def line_problems(data: bytes) -> Iterator[LineProblem]:
    """Find what is wrong with the file as octets, before any of it has a meaning."""
    if data.startswith(BYTE_ORDER_MARK):
        yield LineProblem(
            1, 1, "the file begins with a byte order mark; write plain UTF-8 without one (RFC 5545 3.1.4)"
        )
    lines = data.removeprefix(BYTE_ORDER_MARK).split(b"\n")
    yield from _ending_problems(lines)
    for number, ended in enumerate(lines if lines[-1] else lines[:-1], 1):
        line = ended.removesuffix(b"\r")
        if len(line) > LONGEST_LINE:
            message = f"the line has {len(line)} octets, 75 at most; fold it with CRLF and a space (RFC 5545 3.1)"
            yield LineProblem(number, LONGEST_LINE + 1, message)
        if line[:1] in b" \t":
            yield from _fold_problems(number, line)


def _ending_problems(lines: list[bytes]) -> Iterator[LineProblem]:
    bare = [number for number, line in enumerate(lines[:-1], 1) if line[-1:] != b"\r"]
    if bare:
        more = f", the first of {len(bare)}" if len(bare) > 1 else ""
        message = f"the line ends in LF alone{more}; end every line with CRLF (RFC 5545 3.1)"
        yield LineProblem(bare[0], len(lines[bare[0] - 1]) + 1, message)
    if lines[-1]:
        yield LineProblem(
            len(lines), len(lines[-1]) + 1, "the file ends inside a line; end it with CRLF (RFC 5545 3.1)"
        )


def _fold_problems(number: int, line: bytes) -> Iterator[LineProblem]:
    """Check a line that is empty or begins with white space."""
    if len(line) <= 1:
        yield LineProblem(number, 1, "the line is blank; leave it out (RFC 5545 3.1)")
    elif number == 1:
        yield LineProblem(1, 1, "white space before the first line; begin the file with BEGIN:VCALENDAR (RFC 5545 3.4)")
    elif CUT_CHARACTER.match(line):
        yield LineProblem(number, 2, "the fold cuts a UTF-8 character in two; fold before the character (RFC 5545 3.1)")


def text_problems(line: ContentLine) -> Iterator[LineProblem]:
    """Find what no text may hold: control characters, and octets that are not UTF-8."""
    if found := CONTROL.search(line.text):
        message = f"control character U+{ord(found[0]):04X}; remove it, or write a line break as \\n (RFC 5545 3.1)"
        yield line.problem(found.start(), message)
    try:
        line.text.encode()
    except UnicodeEncodeError as error:
        yield line.problem(error.start, "these octets are not UTF-8; write the file as UTF-8 (RFC 5545 3.1.4)")


NAME = r"[A-Za-z0-9-]+"
PARAMETER_VALUE = r'(?:"[^"]*"|[^",;:]*)'
PARAMETER = rf";({NAME})=({PARAMETER_VALUE}(?:,{PARAMETER_VALUE})*)"
NAME_PATTERN = re.compile(NAME)
PARAMETER_PATTERN = re.compile(PARAMETER)
ITEM_PATTERN = re.compile(rf"(?:^|,)({PARAMETER_VALUE})")
LINE_PATTERN = re.compile(rf"({NAME})((?:{PARAMETER})*):")


def read_property(line: ContentLine) -> Property | None:
    """Take a line apart; if its grammar is broken keep the name, if even that is missing nothing."""
    if found := LINE_PATTERN.match(line.text):
        parameters = tuple(_parameters(line, found.start(2), found.end(2))) if found[2] else ()
        return Property(line, found[1].upper(), parameters, line.text[found.end() :], found.end())
    name = NAME_PATTERN.match(line.text)
    return Property(line, name[0].upper(), is_sound=False) if name else None


def _parameters(line: ContentLine, start: int, end: int) -> Iterator[Parameter]:
    for found in PARAMETER_PATTERN.finditer(line.text, start, end):
        values = ITEM_PATTERN.findall(found[2])
        unquoted = tuple(value.strip('"') for value in values)
        yield Parameter(found[1].upper(), unquoted, found.start(1))


def grammar_problems(line: ContentLine) -> Iterator[LineProblem]:
    """Say where and why a broken line departs from `name *(;parameter) : value`."""
    name = NAME_PATTERN.match(line.text)
    if name is None:
        message = f"{quote(line.text)} does not begin with a property name; names are letters, digits and hyphens"
        yield line.problem(0, f"{message} (RFC 5545 3.1)")
        return
    end = name.end()
    while found := PARAMETER_PATTERN.match(line.text, end):
        end = found.end()
    yield line.problem(end, f"{name[0].upper()}: {_grammar_message(line.text[end:])} (RFC 5545 3.1)")


def _grammar_message(rest: str) -> str:
    """Say why `rest`, which should begin with a parameter or a colon, does not."""
    if not rest:
        return "the line ends without a colon; write NAME:value"
    if rest[0] == '"' and rest.count('"') == 1:
        return "a quotation mark that is never closed; close it before the colon"
    if rest[0] == '"':
        return "a quotation mark in the middle of a parameter value; quote the whole value or nothing of it"
    if rest[0] == ";":
        return f"{quote(rest)} is no parameter; write ;NAME=value"
    return f"{quote(rest[0])} cannot follow a name or a parameter; write a colon before the value"
