"""Define the frozen values that post pages, lists and feeds are made from."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hireground import urls
from hireground.blog.posting import blog_posting
from hireground.blog.share import share_links
from hireground.markdown.extensions import typeset
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.people import Person
from hireground.seminars.pages.links import Link

Article = Any
"""Pelican's Article, which has no types."""


TAG = re.compile(r"<[^>]+>")
WORDS_A_MINUTE = 230


def reading_minutes(html: str) -> int:
    """Return how long a text takes to read, in whole minutes."""
    return max(1, round(len(TAG.sub(" ", html).split()) / WORDS_A_MINUTE))


@dataclass(frozen=True)
class Term:
    """A topic or an author of posts: its name, and the address of its list from the site's root."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post without its text; `url` and `save_as` are from the site's root, `date` and `modified` aware.

    Its page shows the summary unless the text begins with the same words: `has_lead`.
    A draft or a scheduled post is built on a laptop only; `is_public` posts are those that feeds may hold.
    """

    slug: str
    url: str
    save_as: str
    title: str
    summary: str
    date: dt.datetime
    modified: dt.datetime | None
    lang: str
    authors: tuple[Term, ...]
    tags: tuple[Term, ...]
    series: Term | None
    image: str | None
    minutes: int
    is_draft: bool
    is_scheduled: bool
    is_public: bool
    has_lead: bool = True
    image_alt: str = ""

    @property
    def changed(self) -> dt.datetime:
        """When it last changed, by its own word."""
        return self.modified or self.date


@dataclass(frozen=True, kw_only=True)
class PostListing:
    """Posts that share something, newest first; `url` ends with a slash. `kind` is its template's name.

    Feeds stand beside the page, or are `kept_at` another address, which those have who subscribed.
    """

    kind: str
    name: str
    url: str
    posts: tuple[Post, ...]
    person: Person | None = None
    kept_at: str = ""

    @property
    def atom_url(self) -> str:
        """The address of its Atom feed."""
        return urls.atom_of(self.kept_at or self.url)

    @property
    def rss_url(self) -> str:
        """The address of its RSS feed."""
        return urls.rss_of(self.kept_at or self.url)

    @property
    def json_url(self) -> str:
        """The address of its JSON Feed."""
        return urls.json_feed_of(self.kept_at or self.url)


@dataclass(frozen=True)
class Topic:
    """A topic in a list of them: its name, the address of its list, and how many posts that has."""

    name: str
    url: str
    number: int


@dataclass(frozen=True)
class Pager:
    """Where one page of a listing stands; `number` counts from the oldest end, addresses are from the root."""

    number: int
    total: int
    newer: str | None
    older: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesPlace:
    """Where a post stands in its series, whose reading list is at `url`."""

    name: str
    url: str
    number: int
    posts: tuple[Post, ...]
    previous: Post | None
    next: Post | None


class NextKind(StrEnum):
    """Why something is what a reader is shown after a post."""

    PART = "part"
    SEMINAR = "seminar"
    POST = "post"


@dataclass(frozen=True, kw_only=True)
class NextRead:
    """The one thing that a reader is shown after a post."""

    kind: NextKind
    shown: Post | Seminar


@dataclass(frozen=True)
class PostSite:
    """What the pages of all posts say of their site: its address, its name, and the word for e-mail."""

    siteurl: str
    sitename: str
    email: str


@dataclass(frozen=True, kw_only=True)
class PostView:
    """What a post's page shows beside its text."""

    site: PostSite
    post: Post
    toc: str
    authors: tuple[Person, ...]
    series: SeriesPlace | None
    next: NextRead | None
    related: tuple[Post, ...]
    """Posts that share most with it, best first, without those that the page links to elsewhere."""
    seminars: tuple[Seminar, ...]
    newer: Post | None
    older: Post | None

    @property
    def share(self) -> tuple[Link, ...]:
        """Links to share it."""
        post = self.post
        return share_links(typeset(post.title, post.lang), f"{self.site.siteurl}/{post.url}", self.site.email)

    @property
    def json_ld(self) -> dict[str, Any]:
        """What search engines read of it."""
        return blog_posting(self.post, self.authors, self.seminars, self.site.siteurl, self.site.sitename)

    @property
    def like(self) -> tuple[Post, ...]:
        """The posts that it leads to for what they share with it, best first."""
        first = self.next.shown if self.next and self.next.kind is NextKind.POST else None
        return (first, *self.related) if isinstance(first, Post) else self.related
