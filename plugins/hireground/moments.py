"""Know the moments at which a site looks different although nobody edits it."""

import datetime as dt
import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import standing
from hireground.site.entry import Visibility
from hireground.site.site import Site
from hireground.text.localtime import in_utc, midnight
from hireground.text.timezones import zone

SECOND = dt.timedelta(seconds=1)


class Change(StrEnum):
    """What happens by itself."""

    DAY_TURNS = "the day turns"
    TEXT_IS_DUE = "a text is due"
    REGISTRATION_OPENS = "registration opens"
    REGISTRATION_CLOSES = "registration closes"
    PROPOSALS_OPEN = "proposals open"
    PROPOSALS_CLOSE = "proposals close"
    SESSION_STARTS = "a session starts"
    SESSION_ENDS = "a session ends"
    SESSION_IS_OLD = "a past session leaves the feeds"


class Moment(NamedTuple):
    """When the site changes by itself, how, and by which file; an aware datetime, and a path from the site's root."""

    at: dt.datetime
    change: Change
    source: Path | None = None


def next_moment(site: Site) -> Moment:
    """Return the first moment after the site's own at which it looks different."""
    return min((one for one in moments(site) if one.at > site.now), key=lambda one: one.at)


def moments(site: Site) -> Iterator[Moment]:
    """Yield every moment at which the site looks different by itself, in no order, past ones of seminars too."""
    yield Moment(midnight(site.now, zone(site.settings.timezone), days=1), Change.DAY_TURNS)
    for entry in site.posts.values():
        if entry.date and entry.visibility is Visibility.SCHEDULED:
            yield Moment(entry.date, Change.TEXT_IS_DUE, entry.path)
    kept = dt.timedelta(days=site.settings.seminars.keep_past_days)
    for seminar in site.seminars:
        if seminar.proposals:
            if seminar.proposals.opens:
                yield Moment(seminar.proposals.opens, Change.PROPOSALS_OPEN, seminar.source)
            yield Moment(seminar.proposals.closes, Change.PROPOSALS_CLOSE, seminar.source)
        for session in seminar.sessions:
            for at, change in session_changes(session, kept):
                yield Moment(at, change, seminar.source)


def session_changes(session: Session, kept: dt.timedelta) -> Iterator[tuple[dt.datetime, Change]]:
    """Yield when what people can do about a session changes, and when feeds that keep it for `kept` forget it."""
    states: list[tuple[dt.datetime | None, Change]] = [(session.start, Change.SESSION_STARTS)]
    if session.registration:
        states += [(way.opens, Change.REGISTRATION_OPENS) for way in session.registration.ways]
        states += [(way.closes, Change.REGISTRATION_CLOSES) for way in session.registration.ways]
    for at, change in states:  # what is called off has registration, too, which nobody is shown
        if at and standing(session, at) != standing(session, at - SECOND):
            yield at, change
    yield session.end, Change.SESSION_ENDS
    yield session.end + kept + SECOND, Change.SESSION_IS_OLD


def next_change_file(site: Site) -> bytes:
    """Return `next-change.json`: the moment, in UTC and to the second, from which on this build is out of date."""
    moment = next_moment(site)
    facts = {"at": in_utc(moment.at), "change": moment.change}
    return f"{json.dumps(facts)}\n".encode()
