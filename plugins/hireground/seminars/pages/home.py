"""Choose what the home page shows: the next date that can be had, a row for each other seminar, recordings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hireground.seminars.pages.instead import OFFERED
from hireground.seminars.pages.views import SessionView

SEMINARS, DATES, ALSO, ROWS, RECORDINGS = 7, 14, 3, 3, 3
"""Seminars and dates that the page holds; further dates that a row names; rows and recordings that it shows."""


@dataclass(frozen=True)
class HomeRow:
    """A date in the list; `others` are further dates of its seminar. One that `is_further` shows itself later."""

    view: SessionView
    others: tuple[SessionView, ...]
    is_further: bool


@dataclass(frozen=True)
class Home:
    """What the home page shows; `lead` is None without a date to come, `has_seminars` false without any date at all."""

    lead: HomeRow | None
    rows: tuple[HomeRow, ...]
    recordings: tuple[SessionView, ...]
    has_seminars: bool


def home(coming: Sequence[SessionView], past: Iterable[SessionView]) -> Home:
    """Choose from the dates to come, in order of time, and those that are over, the newest first.

    What is off is left out, since the list of all dates says it.
    The script of the page makes the same choice again as dates end and registrations close (`arrange` of js/live.js).
    """
    past, open_dates = tuple(past), [view for view in coming if not view.is_off and view.session.has_day]
    by_seminar: dict[str, list[SessionView]] = {}
    for view in open_dates:
        by_seminar.setdefault(view.session.seminar_slug, []).append(view)
    firsts = [dates[0].session.uid for dates in by_seminar.values()][:SEMINARS]
    held = {*firsts, *(view.session.uid for view in open_dates[: DATES - len(firsts)])}
    views = [view for view in open_dates if view.session.uid in held]
    lead = leading(views)
    seen = {lead.session.seminar_slug} if lead else set()
    rows = []
    for view in views:
        is_further = view.session.seminar_slug in seen or len(seen) > ROWS
        if not is_further:
            seen.add(view.session.seminar_slug)
        rows.append(HomeRow(view, _others(view, by_seminar), is_further))
    first = HomeRow(lead, _others(lead, by_seminar), is_further=False) if lead else None
    recorded = [view for view in past if view.session.recording and view.action]
    return Home(first, tuple(rows), tuple(recorded[:RECORDINGS]), bool(coming or past))


def leading(views: Sequence[SessionView]) -> SessionView | None:
    """Return the first date that can be had, else the first that can be added to a calendar, else the first."""
    offered = (view for view in views if view.state in OFFERED)
    addable = (view for view in views if view.can_be_added)
    return next(offered, None) or next(addable, None) or (views[0] if views else None)


def _others(view: SessionView, by_seminar: dict[str, list[SessionView]]) -> tuple[SessionView, ...]:
    dates = by_seminar[view.session.seminar_slug]
    later = [one for one in dates if one.session.start > view.session.start and one.can_be_added]
    return tuple(later[:ALSO])
