"""Write the end of registration as an entry of its own, which takes nobody's time; and a feed of all of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hireground import urls
from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.model.model import CALLED_OFF, Session
from hireground.seminars.pages.links import for_whom
from hireground.seminars.pages.wording import Wording
from hireground.text.timezones import zone

PATH = urls.DEADLINES.url()


@dataclass(frozen=True)
class Deadline:
    """What an entry says that takes no time: until when something can be done, in words, and on which page."""

    uid: str
    modified: dt.datetime
    at: dt.datetime
    words: str
    page: str
    text: str = ""


def deadlines_of(session: Session, publisher: Publisher, wording: Wording) -> tuple[Deadline, ...]:
    """Return a date's deadlines before its start that anybody can still meet; a course has them once.

    There is one where all ways to register close together, else one for each.
    """
    registration, course = session.registration, session.course
    if registration is None or session.status in CALLED_OFF or not session.is_in_calendars:
        return ()
    first, title = (course.start, session.seminar_title) if course else (session.start, session.title)
    is_one = len({way.closes for way in registration.taking}) == 1
    uid, words = course.uid if course else session.uid, wording.gettext("Registration closes: {title}")
    return tuple(
        Deadline(
            uid=f"{uid}-registration{f'-{number}' if number > 1 else ''}", modified=session.modified, at=way.closes,
            words=words.format(title=title if is_one else for_whom(way, title, wording)),
            page=f"{publisher.siteurl}/{session.url}", text=wording.when(session),
        )
        for number, way in enumerate(registration.taking[: 1 if is_one else None], 1)
        if way.closes < first
    )  # fmt: skip


def entry(deadline: Deadline) -> bytes:
    """Write one VEVENT (RFC 5545 §3.6.1) without an end, which leaves people free."""
    from icalendar import Event  # noqa: PLC0415 -- icalendar is for what has changed

    from hireground.seminars.calendar.folding import joined  # noqa: PLC0415 -- likewise
    from hireground.seminars.calendar.vevent import TextValue, uri  # noqa: PLC0415 -- likewise

    made = Event()
    made.add("uid", deadline.uid)
    made.add("dtstamp", deadline.modified)
    made.add("dtstart", deadline.at.astimezone(dt.UTC))
    made["SUMMARY"], made["TRANSP"] = TextValue(deadline.words), TextValue("TRANSPARENT")
    has_page = not deadline.page.startswith("/")  # on a laptop there is no address
    if deadline.text:
        made["DESCRIPTION"] = TextValue("\n".join((deadline.text, deadline.page) if has_page else (deadline.text,)))
    if has_page:
        made["URL"] = uri(deadline.page)
    return joined(filter(None, made.content_lines()))


@dataclass(frozen=True)
class Deadlines:
    """The feed, and what stands in it for each of its sessions, by UID."""

    feed: CalendarFile
    entries: Mapping[str, tuple[Deadline, ...]]
    publisher: Publisher


def deadlines(sessions: Iterable[Session], publisher: Publisher, wording: Wording) -> Deadlines:
    """Return the feed of all deadlines, in order of time."""
    sessions = tuple(sessions)
    once = [one for one in sessions if not one.course or one.course.uid == one.uid]
    found = {one.uid: each for one in once if (each := deadlines_of(one, publisher, wording))}
    utc = zone("UTC")  # a calendar names the zones of its sessions, and these entries are in none
    shown = [replace(one, timezone=utc) for one in sessions if one.uid in found]
    shown.sort(key=lambda one: (found[one.uid][0].at, one.uid))
    name = wording.gettext("{sitename}: registration closes").format(sitename=publisher.sitename)
    feed = CalendarFile(path=PATH, name=name, page_url=urls.SEMINARS.url(), sessions=tuple(shown))
    return Deadlines(feed, found, publisher)


def written(source: Deadlines) -> bytes:
    """Write the feed."""
    from hireground.seminars.calendar.ical import calendar  # noqa: PLC0415 -- icalendar is for what has changed

    events = {uid: b"".join(map(entry, each)) for uid, each in source.entries.items()}
    return calendar(source.feed, events, source.publisher)
