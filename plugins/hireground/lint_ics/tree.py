"""Nest properties into components, by BEGIN and END (RFC 5545 3.6)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hireground.lint_ics.content import Component, ContentLine, LineProblem, Property, shortened

FILE_START = Property(ContentLine("", 1, b""), "BEGIN")


class _Open(NamedTuple):
    """A component whose END is still to come."""

    name: str
    begin: Property
    properties: dict[str, list[Property]]
    components: list[Component]


def read_components(properties: Iterable[Property]) -> tuple[tuple[Component, ...], tuple[LineProblem, ...]]:
    """Nest the properties; a component without its END is closed where its parent ends."""
    problems: list[LineProblem] = []
    stack = [_Open("", FILE_START, {}, [])]
    for each in properties:
        if each.name == "BEGIN":
            stack.append(_Open(each.value.upper(), each, {}, []))
        elif each.name == "END":
            problems.extend(_end(stack, each))
        else:
            stack[-1].properties.setdefault(each.name, []).append(each)
    problems.extend(_close_to(stack, 1))
    outside = [each for held in stack[0].properties.values() for each in held]
    problems.extend(each.problem("stands outside VCALENDAR; move it inside (RFC 5545 3.4)") for each in outside)
    return tuple(stack[0].components), tuple(problems)


def _end(stack: list[_Open], end: Property) -> Iterator[LineProblem]:
    name = end.value.upper()
    depths = [depth for depth, each in enumerate(stack) if depth and each.name == name]
    if not depths:
        yield end.problem(f"no BEGIN:{shortened(name)} is open here; remove this line or add its BEGIN (RFC 5545 3.6)")
        return
    yield from _close_to(stack, depths[-1] + 1)
    _close(stack)


def _close_to(stack: list[_Open], depth: int) -> Iterator[LineProblem]:
    """Close what was never ended, down to `depth` open components."""
    while len(stack) > depth:
        component = _close(stack)
        yield component.problem(f"never closed; add END:{shortened(component.name)} (RFC 5545 3.6)")


def _close(stack: list[_Open]) -> Component:
    name, begin, properties, components = stack.pop()
    held = {each: tuple(found) for each, found in properties.items()}
    component = Component(name, begin, held, tuple(components))
    stack[-1].components.append(component)
    return component
