"""Check events against each other, their overrides, and the calendar's method (RFC 5545 3.8.4, RFC 5546 3.2.1)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dateutil.rrule import rrulestr

from hireground.lint_ics.content import Component, LineProblem, Property, quote
from hireground.lint_ics.events import type_problems
from hireground.lint_ics.moments import Moment, Zones, first_moment, moments
from hireground.lint_ics.recur import read_rule, rule_problems

SECTION = "(RFC 5545 3.8.4.4)"
COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def override_problems(events: Sequence[Component], zones: Zones) -> Iterator[LineProblem]:
    """Expect of every override that its master, where the file has it, recurs at the time it overrides."""
    masters = {uid.value: each for each in events if not each.all("RECURRENCE-ID") and (uid := each.first("UID"))}
    for event in events:
        uid, identity = event.first("UID"), event.first("RECURRENCE-ID")
        if uid and identity and (master := masters.get(uid.value)):
            yield from _identity_problems(identity, master, zones)


def _identity_problems(identity: Property, master: Component, zones: Zones) -> Iterator[LineProblem]:
    start = master.first("DTSTART")
    mismatch = [*type_problems(start, identity)] if start else []
    if not (master.all("RRULE") or master.all("RDATE")):
        yield identity.problem(f"overrides an event that happens once; give that an RRULE, or remove this {SECTION}")
    elif mismatch:
        yield from mismatch
    elif (moment := first_moment(identity, zones)) and not _happens_at(master, moment, zones):
        message = f"the recurring event does not happen at {quote(identity.value)}; write one of its times"
        yield identity.value_problem(f"{message} {SECTION}")


def _happens_at(master: Component, moment: Moment, zones: Zones) -> bool:
    """Tell whether an event recurs then; a rule that cannot be followed is believed."""
    start = master.first("DTSTART")
    begins = first_moment(start, zones)
    if start is None or begins is None:
        return True
    if moment in {each for dates in master.all("EXDATE") for each in moments(dates, zones)}:
        return False
    zone = zones.get(start.parameter("TZID"), dt.UTC)
    return (
        moment == begins
        or moment in {each for dates in master.all("RDATE") for each in moments(dates, zones)}
        or any(_rule_gives(rule.value, _local(begins, zone), _local(moment, zone)) for rule in master.all("RRULE"))
    )


def _local(moment: Moment, zone: dt.tzinfo) -> dt.datetime:
    """Put a moment on the wall clock that a rule counts by; a day stays naive."""
    return moment.astimezone(zone) if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _rule_gives(rule: str, begins: dt.datetime, moment: dt.datetime) -> bool:
    parts = read_rule(rule)
    is_utc = parts.get("UNTIL", "Z" if begins.tzinfo else "").endswith("Z")
    if any(rule_problems(rule)) or parts["FREQ"] not in COARSE or is_utc != bool(begins.tzinfo):
        return True
    if bool(moment.tzinfo) != bool(begins.tzinfo):
        return False
    return bool(rrulestr(rule, dtstart=begins).between(moment, moment, inc=True))


def calendar_problems(calendar: Component, zones: Zones) -> Iterator[LineProblem]:
    """Check what no single property or event can tell."""
    events = calendar.children("VEVENT")
    yield from _method_problems(calendar, events)
    yield from _duplicate_problems(events, zones)


def _method_problems(calendar: Component, events: Sequence[Component]) -> Iterator[LineProblem]:
    method = calendar.first("METHOD")
    if method is None or method.value.upper() != "PUBLISH":
        return
    for event in events:
        if not event.all("ORGANIZER"):
            yield event.problem("METHOD:PUBLISH demands an ORGANIZER; add one, or leave METHOD out (RFC 5546 3.2.1)")
        for attendee in event.all("ATTENDEE"):
            yield attendee.problem("METHOD:PUBLISH forbids attendees; remove it (RFC 5546 3.2.1)")


def _duplicate_problems(events: Sequence[Component], zones: Zones) -> Iterator[LineProblem]:
    seen: set[tuple[str, Moment | None]] = set()
    for event in events:
        uid = event.first("UID")
        if uid is None:
            continue
        identity = (uid.value, first_moment(event.first("RECURRENCE-ID"), zones))
        if identity in seen:
            message = f"{quote(uid.value)} is the UID of an event above; give each event its own"
            yield uid.value_problem(f"{message}, each override its own RECURRENCE-ID (RFC 5545 3.8.4.7)")
        seen.add(identity)
