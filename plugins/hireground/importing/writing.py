"""Write front matter as YAML that reads back as the same text."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from hireground.importing.dates import written
from hireground.new.filling import yaml_text

PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
FLOW_SIGNS = frozenset(",[]{}")
Value = str | dt.date | Iterable["Value"] | Mapping[str, "Value"]


def front_matter(keys: Mapping[str, Value]) -> str:
    """Write keys between two lines of dashes; those without a value are left out."""
    return "".join(("---\n", *yaml_lines(keys), "---\n"))


def yaml_lines(keys: Mapping[str, Value], indent: str = "") -> Iterator[str]:
    """Write a group of keys, a line each; lists of words stand in one line, all else below its key."""
    for name, value in keys.items():
        if not value:
            continue
        if isinstance(value, str | dt.date):
            yield f"{indent}{name}: {scalar(value)}\n"
        elif isinstance(value, Mapping):
            yield f"{indent}{name}:\n"
            yield from yaml_lines(value, f"{indent}  ")
        else:
            yield from _list(name, list(value), indent)


def _list(name: str, items: list[Value], indent: str) -> Iterator[str]:
    words = [scalar(item, in_flow=True) for item in items if isinstance(item, str | dt.date)]
    if len(words) == len(items) and name != "sessions":
        yield f"{indent}{name}: [{', '.join(words)}]\n"
        return
    yield f"{indent}{name}:\n"
    yield from yaml_items(items, f"{indent}  ")


def yaml_items(items: Iterable[Value], indent: str = "") -> Iterator[str]:
    """Write the items of a list, each group of keys with its first key beside the dash."""
    for item in items:
        if isinstance(item, Mapping):
            lines = list(yaml_lines(item, f"{indent}  "))
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]
        elif isinstance(item, str | dt.date):
            yield f"{indent}- {scalar(item)}\n"


def scalar(value: str | dt.date, *, in_flow: bool = False) -> str:
    """Write one value; dates stand as they are."""
    if isinstance(value, dt.date):
        return written(value)
    line = " ".join(value.split())
    if PLAIN_DATE.fullmatch(line):
        return line
    quoted = yaml_text(line)
    return f'"{quoted}"' if in_flow and not quoted.startswith('"') and FLOW_SIGNS & set(quoted) else quoted
