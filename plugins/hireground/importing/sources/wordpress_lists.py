"""Say which lists and feeds a WordPress site had: of posts, terms, authors and dates, by address and by number."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from hireground.importing.model import List, OldList, SourceText
from hireground.importing.sources.wxr import Export, Item, Term
from hireground.slugs import slugify

PER_PAGE = 10
KINDS_OF_FEED = ("rss2", "atom", "rss", "rdf")
FEEDS = (
    *("/feed/", "/comments/feed/"),
    *(f"/feed/{kind}/" for kind in KINDS_OF_FEED),
    *(f"/?feed={kind}" for kind in KINDS_OF_FEED),
)
FOLDERS = {"category": "category", "post_tag": "tag"}
EVENTS = ("/events/", "/events/list/", "/events/month/", "/events/feed/")
NUMBER = re.compile(r"[\w-]{1,80}", re.ASCII)
"""What may stand behind the question mark: a number, or a name in letters of ASCII."""


def wordpress_lists(texts: Iterable[SourceText], export: Export, *, has_events: bool) -> Iterator[OldList]:
    """Yield the lists and feeds that WordPress makes of what is published."""
    posts = [one for one in texts if one.section == "posts" and one.status != "draft"]
    sources = {one.source for one in posts}
    items = [one for one in export.items if f"post {one.get('post_id')}" in sources]
    yield from (OldList(address, List.POSTS, is_feed=True) for address in FEEDS)
    yield from (OldList(f"/page/{number}/", List.POSTS) for number in _further(len(posts)))
    yield from (OldList(f"/?paged={number}", List.POSTS) for number in _further(len(posts)))
    yield from _of_terms(items, export)
    yield from _of_authors(items, export)
    yield from _of_dates(posts)
    yield from (OldList(address, List.SEMINARS) for address in (EVENTS if has_events else ()))


def _further(posts: int) -> range:
    """Return the numbers of the pages of a list after its first."""
    return range(2, (posts - 1) // PER_PAGE + 2)


def _paged(address: str, posts: int, kind: List, name: str) -> Iterator[OldList]:
    """Yield a list with its further pages."""
    yield OldList(address, kind, name)
    yield from (OldList(f"{address}page/{number}/", kind, name) for number in _further(posts))


def _numbered(address: str, kind: List, name: str) -> Iterator[OldList]:
    """Yield a list by its number, as in `/?cat=3`."""
    if NUMBER.fullmatch(address.partition("=")[2]):
        yield OldList(address, kind, name)


def _of_terms(items: list[Item], export: Export) -> Iterator[OldList]:
    known = {(one.domain, one.slug): one for one in export.terms}
    of_items = {Term(domain, slug, name) for item in items for domain, slug, name in item.terms}
    terms = {**{(one.domain, one.slug): one for one in sorted(of_items)}, **known}
    number = Counter(key for item in items for key in _with_parents(item, terms))
    for (domain, slug), term in sorted(terms.items()):
        if not slug or not (folder := FOLDERS.get(domain)):
            continue
        name = unescape(term.name)
        for path in dict.fromkeys((slug, _path(term, terms))):
            address = f"/{folder}/{unquote(path)}/"
            yield from _paged(address, number[domain, slug], List.TOPIC, name)
            yield OldList(f"{address}feed/", List.TOPIC, name, is_feed=True)
        query = f"/?cat={term.number}" if domain == "category" else f"/?tag={unquote(slug)}"
        yield from _numbered(query, List.TOPIC, name)


Terms = dict[tuple[str, str], Term]


def _with_parents(item: Item, terms: Terms) -> set[tuple[str, str]]:
    """Return the lists that a post is in: a category shows what those below it have."""
    found = {(domain, slug) for domain, slug, _name in item.terms}
    above = {("category", one) for domain, slug in found if domain == "category" for one in _line(slug, terms)}
    return found | above


def _line(slug: str, terms: Terms) -> tuple[str, ...]:
    """Return a category with those that it is in, the outermost first."""
    line: tuple[str, ...] = ()
    while slug and slug not in line:
        line = (slug, *line)
        slug = terms["category", slug].parent if ("category", slug) in terms else ""
    return line


def _path(term: Term, terms: Terms) -> str:
    return "/".join(_line(term.slug, terms)) if term.domain == "category" else term.slug


def _of_authors(items: list[Item], export: Export) -> Iterator[OldList]:
    number = Counter(one.get("creator") for one in items)
    for login, name in sorted(export.authors.items()):
        for slug in dict.fromkeys((login, slugify(login))):
            yield from _paged(f"/author/{slug}/", number[login], List.AUTHOR, name)
            yield OldList(f"/author/{slug}/feed/", List.AUTHOR, name, is_feed=True)
            yield from _numbered(f"/?author_name={slug}", List.AUTHOR, name)
        yield from _numbered(f"/?author={export.numbers.get(login, '')}", List.AUTHOR, name)


def _of_dates(posts: list[SourceText]) -> Iterator[OldList]:
    """Yield the lists of years, months and days."""
    days = [f"{one.shown_date:%Y/%m/%d}" for one in posts if one.shown_date]
    for length in (len("2024"), len("2024/05"), len("2024/05/17")):
        for date, number in sorted(Counter(day[:length] for day in days).items()):
            yield from _paged(f"/{date}/", number, List.YEAR, date[:4])
            yield from _numbered(f"/?m={date.replace('/', '')}", List.YEAR, date[:4])
