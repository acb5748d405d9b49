"""Lists of names and of old addresses, as a list or on one line."""

from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator

from plugins.reader.addresses import alias_fault
from plugins.reader.fields import check_line, expect_text, refuse
from plugins.reader.quote import quoted


def split_names(line: str) -> list[str]:
    """Split a line of text at its commas, or at semicolons if it has any."""
    return [name.strip() for name in line.split(";" if ";" in line else ",") if name.strip()]


def listed(value: object) -> object:
    """Read a line of text as a list."""
    return split_names(value) if isinstance(value, str) else value


def parse_name(value: object) -> str:
    """Read a name, which becomes part of an address."""
    name = expect_text(value)
    if not any(map(str.isalnum, name)):
        raise ValueError(f"{quoted(name)} has no letter in it, so that it cannot have a page; write a word")
    return check_line(name)


def refuse_twice(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a name that is there already, in small letters or large."""
    for number, name in enumerate(names):
        if name.lower() in map(str.lower, names[:number]):
            raise ValueError(f"{quoted(name)} stands here twice; keep one")
    return names


def check_alias(path: str) -> str:
    """Let an old address of this site pass: a path from the root."""
    return refuse(path, alias_fault(path))


Name = Annotated[str, BeforeValidator(parse_name)]
Names = Annotated[tuple[Name, ...], BeforeValidator(listed), AfterValidator(refuse_twice)]
Alias = Annotated[str, AfterValidator(check_alias)]
Aliases = Annotated[tuple[Alias, ...], BeforeValidator(listed), AfterValidator(refuse_twice)]


def alias_path(alias: str) -> str:
    """Return the path of an old address from the site's root: a file's, or a folder's with a slash at its end."""
    name = unquote(alias).strip("/")
    return name if name.endswith(".html") else f"{name}/"
