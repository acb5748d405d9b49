"""Write the file of one date that rings: for whoever asks for it, and never in a calendar that others subscribe to.

Beside the date it has the day on which registration closes, if that is before the start: an entry that takes no time.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid5

from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.model.model import CALLED_OFF, Availability, Seminar, Session
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
    uid, page = f"{session.uid}-registration", f"{source.publisher.siteurl}/{session.url}"
    closing = Deadline(uid, session.modified, session.registration.closes, source.deadline, page)
    return deadline_event(closing)


@dataclass(frozen=True)
class Deadline:
    """What an entry says that takes no time: until when something can be done, in words, and on which page."""

    uid: str
    modified: dt.datetime
    at: dt.datetime
    words: str
    page: str


def deadline_event(deadline: Deadline) -> bytes:
    """Write the entry; it rings a day before."""
    from icalendar import Event  # noqa: PLC0415 -- likewise

    from hireground.seminars.calendar.folding import joined  # noqa: PLC0415
    from hireground.seminars.calendar.vevent import TextValue, uri  # noqa: PLC0415

    made = Event()
    made.add("uid", deadline.uid)
    made.add("dtstamp", deadline.modified)
    made.add("dtstart", deadline.at.astimezone(dt.UTC))
    made["SUMMARY"], made["TRANSP"] = TextValue(deadline.words), TextValue("TRANSPARENT")
    if not deadline.page.startswith("/"):  # on a laptop there is no address
        made["URL"] = uri(deadline.page)
    lines = joined(filter(None, made.content_lines()))
    return _ringing_at_its_end(lines, _alarm(deadline.words, DAY_BEFORE))


def deadline_of_proposals(seminar: Seminar, publisher: Publisher, wording: Wording) -> Deadline | None:
    """Return the deadline of a seminar's call, if it has one."""
    if seminar.proposals is None:
        return None
    uid, words = uuid5(publisher.namespace, f"{seminar.id}/proposals"), wording.gettext("Proposals close: {title}")
    page, closes = f"{publisher.siteurl}/{seminar.url}", seminar.proposals.closes
    return Deadline(str(uid), seminar.modified, closes, words.format(title=seminar.title), page)


def deadline_file(deadline: Deadline) -> bytes:
    """Write a file of one deadline alone."""
    from hireground.seminars.calendar.ical import alone  # noqa: PLC0415 -- icalendar is for what has changed

    return alone(deadline_event(deadline))
