"""Validate fields as a frozen model, or report every problem once, each at its line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from hireground.text.fields import NotTextError
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document, day_of, title_of
from hireground.text.keys import Hint, inner_owners, meant_key, names_of, owner_of, parts_of, unknown_key
from hireground.text.problems import InvalidContentError, Problem, Refusal, bounded, quoted, write
from hireground.text.yaml.marks import Data, Loc

SAME = frozenset({"unknown key", "no value"})
"""Kinds of problem that are said in the same words of a key."""


def blanks(model: type[BaseModel], fields: object, loc: Loc = ()) -> Iterator[Loc]:
    """Yield the path of each key that has no value."""
    names, parts = names_of(model), parts_of(model)
    for name, value in fields.items() if isinstance(fields, dict) else ():
        if value is None and name in names:
            yield (*loc, name)
        elif name in parts and isinstance(value, dict):
            yield from blanks(parts[name], value, (*loc, name))
        elif name in parts and isinstance(value, list):
            for number, item in enumerate(value):
                yield from blanks(parts[name], item, (*loc, name, number))


WANTED = {"string_type": "text", "tuple_type": "list", "model_type": "group", "model_attributes_type": "group"}


def refusal_of(model: type[BaseModel], details: ErrorDetails, document: Document) -> Refusal:
    """Say what is wrong with a value or where one is missing."""
    kind, value = details["type"], details["input"]
    loc = _to_key(model, details["loc"])
    is_item = any(isinstance(step, int) for step in details["loc"][len(loc) :])
    owner = owner_of(model, loc)
    name = next((step for step in reversed(loc) if isinstance(step, str) and step in names_of(owner)), "")
    error = details.get("ctx", {}).get("error")
    if kind == "missing":
        known = _from_file_name(name, document)
        keys = {name: known} if known else None
        return Refusal("missing", keys=keys, hint="" if known else _as_in(owner, name, document))
    if value is None or (isinstance(value, str) and not value.strip()):
        return Refusal("nothing is written in this item; take it out") if is_item else nothing(owner, name, document)
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValueError) and not isinstance(error, NotTextError):
        return Refusal(str(error))
    wanted = WANTED.get(kind, "text" if error else "")
    if is_item and isinstance(value, list) and all(isinstance(inner, str) for inner in value):
        return Refusal(f"a list stands inside a list; {write(', '.join(value))}, without [ ] around it")
    return _misshapen(owner, name, value, wanted, document)


def _to_key(model: type[BaseModel], loc: Loc) -> Loc:
    """Take an item's place as that of its list, and leave out what pydantic calls the members of a union."""
    ends = [end for end in range(1, len(loc) + 1) if loc[end - 1] in names_of(owner_of(model, loc[:end]))]
    return loc[: ends[-1]] if ends else ()


def _from_file_name(name: str, document: Document) -> str:
    """Return what a file's name says of a key; empty if it says nothing."""
    return {"title": title_of, "date": day_of}.get(name, lambda _path: "")(document.path)


def nothing(owner: type[BaseModel], name: str, document: Document) -> Refusal:
    """Say that a key has no value."""
    is_needed = names_of(owner)[name].is_required() if name in names_of(owner) else True
    message, known = "nothing is written here", _from_file_name(name, document)
    if known and is_needed:
        return Refusal(message, known)
    how = _as_in(owner, name, document)
    return Refusal(message, hint=how) if is_needed else Refusal(message, keys={name: None}, hint=f"or {how}")


def _as_in(owner: type[BaseModel], name: str, document: Document) -> str:
    """Show how a key is written, with a value that is nobody's."""
    field = names_of(owner).get(name)
    example = (field.examples or ["…"])[0] if field else "…"
    shown = write(document.syntax.example(name, example))
    return f"write it as in {shown.removeprefix('write ')}"


def _misshapen(owner: type[BaseModel], name: str, value: object, wanted: str, document: Document) -> Refusal:
    """Say that a list, a group of keys or one value stands where another belongs."""
    is_list, is_group = isinstance(value, list), isinstance(value, dict)
    stands = "a list" if is_list else "a group of keys" if is_group else quoted(str(value))
    belongs = {"text": "one value belongs", "list": "a list belongs", "group": "a group of keys belongs"}
    words = f"{stands} stands here, and {belongs[wanted]}" if wanted in belongs else f"{stands} is not understood"
    reshaped = _reshaped(owner, name, value, wanted)
    return Refusal(words, reshaped, hint="" if reshaped else _as_in(owner, name, document))


def _reshaped(owner: type[BaseModel], name: str, value: object, wanted: str) -> object:
    """Give the author's own value the shape that is wanted, if it can be; None if not."""
    part = parts_of(owner).get(name)
    if wanted == "text" and isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if wanted == "group" and part and isinstance(value, str):
        first = next(key for key, inner in names_of(part).items() if inner.is_required())
        return {first: value}
    if wanted == "group" and isinstance(value, list) and len(value) == 1 and _is_flat(value[0]):
        return value[0]
    return [value] if wanted == "list" and part and _is_flat(value) else None


def _is_flat(value: object) -> bool:
    """Tell whether a value is a group of plain keys."""
    return isinstance(value, dict) and all(isinstance(inner, str) for inner in value.values())


class Model(BaseModel):
    """Data that cannot change, has no unknown keys, and is valid once it exists."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, ignored_types=(property,),
        defer_build=True,  # a twentieth of a command's start; many have no use for most models
    )  # fmt: skip
    hints: ClassVar[Mapping[str, Hint]] = {}
    """What authors write in place of a key, or beside the keys, and what they mean by it."""


M = TypeVar("M", bound=Model)


def validate(
    model: type[M],
    document: Document,
    loc: Loc = (),
    data: Data = None,
    context: dict[str, object] | None = None,
) -> M:
    """Build `model` from `data` (the whole front matter if `loc` is empty); raises `InvalidContentError`."""
    fields = data if loc else document.fields
    problems = _Problems(model, document, loc, frozenset(blanks(model, fields)), context)
    try:
        built = model.model_validate(fields, context=context)
    except ValidationError as error:
        raise InvalidContentError(bounded(problems.problems(error.errors(include_url=False)))) from None
    if problems.blank:
        raise InvalidContentError(bounded(problems.problems([])))
    return built


@cache
def _adapter(owner: type[BaseModel], name: str) -> TypeAdapter[object]:
    """Return what reads the value of a key by itself."""
    field = names_of(owner)[name]
    whole = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return TypeAdapter(whole)  # type: ignore[arg-type]


def _passes(owner: type[BaseModel], name: str, value: object, context: dict[str, object] | None) -> bool:
    """Tell whether a field would take a value; what depends on its neighbours is taken."""
    try:
        _adapter(owner, name).validate_python(value, context=context)
    except ValidationError:
        return False
    except (AttributeError, TypeError):
        return True
    return True


@dataclass(frozen=True)
class _Problems:
    """What is wrong with one group of keys; `blank` are the paths of keys without a value."""

    model: type[Model]
    document: Document
    loc: Loc
    blank: frozenset[Loc]
    context: dict[str, object] | None

    def problems(self, errors: list[ErrorDetails]) -> Iterator[Problem]:
        """Report each problem once: a misspelled key is not missing too, nor a key without a value misshapen."""
        unknown = [details for details in errors if details["type"] == "extra_forbidden"]
        yield from map(self.unknown, unknown)
        yield from map(self.nothing, self.blank.difference(*map(self.holders, unknown)))
        said = {self.meant(details["loc"]) for details in unknown} | self.blank
        for details in errors:
            loc = details["loc"]
            is_said = any(loc[:length] in said for length in range(len(loc) + 1))
            if details["type"] != "extra_forbidden" and not is_said:
                yield self.problem(loc, refusal_of(self.model, details, self.document), details["type"])

    def problem(self, loc: Loc, refusal: Refusal, kind: str, *, at_key: bool = False) -> Problem:
        """Build the problem at a value, or at its key."""
        refusal = self.sure(loc, refusal)
        place = (*self.loc, *self.written(loc))
        keys = ".".join(step for step in place if isinstance(step, str))
        what = "missing" if kind == "missing" else refusal.message if kind in SAME else "not written as it should be"
        exact = (*self.loc, *loc)
        return refused(self.document, place, refusal, exact=exact, at_key=at_key, kind=f"{keys}: {what}")

    def sure(self, loc: Loc, refusal: Refusal) -> Refusal:
        """Take back what would be refused in turn."""
        owner = owner_of(self.model, loc)
        name = str(loc[-1]) if loc else ""
        is_known = name in names_of(owner)
        if not is_known or refusal.write is None or _passes(owner, name, refusal.write, self.context):
            return refusal
        return Refusal(refusal.message, hint=refusal.hint or _as_in(owner, name, self.document))

    def unknown(self, details: ErrorDetails) -> Problem:
        """Say that a key is unknown."""
        loc = details["loc"]
        beside = self.blank_beside.get(loc[:-1], frozenset())
        refusal = unknown_key(owner_of(self.model, loc), str(loc[-1]), details["input"], beside)
        return self.problem(loc, refusal, "unknown key", at_key=True)

    @cached_property
    def blank_beside(self) -> Mapping[Loc, frozenset[str]]:
        """The keys without a value, by the path of their group."""
        found: defaultdict[Loc, set[str]] = defaultdict(set)
        for loc in self.blank:
            found[loc[:-1]].add(str(loc[-1]))
        return {loc: frozenset(names) for loc, names in found.items()}

    def nothing(self, loc: Loc) -> Problem:
        """Say that a key has no value."""
        return self.problem(loc, nothing(owner_of(self.model, loc), str(loc[-1]), self.document), "no value")

    def meant(self, loc: Loc) -> Loc:
        """Find the key that an unknown one stands for."""
        return (*loc[:-1], meant_key(owner_of(self.model, loc), str(loc[-1])))

    def holders(self, details: ErrorDetails) -> set[Loc]:
        """Find the keys without a value that an unknown one belongs below."""
        loc = details["loc"]
        return {(*loc[:-1], key) for key in inner_owners(owner_of(self.model, loc), str(loc[-1]))}

    def written(self, loc: Loc) -> Loc:
        """Leave out of pydantic's location what the author never wrote: tags of a union, items of a line."""
        kept: Loc = ()
        for number, step in enumerate(loc):
            is_written = (*self.loc, *kept, step) in self.document.marks.values
            is_key = isinstance(step, str) and step in names_of(owner_of(self.model, loc[: number + 1]))
            if is_written or is_key:
                kept = (*kept, step)
        return kept
