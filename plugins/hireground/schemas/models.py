"""Write the JSON Schema (2020-12) of models: their keys, what each takes, examples, and what the docs say of it."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from hireground.mathematics.fields import KEY
from hireground.schemas.explained import explained
from hireground.schemas.written import DATES, READ_BY, VALUE, Schema, either, listing, words
from hireground.seminars.model.fields import named_person, named_place
from hireground.seminars.model.model import Place
from hireground.seminars.model.people import Person
from hireground.seminars.model.places import online_link
from hireground.seminars.model.schema import SeminarFields, SessionFields, TalkFields
from hireground.seminars.model.translation import TranslationFields
from hireground.site.directory import PEOPLE_FILE, PLACES_FILE, TOPICS_FILE, Topic
from hireground.site.post import PageFields, PostFields
from hireground.site.settings import SiteSettings
from hireground.text.keys import names_of, parts_of
from hireground.text.yaml.reading import parse_yaml

DRAFT = "https://json-schema.org/draft/2020-12/schema"
OR_WORDS = frozenset({named_place, named_person, online_link})
"""The readers that take a name or a link in place of a group of keys."""
TEXTS: frozenset[type[BaseModel]] = frozenset({PostFields, PageFields, SeminarFields, TranslationFields, TalkFields})
FROM_ELSEWHERE = {(PostFields, "date"), (SeminarFields, "sessions")}
"""Needed keys that a file's name may say, or files beside it."""
REFUSED = {(TalkFields, "every")}


def schemas() -> Mapping[str, Schema]:
    """Return every schema by the name of its file, without `.json`."""
    translated = {"if": {"required": ["translation"]}, "then": _ref(TranslationFields), "else": _ref(SeminarFields)}
    lists: Mapping[str, type[BaseModel]] = {PEOPLE_FILE: Person, PLACES_FILE: Place, TOPICS_FILE: Topic}
    return {
        "post": _whole("The front matter of a post", _ref(PostFields), PostFields),
        "page": _whole("The front matter of a page", _ref(PageFields), PageFields),
        "seminar": _whole(
            "The front matter of a seminar, or of its translation",
            translated, TranslationFields, SeminarFields, SessionFields,
        ),
        "talk": _whole("The front matter of one date of a seminar that is a folder", _ref(TalkFields), TalkFields),
        **{
            file.removesuffix(".yaml"): _whole(f"content/{file}", {"type": "array", "items": _ref(model)}, model)
            for file, model in lists.items()
        },
        "settings": _whole("The settings of pelicanconf.py", _ref(SiteSettings), SiteSettings),
    }  # fmt: skip


def _whole(title: str, what: Schema, *models: type[BaseModel]) -> Schema:
    groups = {_name(model): group(model) for model in _with_parts(models)}
    return {"$schema": DRAFT, "title": title, **what, "$defs": groups}


def _with_parts(models: Iterable[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Yield models and all that groups of their keys need, each once."""
    found: dict[type[BaseModel], None] = {}
    todo = [*models]
    while todo:
        model = todo.pop()
        if model not in found:
            found[model] = None
            todo += [part for name, part in parts_of(model).items() if _refers(properties(model)[name], part)]
    return iter(sorted(found, key=_name))


def _refers(value: object, part: type[BaseModel]) -> bool:
    """Tell whether a schema leads to a group of keys."""
    if isinstance(value, dict):
        return value.get("$ref") == _ref(part)["$ref"] or any(_refers(inner, part) for inner in value.values())
    return isinstance(value, list) and any(_refers(inner, part) for inner in value)


def _name(model: type[BaseModel]) -> str:
    return model.__name__.removesuffix("Fields")


def _ref(model: type[BaseModel]) -> Schema:
    return {"$ref": f"#/$defs/{_name(model)}"}


def group(model: type[BaseModel]) -> Schema:
    """Return the schema of a group of keys, which has no others; settings stand among those of Pelican."""
    keys = properties(model)
    required = [name for name in keys if _is_needed(model, name)]
    closed = {} if model is SiteSettings else {"additionalProperties": False}
    return {"type": "object", "properties": keys, **({"required": required} if required else {}), **closed}


def _is_needed(model: type[BaseModel], name: str) -> bool:
    field = names_of(model).get(name)
    return field is not None and field.is_required() and (model, name) not in FROM_ELSEWHERE


@cache
def properties(model: type[BaseModel]) -> Mapping[str, Schema]:
    """Return the keys of a group as authors write them, each with what it takes."""
    found = {name: _property(model, name, field) for name, field in names_of(model).items()}
    if model is SiteSettings:
        found = {name: one for name, one in found.items() if name.isupper()}
    if model in TEXTS:
        found[KEY] = {**shape(*_of(PageFields, "toc")), **_told(model, KEY)}
    return {name: one for name, one in found.items() if (model, name) not in REFUSED}


def _of(model: type[BaseModel], name: str) -> tuple[Any, tuple[Any, ...]]:
    field = names_of(model)[name]
    return field.annotation, tuple(field.metadata)


def _property(model: type[BaseModel], name: str, field: FieldInfo) -> Schema:
    takes = DATES if model is SeminarFields and name == "sessions" else shape(field.annotation, tuple(field.metadata))
    examples = [*_examples(field)]
    return {**takes, **_told(model, name), **({"examples": examples} if examples else {})}


def _told(model: type[BaseModel], name: str) -> Schema:
    said = explained(_name(model), name)
    return {"description": said} if said else {}


def _examples(field: FieldInfo) -> Iterator[object]:
    """Yield the examples of a field as data; those of settings are Python's own."""
    for one in field.examples or ():
        yield _as_json(parse_yaml(one)[0] if isinstance(one, str) and one[:1] in "[{\"'" else one)


def _as_json(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _as_json(inner) for name, inner in value.items()}
    return [*map(_as_json, value)] if isinstance(value, tuple | list) else value


def shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Schema:  # noqa: ANN401 -- whatever types are made of
    """Return the schema of what is written for a type."""
    readers = [one.func for one in metadata if isinstance(one, BeforeValidator | AfterValidator)]
    if known := [READ_BY[one] for one in readers if one in READ_BY]:
        return known[0]
    inner = _of_type(annotation)
    return either(VALUE, inner) if OR_WORDS.intersection(readers) else inner


def _of_type(annotation: Any) -> Schema:  # noqa: ANN401
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return shape(parts[0], parts[1:])
    if origin in {Union, UnionType}:
        return either(*(shape(part) for part in parts if part is not NoneType))
    if origin is tuple:
        return listing(shape(parts[0]))
    return words(parts) if origin is Literal else _of_class(annotation)


def _of_class(kind: object) -> Schema:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _ref(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return words(str(one) for one in kind)
    return VALUE
