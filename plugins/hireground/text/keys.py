"""List a model's keys as authors write them, and suggest the one that a misspelled or foreign key means."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from hireground.text.budgets import near
from hireground.text.problems import Refusal, nearest, one_of, printable
from hireground.text.yaml.marks import Loc

NEAR = 0.65
FEW = 12
"""This many keys can be listed in one line."""


@dataclass(frozen=True)
class Hint:
    """What a foreign word means: a key, and words to say so; `{value}` in them is what the author wrote.

    `keys` turns the value into the keys that say the same, none if nothing needs to be said; None if it cannot tell.
    """

    meant: str
    words: str = ""
    keys: Callable[[object], Mapping[str, object] | None] | None = None


def left_out(_value: object) -> Mapping[str, object]:
    """Say nothing in place of a key that no reader could see."""
    return {}


@cache
def names_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return every key that a model reads, as authors write it."""
    return {name: field for attribute, field in model.model_fields.items() for name in _spellings(attribute, field)}


def _spellings(attribute: str, field: FieldInfo) -> list[str]:
    if isinstance(field.validation_alias, AliasChoices):
        return [name for name in field.validation_alias.choices if isinstance(name, str)]
    return [field.alias or attribute]


def inner_model(annotation: object) -> type[BaseModel] | None:
    """Find the model in a field's type, also in a list or an optional."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(inner_model, getattr(annotation, "__args__", ()))), None)


@cache
def parts_of(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the keys of a model that hold groups of keys, with the model of each."""
    parts = ((name, inner_model(field.annotation)) for name, field in names_of(model).items())
    return {name: part for name, part in parts if part}


def owner_of(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Find the model that holds the last step of `loc`."""
    owner = model
    for step in loc[:-1]:
        owner = parts_of(owner).get(str(step), owner)
    return owner


def inner_owners(model: type[BaseModel], name: str) -> list[str]:
    """Name the keys of `model` below which `name` may stand."""
    return [key for key, part in parts_of(model).items() if name in names_of(part)]


def meant_key(model: type[BaseModel], name: str) -> str:
    """Find the key that a misspelled or foreign one means; empty if none is near."""
    hint = _hints(model).get(name.lower())
    if hint:
        return hint.meant
    by_lower_case = {known.lower(): known for known in names_of(model)}
    found = near(name.lower(), by_lower_case, NEAR)
    return by_lower_case[found] if found else ""


def unknown_key(  # noqa: PLR0911 -- a return for each thing to do
    model: type[BaseModel], name: str, value: object, blank: Collection[str]
) -> Refusal:
    """Say what to do with a key that `model` does not have; `blank` are its sibling keys without a value."""
    hint = _hints(model).get(name.lower())
    if hint and hint.keys and (keys := hint.keys(value)) is not None:
        return Refusal(hint.words or "unknown key", keys={name: None, **keys})
    if hint and hint.words:
        return Refusal(hint.words.replace("{value}", printable(value) if isinstance(value, str) else "…"))
    known = names_of(model)
    if name in known:
        same = next(other for other, field in known.items() if field is known[name] and other != name)
        return Refusal(f"says the same as {same}; keep one of the two")
    owners = inner_owners(model, name)
    below = [key for key in owners if key in blank] or owners
    if len(below) == 1:
        return Refusal(f'belongs below "{below[0]}:", indented by two spaces')
    meant = meant_key(model, name)
    if meant and (hint or nearest(name, [meant])):
        return Refusal("unknown key", rename=meant)
    if meant:
        return Refusal(f'unknown key; did you mean "{meant}"?')
    if below:
        places = " or ".join(f'"{key}:"' for key in below[:3])
        return Refusal(f"unknown key here; it belongs below {places}, indented")
    all_keys = one_of(sorted(known)) if len(known) <= FEW else "docs/front-matter.md has all there are"
    return Refusal(f"unknown key; {all_keys}")


def _hints(model: type[BaseModel]) -> Mapping[str, Hint]:
    hints: Mapping[str, Hint] = getattr(model, "hints", {})
    return hints
