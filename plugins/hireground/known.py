"""Gather the names that a site's texts use, whatever else is wrong with them: what a person may choose from."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hireground.pictures.model import is_picture
from hireground.site.load import read_records
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.text.fields import split_names
from hireground.text.frontmatter import Document

TOPIC_KEYS, SERIES_KEYS = ("topics", "tags", "category", "categories", "keywords"), ("series",)


@dataclass(frozen=True)
class KnownNames:
    """The names that texts may say: of places, people, topics and series, and of files, by their paths."""

    places: tuple[str, ...]
    people: tuple[str, ...]
    topics: tuple[str, ...]
    series: tuple[str, ...]
    texts: tuple[Path, ...]
    pictures: tuple[Path, ...]


def known_names(settings: SiteSettings, now: dt.datetime, held: Mapping[Path, str]) -> KnownNames:
    """Read what there is; what cannot be read offers nothing."""
    reading = Reading(settings, now, held=held)
    people, places = read_records(reading)
    documents = [one for folder in ("posts", "pages", "seminars") for one in reading.in_folder(folder)]
    pictures = (settings.content / path for path in reading.files.paths if is_picture(path))
    return KnownNames(
        places=sorted_names(places), people=sorted_names(people),
        topics=sorted_names(name for one in documents for name in said(one, TOPIC_KEYS)),
        series=sorted_names(name for one in documents for name in said(one, SERIES_KEYS)),
        texts=tuple(one.path for one in documents), pictures=tuple(sorted(pictures)),
    )  # fmt: skip


def sorted_names(names: Iterator[str] | Mapping[str, object]) -> tuple[str, ...]:
    """Return each name once, in the order of the alphabet."""
    return tuple(sorted(dict.fromkeys(names), key=str.casefold))


def said(document: Document, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that a text says in one of some keys."""
    for key in keys:
        value = document.fields.get(key)
        words = split_names(value) if isinstance(value, str) else value if isinstance(value, list) else ()
        yield from (word for word in words if isinstance(word, str) and word)
