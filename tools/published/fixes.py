"""What can be written into a file so that calendars keep a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.reader.problems import Problem
from plugins.reader.strict_yaml import Data


@dataclass(frozen=True)
class SetKeys:
    """Write keys of one item of `sessions`, or of the whole front matter (`item` is None)."""

    item: int | None
    keys: Mapping[str, Data]


@dataclass(frozen=True)
class InsertItem:
    """Write a session after the item `after`, or before the first (-1)."""

    after: int
    keys: Mapping[str, Data]


Fix = SetKeys | InsertItem


@dataclass(frozen=True)
class Restore:
    """Write a file again that is gone: its published text, with fixes in it."""

    text: str
    fixes: tuple[Fix, ...]


@dataclass(frozen=True)
class Finding:
    """A problem and what mends it; None where only the author knows."""

    problem: Problem
    fix: Fix | Restore | None = None

    @property
    def path(self) -> Path:
        """The file to mend."""
        return self.problem.path
