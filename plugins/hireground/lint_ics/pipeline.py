"""Find every problem of a file: octets, lines, grammar, nesting, structure, values, then the whole calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hireground.lint_ics.calendars import calendar_problems, override_problems
from hireground.lint_ics.content import Component, LineProblem, Property
from hireground.lint_ics.events import event_problems
from hireground.lint_ics.lines import content_lines, grammar_problems, line_problems, read_property, text_problems
from hireground.lint_ics.moments import TIMED
from hireground.lint_ics.parameters import parameter_problems
from hireground.lint_ics.policy import policy_problems
from hireground.lint_ics.properties import ANYTHING, PROPERTIES
from hireground.lint_ics.structure import root_problems, structure_problems
from hireground.lint_ics.timezones import calendar_zones, zone_problems
from hireground.lint_ics.tree import read_components
from hireground.lint_ics.values import value_problems


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong at one place of a calendar file; `line` and `column` are from 1, columns count octets."""

    path: Path
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}:{self.column}: {self.message}"


def lint(path: Path, data: bytes, *, is_published: bool = True) -> tuple[Problem, ...]:
    """Find everything wrong with one iCalendar file, which `path` names.

    One that `is_published`, for people to subscribe to, is also held to what the RFCs leave open.
    """
    return tuple(sorted({Problem(path, *problem) for problem in _problems(path.name, data, is_published=is_published)}))


def _problems(file_name: str, data: bytes, *, is_published: bool) -> Iterator[LineProblem]:
    if b"BEGIN:VCALENDAR" not in data.upper():
        yield LineProblem(1, 1, "no calendar in the file; begin it with BEGIN:VCALENDAR (RFC 5545 3.4)")
        return
    yield from line_problems(data)
    lines = tuple(content_lines(data))
    for line in lines:
        if not (line.text.isascii() and line.text.isprintable()):
            yield from text_problems(line)
    read = [(line, read_property(line)) for line in lines]
    for line, each in read:
        if each is None or not each.is_sound:
            yield from grammar_problems(line)
    properties = [each for _, each in read if each]
    yield from _property_problems(properties)
    roots, problems = read_components(properties)
    yield from problems
    yield from root_problems(roots)
    calendars = [root for root in roots if root.name == "VCALENDAR"]
    for calendar in calendars:
        yield from _calendar_problems(calendar)
    if is_published:
        yield from policy_problems(file_name, calendars)


def _property_problems(properties: Iterable[Property]) -> Iterator[LineProblem]:
    for each in properties:
        if each.is_sound:
            definition = PROPERTIES.get(each.name, ANYTHING)
            if each.parameters or definition.must_name_type:
                yield from parameter_problems(each, definition)
            yield from value_problems(each, definition)


def _calendar_problems(calendar: Component) -> Iterator[LineProblem]:
    zones, events = calendar_zones(calendar), calendar.children("VEVENT")
    yield from structure_problems(calendar)
    for each in calendar.children(*TIMED):
        yield from event_problems(each, zones)
    yield from override_problems(events, zones)
    yield from zone_problems(calendar, zones)
    yield from calendar_problems(calendar, zones)
