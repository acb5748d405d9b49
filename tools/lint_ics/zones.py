"""Time zones: each one used is defined once, under its IANA name (RFC 5545 3.2.19 and 3.6.5)."""

from collections.abc import Iterator, Mapping, Sequence

from plugins.seminars.timezones import zone, zone_names
from tools.lint_ics.content import Component, Fault, Property, plain, quote
from tools.lint_ics.moments import Zones, time_properties
from tools.lint_ics.offsets import offset_faults, used_instants
from tools.lint_ics.timeline import observance_faults

SECTION = "(RFC 5545 3.6.5)"


def calendar_zones(calendar: Component) -> Zones:
    """Load what IANA knows of the zones in a calendar, from the tzdata package and never from the machine."""
    known = zone_names()
    return {name: zone(name) for name in {*_uses(calendar), *_definitions(calendar)} if name in known}


def zone_faults(calendar: Component, zones: Zones) -> Iterator[Fault]:
    """Compare the time zones that a calendar uses with those that it defines."""
    uses, definitions = _uses(calendar), _definitions(calendar)
    for name, properties in uses.items():
        if name not in definitions:
            yield properties[0].fault(_undefined(name, len(properties), zones))
    for name, timezones in definitions.items():
        yield from _definition_faults(name, timezones, zones)
        if name not in uses and calendar.children("VEVENT"):  # an empty calendar has to have something (3.6)
            yield timezones[0].fault(f"nothing in this file uses {plain(name)}; leave it out {SECTION}")
        elif name in uses and name in zones:
            instants = used_instants(calendar, uses[name], name, zones)
            yield from offset_faults(timezones[0], name, zones[name], instants)
    for each in calendar.all("X-WR-TIMEZONE"):
        if each.is_sound and each.value not in zone_names():
            yield each.value_fault(_stranger(each.value))


def _uses(calendar: Component) -> Mapping[str, Sequence[Property]]:
    uses: dict[str, list[Property]] = {}
    for event in calendar.children("VEVENT"):
        for each in time_properties(event):
            if name := each.parameter("TZID"):
                uses.setdefault(name, []).append(each)
    return uses


def _definitions(calendar: Component) -> Mapping[str, Sequence[Component]]:
    definitions: dict[str, list[Component]] = {}
    for timezone in calendar.children("VTIMEZONE"):
        if name := timezone.first("TZID"):
            definitions.setdefault(name.value, []).append(timezone)
    return definitions


def _stranger(name: str) -> str:
    return f"{quote(name)} is no IANA time zone; write one such as Europe/Berlin (RFC 5545 3.2.19)"


def _undefined(name: str, count: int, zones: Zones) -> str:
    if name not in zones:
        return _stranger(name)
    times = f", used {count} times" if count > 1 else ""
    return f"this file has no VTIMEZONE for {name}{times}; add it (RFC 5545 3.2.19)"


def _definition_faults(name: str, timezones: Sequence[Component], zones: Zones) -> Iterator[Fault]:
    if name not in zones and name.strip():
        yield timezones[0].fault(_stranger(name))
    for timezone in timezones[1:]:
        yield timezone.fault(f"a second definition of {plain(name)}; keep one {SECTION}")
    for timezone in timezones:
        for observance in timezone.children("STANDARD", "DAYLIGHT"):
            yield from observance_faults(observance)
