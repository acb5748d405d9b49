"""Pelican's `Key: value` lines to fields, the place of each, and what is wrong with them."""

import re
from itertools import takewhile

from plugins.reader.quote import plain, write
from plugins.reader.strict_yaml import Data, Mark, Marks

LINE = re.compile(r"([A-Za-z][\w -]*):(?:[ \t]+(.*)|[ \t]*)")
NO_SPACE = re.compile(r"([A-Za-z][\w-]*):(\S.*)")

Fault = tuple[Mark, str]


def parse_lines(lines: list[str]) -> tuple[dict[str, Data], Marks, list[Fault]]:
    """Read lines up to the first empty one; names are in small letters, with `_` for a space or hyphen."""
    fields: dict[str, Data] = {}
    marks = Marks({}, {(): Mark(1, 1)})
    faults: list[Fault] = []
    for number, line in enumerate(takewhile(str.strip, lines), 1):
        match = LINE.fullmatch(line)
        if not match:  # what follows is mostly the text, so that this is the one fault to tell
            return fields, marks, [*faults, (Mark(number, 1), _not_a_key(line, fields))]
        name = match[1].strip().lower().replace(" ", "_").replace("-", "_")
        if name in fields:
            first = marks.keys[(name,)].line
            faults.append((Mark(number, 1), f"{plain(name)}: said twice, first in line {first}; keep one of the two"))
        else:
            value = (match[2] or "").strip()
            fields[name] = value or None
            marks.keys[(name,)] = Mark(number, 1)
            marks.values[(name,)] = Mark(number, match.start(2) + 1 if value else len(line) + 1)
    return fields, marks, faults


def _not_a_key(line: str, fields: dict[str, Data]) -> str:
    if line.startswith((" ", "\t")):
        last = next(reversed(fields), "Key")
        value = f"{fields.get(last) or ''} {line.strip()}".strip()
        return f"a value stands on one line; {write(f'{last.capitalize()}: {value}')}"
    if line.strip() == "---":
        return '"---" does not close lines such as these; leave this line empty, or start the file with "---" too'
    match = NO_SPACE.fullmatch(line)
    if match:
        return f"after a key come a colon and a space; {write(f'{match[1]}: {match[2]}')}"
    return "no colon after the first word, so this is no key; leave an empty line between the keys and the text"
