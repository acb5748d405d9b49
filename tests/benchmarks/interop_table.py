"""Print how many events of each kind of calendar each program reads as they are meant, and what a subscriber sees.

`inv interop`.
"""

import sys
import tempfile
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from calendar_programs import READERS, Found, hard_seminars, meant, own_seminars
from examples import NOW, PUBLISHER, SITEURL, WORDING, calendar_of
from tests.interop.installed_programs import INSTALLED
from tests.interop.subscriber_life import life

from hireground.seminars.calendar.feeds import feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Session
from hireground.seminars.pages.listings import all_sessions, listings

Case = tuple[bytes, Sequence[Session]]
"""A calendar's bytes, and the sessions in it."""
PROGRAMS = READERS | INSTALLED
KINDS = {
    "calendar.ics": "of the whole site",
    "in": "of places",
    "by": "of speakers",
    "series": "of series",
    "about": "of topics",
}
TRIALS = {"in": "hard: 36 zones", "night": "hard: nights of clock changes", "days": "hard: whole days"}


def cases() -> Mapping[str, list[Case]]:
    """Return the calendars of the project's own site, and those of the set that is hard to read, by kind."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    sessions = all_sessions(own_seminars())
    events = {session.uid: event(session, SITEURL, WORDING) for session in sessions}
    for feed in feeds(own_seminars(), listings(sessions, WORDING.month, "Seminars"), (), NOW, PUBLISHER):
        found[kind_of(feed.path)].append((calendar(feed, events, PUBLISHER), feed.sessions))
    read, _events = hard_seminars()
    for seminar in read:
        kind = TRIALS.get(seminar.id.partition("-")[0], "hard: TeX, scripts, hostile text")
        found[kind].append((calendar_of(*seminar.sessions), seminar.sessions))
    found["hard: all in one"].append((calendar_of(*all_sessions(read)), all_sessions(read)))
    return found


def kind_of(path: str) -> str:
    """Name the kind of one of the site's calendars."""
    second = path.split("/")[1]
    if path.endswith("event.ics"):
        return "of one date"
    return "of months" if second.isdigit() else KINDS.get(second, "of seminars")


def score(reader: str, some: Sequence[Case]) -> str:
    """Write how many events a program reads as they are meant, of how many."""
    try:
        read = PROGRAMS[reader]([data for data, _sessions in some])
    except pytest.skip.Exception:
        return "not there"
    right = sum(
        is_meant(found, session)
        for each, (_data, sessions) in zip(read, some, strict=True)
        for found, session in pairs(each, sessions)
    )
    return f"{right}/{sum(len(sessions) for _data, sessions in some)}"


def pairs(read: Sequence[Found], sessions: Sequence[Session]) -> Iterator[tuple[Found, Session]]:
    """Yield what was read beside what was written, by UID."""
    by_uid = {found.uid: found for found in read}
    yield from ((by_uid[session.uid], session) for session in sessions if session.uid in by_uid)


def is_meant(found: Found, session: Session) -> bool:
    """Tell whether instants, title and description are those of the session."""
    return tuple(found[:5]) == meant(session)


def main() -> None:
    """Print the table, and what Thunderbird shows while an author adds, moves and cancels dates."""
    zoneinfo.reset_tzpath(())  # the pinned tzdata, whatever the machine has
    line = "{:38}{:>8}" + "{:>23}" * len(PROGRAMS) + "\n"
    sys.stdout.write(line.format("calendars", "number", *PROGRAMS))
    for kind, some in cases().items():
        sys.stdout.write(line.format(kind, len(some), *(score(reader, some) for reader in PROGRAMS)))
    sys.stdout.write("\nThunderbird, subscribed over HTTP\n")
    with tempfile.TemporaryDirectory() as folder:
        try:
            sys.stdout.writelines(f"{line}\n" for line in life(Path(folder)))
        except pytest.skip.Exception as reason:
            sys.stdout.write(f"{reason}\n")


if __name__ == "__main__":
    main()
