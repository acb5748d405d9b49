"""A post ends with one thing to read next, and no other link on its page leads there again."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from examples import NOW, SITENAME, SITEURL, seminar_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.blog.model import NextKind, Post, PostSite, PostView, Term
from hireground.blog.views import PostViews

TOPICS = ("networking", "resumes", "offers")
COMING = seminar_of("---\ntitle: Coming\nsummary: S.\nsessions:\n  - 2026-12-05 09:00\n---\n", "coming")
OVER = seminar_of("---\ntitle: Over\nsummary: S.\nsessions:\n  - 2026-10-05 09:00\n---\n", "over")
OFF = seminar_of(
    "---\ntitle: Off\nsummary: S.\nsessions:\n  - start: 2026-12-05 09:00\n    status: cancelled\n---\n", "off"
)
SEMINARS = {one.slug: one for one in (COMING, OVER, OFF)}


def post(number: int, topics: tuple[str, ...] = (), series: str | None = None) -> Post:
    return Post(
        slug=f"p{number}", url=f"posts/p{number}/", save_as=f"posts/p{number}/index.html", title=f"Post {number}",
        summary="S.", date=dt.datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")) + dt.timedelta(days=number), modified=None,
        lang="en", authors=(), tags=tuple(Term(name, f"topics/{name}/") for name in topics),
        series=Term(series, f"posts/series/{series}/") if series else None, image=None,
        minutes=1, is_draft=False, is_scheduled=False, is_public=True,
    )  # fmt: skip


def views(posts: list[Post], mentions: dict[str, tuple[str, ...]]) -> dict[str, PostView]:
    newest_first = sorted(posts, key=lambda one: one.date, reverse=True)
    made = PostViews(
        site=PostSite(SITEURL, SITENAME, "E-mail"), people={}, seminars=SEMINARS, now=NOW,
        mentions={one.url: mentions.get(one.slug, ()) for one in posts},
    )  # fmt: skip
    return {one.post.slug: one for one in made.listed(newest_first, dict.fromkeys((p.url for p in posts), "")).values()}


POSTS = [
    post(1, ("networking",), "Search"),
    post(2, ("networking",), "Search"),
    post(3, ("networking", "resumes")),
    post(4, ("resumes",)),
    post(5),
]
MENTIONS = {"p1": ("coming",), "p2": ("over", "coming"), "p3": ("over", "off"), "p4": ()}


@pytest.mark.parametrize(
    ("slug", "kind", "url"),
    [
        ("p1", NextKind.PART, "posts/p2/"),  # a part comes before a seminar
        ("p2", NextKind.SEMINAR, "seminars/coming/"),  # and the seminar that can be had before one that is over
        ("p3", NextKind.POST, "posts/p2/"),  # no date to come: what shares most, a seminar too
        ("p4", NextKind.POST, "posts/p3/"),
        ("p5", NextKind.POST, "posts/p4/"),  # nothing alike: the post before it
    ],
)
def test_what_is_read_next(slug: str, kind: NextKind, url: str) -> None:
    following = views(POSTS, MENTIONS)[slug].next
    assert following is not None
    assert (following.kind, following.shown.url) == (kind, url)


def test_a_post_alone_has_nothing_next() -> None:
    assert views([post(1, ("networking",))], {})["p1"].next is None


facts: Any = st.tuples(
    st.lists(st.sampled_from(TOPICS), unique=True).map(tuple), st.sampled_from([None, "Search", "Offer"])
)


@given(st.lists(facts, max_size=12), st.dictionaries(st.integers(0, 12), st.lists(st.sampled_from([*SEMINARS]))))
def test_no_post_is_linked_twice_below_a_text(given_facts: list[Any], named: dict[int, list[str]]) -> None:
    posts = [post(number, *each) for number, each in enumerate(given_facts)]
    for view in views(posts, {f"p{number}": tuple(slugs) for number, slugs in named.items()}).values():
        shown = [view.next.shown.url] if view.next else []
        assert len(posts) == 1 or shown
        around = [one.url for one in (view.newer, view.older) if one and one.url not in shown]
        linked = [*shown, *around, *(one.url for one in view.related)]
        assert len(linked) == len(set(linked))
        assert view.post.url not in linked
        parts = {one.url for one in view.series.posts} if view.series else set()
        assert parts.isdisjoint(one.url for one in view.related)
        assert view.like[len(view.like) - len(view.related) :] == view.related
