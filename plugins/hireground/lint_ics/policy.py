"""Report what the RFCs allow, but what a published calendar should do without."""

from collections.abc import Iterator, Sequence

from hireground.lint_ics.content import Component, LineProblem, quote
from hireground.lint_ics.moments import TIMED, is_day, time_properties, written_moments

SINGLE_EVENT_FILE, RINGING_FILES = "event.ics", frozenset({"reminder.ics", "proposals.ics"})


def policy_problems(file_name: str, calendars: Sequence[Component]) -> Iterator[LineProblem]:
    """Check the calendars of a file; `file_name` tells a single event's file from a feed."""
    for calendar in calendars[1:]:
        yield calendar.problem("a second VCALENDAR; write one to a file (RFC 5545 3.4)")
    for calendar in calendars:
        yield from _invitation_problems(calendar)
        yield from _name_problems(file_name, calendar)
        yield from _lonely_override_problems(calendar.children("VEVENT"))
        for component in calendar.children(*TIMED):
            yield from _floating_problems(component)
            alarms = component.children("VALARM") if file_name not in RINGING_FILES else ()
            for alarm in alarms:
                yield alarm.problem("rings for everybody who subscribes; leave it to them (RFC 5545 3.6.6)")


def _invitation_problems(calendar: Component) -> Iterator[LineProblem]:
    method = calendar.first("METHOD")
    if method and method.value.upper() != "PUBLISH":
        message = f"{quote(method.value)} makes programs treat the file as an invitation; leave METHOD out"
        yield method.value_problem(f"{message} (RFC 5546 3.2)")


def _name_problems(file_name: str, calendar: Component) -> Iterator[LineProblem]:
    if file_name == SINGLE_EVENT_FILE and len(calendar.children("VEVENT")) == 1:
        for each in (*calendar.all("NAME"), *calendar.all("X-WR-CALNAME")):
            message = f"makes Outlook open a new calendar for the one appointment in {SINGLE_EVENT_FILE}; leave it out"
            yield each.problem(f"{message} (MS-OXCICAL, RFC 7986 5.1)")


def _lonely_override_problems(events: Sequence[Component]) -> Iterator[LineProblem]:
    masters = {uid.value for each in events if not each.all("RECURRENCE-ID") and (uid := each.first("UID"))}
    for event in events:
        uid, identity = event.first("UID"), event.first("RECURRENCE-ID")
        if uid and identity and uid.value not in masters:
            message = "overrides an event that is not in this file; add the one without it"
            yield identity.problem(f"{message} (RFC 5545 3.8.4.4)")


def _floating_problems(component: Component) -> Iterator[LineProblem]:
    for each in time_properties(component):
        for offset, moment in written_moments(each):
            if not is_day(moment) and not getattr(moment, "tzinfo", None) and not each.parameter("TZID"):
                message = "a floating time is another instant in every zone; add TZID, or write UTC with Z"
                yield each.value_problem(f"{message} (RFC 5545 3.3.5)", offset)
