"""What does not fit a model to an author's words, with the line to write instead."""

import re

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from plugins.reader.fields import NotTextError
from plugins.reader.keys import names_of, owner_of, parts_of
from plugins.reader.quote import plain, quoted, write
from plugins.reader.strict_yaml import Key
from plugins.reader.yaml_quotes import in_quotes

WANTED = {"string_type": "text", "tuple_type": "list", "model_type": "group", "model_attributes_type": "group"}
PLAIN = re.compile(r"[^\W_][^:#,\[\]{}\"'&*!|>%@`]*")


def message(model: type[BaseModel], details: ErrorDetails, title: str) -> str:
    """Say what is wrong with a value or where one is missing; `title` is what a title may be."""
    kind, value = details["type"], details["input"]
    loc = _to_key(model, details["loc"])
    is_item = any(isinstance(step, int) for step in details["loc"][len(loc) :])
    owner = owner_of(model, loc)
    name = next((step for step in reversed(loc) if isinstance(step, str) and step in names_of(owner)), "")
    example = f"{name}: {_example(owner, name, title)}"
    error = details.get("ctx", {}).get("error")
    if kind == "missing":
        return f"missing; {write(example)}"
    if value is None or (isinstance(value, str) and not value.strip()):
        return "nothing is written in this item; take it out" if is_item else nothing(owner, name, title)
    if isinstance(error, ValueError) and not isinstance(error, NotTextError):
        return str(error)
    wanted = WANTED.get(kind, "text" if error else "")
    if is_item and isinstance(value, list) and all(isinstance(inner, str) for inner in value):
        return f"a list stands inside a list; {write(', '.join(value))}, without [ ] around it"
    return _misshapen(owner, name, value, wanted, example)


def _to_key(model: type[BaseModel], loc: Key) -> Key:
    """Take an item's place as that of its list, and leave out what pydantic calls the members of a union."""
    ends = [end for end in range(1, len(loc) + 1) if loc[end - 1] in names_of(owner_of(model, loc[:end]))]
    return loc[: ends[-1]] if ends else ()


def nothing(owner: type[BaseModel], name: str, title: str) -> str:
    """Say that a key has no value."""
    is_needed = names_of(owner)[name].is_required() if name in names_of(owner) else True
    otherwise = "" if is_needed else ", or leave the key out"
    return f"nothing is written here; {write(f'{name}: {_example(owner, name, title)}')}{otherwise}"


def _example(owner: type[BaseModel], name: str, title: str) -> str:
    field = names_of(owner).get(name)
    if name == "title":
        return title
    return str((field.examples or ["…"])[0]) if field else "…"


def _misshapen(owner: type[BaseModel], name: str, value: object, wanted: str, example: str) -> str:
    """Say that a list, a group of keys or one value stands where another belongs."""
    is_list, is_group = isinstance(value, list), isinstance(value, dict)
    stands = "a list" if is_list else "a group of keys" if is_group else quoted(str(value))
    belongs = {"text": "one value belongs", "list": "a list belongs", "group": "a group of keys belongs"}
    words = f"{stands} stands here, and {belongs[wanted]}" if wanted in belongs else f"{stands} is not understood"
    return f"{words}; {write(_reshaped(owner, name, value, wanted) or example)}"


def _reshaped(owner: type[BaseModel], name: str, value: object, wanted: str) -> str:
    """Write the author's own value in the shape that is wanted, if it can be; empty if not."""
    part = parts_of(owner).get(name)
    if wanted == "text" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return f"{name}: {_safe(', '.join(value))}"
    if wanted == "group" and part and isinstance(value, str):
        first = next(key for key, inner in names_of(part).items() if inner.is_required())
        return f"{name}: {{{first}: {_safe(value)}}}"
    if wanted == "group" and isinstance(value, list) and len(value) == 1:
        return f"{name}: {_line(value[0])}" if _line(value[0]) else ""
    if wanted == "list" and part and _line(value):
        return f"{name}: [{_line(value)}]"
    return ""


def _line(value: object) -> str:
    """Write a group of plain keys on one line."""
    if not (isinstance(value, dict) and all(isinstance(inner, str) for inner in value.values())):
        return ""
    return f"{{{', '.join(f'{plain(key)}: {_safe(inner)}' for key, inner in value.items())}}}"


def _safe(value: str) -> str:
    return value if PLAIN.fullmatch(value) else in_quotes(value)
