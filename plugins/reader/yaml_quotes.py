"""A line of YAML to the same line with its value in quotes."""

import re

HEAD = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[^\s'\"\[\]{}#][^:]*?:(?=[ \t]|$)[ \t]*)?")
"""What stands before a value: `  - title: `."""
CLOSING = {"[": "]", "{": "}"}


def split(line: str) -> tuple[str, str]:
    """Split a line before its value."""
    match = HEAD.match(line)
    end = match.end() if match else 0
    return line[:end], line[end:].rstrip()


def in_quotes(value: str) -> str:
    """Put a value in the quotes that need no change in it, if there are any."""
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"{}"'.format(value.replace("\\", "\\\\").replace('"', '\\"'))


def requoted(line: str, column: int) -> str:
    """Put what stands from `column` on in quotes: to the end of the line, or to that of an item in [ ] or { }."""
    head, value = line[:column], line[column:].rstrip()
    opened = [sign for sign in CLOSING if head.count(sign) > head.count(CLOSING[sign])]
    end = min((value.find(sign) for sign in ",]}" if sign in value), default=len(value)) if opened else len(value)
    return head.lstrip() + in_quotes(value[:end].rstrip()) + value[end:]
