"""Octets to problems: lines, grammar, nesting, structure, values, then the calendar as a whole."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.reader.problems import Problem
from tools.lint_ics.calendars import calendar_faults
from tools.lint_ics.content import Component, Fault, Property
from tools.lint_ics.events import event_faults
from tools.lint_ics.grammar import grammar_faults, read_property
from tools.lint_ics.lines import content_lines, line_faults, text_faults
from tools.lint_ics.overrides import override_faults
from tools.lint_ics.parameters import parameter_faults
from tools.lint_ics.properties import ANYTHING, PROPERTIES
from tools.lint_ics.structure import root_faults, structure_faults
from tools.lint_ics.tree import read_components
from tools.lint_ics.values import value_faults
from tools.lint_ics.zones import calendar_zones, zone_faults


def lint(path: Path, data: bytes) -> tuple[Problem, ...]:
    """Find every problem of one iCalendar file; `path` names it, and tells a single event's file from a feed."""
    return tuple(sorted({Problem(path, *fault) for fault in _faults(path.name, data)}))


def _faults(file_name: str, data: bytes) -> Iterator[Fault]:
    if b"BEGIN:VCALENDAR" not in data.upper():
        yield Fault(1, 1, "no calendar in the file; begin it with BEGIN:VCALENDAR (RFC 5545 3.4)")
        return
    yield from line_faults(data)
    lines = tuple(content_lines(data))
    for line in lines:
        if not (line.text.isascii() and line.text.isprintable()):
            yield from text_faults(line)
    read = [(line, read_property(line)) for line in lines]
    for line, each in read:
        if each is None or not each.is_sound:
            yield from grammar_faults(line)
    properties = [each for _, each in read if each]
    yield from _property_faults(properties)
    roots, faults = read_components(properties)
    yield from faults
    yield from root_faults(roots)
    for root in roots:
        if root.name == "VCALENDAR":
            yield from _calendar_faults(file_name, root)


def _property_faults(properties: Iterable[Property]) -> Iterator[Fault]:
    for each in properties:
        if each.is_sound:
            definition = PROPERTIES.get(each.name, ANYTHING)
            if each.parameters or definition.must_name_type:
                yield from parameter_faults(each, definition)
            yield from value_faults(each, definition)


def _calendar_faults(file_name: str, calendar: Component) -> Iterator[Fault]:
    zones, events = calendar_zones(calendar), calendar.children("VEVENT")
    yield from structure_faults(calendar)
    for event in events:
        yield from event_faults(event, zones)
    yield from override_faults(events, zones)
    yield from zone_faults(calendar, zones)
    yield from calendar_faults(file_name, calendar, zones)
