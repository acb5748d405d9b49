"""Know the moments at which a site looks different although nobody edits it."""

import datetime as dt
import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from hireground.seminars.model.model import Session
from hireground.site.load import Site
from hireground.text.localtime import attach_zone
from hireground.text.timezones import zone

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


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
    """Yield every moment at which the site looks different by itself, in no order, past ones too."""
    for name in (site.settings.timezone, "UTC"):  # pages name the day; the feed of changes ends with one
        tomorrow = site.now.astimezone(zone(name)).date() + DAY
        yield Moment(attach_zone(dt.datetime.combine(tomorrow, dt.time()), zone(name)), Change.DAY_TURNS)
    for entry in (*site.posts.values(), *site.pages.values()):
        if entry.date:
            yield Moment(entry.date, Change.TEXT_IS_DUE, entry.path)
    kept = dt.timedelta(days=site.settings.seminars.keep_past_days)
    for seminar in site.seminars:
        if seminar.proposals:
            yield Moment(seminar.proposals.opens or seminar.proposals.closes, Change.PROPOSALS_OPEN, seminar.source)
            yield Moment(seminar.proposals.closes, Change.PROPOSALS_CLOSE, seminar.source)
        for session in seminar.sessions:
            for at, change in session_changes(session, kept):
                yield Moment(at, change, seminar.source)


def session_changes(session: Session, kept: dt.timedelta) -> Iterator[tuple[dt.datetime, Change]]:
    """Yield when a session and its registration begin and end, and when feeds that keep it for `kept` forget it."""
    yield session.start, Change.SESSION_STARTS
    yield session.end, Change.SESSION_ENDS
    yield session.end + kept + SECOND, Change.SESSION_IS_OLD
    if session.registration:
        if session.registration.opens:
            yield session.registration.opens, Change.REGISTRATION_OPENS
        yield session.registration.closes, Change.REGISTRATION_CLOSES


def next_change_file(site: Site) -> bytes:
    """Return `next-change.json`: the moment, in UTC and to the second, from which on this build is out of date."""
    moment = next_moment(site)
    facts = {"at": f"{moment.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", "change": moment.change}
    return f"{json.dumps(facts)}\n".encode()
