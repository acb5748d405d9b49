"""Make every address of the site in one place, from its root; which slugs authors may take follows from it.

An address that ends with a slash is a page, and its file is the `index.html` there. A page must not take the place of
another, nor stand in a folder that the site keeps for a kind of its own: a seminar `past` would take the place of
seminars/past/, and a seminar `in` would stand where the pages of places do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import Formatter
from urllib.parse import quote, unquote

INDEX = "index.html"
FIELDS = {
    "slug": r"[^/]+",
    "lang": r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
    "day": r"\d{4}-\d\d-\d\d[^/]*",
    "year": r"\d{4}",
    "month": r"\d\d",
    "number": r"\d+",
    "path": r".+",
}
"""What may stand for each field of a pattern."""


@dataclass(frozen=True)
class Route:
    """Addresses of one kind: `seminars/in/{slug}/`. Those that an author names by a file are `is_authored`."""

    pattern: str
    is_authored: bool = False

    def url(self, **fields: str | int) -> str:
        """Return one address; a slug's letters beyond ASCII are written as all programs read them: `%C3%A9`."""
        slug = str(fields.get("slug", ""))
        return self.pattern.format(**fields if slug.isascii() else {**fields, "slug": quote(slug)})

    @cached_property
    def segments(self) -> tuple[re.Pattern[str], ...]:
        """What may stand between the slashes, the name of a page's file last."""
        return tuple(re.compile(_expression(segment)) for segment in file_of(self.pattern).split("/"))

    def has(self, path: str) -> bool:
        """Whether a file of the site is of this kind."""
        names = path.split("/")
        if "{path}" in self.pattern:
            names = [*names[: len(self.segments) - 1], "/".join(names[len(self.segments) - 1 :])]
        return len(names) == len(self.segments) and all(map(re.Pattern.fullmatch, self.segments, names))

    def meets(self, names: Sequence[str]) -> bool:
        """Whether a path, split at its slashes, cannot stand beside those of this kind.

        It is one of them, or one is in the other's folder. A page at `topics/` meets `topics/{slug}/`: its folder is
        that of the topics. So does a page at `robots.txt/old/` meet `robots.txt`, which cannot be a folder.
        """
        is_page, folders = self._folders
        begins_otherwise = self.begins and names and names[0] != self.begins
        if begins_otherwise or (is_page and len(names) > len(folders)):
            return False
        return all(folder.fullmatch(name) for folder, name in zip(folders, names, strict=False))

    @cached_property
    def begins(self) -> str:
        """The folder at the site's root that all of this kind are in, so that most others are told at a glance."""
        first, slash, _ = self.pattern.partition("/")
        return first if slash and "{" not in first else ""

    @property
    def depth(self) -> int:
        """How many names there are between the slashes of one."""
        return len(self._folders[1])

    @cached_property
    def _folders(self) -> tuple[bool, tuple[re.Pattern[str], ...]]:
        """Whether it is of pages, and what may stand between the slashes of one."""
        is_page = self.pattern.endswith("/") or not self.pattern
        return is_page, self.segments[:-1] if is_page else self.segments


def folders_of(path: str) -> list[str]:
    """Split a file's path at its slashes, without a page's own name."""
    return [name for name in path.removesuffix(INDEX).split("/") if name]


def _expression(segment: str) -> str:
    return "".join(
        re.escape(text) + (f"(?:{FIELDS[field]})" if field else "") for text, field, *_ in Formatter().parse(segment)
    )


def file_of(url: str) -> str:
    """Return the file that a server sends for an address."""
    return unquote(f"{url}{INDEX}" if url.endswith("/") or not url else url)


def slug_of(url: str) -> str:
    """Return the last part of a page's address, as it was written."""
    return unquote(url.rstrip("/").rpartition("/")[2])


# The home page, and what stands beside it


HOME = Route("")
NOT_FOUND = Route("404.html")
ARCHIVE = Route("archive/")
SUBSCRIBE = Route("subscribe/")
SEARCH, TITLES = Route("search/"), Route("search/titles.json")
KITCHEN_SINK = Route("kitchen-sink/")
SITEMAP, ROBOTS, MANIFEST = Route("sitemap.xml"), Route("robots.txt"), Route("site.webmanifest")
LLMS = Route("llms.txt")
FAVICON, BUILD, NEXT_CHANGE = Route("favicon.ico"), Route("build.json"), Route("next-change.json")
HEADERS, REDIRECTS, NO_JEKYLL = Route("_headers"), Route("_redirects"), Route(".nojekyll")
EDITOR, EDITOR_FILE = Route("admin/"), Route("admin/{path}")
ASSETS, IMAGES, PAGEFIND = Route("assets/{path}"), Route("images/{path}"), Route("pagefind/{path}")

# What authors write


PAGE = Route("{slug}/", is_authored=True)
POST = Route("posts/{slug}/", is_authored=True)
SEMINAR = Route("seminars/{slug}/", is_authored=True)
SESSION = Route("seminars/{slug}/{day}/", is_authored=True)
TRANSLATED_PAGE, TRANSLATED_POST, TRANSLATED_SEMINAR = (
    Route(f"{{lang}}/{route.pattern}", is_authored=True) for route in (PAGE, POST, SEMINAR)
)

# Lists of posts and of sessions


POSTS = Route("posts/")
TOPIC = Route("topics/{slug}/")
PERSON = Route("by/{slug}/")
YEAR = Route("archive/{year}/")
READING_LIST = Route("posts/series/{slug}/")
SEMINARS = Route("seminars/")
PAST = Route("seminars/past/")
MINE = Route("seminars/mine/")
MONTH = Route("seminars/{year}/{month}/")
PLACE = Route("seminars/in/{slug}/")
SERIES = Route("seminars/series/{slug}/")
SPOKEN, LEVEL = Route("seminars/spoken/{slug}/"), Route("seminars/for/{slug}/")
FRAME = Route("frames/{path}")

# Feeds of a person and calendars of a person and a topic, at the addresses that subscribers have. Pages stood there,
# too, and lead on now.

AUTHOR = Route("authors/{slug}/")
SPEAKER = Route("seminars/by/{slug}/")
SEMINAR_TOPIC = Route("seminars/about/{slug}/")

LISTS_OF_POSTS = (POSTS, TOPIC, PERSON, YEAR)
HAVING_FEEDS = (POSTS, TOPIC, AUTHOR, YEAR)
HAVING_CALENDARS = (SEMINARS, MONTH, PLACE, SPEAKER, SERIES, SEMINAR_TOPIC, SPOKEN, LEVEL)

# Files beside pages


BLOCK_CALENDAR = Route("seminars/lists/{path}")
AGENDA = Route("seminars/agenda.txt")
EVENTS = Route("seminars/events.json")
CHANGES = Route("seminars/changes.atom")
SOCIAL = Route("seminars/social.json")
DEADLINES = Route("seminars/deadlines.ics")


def calendar_of(url: str) -> str:
    """Return the address of the calendar beside a page."""
    return f"{url}calendar.ics"


def calendar_of_year(calendar: str, year: int) -> str:
    """Return the address of one year of a calendar that is too large."""
    return f"{calendar.removesuffix('.ics')}-{year}.ics"


def event_of(url: str) -> str:
    """Return the address of the calendar file beside a session's page."""
    return f"{url}event.ics"


def reminder_of(url: str) -> str:
    """Return the address of the file that rings, beside a session's page."""
    return f"{url}reminder.ics"


def proposals_of(url: str) -> str:
    """Return the address of the file with the deadline of proposals, beside a seminar's page."""
    return f"{url}proposals.ics"


def bibtex_of(url: str) -> str:
    """Return the address of a talk's citation as BibTeX, beside its page."""
    return f"{url}talk.bib"


def csl_of(url: str) -> str:
    """Return the address of a talk's citation as CSL JSON, beside its page."""
    return f"{url}talk.json"


def code_of(url: str) -> str:
    """Return the address of the drawing that phones read a page's address from."""
    return f"{url}qr.svg"


def atom_of(url: str) -> str:
    """Return the address of the Atom feed beside a list of posts."""
    return f"{url}atom.xml"


def rss_of(url: str) -> str:
    """Return the address of the RSS feed beside a list of posts."""
    return f"{url}rss.xml"


def json_feed_of(url: str) -> str:
    """Return the address of the JSON Feed beside a list of posts."""
    return f"{url}feed.json"


def numbered(url: str, number: int | str) -> str:
    """Return the address of an older page of a list of posts."""
    return f"{url}page/{number}/"


def _calendars(route: Route) -> Iterator[Route]:
    calendar = calendar_of(route.pattern)
    yield from (Route(one, route.is_authored) for one in (calendar, f"{calendar.removesuffix('.ics')}-{{year}}.ics"))


def _files_beside() -> Iterator[Route]:
    for route in HAVING_FEEDS:
        yield from (Route(make(route.pattern)) for make in (atom_of, rss_of, json_feed_of))
        yield Route(numbered(route.pattern, "{number}"))
    yield Route(numbered(PERSON.pattern, "{number}"))
    for route in (*HAVING_CALENDARS, SEMINAR):
        yield from _calendars(route)
    for route in (SEMINARS, SEMINAR, SESSION):
        yield Route(code_of(route.pattern), route.is_authored)
    yield Route(proposals_of(SEMINAR.pattern), is_authored=True)
    yield from (Route(make(SESSION.pattern), is_authored=True) for make in (event_of, reminder_of, bibtex_of, csl_of))


ROUTES = (
    HOME, NOT_FOUND, ARCHIVE, SUBSCRIBE, SEARCH, TITLES, KITCHEN_SINK, SITEMAP, ROBOTS, LLMS, MANIFEST, FAVICON, BUILD,
    NEXT_CHANGE, HEADERS, REDIRECTS, NO_JEKYLL, EDITOR, EDITOR_FILE, ASSETS, IMAGES, PAGEFIND, *LISTS_OF_POSTS,
    READING_LIST, AUTHOR, *HAVING_CALENDARS, PAST, FRAME, MINE, BLOCK_CALENDAR, AGENDA, EVENTS, CHANGES, SOCIAL,
    DEADLINES, PAGE, POST, SEMINAR, SESSION, TRANSLATED_PAGE, TRANSLATED_POST, TRANSLATED_SEMINAR, *_files_beside(),
)  # fmt: skip
"""Every kind of address, each once."""
TEMPLATE_URLS = {
    "home": HOME.url(),
    "archive": ARCHIVE.url(),
    "subscribe": SUBSCRIBE.url(),
    "search": SEARCH.url(),
    "pagefind": PAGEFIND.url(path="pagefind.js"),
    "titles": TITLES.url(),
    "posts": POSTS.url(),
    "posts_atom": atom_of(POSTS.url()),
    "posts_rss": rss_of(POSTS.url()),
    "posts_json": json_feed_of(POSTS.url()),
    "seminars": SEMINARS.url(),
    "past": PAST.url(),
    "mine": MINE.url(),
    "calendar": calendar_of(SEMINARS.url()),
    "code": code_of(SEMINARS.url()),
    "agenda": AGENDA.url(),
    "events": EVENTS.url(),
    "changes": CHANGES.url(),
    "favicon": FAVICON.url(),
    "manifest": MANIFEST.url(),
}
"""The addresses that templates link to from everywhere, by the names they use."""


def is_taken(address: str) -> bool:
    """Whether the site itself makes an address, or keeps a folder there; those that authors name are not meant."""
    names = folders_of(file_of(address))
    return any(route.meets(names) for route in _made_in(names[0] if names else ""))


def is_made(address: str) -> bool:
    """Whether the site itself makes an address or a file above it; a folder that it keeps for others is not meant.

    Thus `topics/knots/` is one, and so is what stands below `robots.txt`, but not `topics/`.
    """
    names = folders_of(file_of(address))
    return any(route.meets(names) and len(names) >= route.depth for route in _made_in(names[0] if names else ""))


@lru_cache
def _made_in(folder: str) -> tuple[Route, ...]:
    """Return the kinds of address that the site itself makes, and that may begin with a folder."""
    return tuple(route for route in ROUTES if not route.is_authored and route.begins in {"", folder})
