"""Write the titles of what is coming and of the newest posts, by which the search page answers at once."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from hireground.blog.model import Post
from hireground.markdown.extensions import typeset
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.found import found_dates
from hireground.seminars.pages.views import SessionView, leading
from hireground.seminars.pages.wording import Wording

LARGEST, SEMINARS = 36_000, 24_000
"""Bytes of the index, some 11 kB on their way, and those that seminars may have of it."""
MOST = 150
"""Posts that are looked at: more never fit."""


@dataclass(frozen=True)
class Titled:
    """A seminar or a post as the search page finds it: `meta` are the values that its own page gives to the search."""

    url: str
    summary: str
    meta: tuple[tuple[str, str], ...]

    @property
    def data(self) -> dict[str, object]:
        """What a script reads, in the form that the search's index has."""
        content = self.summary.replace("<", "&lt;").replace(">", "&gt;")
        return {"url": self.url, "content": content, "meta": dict(self.meta)}


@dataclass(frozen=True)
class Titles:
    """What an index of titles holds at most, what matters first standing first."""

    seminars: tuple[Titled, ...]
    posts: tuple[Titled, ...]


def titles_of(
    seminars: Iterable[Seminar],
    posts: Iterable[Post],
    views: Mapping[str, SessionView],
    wording: Wording,
    language: str,
) -> Titles:
    """Return the seminars that have dates to come, the next one first, and the newest posts, all in one language."""
    dated = []
    for seminar in seminars:
        of_seminar = [views[session.uid] for session in seminar.sessions]
        coming = [view for view in of_seminar if not view.is_past]
        if coming and not seminar.is_draft and (seminar.lang or language) == language:
            dated.append((coming[0].session.sorted_at, seminar.slug, _seminar(seminar, of_seminar, coming, language)))
    newest = (post for post in posts if post.is_public and (post.lang or language) == language)
    shown = tuple(_post(post, wording, language) for post in islice(newest, MOST))
    return Titles(tuple(titled for _start, _slug, titled in sorted(dated, key=lambda one: one[:2])), shown)


def titles_file(titles: Titles) -> bytes:
    """Write as many as there is room for, as JSON."""
    seminars = [*_fitting(titles.seminars, SEMINARS)]
    posts = _fitting(titles.posts, LARGEST - sum(len(one) + 2 for one in seminars))
    return b"[" + b",\n".join([*seminars, *posts]) + b"]\n"


def _fitting(several: Iterable[Titled], room: int) -> Iterator[bytes]:
    room -= 1  # for the line that ends it all
    for one in several:
        data = json.dumps(one.data, ensure_ascii=False, separators=(",", ":")).encode()
        room -= len(data) + 2
        if room < 0:
            return
        yield data


def _seminar(seminar: Seminar, views: Sequence[SessionView], coming: Sequence[SessionView], language: str) -> Titled:
    lead = leading(views)
    dates = [date.data for date in found_dates(coming, ())]
    said = {
        "kind": "seminar",
        "until": lead.session.end.isoformat(),
        "ends": max(view.session.end for view in views).isoformat(),
        "where": lead.where,
        "dates": json.dumps(dates, ensure_ascii=False, separators=(",", ":")),
    }
    return _titled(seminar, said, language)


def _post(post: Post, wording: Wording, language: str) -> Titled:
    return _titled(post, {"kind": "post", "date": wording.date(post.date)}, language)


def _titled(one: Seminar | Post, said: Mapping[str, str], language: str) -> Titled:
    meta = {"title": typeset(one.title, language), **said}
    return Titled(one.url, typeset(one.summary, language), tuple(meta.items()))
