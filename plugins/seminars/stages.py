"""A session to what becomes of it by itself: the page carries it, so that a page built last week is true today."""

import datetime as dt
from dataclasses import dataclass

from plugins.seminars.links import Link, registration_link
from plugins.seminars.localtime import settle
from plugins.seminars.model import Session
from plugins.seminars.registration import RegistrationState, registration_state
from plugins.seminars.wording import Wording

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """What a session is from `since` on, in words, and the one link that its visitors need then."""

    since: dt.datetime
    state: RegistrationState
    words: str
    action: Link | None

    @property
    def data(self) -> tuple[str, ...]:
        """The stage as a script reads it: since, state, words, and the link's kind, address and words."""
        link = (self.action.kind, self.action.href, self.action.text) if self.action else ()
        return (self.since.isoformat(), self.state.value, self.words, *link)


def later_stages(session: Session, now: dt.datetime, wording: Wording) -> tuple[Stage, ...]:
    """Return every stage that begins after `now`, in order of time."""
    registration, before, found = session.registration, registration_state(session, now), []
    deadlines = (registration.opens, registration.closes) if registration else ()
    moments = {moment.astimezone(dt.UTC): moment for moment in (*deadlines, session.start, session.end) if moment}
    for instant in sorted(moments):
        state = registration_state(session, instant)
        if instant > now and state is not before:
            action = registration_link(session, state, wording)
            found.append(Stage(moments[instant], state, wording.state(session, state), action))
            before = state
    return tuple(found)


def midnights(session: Session) -> tuple[dt.datetime, dt.datetime]:
    """Return when it begins to be tomorrow, and when to be today, where the session takes place."""
    midnight = dt.datetime.combine(session.start.date(), dt.time())
    return settle(midnight - DAY, session.timezone), settle(midnight, session.timezone)
