"""Sessions to iCalendar (RFC 5545, RFC 7986): VEVENTs are made once and joined; the same bytes for the same input."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID, uuid5

from icalendar import Calendar

from plugins.seminars.model import Session
from plugins.seminars.vevent import Text, uri
from plugins.seminars.vtimezone import vtimezone

PRODID = "-//Hire Ground//Seminars 1.0//EN"
REFRESH, REFRESH_TEXT = dt.timedelta(hours=6), "PT6H"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A calendar file: `path` from the site's root; `name` is None in a file that holds one session."""

    path: str
    name: str | None
    page_url: str
    sessions: tuple[Session, ...]


def calendar(feed: Feed, events: Mapping[str, bytes], siteurl: str, namespace: UUID, timezone: str) -> bytes:
    """Join the VEVENTs of `events`, by UID, into one calendar with the zones that they need."""
    return b"".join(
        (
            _head(feed, siteurl, namespace, timezone),
            *zones_of(feed.sessions),
            *(events[session.uid] for session in feed.sessions),
            b"END:VCALENDAR\r\n",
        )
    )


def _head(feed: Feed, siteurl: str, namespace: UUID, timezone: str) -> bytes:
    made = Calendar()
    made["PRODID"], made["VERSION"], made["CALSCALE"] = Text(PRODID), Text("2.0"), Text("GREGORIAN")
    if feed.name is not None:  # Outlook opens a new calendar for a single appointment with a name
        made["NAME"] = made["X-WR-CALNAME"] = Text(feed.name)
        made["X-WR-TIMEZONE"] = Text(timezone)
        made["UID"] = Text(str(uuid5(namespace, feed.path)))
        if siteurl:
            made["URL"] = uri(f"{siteurl}/{feed.page_url}")
            made.add("source", uri(f"{siteurl}/{feed.path}"), {"VALUE": "URI"})
        made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
        made["X-PUBLISHED-TTL"] = Text(REFRESH_TEXT)
        if feed.sessions:
            made.add("last-modified", max(session.modified for session in feed.sessions))
    data: bytes = made.to_ical()
    return data.removesuffix(b"END:VCALENDAR\r\n")


def zones_of(sessions: Iterable[Session]) -> list[bytes]:
    """Return a VTIMEZONE for each zone, for the years its sessions lie in."""
    sessions = tuple(sessions)
    if not sessions:  # a list that nothing is on yet can be subscribed to; a calendar needs one component (§3.6)
        return [_zone("UTC", 1970, 1970)]
    years: dict[str, tuple[int, int]] = {}
    for session in sessions:
        if session.all_day or session.timezone.key == "UTC":
            continue
        first, last = years.get(session.timezone.key, (session.start.year, session.end.year))
        years[session.timezone.key] = min(first, session.start.year), max(last, session.end.year)
    return [_zone(name, *years[name]) for name in sorted(years)]


@lru_cache(maxsize=4096)
def _zone(name: str, first: int, last: int) -> bytes:
    return vtimezone(name, dt.date(first, 1, 1), dt.date(last, 12, 31))
