"""What every page of seminars is made from: the views of all sessions, and the listings that they stand in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.seminars.calendar_links import subscribe_links
from plugins.seminars.links import Link
from plugins.seminars.listings import Kind, Listing
from plugins.seminars.model import Session
from plugins.seminars.views import SessionView
from plugins.seminars.wording import Wording


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One build's seminars; `views` by UID."""

    siteurl: str
    wording: Wording
    views: Mapping[str, SessionView]
    listings: tuple[Listing, ...]

    def of(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of some sessions."""
        return tuple(self.views[session.uid] for session in sessions)

    def coming(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of those that are not over."""
        return tuple(view for view in self.of(sessions) if not view.is_past)

    def past(self, sessions: Iterable[Session]) -> tuple[SessionView, ...]:
        """Return the views of those that are over, the newest first."""
        return tuple(view for view in reversed(self.of(sessions)) if view.is_past)

    def subscribe(self, path: str, name: str) -> tuple[Link, ...]:
        """Return the links that subscribe to a calendar."""
        return subscribe_links(path, name, self.siteurl, self.wording)

    @cached_property
    def _places_in_series(self) -> Mapping[str, tuple[int, int]]:
        """Number the dates of each series by UID; those on which nothing takes place have no number."""
        series = ([view for view in self.of(one.sessions) if not view.is_off] for one in self.having(Kind.SERIES))
        return {view.session.uid: (number, len(views)) for views in series for number, view in enumerate(views, 1)}

    def part(self, session: Session) -> str:
        """Write which of its series' dates a session is, such as `3 of 8`."""
        number, total = self._places_in_series.get(session.uid, (0, 0))
        return self.wording.gettext("{number} of {total}").format(number=number, total=total) if total > 1 else ""

    def having(self, kind: Kind) -> tuple[Listing, ...]:
        """Return the listings of one kind."""
        return tuple(listing for listing in self.listings if listing.kind is kind)
