"""Describe the files that tell other programs of dates: the feed of changes, and the texts for social networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hireground import urls
from hireground.announce.social import card_of, social
from hireground.output import Output, as_it_is
from hireground.seminars.calendar import changes_feed
from hireground.seminars.calendar.history import notices
from hireground.seminars.pages.listings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hireground.build.plan import Plan


def news_of_dates(plan: Plan) -> Iterator[Output]:
    """Yield the feed and the texts; a site without an address has no texts, since each needs a link."""
    yield changes(plan)
    if plan.site.settings.siteurl:
        texts = social(
            plan.site, plan.resources.wording, lambda url: card_of(url, plan.resources.cards, plan.cards, plan.site)
        )
        yield Output(urls.SOCIAL.url(), as_it_is, texts)


def changes(plan: Plan) -> Output:
    """Return the feed of what became of dates."""
    site, settings = plan.site, plan.site.settings
    shown = {one.uid: one for one in plan.context.having(Kind.ALL)[0].sessions}
    found = notices(settings.root, settings.content / "seminars", site.defaults, shown, site.midnight)
    feed = changes_feed.FeedSource(
        siteurl=settings.siteurl, sitename=settings.sitename, namespace=settings.seminars.uid_namespace,
        wording=plan.resources.wording, sessions=shown,
    )  # fmt: skip
    return Output(changes_feed.PATH, as_it_is, changes_feed.atom(found, feed))
