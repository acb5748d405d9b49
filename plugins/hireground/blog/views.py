"""Work out what the page of each post shows beside its text."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from hireground import urls
from hireground.blog.listings import series_places
from hireground.blog.model import Post, PostSite, PostView, SeriesPlace
from hireground.blog.next_read import beside, next_read
from hireground.blog.related import related
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.people import Person

MOST_LIKE = 8
"""Posts alike that are looked for, since some of them may be linked on the page already."""


@dataclass(frozen=True, kw_only=True)
class PostViews:
    """What the views of posts are made from; `mentions` has the slugs of the seminars that a post's address names."""

    site: PostSite
    people: Mapping[str, Person]
    seminars: Mapping[str, Seminar]
    mentions: Mapping[str, Sequence[str]]
    now: dt.datetime

    def listed(self, posts: Sequence[Post], tocs: Mapping[str, str]) -> dict[str, PostView]:
        """Return the view of each post of a list, by address; `posts` are newest first."""
        places, like = series_places(posts), self._related([post for post in posts if post.is_public])
        newer = {post.url: before for before, post in pairwise(posts)}
        older = {post.url: after for post, after in pairwise(posts)}
        return {
            post.url: self.view(
                post,
                tocs[post.url],
                series=places.get(post.slug),
                like=like.get(post.url, ()),
                newer=newer.get(post.url),
                older=older.get(post.url),
            )
            for post in posts
        }

    def view(  # noqa: PLR0913 -- each is a part of the page
        self,
        post: Post,
        toc: str,
        *,
        series: SeriesPlace | None = None,
        like: tuple[Post, ...] = (),
        newer: Post | None = None,
        older: Post | None = None,
    ) -> PostView:
        """Return the view of one post."""
        seminars = tuple(self.seminars[slug] for slug in self.mentions.get(post.url, ()) if slug in self.seminars)
        parts = series.posts if series else ()
        own = tuple(one for one in like if one not in parts)
        following = next_read(series, seminars, (*own, older, newer), self.now)
        return PostView(
            site=self.site,
            post=post,
            toc=toc,
            authors=self._authors(post),
            series=series,
            next=following,
            related=beside(own, (following.shown if following else None, newer, older)),
            seminars=seminars,
            newer=newer,
            older=older,
        )

    def _authors(self, post: Post) -> tuple[Person, ...]:
        slugs = ((author.name, urls.slug_of(author.url)) for author in post.authors)
        return tuple(self._by_slug.get(slug) or known_by_name(name, slug) for name, slug in slugs)

    @cached_property
    def _by_slug(self) -> Mapping[str, Person]:
        return {one.slug: one for one in self.people.values()}

    def _related(self, posts: Sequence[Post]) -> Mapping[str, tuple[Post, ...]]:
        by_url = {post.url: post for post in posts}
        features = {post.url: [*self._features(post)] for post in posts}
        like = related(features, tuple(by_url), MOST_LIKE)
        return {url: tuple(by_url[other] for other in others) for url, others in like.items()}

    def _features(self, post: Post) -> Sequence[str]:
        topics = [f"topic {tag.url}" for tag in post.tags]
        series = [f"series {post.series.url}"] if post.series else []
        return [*topics, *series, *(f"seminar {slug}" for slug in self.mentions.get(post.url, ()))]


@cache
def known_by_name(name: str, slug: str) -> Person:
    """Return a person of whom only the name is known: the same for all posts."""
    return Person(name=name, slug=slug)
