"""Hold what every page of seminars is made from: the views of all sessions, and the listings."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.calendar_links import subscribe_links
from hireground.seminars.pages.home import Home, home
from hireground.seminars.pages.instead import Elsewhere, elsewhere, next_date
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.listings import Kind, Listing, all_sessions, listings
from hireground.seminars.pages.views import SessionView, session_view
from hireground.seminars.pages.wording import Wording

NEXT_ELSEWHERE = 9
"""Four are shown; each that ends lets a further one up."""


@dataclass(frozen=True, kw_only=True)
class RenderContext:
    """One build's seminars; `views` by UID, which are as of `now`. Where it `cites`, talks have their citations."""

    siteurl: str
    now: dt.datetime
    wording: Wording
    views: Mapping[str, SessionView]
    listings: tuple[Listing, ...]
    cites: bool = False

    def of(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of some sessions."""
        return tuple(self.views[session.uid] for session in sessions)

    def with_sessions(self, sessions: Iterable[Session], now: dt.datetime, wording: Wording) -> "RenderContext":
        """Return the same with some sessions as they are now, in the words of a language."""
        views = {one.uid: session_view(one, now, self.siteurl, wording) for one in sessions}
        return replace(self, wording=wording, views={**self.views, **views})

    def coming(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of those that are not over."""
        return tuple(view for view in self.of(sessions) if not view.is_past)

    @property
    def next_sessions(self) -> tuple[SessionView, ...]:
        """The sessions that a page beside their own is given."""
        return self.coming(self.having(Kind.ALL)[0].sessions)[:NEXT_ELSEWHERE]

    @property
    def home(self) -> Home:
        """What the home page shows of seminars."""
        sessions = self.having(Kind.ALL)[0].sessions
        return home(self.coming(sessions), self.past(sessions))

    def past(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of those that are over, the newest first."""
        return tuple(view for view in reversed(self.of(sessions)) if view.is_past)

    def subscribe(self, path: str, name: str) -> tuple[Link, ...]:
        """Return the links that subscribe to a calendar."""
        return subscribe_links(path, name, self.siteurl, self.wording)

    def next_date(self, missed: SessionView, coming: Sequence[SessionView]) -> Link | None:
        """Return the link to the date that takes a missed one's place, if there is any."""
        return next_date(missed, coming, self.siteurl, self.wording)

    def elsewhere(self, session: Session) -> Link | None:
        """Return the link to what other seminars offer, for when this one offers nothing."""
        return self._elsewhere.link(session, self.siteurl, self.wording)

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        return elsewhere(self.coming(self.having(Kind.ALL)[0].sessions))

    @cached_property
    def _places_in_series(self) -> Mapping[str, tuple[int, int]]:
        """Number the dates of each series by UID; those on which nothing takes place have no number."""
        series = ([view for view in self.of(one.sessions) if not view.is_off] for one in self.having(Kind.SERIES))
        return {view.session.uid: (number, len(views)) for views in series for number, view in enumerate(views, 1)}

    def position_in_series(self, session: Session) -> str:
        """Write which of its series' dates a session is, such as `3 of 8`."""
        if session.program.number is not None:
            return self.wording.gettext("no. {number}").format(number=session.program.number)
        number, total = self._places_in_series.get(session.uid, (0, 0))
        return self.wording.gettext("{number} of {total}").format(number=number, total=total) if total > 1 else ""

    def having(self, kind: Kind) -> tuple[Listing, ...]:
        """Return the listings of one kind."""
        return tuple(listing for listing in self.listings if listing.kind is kind)


def render_context(
    seminars: Iterable[Seminar], now: dt.datetime, siteurl: str, wording: Wording, *, cites: bool = False
) -> RenderContext:
    """Return what the pages of some seminars are made from."""
    sessions = all_sessions(seminars)
    views = {session.uid: session_view(session, now, siteurl, wording) for session in sessions}
    found = listings(sessions, wording.month, wording.gettext("Seminars"), wording.spoken)
    return RenderContext(siteurl=siteurl, now=now, wording=wording, views=views, listings=found, cites=cites)
