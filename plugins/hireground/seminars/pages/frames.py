"""Describe the pages that other sites show within theirs: the coming dates of a seminar or of a list, and no more."""

from collections.abc import Iterator, Sequence

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import Kind
from hireground.seminars.pages.views import SessionView, block_groups

MOST = 12
"""Dates that one frame shows; whoever wants more follows its link."""


def frame_pages(seminars: Sequence[Seminar], context: RenderContext, sitename: str) -> Iterator[Output]:
    """Yield a page for each seminar and each list but months, which pass."""
    summaries = {seminar.slug: seminar.summary for seminar in seminars}
    for seminar in seminars:
        yield _frame(sitename, seminar.url, context.coming(seminar.sessions), summaries, context)
    for listing in context.listings:
        if listing.kind is not Kind.MONTH:
            name = sitename if listing.kind is Kind.ALL else listing.name
            yield _frame(name, listing.url, context.coming(listing.sessions), summaries, context)


def _frame(
    title: str, url: str, coming: Sequence[SessionView], summaries: dict[str, str], context: RenderContext
) -> Output:
    calendar = f"{context.siteurl}/{urls.calendar_of(url)}"
    webcal = f"webcal://{calendar.partition('://')[2]}"
    value = {
        "title": title,
        "groups": block_groups(coming[:MOST], summaries, context.siteurl, context.wording),
        "ics_href": calendar,
        "subscribe_href": webcal if context.siteurl else calendar,
        "page_url": url,
        "has_more": len(coming) > MOST,
    }
    return Output(urls.file_of(urls.FRAME.url(path=url)), "frame", value)
