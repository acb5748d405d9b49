"""The keys of a model, and what an author meant by one that it does not have."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from plugins.reader.quote import plain
from plugins.reader.strict_yaml import Key
from plugins.reader.suggest import one_of

NEAR = 0.65
FEW = 12
"""So many keys can be listed in one line."""


@dataclass(frozen=True)
class Hint:
    """What a foreign word means: a key, and words to say so; `{value}` in them is what the author wrote."""

    meant: str
    words: str = ""


@cache
def names_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return every key that a model reads, as authors write it."""
    return {name: field for attribute, field in model.model_fields.items() for name in _spellings(attribute, field)}


def _spellings(attribute: str, field: FieldInfo) -> list[str]:
    if isinstance(field.validation_alias, AliasChoices):
        return [name for name in field.validation_alias.choices if isinstance(name, str)]
    return [field.alias or attribute]


def inner_model(annotation: object) -> type[BaseModel] | None:
    """Find the model in a field's type, in a list or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(inner_model, getattr(annotation, "__args__", ()))), None)


@cache
def parts_of(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the keys of a model that hold groups of keys, with the model of each."""
    parts = ((name, inner_model(field.annotation)) for name, field in names_of(model).items())
    return {name: part for name, part in parts if part}


def owner_of(model: type[BaseModel], loc: Key) -> type[BaseModel]:
    """Find the model that holds the last step of `loc`."""
    owner = model
    for step in loc[:-1]:
        owner = parts_of(owner).get(str(step), owner)
    return owner


def inner_owners(model: type[BaseModel], name: str) -> list[str]:
    """Name the keys of `model` below which `name` may stand."""
    return [key for key, part in parts_of(model).items() if name in names_of(part)]


def meant_key(model: type[BaseModel], name: str) -> str:
    """Find the key that a misspelt or foreign one stands for; empty if none is near."""
    hint = _hints(model).get(name.lower())
    if hint:
        return hint.meant
    by_lower_case = {known.lower(): known for known in names_of(model)}
    near = get_close_matches(name.lower(), by_lower_case, n=1, cutoff=NEAR)
    return by_lower_case[near[0]] if near else ""


def unknown_key(model: type[BaseModel], name: str, value: object, blank: Collection[str]) -> str:
    """Say what to do with a key that `model` does not have; `blank` are the keys beside it that have no value."""
    hint = _hints(model).get(name.lower())
    if hint and hint.words:
        return hint.words.replace("{value}", plain(value) if isinstance(value, str) else "…")
    known = names_of(model)
    if name in known:
        same = next(other for other, field in known.items() if field is known[name] and other != name)
        return f"says the same as {same}; keep one of the two"
    owners = inner_owners(model, name)
    below = [key for key in owners if key in blank] or owners
    if len(below) == 1:
        return f'belongs below "{below[0]}:", indented by two spaces'
    meant = meant_key(model, name)
    if meant:
        return f'unknown key; did you mean "{meant}"?'
    if below:
        places = " or ".join(f'"{key}:"' for key in below[:3])
        return f"unknown key here; it belongs below {places}, indented"
    return f"unknown key; {one_of(sorted(known)) if len(known) <= FEW else 'docs/front-matter.md has all there are'}"


def _hints(model: type[BaseModel]) -> Mapping[str, Hint]:
    hints: Mapping[str, Hint] = getattr(model, "hints", {})
    return hints


def blanks(model: type[BaseModel], fields: object, way: Key = ()) -> Iterator[Key]:
    """Yield the way to each key that has no value."""
    names, parts = names_of(model), parts_of(model)
    for name, value in fields.items() if isinstance(fields, dict) else ():
        if value is None and name in names:
            yield (*way, name)
        elif name in parts and isinstance(value, dict):
            yield from blanks(parts[name], value, (*way, name))
        elif name in parts and isinstance(value, list):
            for number, item in enumerate(value):
                yield from blanks(parts[name], item, (*way, name, number))
