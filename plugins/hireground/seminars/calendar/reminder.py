"""Write the file of one date that rings: for whoever asks for it, and never in a calendar that others subscribe to.

Beside the date it has the day on which registration closes, if that is before the start: an entry that takes no time.
"""

import datetime as dt
from dataclasses import dataclass

from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.model.model import CALLED_OFF, Availability, Session
from hireground.seminars.pages.wording import Wording

DAY_BEFORE, EVENING_BEFORE = dt.timedelta(days=-1), dt.timedelta(hours=-6)
"""When it rings: a day before the hour, and for whole days at six in the evening before."""


@dataclass(frozen=True)
class Reminder:
    """A date's file and its VEVENT; `deadline` are the words of the day on which registration closes, or nothing."""

    feed: CalendarFile
    event: bytes
    publisher: Publisher
    deadline: str


def reminder_of(session: Session, event: bytes, path: str, publisher: Publisher, wording: Wording) -> Reminder:
    """Return what the file that rings is made from."""
    registration, deadline = session.registration, ""
    is_open = registration and registration.availability is not Availability.FULL and session.status not in CALLED_OFF
    if registration and is_open and registration.closes < session.start:
        deadline = wording.gettext("Registration closes: {title}").format(title=session.title)
    feed = CalendarFile(path=path, name=None, page_url=session.url, sessions=(session,))
    return Reminder(feed, event, publisher, deadline)


def ringing(source: Reminder) -> bytes:
    """Write the file."""
    from hireground.seminars.calendar.ical import calendar  # noqa: PLC0415 -- icalendar is for what has changed

    (session,) = source.feed.sessions
    before = EVENING_BEFORE if session.all_day else DAY_BEFORE
    event = _ringing_at_its_end(source.event, _alarm(session.title, before))
    return calendar(source.feed, {session.uid: event + _closing(source, session)}, source.publisher)


def _ringing_at_its_end(event: bytes, alarm: bytes) -> bytes:
    """Put an alarm before the last line of an entry; an author's text may have the same words in it."""
    lines, end, rest = event.rpartition(b"END:VEVENT")
    return lines + alarm + end + rest


def _alarm(words: str, before: dt.timedelta) -> bytes:
    from icalendar import Alarm  # noqa: PLC0415 -- likewise

    from hireground.seminars.calendar.folding import joined  # noqa: PLC0415
    from hireground.seminars.calendar.vevent import TextValue  # noqa: PLC0415

    made = Alarm()
    made["ACTION"], made["DESCRIPTION"] = TextValue("DISPLAY"), TextValue(words)
    made.add("trigger", before)
    return joined(filter(None, made.content_lines()))


def _closing(source: Reminder, session: Session) -> bytes:
    """Write the end of registration as an entry of its own, which leaves people free."""
    if not (source.deadline and session.registration):
        return b""
    from icalendar import Event  # noqa: PLC0415 -- likewise

    from hireground.seminars.calendar.folding import joined  # noqa: PLC0415
    from hireground.seminars.calendar.vevent import TextValue, uri  # noqa: PLC0415

    made = Event()
    made.add("uid", f"{session.uid}-registration")
    made.add("dtstamp", session.modified)
    made.add("dtstart", session.registration.closes.astimezone(dt.UTC))
    made["SUMMARY"], made["TRANSP"] = TextValue(source.deadline), TextValue("TRANSPARENT")
    if source.publisher.siteurl:
        made["URL"] = uri(f"{source.publisher.siteurl}/{session.url}")
    lines = joined(filter(None, made.content_lines()))
    return _ringing_at_its_end(lines, _alarm(source.deadline, DAY_BEFORE))
