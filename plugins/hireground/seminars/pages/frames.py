"""Describe the pages that other sites show within theirs: the coming dates of a seminar or of a list, and no more."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import Kind
from hireground.seminars.pages.views import block_groups

MOST = 12
"""Dates that one frame shows; whoever wants more follows its link."""


class Framed(NamedTuple):
    """What a frame shows: its title, the page and the calendar that it leads to, and dates."""

    title: str
    url: str
    ics_url: str
    sessions: Sequence[Session]


def frame_pages(seminars: Sequence[Seminar], context: RenderContext, sitename: str) -> Iterator[Output]:
    """Yield a page for each seminar and each list but months, which pass."""
    summaries = {seminar.slug: seminar.summary for seminar in seminars}
    for seminar in seminars:
        yield seminar_frame(seminar, context, sitename)
    for one in context.listings:
        if one.kind is not Kind.MONTH:
            title = sitename if one.kind is Kind.ALL else one.name
            yield _frame(Framed(title, one.url, one.ics_url, one.sessions), summaries, context)


def seminar_frame(seminar: Seminar, context: RenderContext, sitename: str) -> Output:
    """Make the page of a seminar, in the words of the context's language."""
    framed = Framed(sitename, seminar.url, urls.calendar_of(seminar.url), seminar.sessions)
    return _frame(framed, {seminar.slug: seminar.summary}, context)


def _frame(framed: Framed, summaries: Mapping[str, str], context: RenderContext) -> Output:
    shown = _shown(framed.sessions, framed.ics_url, summaries, context)
    value = {"title": framed.title, "page_url": framed.url, **shown}
    return Output(urls.file_of(urls.FRAME.url(path=framed.url)), "frame", value)


def _shown(
    sessions: Sequence[Session], ics_url: str, summaries: Mapping[str, str], context: RenderContext
) -> dict[str, Any]:
    coming, calendar = context.coming(sessions), f"{context.siteurl}/{ics_url}"
    webcal = f"webcal://{calendar.partition('://')[2]}"
    return {
        "groups": block_groups(coming[:MOST], summaries, context.siteurl, context.wording),
        "ics_href": calendar,
        "subscribe_href": webcal if context.siteurl else calendar,
        "has_more": len(coming) > MOST,
    }
