"""A content line to its name, parameters and value (RFC 5545 3.1)."""

import re
from collections.abc import Iterator

from tools.lint_ics.content import ContentLine, Fault, Parameter, Property, quote

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


def grammar_faults(line: ContentLine) -> Iterator[Fault]:
    """Say where and why a line that is none leaves `name *(;parameter) : value`."""
    name = NAME_PATTERN.match(line.text)
    if name is None:
        message = f"{quote(line.text)} does not begin with a property name; names are letters, digits and hyphens"
        yield line.fault(0, f"{message} (RFC 5545 3.1)")
        return
    end = name.end()
    while found := PARAMETER_PATTERN.match(line.text, end):
        end = found.end()
    yield line.fault(end, f"{name[0].upper()}: {_complaint(line.text[end:])} (RFC 5545 3.1)")


def _complaint(rest: str) -> str:
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
