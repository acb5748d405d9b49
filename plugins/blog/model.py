"""Posts as lists, pages of lists and single posts: what their templates are given."""

from dataclasses import dataclass
from typing import Any

from plugins.seminars.links import Link
from plugins.seminars.model import Person, Seminar

Article = Any
"""Pelican's Article, which has no types."""


@dataclass(frozen=True, kw_only=True)
class PostListing:
    """Posts that share something, newest first; `url` ends with a slash. `kind` is its template's name."""

    kind: str
    name: str
    url: str
    posts: tuple[Article, ...]
    person: Person | None = None

    @property
    def atom_url(self) -> str:
        """The address of its Atom feed."""
        return f"{self.url}atom.xml"

    @property
    def rss_url(self) -> str:
        """The address of its RSS feed."""
        return f"{self.url}rss.xml"


@dataclass(frozen=True)
class Pager:
    """Where one page of a listing stands; `number` counts from the oldest end, addresses are from the root."""

    number: int
    total: int
    newer: str | None
    older: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesPlace:
    """Where a post stands in its series."""

    name: str
    number: int
    posts: tuple[Article, ...]
    previous: Article | None
    next: Article | None


@dataclass(frozen=True, kw_only=True)
class PostView:
    """What a post's page shows beside its text; `is_draft` and `is_scheduled` posts are built on a laptop only."""

    minutes: int
    toc: str
    is_draft: bool
    is_scheduled: bool
    authors: tuple[Person, ...]
    series: SeriesPlace | None
    related: tuple[Article, ...]
    seminars: tuple[Seminar, ...]
    newer: Article | None
    older: Article | None
    share: tuple[Link, ...]
    json_ld: dict[str, Any]
