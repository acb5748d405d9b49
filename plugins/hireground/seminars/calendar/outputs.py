"""Describe every calendar file of a site, and what stands beside them, as outputs."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hireground import urls
from hireground.output import Output
from hireground.seminars.block.fields import BlockFields
from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.calendar.deadlines import PATH, deadlines, written
from hireground.seminars.calendar.feeds import feeds, split_by_year, split_warning
from hireground.seminars.calendar.files import extra_files
from hireground.seminars.calendar.reminder import deadline_file, deadline_of_proposals, reminder_of, ringing
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.description import text_of
from hireground.seminars.pages.listings import Kind
from hireground.seminars.pages.proposals import call_of

Keep = Callable[[tuple[object, ...], Callable[[], bytes]], bytes]
"""Returns what is known of values, or what a function makes of them."""


@dataclass(frozen=True)
class Joined:
    """A calendar file, and the VEVENTs of its sessions by UID."""

    feed: CalendarFile
    events: Mapping[str, bytes]
    publisher: Publisher


def joined(source: Joined) -> bytes:
    """Write a calendar file."""
    from hireground.seminars.calendar.ical import calendar  # noqa: PLC0415 -- icalendar is for what has changed

    return calendar(source.feed, source.events, source.publisher)


def _unkept(_values: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    return make()


@dataclass(frozen=True, kw_only=True)
class Calendars:
    """What calendars are made from.

    `blocks` are those of all texts, `texts` the seminars' own in plain text by slug,
    and the sessions' by UID. A listing's calendar leaves out
    what ended before `oldest`; `keep` knows VEVENTs from earlier.
    """

    context: RenderContext
    seminars: tuple[Seminar, ...]
    blocks: Iterable[tuple[str, BlockFields]]
    texts: Mapping[str, str]
    publisher: Publisher
    oldest: dt.datetime
    keep: Keep = _unkept

    def event(self, session: Session) -> bytes:
        """Return a session's VEVENT."""
        siteurl, wording, text = self.publisher.siteurl, self.context.wording, text_of(session, self.texts)

        def made() -> bytes:
            from hireground.seminars.calendar.vevent import event  # noqa: PLC0415 -- likewise

            return event(session, siteurl, wording, text)

        return self.keep((session, siteurl, str(wording.locale), text), made)


def _deadlines(source: Calendars) -> Iterator[Output]:
    """Yield a file for each seminar that takes proposals until a day that is to come."""
    context = source.context
    for seminar in source.seminars:
        call = call_of(seminar, context.now, context.wording) if seminar.proposals else None
        deadline = deadline_of_proposals(seminar, source.publisher, context.wording)
        if call and call.ics_url and deadline:
            yield Output(urls.file_of(call.ics_url), deadline_file, deadline)


def calendar_outputs(source: Calendars) -> tuple[list[Output], list[str]]:
    """Return every calendar file, and what to warn of: a feed that is too large for Google Calendar."""
    outputs, warnings, publisher = list[Output](), list[str](), source.publisher
    everything = source.context.having(Kind.ALL)[0].sessions
    events = {one.uid: source.event(one) for one in everything if one.is_in_calendars}
    sizes = {uid: len(data) for uid, data in events.items()}
    for feed in feeds(source.seminars, source.context.listings, source.blocks, source.oldest, publisher):
        parts = split_by_year(feed, sizes)
        for part in dict.fromkeys((feed, *parts)):  # whoever has the whole already keeps it
            data = Joined(part, {one.uid: events[one.uid] for one in part.sessions}, publisher)
            outputs += [Output(urls.file_of(path), joined, data) for path in (part.path, *part.former)]
        if words := split_warning(feed, parts, sizes):
            warnings.append(words)
    for view in source.context.of(everything):
        if view.calendars and view.can_be_added:  # whoever can no longer come need not be reminded
            uid, path = view.session.uid, urls.reminder_of(view.session.url)
            ringer = reminder_of(view.session, events[uid], path, publisher, source.context.wording)
            outputs.append(Output(urls.file_of(path), ringing, ringer))
    outputs += _deadlines(source)
    if publisher.has_deadlines:
        kept = tuple(one for one in everything if one.end >= source.oldest)
        closing = deadlines(kept, publisher, source.context.wording)
        outputs.append(Output(urls.file_of(PATH), written, closing))
    extra = extra_files(source.context, source.seminars, publisher, source.oldest, source.texts)
    return [*outputs, *extra], warnings
