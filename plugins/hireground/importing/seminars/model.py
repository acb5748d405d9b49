"""Define what an import knows of a seminar: its dates, their places, and what it was in the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hireground.importing.dates import Moment
from hireground.importing.model import Record, SourceText
from hireground.importing.writing import Value

UNKNOWN = "unknown"
"""Stands for a zone that nobody said, so that `check` names it."""


@dataclass(frozen=True, kw_only=True)
class Date:
    """One date, or a rule for several; hours are those of `timezone`.

    A day alone is one whose hour nobody said, and `said` are words in the place of a start that cannot be read.
    `source` is the file or the row that it was, and `addresses` are what the old site called it alone. `end_words` say
    which hour is meant where clocks go back.
    """

    start: Moment | None
    end: Moment | None = None
    is_all_day: bool = False
    timezone: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    place: str = ""
    online: str = ""
    speakers: tuple[Record, ...] = ()
    status: str = ""
    moved_from: Moment | None = None
    uid: str = ""
    sequence: int = 0
    said: str = ""
    rule: Mapping[str, Value] = field(default_factory=dict)
    price: str = ""
    registration: str = ""
    slides: str = ""
    recording: str = ""
    note: str = ""
    source: str = field(default="", compare=False)
    addresses: tuple[str, ...] = ()
    end_words: str = ""
    keys: Mapping[str, Value] = field(default_factory=dict)
    """What else a date says, by the keys of front matter."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """A seminar with its dates; `source` names it in the report, and `addresses` are what the old site called it.

    `origins` are the texts that its dates were, by their `source`: their addresses lead to the pages of the dates.
    One that is `laid_out` has each text where it belongs; `keys` are others of the whole seminar.
    """

    source: str
    title: str
    dates: tuple[Date, ...]
    body: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    organizer: Mapping[str, Value] = field(default_factory=dict)
    is_draft: bool = False
    image: str = ""
    addresses: tuple[str, ...] = ()
    origins: Mapping[str, SourceText] = field(default_factory=dict)
    slug: str = ""
    modified: Moment | None = None
    laid_out: bool = False
    keys: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """Venues by name, each once: those that the site has already are only named."""

    known: frozenset[str]
    records: dict[str, Record] = field(default_factory=dict)

    def named(self, name: str, **more: str) -> str:
        """Return the name by which a file says a place; whoever knows most of it is kept."""
        name = " ".join(name.split())
        if not name or name in self.known:
            return name
        record = {"name": name, **{key: value for key, value in more.items() if value}}
        if len(record) > len(self.records.get(name, {})):
            self.records[name] = record
        return name
