"""Group posts into listings, and number the pages of each from the oldest end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from hireground import urls
from hireground.blog.model import Pager, Post, PostListing, SeriesPlace, Term
from hireground.seminars.model.people import Person
from hireground.slugs import Slugs

PER_PAGE = 20


def post_listings(posts: Sequence[Post], people: Mapping[str, Person], title: str) -> tuple[PostListing, ...]:
    """Return every listing of `posts`, which are newest first; `title` names the one that has all."""
    return (
        PostListing(kind="posts", name=title, url=urls.POSTS.url(), posts=tuple(posts)),
        *_grouped("topic", posts, lambda post: ((tag.url, tag.name) for tag in post.tags)),
        *_people(posts, people),
        *_grouped("archive", posts, lambda post: [(urls.YEAR.url(year=post.date.year), str(post.date.year))]),
    )


def _grouped(
    kind: str, posts: Iterable[Post], keys: Callable[[Post], Iterable[tuple[str, str]]]
) -> Iterator[PostListing]:
    groups: defaultdict[str, list[Post]] = defaultdict(list)
    names: dict[str, str] = {}
    for post in posts:
        for url, name in keys(post):
            names.setdefault(url, name)
            groups[url].append(post)
    for url in sorted(groups):
        yield PostListing(kind=kind, name=names[url], url=url, posts=tuple(groups[url]))


def _people(posts: Iterable[Post], people: Mapping[str, Person]) -> Iterator[PostListing]:
    by_slug = {one.slug: one for one in people.values()}
    for listing in _grouped("person", posts, lambda post: ((author.url, author.name) for author in post.authors)):
        slug = urls.slug_of(listing.url)
        person = by_slug.get(slug) or Person(name=listing.name, slug=slug)
        yield replace(listing, person=person, kept_at=urls.AUTHOR.url(slug=slug))


def pages(listing: PostListing, per_page: int = PER_PAGE) -> Iterator[tuple[str, tuple[Post, ...], Pager]]:
    """Yield address, posts and pager of each page.

    Page 1 has the oldest posts, and a numbered page never changes: a new post changes only the page that a reader sees
    first, which has the newest `per_page` posts and up to as many more.
    """
    posts = listing.posts
    numbered = max(0, len(posts) // per_page - 1)
    newest = len(posts) - numbered * per_page
    addresses = [urls.numbered(listing.url, number) for number in range(1, numbered + 1)]
    older = addresses[-1] if addresses else None
    yield listing.url, posts[:newest], Pager(numbered + 1, numbered + 1, None, older)
    for number, address in enumerate(addresses, 1):
        end = len(posts) - (number - 1) * per_page
        newer = addresses[number] if number < numbered else listing.url
        pager = Pager(number, numbered + 1, newer, addresses[number - 2] if number > 1 else None)
        yield address, posts[end - per_page : end], pager


def series_term(name: str | None, slugs: Slugs) -> Term | None:
    """Return the series that a post is a part of, with the address of its reading list."""
    return Term(name, urls.READING_LIST.url(slug=slugs.of(name))) if name else None


def series_of(posts: Iterable[Post]) -> Mapping[str, tuple[str, Sequence[Post]]]:
    """Return the name and the posts of each series, the oldest first, by the address of its reading list."""
    groups: dict[str, tuple[str, list[Post]]] = {}
    for post in sorted(posts, key=lambda post: (post.date, post.slug)):
        if post.series:
            groups.setdefault(post.series.url, (post.series.name, []))[1].append(post)
    return groups


def series_places(posts: Iterable[Post]) -> Mapping[str, SeriesPlace]:
    """Return where each post of a series stands in it, by slug; the oldest is the first."""
    return {
        post.slug: SeriesPlace(
            name=name,
            url=url,
            number=number + 1,
            posts=tuple(members),
            previous=members[number - 1] if number else None,
            next=members[number + 1] if number + 1 < len(members) else None,
        )
        for url, (name, members) in series_of(posts).items()
        for number, post in enumerate(members)
    }


def posts_about(posts: Iterable[Post], mentions: Mapping[str, Iterable[str]]) -> Mapping[str, Sequence[Post]]:
    """Return the public posts that mention each seminar, by its slug; `mentions` are by a post's address."""
    about: defaultdict[str, list[Post]] = defaultdict(list)
    for post in posts:
        if post.is_public:
            for slug in mentions[post.url]:
                about[slug].append(post)
    return about
