"""A session to all that a page shows of it, decided here and printed by the theme."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.seminars.calendar_links import calendar_links
from plugins.seminars.facets import facet_slugs
from plugins.seminars.links import Link, registration_link
from plugins.seminars.listings import Kind
from plugins.seminars.model import EventStatus, Session
from plugins.seminars.registration import RegistrationState, registration_state
from plugins.seminars.stages import Stage, later_stages, midnights
from plugins.seminars.wording import Wording

OUT_OF_REACH = frozenset({RegistrationState.PAST, RegistrationState.CANCELLED, RegistrationState.POSTPONED})


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """One session as a visitor sees it at one moment."""

    session: Session
    state: RegistrationState
    state_words: str
    days: str
    short_day: str
    hours: str
    where: str
    price: str
    previous: tuple[str, ...]
    action: Link | None
    calendars: tuple[Link, ...]
    is_past: bool
    """Whether its time is over, whatever became of it."""
    later: tuple[Stage, ...]
    midnights: tuple[dt.datetime, dt.datetime]
    """When it begins to be tomorrow, and when to be today."""

    @property
    def can_be_added(self) -> bool:
        """Whether anybody should still put it into a calendar."""
        return self.state not in OUT_OF_REACH

    @property
    def is_off(self) -> bool:
        """Whether nobody should come on this date."""
        return self.state in {RegistrationState.CANCELLED, RegistrationState.POSTPONED}

    @property
    def own_note(self) -> str:
        """What the author says of this date alone, for lists, where the seminar's note would stand at every date."""
        return self.session.note if self.session.is_note_own else ""

    @property
    def has_action(self) -> bool:
        """Whether there is a link to follow, now or later."""
        return bool(self.action) or any(stage.action for stage in self.later)

    @property
    def facets(self) -> Mapping[Kind, tuple[str, ...]]:
        """What a list can be narrowed to so that this session stays in it."""
        return facet_slugs(self.session)

    @property
    def is_tentative(self) -> bool:
        """Whether the date is not settled yet."""
        return self.session.status is EventStatus.TENTATIVE


def session_view(session: Session, now: dt.datetime, siteurl: str, wording: Wording) -> SessionView:
    """Decide what a page shows of `session` at `now`."""
    state = registration_state(session, now)
    return SessionView(
        session=session,
        state=state,
        state_words=wording.state(session, state),
        days=wording.days(session),
        short_day=wording.short_day(session.start),
        hours=wording.hours(session),
        where=wording.where(session),
        price=wording.price(session.price),
        previous=tuple(wording.began(start, session) for start in session.previous_starts),
        action=registration_link(session, state, wording),
        calendars=() if state in OUT_OF_REACH else calendar_links(session, siteurl, wording),
        is_past=now >= session.end,
        later=later_stages(session, now, wording),
        midnights=midnights(session),
    )


def leading(views: Sequence[SessionView]) -> SessionView:
    """Return the date of a seminar that matters first: the next that can be added, else the next, else the last."""
    coming = [view for view in views if not view.is_past]
    return next((view for view in coming if view.can_be_added), (*coming, *reversed(views))[0])


@dataclass(frozen=True)
class BlockGroup:
    """The sessions of one seminar in a post's block; `action` is the one link to register, or None.

    `until` is when the last of them closes.
    """

    title: str
    href: str
    summary: str
    views: tuple[SessionView, ...]
    action: Link | None
    until: dt.datetime | None


@dataclass(frozen=True)
class Day:
    """One field of a month's grid; a field of another month has no views and is_outside."""

    date: dt.date
    is_outside: bool
    views: tuple[SessionView, ...]
