"""Fields to a frozen, valid model, or to every problem they have, each at its line and said once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from plugins.reader.frontmatter import Document, title_of
from plugins.reader.keys import Hint, blanks, inner_owners, meant_key, names_of, owner_of, unknown_key
from plugins.reader.messages import message, nothing
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.quote import plain
from plugins.reader.strict_yaml import Data, Key


class Model(BaseModel):
    """Data that cannot change, has no unknown keys, and is valid once it exists."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, ignored_types=(property,))
    hints: ClassVar[Mapping[str, Hint]] = {}
    """What authors write in place of a key, or beside the keys, and what they mean by it."""


M = TypeVar("M", bound=Model)


def validate(
    model: type[M],
    document: Document,
    way: Key = (),
    data: Data = None,
    context: dict[str, object] | None = None,
) -> M:
    """Build `model` from `data` (the whole front matter if `way` is empty); raises `InvalidContentError`."""
    fields = data if way else document.fields
    faults = _Faults(model, document, way, frozenset(blanks(model, fields)))
    try:
        built = model.model_validate(fields, context=context)
    except ValidationError as error:
        raise InvalidContentError(faults.problems(error.errors(include_url=False))) from None
    if faults.blank:
        raise InvalidContentError(faults.problems([]))
    return built


def spell(way: Key) -> str:
    """Write `("sessions", 2, "start")` as `sessions[2].start: `."""
    words = ""
    for step in way:
        words += f"[{step}]" if isinstance(step, int) else f".{plain(step)}" if words else plain(step)
    return f"{words}: " if words else ""


@dataclass(frozen=True)
class _Faults:
    """What is wrong with one group of keys; `blank` are the ways to keys without a value."""

    model: type[Model]
    document: Document
    way: Key
    blank: frozenset[Key]

    def problems(self, errors: list[ErrorDetails]) -> Iterator[Problem]:
        """Say each fault once: a misspelt key is not missing too, and a key without a value is not misshapen."""
        unknown = [details for details in errors if details["type"] == "extra_forbidden"]
        yield from map(self.unknown, unknown)
        yield from map(self.nothing, self.blank.difference(*map(self.holders, unknown)))
        said = {self.meant(details["loc"]) for details in unknown} | self.blank
        for details in errors:
            loc = details["loc"]
            if details not in unknown and not any(loc[: len(one)] == one for one in said):
                yield self.problem(loc, message(self.model, details, title_of(self.document.path)))

    def problem(self, loc: Key, words: str, *, at_key: bool = False) -> Problem:
        """Build the problem at a value, or at its key."""
        place = (*self.way, *self.written(loc))
        mark = self.document.marks.key(place) if at_key else self.document.marks.value(place)
        return self.document.problem(mark, f"{spell(place)}{words}")

    def unknown(self, details: ErrorDetails) -> Problem:
        """Say that a key is unknown."""
        loc = details["loc"]
        beside = {str(one[-1]) for one in self.blank if one[:-1] == loc[:-1]}
        words = unknown_key(owner_of(self.model, loc), str(loc[-1]), details["input"], beside)
        return self.problem(loc, words, at_key=True)

    def nothing(self, loc: Key) -> Problem:
        """Say that a key has no value."""
        words = nothing(owner_of(self.model, loc), str(loc[-1]), title_of(self.document.path))
        return self.problem(loc, words)

    def meant(self, loc: Key) -> Key:
        """Find the key that an unknown one stands for."""
        return (*loc[:-1], meant_key(owner_of(self.model, loc), str(loc[-1])))

    def holders(self, details: ErrorDetails) -> set[Key]:
        """Find the keys without a value that an unknown one belongs below."""
        loc = details["loc"]
        return {(*loc[:-1], key) for key in inner_owners(owner_of(self.model, loc), str(loc[-1]))}

    def written(self, loc: Key) -> Key:
        """Leave out of pydantic's location what the author never wrote: tags of a union, items of a line."""
        kept: Key = ()
        for number, step in enumerate(loc):
            is_written = (*self.way, *kept, step) in self.document.marks.values
            is_key = isinstance(step, str) and step in names_of(owner_of(self.model, loc[: number + 1]))
            if is_written or is_key:
                kept = (*kept, step)
        return kept
