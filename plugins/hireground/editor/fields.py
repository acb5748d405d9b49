"""Describe the keys of front matter as the fields of Sveltia CMS: what each takes, and what the docs say of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from hireground.schemas.explained import explained
from hireground.schemas.models import group, properties
from hireground.seminars.model.model import Place
from hireground.seminars.model.people import Person
from hireground.seminars.model.registration_fields import RegistrationFields
from hireground.seminars.model.schema import SeminarFields, SessionFields
from hireground.site.post import PageFields, PostFields

Field = dict[str, Any]
SHOWN: Mapping[type[BaseModel], tuple[str, ...]] = {
    PostFields: ("title", "date", "summary", "topics", "authors", "series", "image", "image_alt", "status"),
    PageFields: ("title", "summary", "image", "image_alt", "status"),
    SeminarFields: (
        *("title", "summary", "sessions", "duration", "place", "online", "speakers", "price", "registration"),
        *("topics", "series", "capacity", "image", "image_alt", "draft"),
    ),
    SessionFields: ("start", "end", "title", "room", "status", "moved_from", "note", "recording", "slides"),
    RegistrationFields: ("url", "email", "opens", "closes", "availability", "waiting_list"),
    Person: ("name", "affiliation", "url", "bio", "pronouns", "links"),
    Place: (
        *("name", "address", "city", "region", "postal_code", "country", "timezone", "geo"),
        *("rooms", "url", "map", "access"),
    ),
}
"""The keys that have a field, in this order; what else a file says stays as it is."""
LONG = {"summary", "note", "bio", "access"}
MOMENTS = {"date", "start"}
ALONE: Mapping[str, Field] = {"image": {"widget": "image"}, "price": {"widget": "string"}}
DATES: Field = {
    "widget": "list",
    "label": "Dates",
    "label_singular": "date",
    "min": 1,
    "summary": "{{start}} {{title}}",
}
CHOICE = 10
"""The most words that are offered to choose from; a zone is written."""
DEFAULTS: Mapping[tuple[type[BaseModel], str], str] = {
    (PostFields, "status"): "published",
    (PageFields, "status"): "published",
    (PostFields, "date"): "{{now}}",
}
HINTS: Mapping[str, str] = {
    "sessions": "When it takes place",
    "price": "free, 25 USD, 5-20 USD, donation; if nothing is said, it is unknown",
    "date": "When it is published; a future one waits until then",
    "summary": "One or two sentences, plain text",
    "topics": "What it is about, in the words of other texts",
    "authors": "Who wrote it; the site's author if nothing is said",
    "image": "A picture for lists and cards",
    "image_alt": "What the picture shows, for people who do not see it",
    "status": "As usual if nothing is chosen",
    "series": "The name that it shares with others of its series",
    "moved_from": "When a date moves: the start it had before, so that calendars follow",
    "speakers": "People from the list of people",
    "place": "A place from the list of places",
    "online": "The link of an online seminar: https://…",
    "registration": "Where people register, and until when",
    "start": "When it begins, on the clocks of its place",
    "end": "An hour, 20:00, or a day and an hour; the usual duration if nothing is said",
    "geo": "Latitude and longitude in degrees",
}
"""What is said of a key in place of what the docs say: there it is shown as it is written in a file."""


def fields_of(model: type[BaseModel], lists: frozenset[str]) -> list[Field]:
    """Return the fields of a model's keys; `lists` are the lists of content that there are to choose from."""
    needed = {*group(model).get("required", ()), *({"sessions"} if model is SeminarFields else {"date"})}
    return [{**field(model, name, lists), "required": name in needed} for name in SHOWN[model]]


def field(model: type[BaseModel], name: str, lists: frozenset[str]) -> Field:
    """Return the field of one key."""
    schema = properties(model)[name]
    said = HINTS.get(name) or explained(model.__name__.removesuffix("Fields"), name)
    shown: Field = {"name": name, "label": name.replace("_", " ").capitalize(), **takes(schema, name, lists)}
    hint = said or example(schema)
    default = DEFAULTS.get((model, name))
    return {**shown, **({"hint": hint} if hint else {}), **({"default": default} if default else {})}


def example(schema: Mapping[str, Any]) -> str:
    """Write an example of a value, where it is one word or sentence."""
    found = [one for one in schema.get("examples", ()) if isinstance(one, str)]
    return f"Such as: {found[0]}" if found else ""


def takes(schema: Mapping[str, Any], name: str, lists: frozenset[str]) -> Field:  # noqa: PLR0911 -- a line for each
    """Return the widget of a key, and what it lets pass."""
    if name in MOMENTS:
        return {"widget": "datetime", "format": "YYYY-MM-DD HH:mm", "picker_utc": False}
    if name == "sessions":
        return {**DATES, "fields": fields_of(SessionFields, lists)}
    if name == "registration":
        return {"widget": "object", "collapsed": True, "fields": fields_of(RegistrationFields, lists)}
    if name == "place":
        return chosen("places") if "places" in lists else {"widget": "string"}
    if name == "speakers" and "people" in lists:
        return {**chosen("people"), "multiple": True}
    if name in ALONE:
        return ALONE[name]
    if words := [*alternatives(schema)]:
        return {"widget": "select", "options": words}
    kinds = [schema, *schema.get("anyOf", ())]
    if any(kind.get("type") == "boolean" for kind in kinds):
        return {"widget": "boolean"}
    if any(kind.get("type") == "array" for kind in kinds):
        return {"widget": "list"}
    return {"widget": "text" if name in LONG else "string", **pattern(schema)}


def alternatives(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that a key takes, where they are few and it takes no others."""
    kinds = schema.get("anyOf", (schema,))
    words = next((kind["enum"] for kind in kinds if "enum" in kind), ())
    if len(words) <= CHOICE and not any("$ref" in kind or kind.get("type") == "boolean" for kind in kinds):
        yield from words


def pattern(schema: Mapping[str, Any]) -> Field:
    """Return what a text must match; an optional one may be empty."""
    found = schema.get("pattern")
    return {"pattern": [f"{found}|^$", "Please write it as in the example."]} if found else {}


def chosen(name: str) -> Field:
    """Return the choice of a place or a person by its name."""
    return {
        "widget": "relation", "collection": "lists", "file": name, "value_field": f"{name}.*.name",
        "display_fields": [f"{name}.*.name"], "search_fields": [f"{name}.*.name"],
    }  # fmt: skip
