"""`inv bench feeds`: 10,000 sessions in all their calendars, ours beside the plain way with icalendar, in one run.

The plain way makes a Calendar for each feed, adds the sessions' events, which it makes once too, and the time zones by
`add_missing_timezones`. It is given a tenth of the sessions, since all of them would take it minutes; so are we then.
"""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from statistics import median

import icalendar
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of

from hireground.seminars.calendar.calendar_file import CalendarFile
from hireground.seminars.calendar.feeds import MOST_BYTES, feeds
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.description import description
from hireground.seminars.pages.listings import all_sessions, listings

SEMINARS, DATES = 2000, 5
FEWER = 200
"""So many seminars for both."""
TEXT = "What people take home, and what they should bring. " * 14
ZONES = ("America/Los_Angeles", "America/New_York", "Europe/Berlin", "Asia/Kolkata")


def seminar(number: int) -> Seminar:
    """Make one of many seminars: five dates, two topics, two speakers, a place, a series."""
    first = date(2026, 1, 5) + timedelta(days=number % 330)
    dates = "".join(f"  - {first + timedelta(days=28 * step)} {9 + number % 10:02}:00\n" for step in range(DATES))
    return seminar_of(
        f"---\ntitle: Seminar Number {number}\nsummary: What it is about and whom it is for, in a sentence or two.\n"
        f"timezone: {ZONES[number % len(ZONES)]}\nseries: Series {number % 61}\nprice: free\n"
        f"place: {{name: Hall {number % 41}, address: {number} Main Street, city: Bellevue, country: US}}\n"
        f"topics: [topic {number % 29}, further topic {number % 31}]\n"
        f"speakers: [Speaker {number % 97}, Further Speaker {number % 89}]\n"
        f'registration: {{url: "https://register.example.org/{number}?date={{date}}"}}\nsessions:\n{dates}---\n',
        f"seminar-{number}",
    )


def plain_event(session: Session) -> icalendar.Event:
    """Make an event as icalendar's documentation does."""
    made = icalendar.Event()
    made.add("uid", session.uid)
    made.add("dtstamp", session.modified)
    made.add("last-modified", session.modified)
    made.add("sequence", session.sequence)
    made.add("dtstart", session.start)
    made.add("dtend", session.end)
    made.add("summary", session.title)
    made.add("description", description(session, SITEURL, WORDING, TEXT))
    made.add("status", "CONFIRMED")
    made.add("url", f"{SITEURL}/{session.url}")
    made.add("categories", list(session.topics))
    made.add("location", session.place.name if session.place else "")
    made.add("organizer", f"mailto:{session.organizer.email}")
    return made


def plain_calendar(feed: CalendarFile, events: Mapping[str, icalendar.Event]) -> bytes:
    """Write a feed as icalendar's documentation does."""
    made = icalendar.Calendar.new(name=feed.name or "", uid=feed.path, prodid="-//Plain//EN")
    for session in feed.sessions:
        made.add_component(events[session.uid])
    made.add_missing_timezones()
    data: bytes = made.to_ical()
    return data


def timed(words: str, make: Callable[[], list[bytes]]) -> tuple[float, list[bytes]]:
    """Do something, and say how much of the processor's time it took, which others on the machine do not lengthen."""
    start = time.process_time()
    made = make()
    seconds = time.process_time() - start
    sys.stdout.write(f"{words:36} {seconds:7.2f} s {sum(map(len, made)) / 1e6:8.1f} MB\n")
    return seconds, made


def ours(number: int) -> float:
    """Write all calendars of a site of this many seminars; return how long it took."""
    sessions, wanted = site(number)
    made: dict[str, bytes] = {}

    def events() -> list[bytes]:
        made.update({session.uid: event(session, SITEURL, WORDING, TEXT) for session in sessions})
        return [*made.values()]

    making, _events = timed("ours: every VEVENT, once", events)
    joining, files = timed("ours: all calendars", lambda: [calendar(feed, made, PUBLISHER) for feed in wanted])
    sizes = sorted(map(len, files))
    large = sum(size > MOST_BYTES for size in sizes)
    sys.stdout.write(
        f"ours: {len(wanted) / (making + joining):,.0f} calendars a second, of {sizes[0]:,} to {sizes[-1]:,} bytes, "
        f"{median(sizes):,.0f} in the middle; {large} above 1 MB, with one for each year beside them\n"
    )
    return making + joining


def plain(number: int) -> float:
    """Write the same as icalendar's documentation has it; return how long it took."""
    sessions, wanted = site(number)
    made: dict[str, icalendar.Event] = {}

    def files() -> list[bytes]:
        made.update({session.uid: plain_event(session) for session in sessions})
        return [plain_calendar(feed, made) for feed in wanted]

    seconds, _files = timed("icalendar: all calendars", files)
    sys.stdout.write(f"icalendar: {len(wanted) / seconds:,.0f} calendars a second\n")
    return seconds


def site(number: int) -> tuple[tuple[Session, ...], list[CalendarFile]]:
    """Make a site of this many seminars: its sessions and its calendars."""
    seminars = [seminar(each) for each in range(number)]
    sessions = all_sessions(seminars)
    wanted = [*feeds(seminars, listings(sessions, WORDING.month, "Seminars"), (), NOW, PUBLISHER)]
    entries = sum(len(feed.sessions) for feed in wanted)
    sys.stdout.write(f"\n{len(sessions):,} sessions in {len(wanted):,} calendars, which hold {entries:,} entries\n")
    return sessions, wanted


def main() -> None:
    """Measure, and print."""
    ours(SEMINARS)
    ratio = plain(FEWER) / ours(FEWER)
    sys.stdout.write(f"icalendar takes {ratio:.0f} times as long\n")


if __name__ == "__main__":
    main()
