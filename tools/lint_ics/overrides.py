"""Overrides of a recurring event against their master (RFC 5545 3.8.4.4)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dateutil.rrule import rrulestr

from tools.lint_ics.content import Component, Fault, Property, quote
from tools.lint_ics.moments import Moment, Zones, first_moment, moments
from tools.lint_ics.recur import read_rule, rule_flaws

SECTION = "(RFC 5545 3.8.4.4)"
COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


def override_faults(events: Sequence[Component], zones: Zones) -> Iterator[Fault]:
    """Expect of every override that it has a master that recurs at the time it overrides."""
    masters = {uid.value: each for each in events if not each.all("RECURRENCE-ID") and (uid := each.first("UID"))}
    for event in events:
        uid, identity = event.first("UID"), event.first("RECURRENCE-ID")
        if uid and identity:
            yield from _identity_faults(identity, masters.get(uid.value), zones)


def _identity_faults(identity: Property, master: Component | None, zones: Zones) -> Iterator[Fault]:
    if master is None:
        yield identity.fault(f"overrides an event that is not in this file; add the one without it {SECTION}")
    elif not (master.all("RRULE") or master.all("RDATE")):
        yield identity.fault(f"overrides an event that happens once; give that an RRULE, or remove this {SECTION}")
    elif (moment := first_moment(identity, zones)) and not _happens_at(master, moment, zones):
        message = f"the recurring event does not happen at {quote(identity.value)}; write one of its times"
        yield identity.value_fault(f"{message} {SECTION}")


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
    if any(rule_flaws(rule)) or parts["FREQ"] not in COARSE or is_utc != bool(begins.tzinfo):
        return True
    if bool(moment.tzinfo) != bool(begins.tzinfo):
        return False
    return bool(rrulestr(rule, dtstart=begins).between(moment, moment, inc=True))
