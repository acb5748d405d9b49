"""Keep YAML's data and where each part of it stands in its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hireground.text.problems import Fix

LONGEST = 10_000
"""Characters of a value: three pages."""
NULLS = frozenset({"", "~", "null"})

Loc = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"] | None


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file, counted from 1, and where what stands there ends.

    `is_flow` tells a list or a group in brackets; `file` is set where it is not the document's own. `indent` is how far
    the lines below `|` are indented, None for any other value.
    """

    line: int
    column: int
    end: tuple[int, int] = field(default=(0, 0), compare=False)
    is_flow: bool = field(default=False, compare=False)
    file: Path | None = field(default=None, compare=False)
    indent: int | None = field(default=None, compare=False)

    def shifted(self, columns: int) -> "Mark":
        """Return the mark of a text that is indented."""
        return replace(self, column=self.column + columns, end=(self.end[0], self.end[1] + columns))


@dataclass(frozen=True)
class Marks:
    """Where each key and each value is, by its path from the top: `("sessions", 2, "start")`."""

    keys: dict[Loc, Mark]
    values: dict[Loc, Mark]

    def key(self, loc: Loc) -> Mark:
        """Find the place of a key, or of what holds it when it was never written."""
        return self.keys.get(loc) or self.value(loc)

    def value(self, loc: Loc) -> Mark:
        """Find the place of a value, or of the nearest thing around it."""
        for length in range(len(loc), -1, -1):
            mark = self.values.get(loc[:length]) or self.keys.get(loc[:length])
            if mark:
                return mark
        return Mark(1, 1)


class YamlError(Exception):
    """One thing wrong with the YAML, at `mark`, and the fix if there is one."""

    def __init__(self, mark: Mark, message: str, fix: Fix | None = None) -> None:
        self.mark, self.message, self.fix = mark, message, fix
        super().__init__(message)


def texts_in(loc: Loc, value: object) -> Iterator[tuple[Loc, str]]:
    """Yield every text in a value with its place, which begins with `loc`."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts_in((*loc, str(name)), inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from texts_in((*loc, number), inner)
