"""Write sessions as iCalendar (RFC 5545, RFC 7986): the same bytes for the same input."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache

from icalendar import Calendar

from hireground.seminars.calendar.calendar_file import PRODID, CalendarFile, Publisher
from hireground.seminars.calendar.folding import joined
from hireground.seminars.calendar.vevent import TextValue, names_zone, picture, uri
from hireground.seminars.calendar.vtimezone import vtimezone
from hireground.seminars.model.model import Session

REFRESH, REFRESH_TEXT = dt.timedelta(hours=6), "PT6H"


def calendar(feed: CalendarFile, events: Mapping[str, bytes], publisher: Publisher) -> bytes:
    """Join the VEVENTs of `events`, by UID, into one calendar with the zones that they need."""
    return b"".join(
        (
            _head(feed, publisher),
            *zones_of(feed.sessions),
            *(events[session.uid] for session in feed.sessions),
            b"END:VCALENDAR\r\n",
        )
    )


def alone(event: bytes) -> bytes:
    """Write a calendar of one entry that names no zone."""
    return b"".join((_bare_head(), event, b"END:VCALENDAR\r\n"))


def _head(feed: CalendarFile, publisher: Publisher) -> bytes:
    # A calendar has no UID of its own (RFC 7986 5.3): vdirsyncer 0.21 takes the first UID of a file for that of
    # each event, and so keeps one event of all.
    if feed.name is None:  # Outlook opens a new calendar for a single appointment with a name
        return _bare_head()
    made = _bare()
    made["NAME"] = made["X-WR-CALNAME"] = TextValue(feed.name)
    made["X-WR-TIMEZONE"] = TextValue(publisher.timezone)
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made["X-PUBLISHED-TTL"] = TextValue(REFRESH_TEXT)
    if feed.description:
        made["DESCRIPTION"] = made["X-WR-CALDESC"] = TextValue(feed.description)
    if publisher.color:
        made["COLOR"] = TextValue(publisher.color)
    if feed.sessions:
        made.add("last-modified", max(session.modified for session in feed.sessions))
    _add_addresses(made, feed, publisher)
    return _opened(made)


@cache
def _bare_head() -> bytes:
    return _opened(_bare())


def _bare() -> Calendar:
    made = Calendar()
    made["PRODID"], made["VERSION"], made["CALSCALE"] = TextValue(PRODID), TextValue("2.0"), TextValue("GREGORIAN")
    return made


def _opened(calendar: Calendar) -> bytes:
    """Write a calendar up to where its components begin."""
    return joined(filter(None, calendar.content_lines())).removesuffix(b"END:VCALENDAR\r\n")


def _add_addresses(made: Calendar, feed: CalendarFile, publisher: Publisher) -> None:
    if publisher.siteurl:  # on a laptop there is no address to give
        image = feed.image or publisher.image
        made["URL"] = uri(f"{publisher.siteurl}/{feed.page_url}")
        made.add("source", uri(f"{publisher.siteurl}/{feed.path}"), {"VALUE": "URI"})
        if image:
            made["IMAGE"] = picture(f"{publisher.siteurl}/{image}", "BADGE")


def zones_of(sessions: Iterable[Session]) -> list[bytes]:
    """Return a VTIMEZONE for each zone that the sessions' VEVENTs name."""
    sessions = tuple(sessions)
    if not sessions:  # a list that nothing is on yet can be subscribed to; a calendar needs one component (§3.6)
        return [vtimezone("UTC")]
    names = {session.timezone.key for session in sessions if names_zone(session)}
    return [vtimezone(name) for name in sorted(names)]
