"""A calendar's events against each other, its method and its file's name (RFC 5545 3.6, RFC 5546 3.2.1)."""

from collections.abc import Iterator, Sequence

from tools.lint_ics.content import Component, Fault, quote
from tools.lint_ics.moments import Moment, Zones, first_moment

SINGLE_EVENT_FILE = "event.ics"


def calendar_faults(file_name: str, calendar: Component, zones: Zones) -> Iterator[Fault]:
    """Check what no single property or event can tell."""
    events = calendar.children("VEVENT")
    yield from _method_faults(calendar, events)
    yield from _duplicate_faults(events, zones)
    if file_name == SINGLE_EVENT_FILE and len(events) == 1:
        for each in (*calendar.all("NAME"), *calendar.all("X-WR-CALNAME")):
            message = f"makes Outlook open a new calendar for the one appointment in {SINGLE_EVENT_FILE}; leave it out"
            yield each.fault(f"{message} (MS-OXCICAL, RFC 7986 5.1)")


def _method_faults(calendar: Component, events: Sequence[Component]) -> Iterator[Fault]:
    method = calendar.first("METHOD")
    if method is None:
        return
    if method.value.upper() != "PUBLISH":
        message = f"{quote(method.value)} makes programs treat the file as an invitation; leave METHOD out"
        yield method.value_fault(f"{message} (RFC 5546 3.2)")
        return
    for event in events:
        if not event.all("ORGANIZER"):
            yield event.fault("METHOD:PUBLISH demands an ORGANIZER; add one, or leave METHOD out (RFC 5546 3.2.1)")
        for attendee in event.all("ATTENDEE"):
            yield attendee.fault("METHOD:PUBLISH forbids attendees; remove it (RFC 5546 3.2.1)")


def _duplicate_faults(events: Sequence[Component], zones: Zones) -> Iterator[Fault]:
    seen: set[tuple[str, Moment | None]] = set()
    for event in events:
        uid = event.first("UID")
        if uid is None:
            continue
        identity = (uid.value, first_moment(event.first("RECURRENCE-ID"), zones))
        if identity in seen:
            message = f"{quote(uid.value)} is the UID of an event above; give each event its own"
            yield uid.value_fault(f"{message}, each override its own RECURRENCE-ID (RFC 5545 3.8.4.7)")
        seen.add(identity)
