"""Choose the one thing that a reader is shown after a post, and which related posts stand beside it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from hireground.blog.model import NextKind, NextRead, Post, SeriesPlace
from hireground.seminars.model.model import CALLED_OFF, Seminar

MOST_RELATED = 3
"""Related posts on a page, the one to read next aside."""


def next_read(
    series: SeriesPlace | None, seminars: Iterable[Seminar], posts: Iterable[Post | None], now: dt.datetime
) -> NextRead | None:
    """Return the next part of the series, else the first seminar with a date to come, else the first of `posts`."""
    if series and series.next:
        return NextRead(kind=NextKind.PART, shown=series.next)
    for seminar in seminars:
        if any(one.has_day and one.end > now and one.status not in CALLED_OFF for one in seminar.sessions):
            return NextRead(kind=NextKind.SEMINAR, shown=seminar)
    return next((NextRead(kind=NextKind.POST, shown=post) for post in posts if post), None)


def beside(like: Sequence[Post], elsewhere: Iterable[Post | Seminar | None]) -> tuple[Post, ...]:
    """Return the related posts that a page does not link to elsewhere."""
    linked = {one.url for one in elsewhere if one}
    return tuple(post for post in like if post.url not in linked)[:MOST_RELATED]
