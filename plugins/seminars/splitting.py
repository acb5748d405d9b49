"""A calendar too large for Google to one a year: what is beyond its limits is lost there without a word."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

from plugins.seminars.ical import Feed
from plugins.seminars.model import Session

MOST_EVENTS = 1111
MOST_BYTES = 1_000_000
FRAME = 20_000
"""What head and time zones of a calendar may add to its events; a zone takes some 700 bytes."""


def split_by_year(feed: Feed, sizes: Mapping[str, int]) -> tuple[Feed, ...]:
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


def _of_year(feed: Feed, year: int, sessions: tuple[Session, ...]) -> Feed:
    path = PurePosixPath(feed.path)
    name = feed.name and f"{feed.name}, {year}"
    return replace(feed, path=str(path.with_stem(f"{path.stem}-{year}")), name=name, sessions=sessions, former=())


def split_warning(feed: Feed, parts: tuple[Feed, ...], sizes: Mapping[str, int]) -> str:
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
