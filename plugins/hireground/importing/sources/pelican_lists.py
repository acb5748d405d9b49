"""Say which lists and feeds a Pelican site made: of tags, categories, authors and dates, with all their pages."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from hireground.importing.addresses.permalinks import address_of, filled_fields
from hireground.importing.dates import Moment
from hireground.importing.model import List, OldList
from hireground.importing.sources.pelican_settings import Settings, pelican_slug

FEEDS = ("ATOM", "RSS")
DATES = (("YEAR", "%Y"), ("MONTH", "%Y-%m"), ("DAY", "%Y-%m-%d"))


@dataclass(frozen=True)
class Post:
    """What a list is made of."""

    tags: tuple[str, ...]
    category: str
    authors: tuple[str, ...]
    date: Moment | None
    lang: str


def pelican_lists(posts: list[Post], settings: Settings) -> Iterator[OldList]:
    """Yield the lists and feeds that Pelican makes."""
    for name in ("FEED_ALL", "FEED"):
        yield from _feeds(name, List.POSTS, "", {}, settings)
    languages = {post.lang or settings.text("DEFAULT_LANG") for post in posts}
    for lang in sorted(languages):
        yield from _feeds("TRANSLATION_FEED", List.POSTS, "", {"lang": lang}, settings)
    for name in settings.listed("DIRECT_TEMPLATES"):
        file = settings.text(f"{name.upper()}_SAVE_AS") or f"{name}.html"
        if settings.said.get(f"{name.upper()}_SAVE_AS", file):
            yield OldList(address_of(f"/{file.lstrip('/')}"), List.POSTS)
        if name in {"index", *settings.group("PAGINATED_TEMPLATES"), *settings.listed("PAGINATED_DIRECT_TEMPLATES")}:
            yield from _numbered(file, List.POSTS, "", len(posts), settings)
    yield from _of_group("TAG", List.TOPIC, (tag for post in posts for tag in post.tags), settings)
    yield from _of_group("CATEGORY", List.TOPIC, (post.category for post in posts), settings)
    yield from _of_group("AUTHOR", List.AUTHOR, (name for post in posts for name in post.authors), settings)
    yield from _of_dates(posts, settings)


def _of_group(prefix: str, kind: List, names: Iterable[str], settings: Settings) -> Iterator[OldList]:
    for name, number in sorted(Counter(names).items()):
        slug = {"slug": pelican_slug(name)}
        file = filled_fields(settings.text(f"{prefix}_SAVE_AS"), slug)
        if file:  # without a file there is no such page, whatever its address would be
            page = filled_fields(settings.text(f"{prefix}_URL"), slug) or file
            yield OldList(address_of(f"/{page.lstrip('/')}"), kind, name)
            yield from _numbered(file, kind, name, number, settings)
        yield from _feeds(f"{prefix}_FEED", kind, name, slug, settings)


def _feeds(prefix: str, kind: List, name: str, fields: dict[str, str], settings: Settings) -> Iterator[OldList]:
    for form in FEEDS:
        pattern = settings.text(f"{prefix}_{form}").replace("%s", "{slug}" if "slug" in fields else "{lang}")
        if pattern and (address := filled_fields(pattern, fields)):
            yield OldList(address_of(f"/{address.lstrip('/')}"), kind, name, is_feed=True)


def _of_dates(posts: list[Post], settings: Settings) -> Iterator[OldList]:
    for period, form in DATES:
        pattern = settings.text(f"{period}_ARCHIVE_URL") or settings.text(f"{period}_ARCHIVE_SAVE_AS")
        if not (pattern and settings.text(f"{period}_ARCHIVE_SAVE_AS")):
            continue
        for day in sorted({f"{post.date.strftime(form)}-01-01"[:10] for post in posts if post.date}):
            address = filled_fields(pattern, {"date": dt.date.fromisoformat(day)})
            yield OldList(address_of(f"/{address.lstrip('/')}"), List.YEAR, day[:4])


def _numbered(file: str, kind: List, name: str, posts: int, settings: Settings) -> Iterator[OldList]:
    """Yield the further pages of a list by the patterns of the site, which name its file and its parts."""
    size = settings.said.get("DEFAULT_PAGINATION")
    if not isinstance(size, int) or size <= 0:
        return
    file = f"{file}index.html" if file.endswith("/") or not file else file
    path = PurePosixPath(file)
    whole = path.with_suffix("").as_posix()
    fields = {
        "name": whole, "base_name": path.parent.as_posix().removeprefix("."), "extension": path.suffix, "url": file,
        "save_as": file,
    }  # fmt: skip
    for number in range(2, (posts - 1) // size + 2):
        pattern = settings.pattern_of_page(number)
        address = filled_fields(pattern, {**fields, "number": number})
        yield OldList(address_of(f"/{address.lstrip('/')}"), kind, name)
