"""Lay out the calendar files of a site; each VEVENT is made once and joined into every file that has it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from hireground import urls
from hireground.seminars.block.fields import BlockFields, block_ics_path, matching
from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.listings import Kind, Listing
from hireground.text.fields import alias_path

MOST_EVENTS = 1111
MOST_BYTES = 1_000_000
FRAME = 20_000
"""What head and time zones of a calendar may add to its events; a zone takes some 700 bytes."""


def split_by_year(feed: CalendarFile, sizes: Mapping[str, int]) -> tuple[CalendarFile, ...]:
    """Return the feed alone if Google reads all of it, else one for each year; `sizes` are those of VEVENTs by UID."""
    if fits(feed.sessions, sizes):
        return (feed,)
    sessions = sorted(feed.sessions, key=_year)  # by the year on the spot: New Year comes first in the east
    return tuple(_of_year(feed, year, tuple(members)) for year, members in groupby(sessions, key=_year))


def fits(sessions: Iterable[Session], sizes: Mapping[str, int]) -> bool:
    """Tell whether Google Calendar takes a calendar of these (facts of 2026: some 1,111 events, 1 MB)."""
    lengths = [sizes[session.uid] for session in sessions]
    return len(lengths) <= MOST_EVENTS and sum(lengths) + FRAME <= MOST_BYTES


def _year(session: Session) -> int:
    return session.start.year


def _of_year(feed: CalendarFile, year: int, sessions: tuple[Session, ...]) -> CalendarFile:
    path = urls.calendar_of_year(feed.path, year)
    name = feed.name and f"{feed.name}, {year}"
    return replace(feed, path=path, name=name, sessions=sessions, former=())


def split_warning(feed: CalendarFile, parts: tuple[CalendarFile, ...], sizes: Mapping[str, int]) -> str:
    """Say what was split and why, and which parts are too large even so; nothing if it was not split."""
    if parts == (feed,):
        return ""
    size = sum(sizes[session.uid] for session in feed.sessions) / 1_000_000
    names = ", ".join(part.path for part in parts)
    large = [part.path for part in parts if not fits(part.sessions, sizes)]
    return (
        f"{feed.path} has {len(feed.sessions):,} sessions in {size:.1f} MB, and Google Calendar drops what is beyond "
        f"{MOST_EVENTS:,} sessions or {MOST_BYTES // 1_000_000} MB; there is a calendar a year beside it: {names}"
        + (f"; too large even so: {', '.join(large)}" if large else "")
    )


def feeds(
    seminars: Iterable[Seminar],
    listings: Iterable[Listing],
    blocks: Iterable[tuple[str, BlockFields]],
    oldest: dt.datetime,
    publisher: Publisher,
) -> Iterator[CalendarFile]:
    """Yield every calendar; listings but months leave out what ended before `oldest`, if anything else is left."""
    listings, sitename = tuple(map(with_hours, listings)), publisher.sitename
    seminars = map(with_hours, seminars)
    for listing in listings:
        kept = listing.sessions if listing.kind is Kind.MONTH else _since(listing.sessions, oldest)
        name = sitename if listing.kind is Kind.ALL else f"{sitename}: {listing.name}"
        about = (listing.person.about if listing.person else "") or publisher.tagline
        yield CalendarFile(path=listing.ics_url, name=name, page_url=listing.url, sessions=kept, description=about)
    for seminar in seminars:
        yield CalendarFile(
            path=urls.calendar_of(seminar.url), name=seminar.title, page_url=seminar.url, sessions=seminar.sessions,
            description=seminar.summary, image=seminar.image,
            former=tuple(urls.calendar_of(old) for old in map(alias_path, seminar.aliases) if old.endswith("/")),
        )  # fmt: skip
        for session in seminar.sessions:
            yield CalendarFile(path=session.ics_url, name=None, page_url=session.url, sessions=(session,))
    everything = next((listing.sessions for listing in listings if listing.kind is Kind.ALL), ())
    for path, (title, fields) in {block_ics_path(*block): block for block in blocks}.items():
        chosen, page = matching(fields, everything), urls.SEMINARS.url()
        yield CalendarFile(
            path=path, name=title or sitename, page_url=page, sessions=chosen, description=publisher.tagline
        )  # fmt: skip


Holder = TypeVar("Holder", Seminar, Listing)


def with_hours(holder: Holder) -> Holder:
    """Leave out what has no hour yet: calendars have it from when there is one."""
    if all(one.is_in_calendars for one in holder.sessions):
        return holder
    return replace(holder, sessions=tuple(one for one in holder.sessions if one.is_in_calendars))


def _since(sessions: tuple[Session, ...], oldest: dt.datetime) -> tuple[Session, ...]:
    """Leave out what ended before `oldest`, but keep the last session: a calendar needs an event (RFC 5545 §3.6)."""
    return tuple(session for session in sessions if session.end >= oldest) or sessions[-1:]
