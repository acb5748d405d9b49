"""Join the posts and the seminars of each person and of each topic, which have one page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hireground import urls
from hireground.blog.listings import pages
from hireground.blog.model import PostListing
from hireground.blog.schema_org import Described
from hireground.output import Output
from hireground.seminars.model.people import Person
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import Kind, Listing

KINDS = {Kind.SPEAKER: "person", Kind.TOPIC: "topic"}
"""The templates of people and topics."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person or a topic; `kind` is its template's name. It has the addresses of what stands beside its page."""

    kind: str
    name: str
    url: str
    person: Person | None = None
    atom_url: str = ""
    rss_url: str = ""
    ics_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What there is of a person or a topic."""

    subject: Subject
    posts: PostListing | None
    dates: Listing | None


def subjects(post_listings: Iterable[PostListing], session_listings: Iterable[Listing]) -> Iterator[Found]:
    """Yield each person and each topic that has posts, dates or both."""
    posts = {one.url: one for one in post_listings if one.kind in KINDS.values()}
    dates = {one.url: one for one in session_listings if one.kind in KINDS}
    for url in sorted({*posts, *dates}):
        yield _found(url, posts.get(url), dates.get(url))


def _found(url: str, posts: PostListing | None, dates: Listing | None) -> Found:
    kind = posts.kind if posts else KINDS[dates.kind] if dates else ""
    people = [one.person for one in (dates, posts) if one and one.person]
    subject = Subject(
        kind=kind,
        name=posts.name if posts else dates.name if dates else "",
        url=url,
        person=max(people, key=lambda one: len(one.model_fields_set), default=None),
        atom_url=posts.atom_url if posts else "",
        rss_url=posts.rss_url if posts else "",
        ics_url=dates.ics_url if dates else "",
    )
    return Found(subject=subject, posts=posts, dates=dates)


def subject_pages(found: Found, context: RenderContext) -> Iterator[Output]:
    """Yield the pages of a person or a topic, and those that lead there from where they were.

    Older pages have posts alone, so that no date changes them.
    """
    subject, dates = found.subject, found.dates
    coming = context.coming(dates.sessions) if dates else ()
    past = context.past(dates.sessions) if dates else ()
    subscribe = context.subscribe(dates.ics_url, dates.name) if dates else ()
    of_dates = {"upcoming": coming, "past": past, "subscribe": subscribe}
    without = dict.fromkeys(of_dates, ())
    for url, posts, pager in pages(found.posts) if found.posts else ((subject.url, (), None),):
        is_first = pager is None or pager.newer is None
        shown = {"listing": subject, "posts": posts, "pager": pager, "has_dates": is_first and dates is not None}
        described = Described(
            siteurl=context.siteurl, name=subject.name, url=url, home=subject.url, posts=posts,
            dates=coming if is_first else (), person=subject.person,
        )  # fmt: skip
        more = {**(of_dates if is_first else without), "json_ld": described}
        yield Output(urls.file_of(url), subject.kind, {**shown, **more})
    for old, new in old_pages(found):
        yield Output(urls.file_of(old), "redirect", {"target": f"{context.siteurl}/{new}"})


def old_pages(found: Found) -> Iterator[tuple[str, str]]:
    """Yield the addresses that pages had when posts and dates had one each, with those of today."""
    if found.posts and found.posts.kept_at:
        for url, _posts, _pager in pages(found.posts):
            yield found.posts.kept_at + url.removeprefix(found.subject.url), url
    if found.dates:
        yield found.dates.kept_at, found.subject.url
