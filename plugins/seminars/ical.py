"""Sessions to iCalendar (RFC 5545, RFC 7986): VEVENTs are made once and joined; the same bytes for the same input."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from uuid import uuid5

from icalendar import Calendar

from plugins.seminars.folding import joined
from plugins.seminars.model import Session
from plugins.seminars.publisher import Publisher
from plugins.seminars.vevent import Text, picture, uri
from plugins.seminars.vtimezone import vtimezone

PRODID = "-//Hire Ground//Seminars 1.0//EN"
REFRESH, REFRESH_TEXT = dt.timedelta(hours=6), "PT6H"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A calendar file: `path` from the site's root; `name` is None in a file that holds one session.

    `former` are other paths, at which subscribers of old get the same file: some programs follow no redirect.
    """

    path: str
    name: str | None
    page_url: str
    sessions: tuple[Session, ...]
    description: str = ""
    image: str | None = None
    former: tuple[str, ...] = ()


def calendar(feed: Feed, events: Mapping[str, bytes], publisher: Publisher) -> bytes:
    """Join the VEVENTs of `events`, by UID, into one calendar with the zones that they need."""
    return b"".join(
        (
            _head(feed, publisher),
            *zones_of(feed.sessions),
            *(events[session.uid] for session in feed.sessions),
            b"END:VCALENDAR\r\n",
        )
    )


def _head(feed: Feed, publisher: Publisher) -> bytes:
    if feed.name is None:  # Outlook opens a new calendar for a single appointment with a name
        return _bare_head()
    made = _bare()
    made["NAME"] = made["X-WR-CALNAME"] = Text(feed.name)
    made["UID"] = Text(str(uuid5(publisher.namespace, feed.path)))
    made["X-WR-TIMEZONE"] = Text(publisher.timezone)
    made.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    made["X-PUBLISHED-TTL"] = Text(REFRESH_TEXT)
    if feed.description:
        made["DESCRIPTION"] = made["X-WR-CALDESC"] = Text(feed.description)
    if publisher.color:
        made["COLOR"] = Text(publisher.color)
    if feed.sessions:
        made.add("last-modified", max(session.modified for session in feed.sessions))
    _add_addresses(made, feed, publisher)
    return _opened(made)


@cache
def _bare_head() -> bytes:
    return _opened(_bare())


def _bare() -> Calendar:
    made = Calendar()
    made["PRODID"], made["VERSION"], made["CALSCALE"] = Text(PRODID), Text("2.0"), Text("GREGORIAN")
    return made


def _opened(calendar: Calendar) -> bytes:
    """Write a calendar up to where its components begin."""
    return joined(filter(None, calendar.content_lines())).removesuffix(b"END:VCALENDAR\r\n")


def _add_addresses(made: Calendar, feed: Feed, publisher: Publisher) -> None:
    if publisher.siteurl:  # on a laptop there is no address to give
        image = feed.image or publisher.image
        made["URL"] = uri(f"{publisher.siteurl}/{feed.page_url}")
        made.add("source", uri(f"{publisher.siteurl}/{feed.path}"), {"VALUE": "URI"})
        if image:
            made["IMAGE"] = picture(f"{publisher.siteurl}/{image}", "BADGE")


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
