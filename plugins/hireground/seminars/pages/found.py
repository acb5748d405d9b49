"""Say by which words a search finds the dates of a seminar, and what it shows of each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.links import TAKING
from hireground.seminars.pages.listings import Flag
from hireground.seminars.pages.views import SessionView

COMING, PAST = 60, 30
"""Dates that a search knows of a seminar: those to come, and the newest of those that are over."""
SAID = {
    RegistrationState.CANCELLED: "cancelled", RegistrationState.POSTPONED: "postponed",
    RegistrationState.FULL: "full", RegistrationState.WAITING_LIST: "full",
}  # fmt: skip
"""What a date says of itself wherever it is found."""


@dataclass(frozen=True)
class FoundDate:
    """One date as a search knows it: `flags` are what it is asked for by (`free`), and `where` is the place in words.

    `days` are written `20261208`, a word that no text has, so that it says where the text ends; `title` is empty where
    it is the seminar's.
    """

    slug: str
    ends: str
    flags: tuple[str, ...]
    days: tuple[str, ...]
    words: str
    where: str
    title: str

    @property
    def spans(self) -> tuple[str, ...]:
        """The days, and their months: what a search narrows to."""
        return (*self.days, *dict.fromkeys(day[:6] for day in self.days))

    @property
    def data(self) -> tuple[str, ...]:
        """The date as a script reads it."""
        return self.slug, self.ends, " ".join(self.flags), " ".join(self.days), self.where, self.title


def found_dates(coming: Sequence[SessionView], past: Sequence[SessionView]) -> tuple[FoundDate, ...]:
    """Return what a search knows of the dates to come, in order of time, and of those that are over, newest first."""
    views = [view for view in (*coming[:COMING], *past[:PAST]) if view.session.has_day]
    return tuple(_found(view) for view in views)


def _found(view: SessionView) -> FoundDate:
    session = view.session
    flags = {flag.value for flag in view.flags if view.is_past or flag is not Flag.RECORDING}
    flags |= {Flag.OPEN.value} if view.state in TAKING | {RegistrationState.WALK_IN} else set()
    flags |= {SAID[view.state]} if view.state in SAID else set()
    return FoundDate(
        session.slug, session.end.isoformat(), tuple(sorted(flags)),
        tuple(f"{day:%Y%m%d}" for day in _days(session.start.date(), session.last_day)),
        view.days, view.where, session.title if session.title != session.seminar_title else "",
    )  # fmt: skip


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the days from one to another, no more than two weeks of them."""
    number = min((last - first).days, 13)
    return [first + dt.timedelta(days=more) for more in range(number + 1)]
