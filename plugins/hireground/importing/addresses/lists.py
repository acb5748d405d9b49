"""Lead the lists and feeds of the old site to the nearest ones that the new site has."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.addresses.of_texts import literal
from hireground.importing.addresses.permalinks import encoded
from hireground.importing.model import List, OldList
from hireground.importing.places_of_texts import Placed
from hireground.slugs import DEFAULT, Slugs, slugify
from hireground.text.fields import alias_path


def new_lists(lists: Iterable[OldList], texts: list[Placed], slugs: Slugs = DEFAULT) -> Iterator[tuple[str, str]]:
    """Yield each old list or feed with the nearest one that the new site has."""
    topics, authors, years = _names(texts, slugs)
    for old in lists:
        slug = slugs.of_topic(old.name) if old.kind is List.TOPIC else slugify(old.name)
        is_known = slug in {List.TOPIC: topics, List.AUTHOR: authors, List.YEAR: years}.get(old.kind, ())
        new = _nearest(old, slug, is_known=is_known)
        if old.is_feed:
            new = urls.calendar_of(new) if old.kind is List.SEMINARS else urls.atom_of(new)
        yield old.address, f"/{new}"


def _nearest(old: OldList, slug: str, *, is_known: bool) -> str:
    """Return the list of the same kind and name, if the site has posts for it; else that of all."""
    if old.kind is List.SEMINARS:
        return urls.SEMINARS.url()
    if old.kind is List.PAGES and not old.is_feed:
        return urls.HOME.url()
    if not is_known:
        return urls.POSTS.url()
    if old.kind is List.AUTHOR:
        return (urls.AUTHOR if old.is_feed else urls.PERSON).url(slug=slug)
    return urls.TOPIC.url(slug=slug) if old.kind is List.TOPIC else urls.YEAR.url(year=old.name)


def _names(texts: Iterable[Placed], slugs: Slugs) -> tuple[set[str], set[str], set[str]]:
    """Return the slugs of topics and authors, and the years, that have a list here."""
    public = [one for one in texts if one.text.status == "" and one.text.section == "posts" and not one.is_translation]
    topics = {slugs.of_topic(topic) for one in public for topic in one.text.topics}
    authors = {slugify(author) for one in public for author in one.text.authors}
    years = {str(one.text.date.year) for one in public if one.text.date and not isinstance(one.text.date, str)}
    return topics, authors, years


def own_lists(texts: Iterable[Placed], slugs: Slugs = DEFAULT) -> Iterator[str]:
    """Yield the addresses of the lists that our site has of these texts, and of their feeds."""
    topics, authors, years = _names(texts, slugs)
    feeds = [
        urls.POSTS.url(),
        *(urls.TOPIC.url(slug=one) for one in topics),
        *(urls.YEAR.url(year=one) for one in years),
    ]
    yield from (urls.HOME.url(), urls.ARCHIVE.url(), urls.SUBSCRIBE.url(), urls.SEARCH.url(), urls.SEMINARS.url())
    yield from (urls.PERSON.url(slug=one) for one in authors)
    yield urls.calendar_of(urls.SEMINARS.url())
    yield from feeds
    for url in (*feeds, *(urls.AUTHOR.url(slug=one) for one in authors)):
        yield from (urls.atom_of(url), urls.rss_of(url), urls.json_feed_of(url))


def moved_lists(
    lists: Mapping[str, str], texts: Iterable[Placed], aliases: Mapping[PurePosixPath, tuple[str, ...]]
) -> Mapping[str, str]:
    """Return the old lists that neither a text nor the new site itself has at their address, as the file has them."""
    own = {urls.file_of(one.url) for one in texts} | {"/", urls.INDEX}
    own |= {urls.file_of(alias_path(alias)) for several in aliases.values() for alias in several}
    found: dict[str, str] = {}
    for old, new in lists.items():
        path = alias_path(encoded(old.partition("?")[0]))
        is_there = urls.file_of(path) in own or (urls.is_made(path) and "page" not in path.split("/"))
        if "?" in old or not is_there:
            found[literal(old)] = new
    return found
