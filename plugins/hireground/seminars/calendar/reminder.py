"""Write the file of one date that rings: for whoever asks for it, and never in a calendar that others subscribe to.

Beside the date it has the day on which registration closes, if that is before the start: an entry that takes no time.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid5

from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.calendar.deadlines import Deadline, deadlines_of, entry
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.wording import Wording

DAY_BEFORE, EVENING_BEFORE = dt.timedelta(days=-1), dt.timedelta(hours=-6)
"""When it rings: a day before the hour, and for whole days at six in the evening before."""


@dataclass(frozen=True)
class Reminder:
    """A date's file and its VEVENT, and when registration closes, where that is before it."""

    feed: CalendarFile
    event: bytes
    publisher: Publisher
    deadlines: tuple[Deadline, ...]


def reminder_of(session: Session, event: bytes, path: str, publisher: Publisher, wording: Wording) -> Reminder:
    """Return what the file that rings is made from."""
    deadlines = deadlines_of(session, publisher, wording)
    feed = CalendarFile(path=path, name=None, page_url=session.url, sessions=(session,))
    return Reminder(feed, event, publisher, deadlines)


def ringing(source: Reminder) -> bytes:
    """Write the file."""
    from hireground.seminars.calendar.ical import calendar  # noqa: PLC0415 -- icalendar is for what has changed

    (session,) = source.feed.sessions
    before = EVENING_BEFORE if session.all_day else DAY_BEFORE
    event = _ringing_at_its_end(source.event, _alarm(session.title, before))
    closing = b"".join(map(deadline_event, source.deadlines))
    return calendar(source.feed, {session.uid: event + closing}, source.publisher)


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


def deadline_event(deadline: Deadline) -> bytes:
    """Write the entry; it rings a day before."""
    return _ringing_at_its_end(entry(deadline), _alarm(deadline.words, DAY_BEFORE))


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
