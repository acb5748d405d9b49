"""Offer what may stand where an author writes: keys, names of places, people and topics, zones, files."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import BaseModel

from hireground.known import SERIES_KEYS, TOPIC_KEYS, KnownNames
from hireground.lsp.spots import Spot
from hireground.new.filling import yaml_text
from hireground.seminars.model.model import EventStatus
from hireground.seminars.model.schema import SeminarFields, SessionFields
from hireground.site.post import PageFields, PostFields, PostStatus
from hireground.text.keys import names_of, parts_of

PEOPLE_KEYS = ("speakers", "hosts", "authors", "author")
FILE_KEYS = ("image", "slides")
MODELS: dict[str, type[BaseModel]] = {"posts": PostFields, "pages": PageFields, "seminars": SeminarFields}


@dataclass(frozen=True)
class Offer:
    """A word to write, what is written for it, and what it is."""

    label: str
    text: str
    kind: str


def model_at(path: Path, content: Path, keys: Iterable[str]) -> type[BaseModel] | None:
    """Return the model of the group of keys that stands below some keys of a file; None where there is none."""
    inside = path.relative_to(content).parts if path.is_relative_to(content) else ("",)
    model = MODELS.get(inside[0])
    for key in keys:
        model = SessionFields if key == "sessions" else parts_of(model).get(key) if model else None
    return model


def offers(spot: Spot, path: Path, content: Path, known: KnownNames) -> tuple[Offer, ...]:
    """Return what begins as the author has begun, or has a word that does."""
    begun = spot.begun.casefold()
    return tuple(one for one in everything(spot, path, content, known) if begins(one.label.casefold(), begun))


def begins(label: str, begun: str) -> bool:
    """Tell whether a label, or a word of it, begins so."""
    return any(f"{sign}{begun}" in f" {label}" for sign in (" ", "/", "_", "-"))


def everything(spot: Spot, path: Path, content: Path, known: KnownNames) -> Iterator[Offer]:
    """Yield all that may stand there."""
    if not spot.is_matter:
        yield from files((*known.texts, *known.pictures), path)
    elif not spot.is_value:
        yield from keys(model_at(path, content, spot.keys))
    elif spot.keys:
        yield from values(spot.keys[-1], path, content, known)
        yield from yes_or_no(model_at(path, content, spot.keys[:-1]), spot.keys[-1])


def keys(model: type[BaseModel] | None) -> Iterator[Offer]:
    """Yield the keys of a group, each with an example."""
    for name, field in names_of(model).items() if model else ():
        example = f"{field.examples[0]}" if field.examples else ""
        yield Offer(name, f"{name}: ", f"for example {name}: {example}" if example else "")


def values(key: str, path: Path, content: Path, known: KnownNames) -> Iterator[Offer]:
    """Yield the values that a key may have, as far as they can be listed."""
    named = {
        "place": (known.places, "a place of places.yaml"),
        **dict.fromkeys(PEOPLE_KEYS, (known.people, "a person of people.yaml")),
        **dict.fromkeys(TOPIC_KEYS, (known.topics, "a topic")),
        **dict.fromkeys(SERIES_KEYS, (known.series, "a series")),
    }
    names, kind = named.get(key, ((), ""))
    yield from (Offer(name, written(name), kind) for name in names)
    if key == "timezone":
        yield from (Offer(name, name, "a time zone") for name in sorted(available_timezones()) if "/" in name)
    elif key == "status":
        states = EventStatus if path.is_relative_to(content / "seminars") else PostStatus
        yield from (Offer(f"{state}", f"{state}", "a status") for state in states)
    elif key in FILE_KEYS:
        yield from files(known.pictures, path)


def written(name: str) -> str:
    """Write a name as it stands in a list, too."""
    return f'"{name}"' if "," in name and '"' not in name else yaml_text(name)


def yes_or_no(model: type[BaseModel] | None, key: str) -> Iterator[Offer]:
    """Yield both answers to a question."""
    field = names_of(model).get(key) if model else None
    if field and is_question(field.annotation):
        yield from (Offer(word, word, "") for word in ("yes", "no"))


def is_question(annotation: object) -> bool:
    """Tell whether a key takes yes or no."""
    return annotation is bool or any(map(is_question, getattr(annotation, "__args__", ())))


def files(paths: Iterable[Path], path: Path) -> Iterator[Offer]:
    """Yield the files that a text may lead to, as seen from its folder."""
    for one in paths:
        if one != path:
            target = posixpath.relpath(one.as_posix(), path.parent.as_posix())
            yield Offer(target, target, "a file of the site")
