"""Say which lists and feeds a Jekyll site had: those of its usual plugins, and pages that a template alone made."""

from collections.abc import Iterable, Iterator, Mapping

from hireground.importing.addresses.permalinks import address_of, jekyll_name
from hireground.importing.fields import names_of, small_number, words_of
from hireground.importing.model import List, OldList, SourceText
from hireground.importing.reading import Value

PER_PAGE = 10
FEEDS = ("/feed.xml", "/atom.xml", "/rss.xml", "/feed/", "/index.xml")
TERMS = (("tag", "tags"), ("category", "categories"))


def jekyll_lists(texts: Iterable[SourceText], said: Mapping[str, Value], made: Iterable[OldList]) -> Iterator[OldList]:
    """Yield the lists; `made` are pages of the site that are nothing but lists."""
    posts = [one for one in texts if one.section == "posts" and one.status != "draft"]
    made = list(made)
    yield from made
    yield from _feeds(said)
    yield from _numbered(len(posts), said, made)
    topics = sorted({topic for one in posts for topic in one.topics})
    for folder in (folder for names in TERMS for folder in names):
        yield OldList(f"/{folder}/", List.POSTS)
        yield from (OldList(f"/{folder}/{jekyll_name(topic)}/", List.TOPIC, topic) for topic in topics)
    for author in sorted({author for one in posts for author in one.authors}):
        yield OldList(f"/author/{jekyll_name(author)}/", List.AUTHOR, author)
    yield from _archives(posts, topics, said)


def _feeds(said: Mapping[str, Value]) -> Iterator[OldList]:
    yield from (OldList(feed, List.POSTS, is_feed=True) for feed in FEEDS)
    feed = said.get("feed")
    settings = feed if isinstance(feed, dict) else {}
    if path := words_of(settings.get("path")):
        yield OldList(address_of(f"/{path.lstrip('/')}"), List.POSTS, is_feed=True)
    for name in names_of(settings.get("categories")):
        yield OldList(f"/feed/{name}.xml", List.TOPIC, name, is_feed=True)


def _numbered(posts: int, said: Mapping[str, Value], made: list[OldList]) -> Iterator[OldList]:
    """Yield the further pages of lists, by the older plugin or by the newer one, which has a group of settings."""
    newer = said.get("pagination")
    settings = newer if isinstance(newer, dict) else {}
    size = words_of(said.get("paginate")) or words_of(settings.get("per_page"))
    if not size:
        return
    older, pattern = words_of(said.get("paginate_path")), words_of(settings.get("permalink"))
    patterns = [older] if older else ["/page:num/"] if not settings else []
    bases = ("", *(one.address.rstrip("/") for one in made if one.address.endswith("/")))
    patterns += [f"{base}/{(pattern or '/page/:num/').strip('/')}" for base in bases] if settings else []
    for one in patterns:
        for number in range(2, (posts - 1) // (small_number(size) or PER_PAGE) + 2):
            address = f"/{one.replace(':num', str(number)).strip('/')}"
            yield OldList(address if address.endswith(".html") else f"{address}/", List.POSTS)


def _archives(posts: list[SourceText], topics: list[str], said: Mapping[str, Value]) -> Iterator[OldList]:
    """Yield the lists of years, months and days, and of topics where a pattern says how they are called."""
    group = said.get("jekyll-archives")
    settings = group if isinstance(group, dict) else {}
    patterns = settings.get("permalinks")
    said_so = {name: words_of(one) for name, one in patterns.items()} if isinstance(patterns, dict) else {}
    days = sorted({f"{one.shown_date:%Y-%m-%d}" for one in posts if one.shown_date})
    for kind, usual in (("year", "/:year/"), ("month", "/:year/:month/"), ("day", "/:year/:month/:day/")):
        if kind == "year" or group:
            pattern = said_so.get(kind, usual)
            for year, month, day in (one.split("-") for one in days):
                address = pattern.replace(":year", year).replace(":month", month).replace(":day", day)
                yield OldList(address_of(address), List.YEAR, year)
    for kind in ("tag", "category"):
        if pattern := said_so.get(kind, ""):
            yield from (
                OldList(address_of(pattern.replace(":name", jekyll_name(one))), List.TOPIC, one) for one in topics
            )
