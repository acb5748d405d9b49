"""Define what an import is made of: what stood in the source, what becomes of it, and what the report says."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from hireground.importing.dates import Moment
from hireground.importing.writing import Value

Record = Mapping[str, Value]
"""A place or a person, by the keys of their lists."""


class Fate(StrEnum):
    """What becomes of something, in the order of the report."""

    KEPT = "kept"
    CHANGED = "changed"
    LEFT_OUT = "left out"
    TO_DECIDE = "to decide"


@dataclass(frozen=True, order=True)
class Note:
    """One line of the report: what happened, to which file of the source; `kind` is what such lines are grouped by."""

    fate: Fate
    kind: str
    source: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A post or a page as it stood in the source.

    `folder` is where its relative links begin, `addresses` are what it was called, from the old site's root, the
    first of them being the one that readers saw; `date` is text where it could not be read, and `shown_date` is what
    the old site showed, on clocks of its own: addresses were made of that.
    """

    source: str
    folder: PurePosixPath
    section: str
    slug: str
    title: str
    body: str
    date: Moment | str | None = None
    shown_date: Moment | None = None
    modified: Moment | None = None
    summary: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    status: str = ""
    series: str = ""
    image: str = ""
    image_alt: str = ""
    lang: str = ""
    addresses: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


NO_DATE = "a post without a date"
UNDATED = "a draft without a date stands among the pages, since a post has one"


class List(StrEnum):
    """What a page of the old site listed."""

    POSTS = "posts"
    TOPIC = "topic"
    AUTHOR = "author"
    YEAR = "year"
    SEMINARS = "seminars"
    PAGES = "pages"


@dataclass(frozen=True)
class OldList:
    """A page or a feed of the old site that listed texts; `name` is the topic, author or year."""

    address: str
    kind: List
    name: str = ""
    is_feed: bool = False


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """The file of a seminar: written already, since only one source has it so; `dates` are those of its dates.

    `addresses` become aliases, and `moved` are other old addresses with the page of a date that they lead to. `origins`
    are the texts that dates were in the source, by their files here, and `pages` is where each of those stands now, by
    its file there.
    """

    path: PurePosixPath
    text: str
    slug: str
    dates: Mapping[PurePosixPath, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    is_draft: bool = False
    origins: Mapping[PurePosixPath, SourceText] = field(default_factory=dict)
    pages: Mapping[PurePosixPath, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """A file of this site whose text becomes another, since the author named it."""

    file: Path
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """All that a source has.

    `files` are pictures and the like by the address they had, from the old site's root, and `by_path` by where they
    stand in the source, as links of files name them. `address` is where the old site is read, `signs` are what its
    templates begin with: what begins otherwise stood in its pages as it is written.
    """

    name: str
    address: str = ""
    texts: tuple[SourceText, ...] = ()
    seminars: tuple[SourceFile, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    by_path: Mapping[PurePosixPath, Path] = field(default_factory=dict)
    lists: tuple[OldList, ...] = ()
    places: tuple[Record, ...] = ()
    edits: tuple[Edit, ...] = ()
    signs: tuple[str, ...] | None = None
    people: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Import:
    """What is to be written: texts by their path in the content folder, copies, old addresses, places and people.

    `elsewhere` are addresses of pictures and files that the texts show and the source does not have, `answered` the
    files of all addresses that will be answered.
    """

    texts: Mapping[PurePosixPath, str]
    copies: Mapping[PurePosixPath, Path]
    redirects: Mapping[str, str]
    records: Mapping[str, tuple[Record, ...]]
    edits: tuple[Edit, ...]
    notes: tuple[Note, ...]
    elsewhere: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the author said of what a source does not say; empty where nothing is said.

    `today` is the day of the import: what repeats without an end has dates for a year from then.
    """

    timezone: str
    today: dt.date = dt.date.min
    source_timezone: str = ""
    day_first: bool | None = None
    until: dt.date | None = None
    address: str = ""
    year: int | None = None
    hours: str = ""
    link: str = ""
    media: Path | None = None
    known_places: frozenset[str] = frozenset()
