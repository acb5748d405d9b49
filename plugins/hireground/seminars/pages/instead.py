"""Choose where a visitor goes from a date that nobody can have any more: the next one, the series, what is coming."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hireground import urls
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.views import SessionView
from hireground.seminars.pages.wording import Wording

OFFERED = frozenset(
    {
        RegistrationState.UNANNOUNCED,
        RegistrationState.WALK_IN,
        RegistrationState.NOT_YET_OPEN,
        RegistrationState.OPEN,
        RegistrationState.FEW_PLACES,
    }
)
"""States in which a date is worth being sent to from another one."""
NEAR = dt.timedelta(days=300)
"""Within these, a day and a month are one date; js/live.js has the same number."""


def next_date(missed: SessionView, coming: Sequence[SessionView], siteurl: str, wording: Wording) -> Link | None:
    """Return a link to the first date that can still be had, one after the missed date if there is any."""
    there = (view for view in coming if view is not missed and view.session.has_day)
    offered = [view.session for view in there if view.state in OFFERED]
    later = [one for one in offered if one.start > missed.session.start]
    if not offered:
        return None
    session = (later or offered)[0]
    is_near = abs(session.start - missed.session.start) < NEAR
    day = wording.short_day(session.start) if is_near else wording.day(session.start)
    return Link("next", f"{siteurl}/{session.url}", wording.gettext("Next date: {day}").format(day=day))


@dataclass(frozen=True)
class Elsewhere:
    """Which seminars have dates to come: of each series by its address, and of the whole site."""

    by_series: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]

    def link(self, session: Session, siteurl: str, wording: Wording) -> Link | None:
        """Return a link to what other seminars offer: those of the same series, else all of them."""
        url = urls.SERIES.url(slug=session.series_slug) if session.series else ""
        if self.by_series.get(url, frozenset()) - {session.seminar_id}:
            words = wording.gettext("All dates of {series}").format(series=session.series)
            return Link("next", f"{siteurl}/{url}", words)
        if self.everywhere - {session.seminar_id}:
            return Link("next", f"{siteurl}/{urls.SEMINARS.url()}", wording.gettext("All coming seminars"))
        return None


def elsewhere(coming: Sequence[SessionView]) -> Elsewhere:
    """Find which seminars have dates to come; those that are off are none."""
    by_series: dict[str, set[str]] = {}
    there = [view.session for view in coming if not view.is_off]
    for session in there:
        if session.series:
            by_series.setdefault(urls.SERIES.url(slug=session.series_slug), set()).add(session.seminar_id)
    frozen = {url: frozenset(found) for url, found in by_series.items()}
    return Elsewhere(frozen, frozenset(session.seminar_id for session in there))
