"""Define the values that the linter passes on: problems, content lines, properties and components."""

from collections.abc import Mapping
from typing import NamedTuple

LONGEST_QUOTE = 60


class LineProblem(NamedTuple):
    """One problem; `line` is a physical line of the file, `column` counts octets, both from 1."""

    line: int
    column: int
    message: str


class ValueProblem(NamedTuple):
    """What is wrong with a value, `offset` characters into it."""

    offset: int
    message: str


class ContentLine(NamedTuple):
    """An unfolded line (RFC 5545 3.1), the number of its first physical line, and its octets as folded."""

    text: str
    number: int
    folded: bytes

    def problem(self, offset: int, message: str) -> LineProblem:
        """Report a problem `offset` characters into the unfolded text."""
        octets = len(self.text[:offset].encode("utf-8", "surrogateescape"))
        number, column = self.number, octets + 1
        first, *others = [len(line.removesuffix(b"\r")) for line in self.folded.split(b"\n")]
        for previous, _ in zip([first, *(length - 1 for length in others)], others, strict=False):
            if octets < previous:
                break
            octets -= previous
            number, column = number + 1, octets + 2
        return LineProblem(number, column, message)


class Parameter(NamedTuple):
    """One `;NAME=value,value` (RFC 5545 3.2), unquoted; `offset` is where its name begins in the line."""

    name: str
    values: tuple[str, ...]
    offset: int


class Property(NamedTuple):
    """A content line taken apart; one whose grammar is broken keeps only its name and is not `is_sound`."""

    line: ContentLine
    name: str
    parameters: tuple[Parameter, ...] = ()
    value: str = ""
    offset: int = 0
    is_sound: bool = True

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, or nothing."""
        for each in self.parameters:
            if each.name == name:
                return each.values[0]
        return ""

    def problem(self, message: str) -> LineProblem:
        """Report a problem of the whole property."""
        return self.line.problem(0, f"{self.name}: {message}")

    def parameter_problem(self, parameter: Parameter, message: str) -> LineProblem:
        """Report a problem of one parameter."""
        return self.line.problem(parameter.offset, f"{self.name}: {parameter.name}: {message}")

    def value_problem(self, message: str, offset: int = 0) -> LineProblem:
        """Report a problem of the value, `offset` characters into it."""
        return self.line.problem(self.offset + offset, f"{self.name}: {message}")


class Component(NamedTuple):
    """What stands between BEGIN and END, its properties by name in the file's order (RFC 5545 3.6)."""

    name: str
    begin: Property
    properties: Mapping[str, tuple[Property, ...]]
    components: tuple["Component", ...]

    def all(self, name: str) -> tuple[Property, ...]:
        """Return every property of that name."""
        return self.properties.get(name, ())

    def first(self, name: str) -> Property | None:
        """Return the first property of that name whose grammar holds."""
        return next((each for each in self.all(name) if each.is_sound), None)

    def problem(self, message: str) -> LineProblem:
        """Report a problem of the whole component, where it begins."""
        return self.begin.line.problem(0, f"{shortened(self.name)}: {message}")

    def children(self, *names: str) -> tuple["Component", ...]:
        """Return the components of those names right inside this one."""
        return tuple(each for each in self.components if each.name in names)


def shortened(text: str) -> str:
    """Show text in a message: shortened, and with nothing in it that a terminal could act on."""
    shown = text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in shown)


def quote(text: str) -> str:
    """Show text in a message, between quotation marks."""
    return f'"{shortened(text)}"'
