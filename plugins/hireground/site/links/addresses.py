"""Index every address that the site answers at, so that links to them can be looked up."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hireground import urls
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.people import Person, authors_of
from hireground.seminars.pages.listings import all_sessions, former_addresses, listings
from hireground.site.entry import Entry, Visibility
from hireground.site.settings import SiteSettings
from hireground.slugs import DEFAULT, Slugs
from hireground.text.fields import alias_path

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile

ALWAYS = (
    *(urls.HOME, urls.NOT_FOUND, urls.ARCHIVE, urls.SUBSCRIBE, urls.SITEMAP, urls.ROBOTS, urls.MANIFEST, urls.FAVICON),
    *(urls.BUILD, urls.NEXT_CHANGE, urls.PAST, urls.MINE, urls.AGENDA, urls.EVENTS, urls.CHANGES),
)
FEEDS = frozenset({urls.atom_of(""), urls.rss_of(""), urls.json_feed_of("")})
CALENDAR = re.compile(re.escape(urls.calendar_of("")).replace("calendar", r"calendar(?:-\d{4})?"))
NUMBERED = re.compile(re.escape(urls.numbered("", 0)).replace("0", r"\d+") + r"\Z")
LISTS_OF_DATES = urls.BLOCK_CALENDAR.url(path="")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """What stands at which address, all from the site's root, without the slash before them, as people read them.

    `texts` are content files by the address of their page, those too that readers cannot see; `moved` are old
    addresses with the new ones. A page of posts has older ones, a folder `of_feeds` has feeds, one of dates a calendar.
    """

    texts: Mapping[str, PurePosixPath]
    pages: frozenset[str]
    of_posts: frozenset[str]
    of_feeds: frozenset[str]
    of_dates: frozenset[str]
    sessions: frozenset[str]
    moved: Mapping[str, str]

    def has(self, path: str) -> bool:
        """Tell whether the site answers at an address."""
        path = path.removesuffix(urls.INDEX) if path.endswith(f"/{urls.INDEX}") or path == urls.INDEX else path
        return path in self.texts or path in self.pages or path in self.sessions or self._is_beside(path)

    def _is_beside(self, path: str) -> bool:
        """Tell whether an address is that of a feed, a calendar, a code or an older page of a list."""
        folder, _, name = path.rpartition("/")
        page = f"{folder}/"
        if not name:
            numbered = NUMBERED.search(path)
            return numbered is not None and path[: numbered.start()] in self.of_posts
        if name in FEEDS:
            return page in self.of_feeds
        if CALENDAR.fullmatch(name):
            return page in self.of_dates
        if name in {urls.event_of(""), urls.reminder_of("")}:
            return page in self.sessions
        if name == urls.code_of(""):
            return page in self.sessions or page in self.of_dates
        return path.startswith(LISTS_OF_DATES)

    @cached_property
    def urls(self) -> Mapping[PurePosixPath, str]:
        """The address of each text's page, by its file in the content."""
        return {file: url for url, file in self.texts.items()}

    def beside(self, folder: str) -> Mapping[str, str]:
        """Return the pages of a folder by the last part of their addresses."""
        return self._by_folder.get(folder, {})

    @cached_property
    def _by_folder(self) -> Mapping[str, Mapping[str, str]]:
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for url in sorted({*self.texts, *self.pages} - {""}):
            folder, _, slug = url.rstrip("/").rpartition("/")
            found[f"{folder}/" if folder else ""][slug] = url
        return found

    @cached_property
    def by_slug(self) -> Mapping[str, tuple[str, ...]]:
        """The pages of texts, by the last part of their addresses."""
        found: dict[str, tuple[str, ...]] = {}
        for url in sorted(self.texts):
            slug = url.rstrip("/").rpartition("/")[2]
            found[slug] = (*found.get(slug, ()), url)
        return found


@dataclass(frozen=True, kw_only=True)
class Content:
    """What addresses are made from; `redirects` are old addresses with the new ones."""

    settings: SiteSettings
    posts: tuple[Entry, ...]
    pages: tuple[Entry, ...]
    seminars: "tuple[SeminarFile, ...]"
    redirects: Mapping[str, str]
    people: Mapping[str, Person] = field(default_factory=dict)
    slugs: Slugs = DEFAULT

    def addresses(self, *, with_drafts: bool) -> Addresses:
        """Return the addresses that readers have, or those that authors have on their own machines."""
        seen = [one for one in self.posts if with_drafts or one.visibility is Visibility.PUBLISHED]
        public = [one for one in (*self.posts, *self.pages) if with_drafts or one.is_public]
        seminars = [one for one in self.seminars if with_drafts or not one.is_draft]
        whole = [one for one in seminars if isinstance(one, Seminar)]
        of_posts, lists = dict(self._lists_of_posts(seen)), dict(_lists_of_sessions(whole))
        moved = (*self.redirects.items(), *_moved(public, self._urls, whole))
        more = [(urls.SEARCH, self.settings.has_search), (urls.KITCHEN_SINK, self.settings.has_kitchen_sink)]
        more.append((urls.DEADLINES, self.settings.seminars.deadlines))
        pages = {route.url() for route in (*ALWAYS, *(route for route, is_there in more if is_there))}
        return Addresses(
            texts={unquote(url): file for url, file in self._texts()},
            pages=_read({*pages, *of_posts, *lists, *self._reading_lists(seen)}),
            of_posts=_read(of_posts),
            of_feeds=_read(of_posts.values()),
            of_dates=_read({*lists.values(), *(one.url for one in whole)}),
            sessions=_read(one.url for seminar in whole for one in seminar.sessions if one.has_day),
            moved={old: unquote(new) for old, new in (*_old_lists(of_posts, lists), *moved)},
        )

    def _texts(self) -> Iterator[tuple[str, PurePosixPath]]:
        content = self.settings.content
        whole = [one for one in self.seminars if isinstance(one, Seminar)]
        dates = ((date.source, date.url) for one in whole for date in one.sessions if date.source)
        for path, url in (*self._urls.items(), *((one.source, one.url) for one in self.seminars), *dates):
            yield url, PurePosixPath(path.relative_to(content))

    @cached_property
    def _urls(self) -> Mapping[Path, str]:
        """The address of each post and page, as the build makes it."""
        own = self.settings.language
        kinds = ((self.posts, urls.POST, urls.TRANSLATED_POST), (self.pages, urls.PAGE, urls.TRANSLATED_PAGE))
        return {
            entry.path: (original if (entry.fields.lang or own) == own else translated).url(
                slug=entry.slug, lang=entry.fields.lang or own
            )
            for entries, original, translated in kinds
            for entry in entries
        }

    def _lists_of_posts(self, posts: Iterable[Entry]) -> Iterator[tuple[str, str]]:
        """Yield the address of each list, and of the folder that has its feeds."""
        yield urls.POSTS.url(), urls.POSTS.url()
        for post in posts:
            if post.fields.translation:
                continue
            topics = [urls.TOPIC.url(slug=self.slugs.of_topic(topic)) for topic in post.fields.topics]
            yield from zip(topics, topics, strict=True)
            authors = authors_of(post.fields.authors or (self.settings.author,), self.people, self.slugs)
            yield from ((urls.PERSON.url(slug=one.slug), urls.AUTHOR.url(slug=one.slug)) for one in authors)
            if post.date:
                year = urls.YEAR.url(year=post.date.year)
                yield year, year

    def _reading_lists(self, posts: Iterable[Entry]) -> Iterator[str]:
        """Yield the address of each series of posts."""
        for post in posts:
            if post.fields.series and not post.fields.translation:
                yield urls.READING_LIST.url(slug=self.slugs.of(post.fields.series))


def _read(addresses: Iterable[str]) -> frozenset[str]:
    """Return addresses as people read them, in the letters of every script."""
    return frozenset(map(unquote, addresses))


def _lists_of_sessions(seminars: Iterable[Seminar]) -> Iterator[tuple[str, str]]:
    """Yield the address of each list, and of the folder that has its calendar."""
    yield from ((one.url, one.kept_at or one.url) for one in listings(all_sessions(seminars), str, ""))


def _old_lists(*lists: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses that people and topics had before posts and dates shared a page, with those of today."""
    yield from ((unquote(old), new) for one in lists for new, old in one.items() if old != new)


def _moved(
    entries: Iterable[Entry], pages: Mapping[Path, str], seminars: Iterable[Seminar]
) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield from ((alias_path(alias), pages[entry.path]) for alias in entry.fields.aliases)
    for seminar in seminars:
        yield from former_addresses(seminar).items()
        yield from ((alias_path(alias), seminar.url) for alias in seminar.aliases)
