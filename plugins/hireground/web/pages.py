"""List every public address of the site with the time of its last change, and the old addresses."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

from hireground import urls
from hireground.blog.listings import pages, series_of
from hireground.blog.model import PostListing
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.listings import Listing
from hireground.site.entry import Entry
from hireground.site.site import Site
from hireground.text.fields import alias_path

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile

FEEDS = (".xml", ".ics", ".atom")


class Shown(Protocol):
    """A post or a page of a build, with its address from the site's root."""

    @property
    def entry(self) -> Entry:
        """What its author wrote."""

    @property
    def url(self) -> str:
        """Where readers find it."""


@dataclass(frozen=True)
class DatedPage:
    """A public post or page: its address from the site's root, and when it last changed by its own word, if it says."""

    url: str
    moment: dt.datetime | None
    title: str = ""
    summary: str = ""


def addresses(
    contents: Iterable[DatedPage],
    seminars: "Iterable[SeminarFile]",
    post_listings: Iterable[PostListing],
    session_listings: Iterable[Listing],
) -> Mapping[str, dt.datetime | None]:
    """Return every public address; a listing changed when the newest of what it lists did."""
    found: dict[str, dt.datetime | None] = {}
    own = ((one.url, one.moment) for one in contents)
    for url, moment in chain(own, _seminars(seminars), _lists(post_listings, session_listings)):
        found[url] = max(filter(None, (found.get(url), moment)), default=None)
    return found


def old_addresses(seminars: Iterable[Seminar], contents: Iterable[tuple[Sequence[str], str]]) -> Mapping[str, str]:
    """Return what authors call old addresses, each with its new one; `contents` are pairs of aliases and address."""
    of_seminars = ((seminar.aliases, seminar.url) for seminar in seminars)
    return {alias_path(alias): url for aliases, url in chain(of_seminars, contents) for alias in aliases}


def moved_addresses(redirects: Mapping[str, str], post_listings: Iterable[PostListing]) -> Mapping[str, str]:
    """Return the site's list of old addresses, but for numbered texts and for pages of lists that are there."""
    there = {url for listing in post_listings for url, _shown, _pager in pages(listing)}
    moved = {old: new for old, new in redirects.items() if not old.startswith("?") and old not in there}
    return {_name(old) if new.endswith(FEEDS) else old: new for old, new in moved.items()}


def numbered_addresses(redirects: Mapping[str, str]) -> Mapping[str, str]:
    """Return the old addresses that name a text by its number, such as `?p=12`."""
    return {old: new for old, new in redirects.items() if old.startswith("?")}


def _name(old: str) -> str:
    """Return the address of a feed's file without the slash that folders have."""
    return old.rstrip("/") if re.search(r"\.[a-z]{2,5}/$", old) else old


def copies_of(redirects: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return the old addresses of each feed and calendar, by its file: programs that ask there follow no page."""
    found: dict[str, tuple[str, ...]] = {}
    for old, new in redirects.items():
        if new.endswith(FEEDS) and not old.startswith("?"):
            found[new] = (*found.get(new, ()), urls.file_of(_name(old)))
    return found


def _seminars(seminars: "Iterable[SeminarFile]") -> Iterator[tuple[str, dt.datetime | None]]:
    for seminar in seminars:
        yield seminar.url, seminar.modified
        if isinstance(seminar, Seminar):
            yield from ((session.url, session.modified) for session in seminar.sessions if session.has_day)


def _lists(
    post_listings: Iterable[PostListing], session_listings: Iterable[Listing]
) -> Iterator[tuple[str, dt.datetime | None]]:
    for listing in post_listings:
        for url, shown, _pager in pages(listing):
            yield url, max((post.changed for post in shown), default=None)
        if listing.kind == "posts":
            yield urls.HOME.url(), max((post.changed for post in listing.posts), default=None)
            for url, (_name_of, parts) in series_of(listing.posts).items():
                yield url, max(post.changed for post in parts)
    for group in session_listings:
        yield group.url, max((session.modified for session in group.sessions), default=None)
    yield from ((url, None) for url in (urls.PAST.url(), urls.ARCHIVE.url(), urls.SUBSCRIBE.url()))


@dataclass(frozen=True)
class ContentUrls(Mapping[PurePosixPath, str]):
    """The address of each file in the content folder that becomes a page, from the site's root."""

    found: Mapping[PurePosixPath, str]

    def __getitem__(self, file: PurePosixPath) -> str:
        """Return the address of a file."""
        return self.found[file]

    def __iter__(self) -> Iterator[PurePosixPath]:
        """Go through the files."""
        return iter(self.found)

    def __len__(self) -> int:
        """Count the files."""
        return len(self.found)


def content_urls(site: Site, shown: Iterable[Shown]) -> ContentUrls:
    """Return the address of each file in the content folder that becomes a page, from the site's root."""
    content = site.settings.content
    found = {PurePosixPath(one.entry.path.relative_to(content)): one.url for one in shown}
    seminars = {one.source: one.url for one in site.seminars}
    seminars |= {path: date.url for one in site.seminars for path, date in one.files.items()}
    found |= {PurePosixPath(path.relative_to(content)): url for path, url in seminars.items()}
    said = [words for several in site.translations.values() for words in several]
    return ContentUrls(found | {PurePosixPath(words.source.relative_to(content)): words.url for words in said})
