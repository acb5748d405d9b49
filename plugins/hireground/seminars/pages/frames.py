"""Describe the pages that other sites show within theirs: the coming dates of a seminar or of a list, and no more."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import Kind
from hireground.seminars.pages.views import block_groups

MOST = 12
"""Dates that one frame shows; whoever wants more follows its link."""


def frame_pages(seminars: Sequence[Seminar], context: RenderContext, sitename: str) -> Iterator[Output]:
    """Yield a page for each seminar and each list but months, which pass."""
    summaries = {seminar.slug: seminar.summary for seminar in seminars}
    framed = [(sitename, one.url, urls.calendar_of(one.url), one.sessions) for one in seminars]
    framed += [
        (sitename if one.kind is Kind.ALL else one.name, one.url, one.ics_url, one.sessions)
        for one in context.listings
        if one.kind is not Kind.MONTH
    ]
    for title, url, ics_url, sessions in framed:
        value = {"title": title, "page_url": url, **_shown(sessions, ics_url, summaries, context)}
        yield Output(urls.file_of(urls.FRAME.url(path=url)), "frame", value)


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
