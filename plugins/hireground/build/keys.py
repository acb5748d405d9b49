"""Compute the key of every output: a digest of its maker, its value, and what all makers share.

Two outputs with one key have the same bytes, so that a file of the last build with the same key is used again. A value
is frozen data; anything else, such as an open file, raises an error instead of being left out of the key.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import PurePath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from pydantic import BaseModel

from hireground.build.texts import LongText
from hireground.metadata.cleaning import RECIPE
from hireground.metadata.published import published
from hireground.output import Output, linked
from hireground.pictures.card_cache import drawn
from hireground.store import SIZE, digest, engine
from hireground.theme import Theme
from hireground.web.cards import site_card
from hireground.web.resources import Resources

PLAIN = (str, int, float, bool, type(None), Decimal, UUID, PurePath, dt.date, dt.time, dt.timedelta, Locale)
IN_VALUES = frozenset({"root", "settings_file", "theme", "seminars"})
"""Settings that pages show through values, or that only say where files are."""
TIMELY = b"is_timely"
"""A template that says this in its text may write the day of the build."""
EXTENDS = re.compile(rb"""{%-?\s*extends\s+["']([\w./-]+)["']""")


class Digests:
    """Digests of values; each record is looked at once, however many outputs show it."""

    def __init__(self) -> None:
        self._known = dict[int, bytes]()
        self._looked_at = list[object]()
        self._writers = Writers(self._record)

    def of(self, value: object) -> bytes:
        """Return the digest of a value; raises TypeError for anything that is not plain data."""
        return digest(self._writers[type(value)](value))

    def _record(self, kind: bytes, values_of: Callable[[object], tuple[object, ...]], value: object) -> bytes:
        """Write a record as its digest."""
        found = self._known.get(id(value))
        if found is None:
            found = self._known[id(value)] = record_digest(kind, self._writers.all(values_of(value)))
            self._looked_at.append(value)  # so that its id stays its own
        return found

    def forget(self) -> None:
        """Free the memory of what is known; a record that is asked for again is looked at again."""
        self._known, self._looked_at = {}, []


Writer = Callable[[Any], bytes]


class Writers(dict[type, Writer]):
    """What writes the values of each type so that no other value is written alike, made when a type is first met."""

    def __init__(self, write_record: Callable[..., bytes]) -> None:
        super().__init__()
        self._write_record = write_record

    def all(self, values: Iterable[object]) -> bytes:
        """Write several values; each says its own length, so that where one ends is clear."""
        return b"".join([self[type(value)](value) for value in values])

    def __missing__(self, kind: type) -> Writer:
        write = self[kind] = self._writer(kind)
        return write

    def _writer(self, kind: type) -> Writer:  # noqa: PLR0911 -- one for each kind of value
        if kind is str:
            return _text
        if kind is bytes:
            return partial(_framed, b"b")
        if issubclass(kind, LongText):
            return lambda value: _framed(b"h", value.digest)
        if issubclass(kind, dt.datetime):
            return lambda value: _framed(b"t", f"{value.isoformat()} {value.tzinfo}".encode())
        if issubclass(kind, Enum | ZoneInfo):
            return lambda value: _framed(kind.__qualname__.encode(), str(value).encode())
        if issubclass(kind, PLAIN):
            return lambda value: _framed(kind.__name__.encode(), repr(value).encode())
        if issubclass(kind, list | tuple):
            return lambda value: _framed(b"l", self.all(value))
        if issubclass(kind, Mapping):
            return lambda value: _framed(b"m", self.all(chain.from_iterable(value.items())))
        if issubclass(kind, frozenset):
            return lambda value: _framed(b"f", b"".join(sorted(self[type(one)](one) for one in value)))
        return partial(self._write_record, _framed(b"r", kind.__qualname__.encode()), getter(names_of(kind)))


def _text(value: str) -> bytes:
    data = value.encode()
    return b"s%d:%b" % (len(data), data)


def _framed(kind: bytes, data: bytes) -> bytes:
    return b"%b%d:%b" % (kind, len(data), data)


def record_digest(kind: bytes, written: bytes) -> bytes:
    """Return the digest of a record, all of whose values say their own lengths."""
    return hashlib.blake2b(kind + written, digest_size=SIZE).digest()


def getter(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """Return what takes the values of several names from a record."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def names_of(kind: type) -> tuple[str, ...]:
    """Return the names of what a record holds; raises TypeError for a type that is no record."""
    if issubclass(kind, BaseModel):
        return tuple(kind.model_fields)
    if is_dataclass(kind):
        return tuple(one.name for one in fields(kind))
    raise TypeError(f"a value of {kind.__qualname__} has no digest; hand makers plain, frozen data")


class Keys:
    """The keys of one build's outputs."""

    def __init__(self, resources: Resources, settings: Mapping[str, Any]) -> None:
        self.resources = resources
        self.digests = Digests()
        self.code = engine()
        self.theme = digest(self.code, theme_digest(resources, settings, self.digests))
        self.timely = timely_templates(resources)
        self.day = resources.site.now.astimezone(ZoneInfo(resources.site.settings.timezone)).date()

    def of(self, output: Output) -> str:
        """Return the key of an output, in the parts that `explain` tells apart."""
        # Example: a post's page is made by the template `article` from an Article. Its key covers the theme
        # (templates, words, settings), the path, the template's name, the Article, and the pictures that the page
        # shows. After an edit of another post this key is the same, unless the value names that post, as the next or
        # a related one. The list of seminars writes the day of the build, so its key has that day, and the page is
        # made again tomorrow. A picture is known by its size and time, a feed by the engine's code and its value.
        if isinstance(output.maker, str):
            is_timely = output.maker.rpartition("/")[2] in self.timely and output.value.get("has_dates", True)
            day = self.day if is_timely else None
            shown = [self.resources.pictures.at(url) for url in pictures_of(output.value)]
            parts = (output.path, output.maker, output.value, tuple(shown))
            return key_of(self.theme, digest(*map(self.digests.of, parts)), f"{day or ''}")
        if output.maker is published:
            return key_of(b"", digest(RECIPE, *stamp(output.value.root / output.value.path)))
        if output.maker is drawn:  # whose path says all that it shows
            return key_of(b"", digest(output.path.encode()))
        if output.maker is linked:
            return key_of(b"", digest(*stamp(output.value)))
        return key_of(self.code, digest(_name(output.maker).encode(), self.digests.of(output.value)))


def key_of(shared: bytes, own: bytes, day: str = "") -> str:
    """Put a key together from what all outputs share, what is an output's own, and the day if it shows that."""
    return f"{shared.hex()}.{own.hex()}.{day}"


def _name(maker: Callable[[Any], bytes]) -> str:
    return f"{maker.__module__}.{maker.__qualname__}"


def stamp(file: Any) -> tuple[bytes, bytes]:  # noqa: ANN401 -- a path, which an output's value may be
    """Return a file's path, and its size and time."""
    state = file.stat()
    return str(file).encode(), f"{state.st_size} {state.st_mtime_ns}".encode()


def pictures_of(value: Mapping[str, Any]) -> list[str]:
    """Return the addresses of the pictures that a page shows beside its text."""
    found = [getattr(value.get(name), "image", None) for name in ("article", "seminar")]
    session = getattr(value.get("view"), "session", None)
    return [image for image in (*found, getattr(session, "image", None)) if image]


def theme_digest(resources: Resources, settings: Mapping[str, Any], digests: Digests) -> bytes:
    """Return the digest of everything that templates use and no value holds: the theme, its words, the settings."""
    own = resources.site.settings
    texts = [
        (f"{number}/{folder}/{name}".encode(), file.read_bytes())
        for number, layer in enumerate(own.theme.folders)
        for folder in ("templates", "locale")
        for name, file in Theme((layer,)).files(folder).items()
    ]
    site_settings = {name: getattr(own, name) for name in type(own).model_fields if name not in IN_VALUES}
    return digest(
        *(part for named in texts for part in named),
        *(digests.of(part) for part in (site_settings, resources.assets.urls, resources.icons.url(0))),
        digests.of(resources.cards.url(site_card(resources.site)) if resources.cards else ""),
        repr(sorted(settings["JINJA_ENVIRONMENT"].items())).encode(),
    )


def timely_templates(resources: Resources) -> frozenset[str]:
    """Return the names of the templates that may write the day of the build, or extend one that may."""
    texts = {name: file.read_bytes() for name, file in resources.site.settings.theme.files("templates").items()}

    def is_timely(name: str) -> bool:
        text = texts.get(name, b"")
        parent = EXTENDS.search(text)
        return TIMELY in text or bool(parent and is_timely(parent[1].decode()))

    return frozenset(name.removesuffix(".html") for name in texts if name.endswith(".html") and is_timely(name))
