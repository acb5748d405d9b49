"""What is wrong with a file, as a value that prints like a compiler's line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.reader.quote import plain

LONGEST_PATH = 4096


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place; `line` and `column` count from 1, `path` is relative to the site's root."""

    path: Path
    line: int
    column: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{plain(self.path.as_posix(), LONGEST_PATH)}:{self.line}:{self.column}: {kind}{self.message}"


class InvalidContentError(Exception):
    """Content that cannot be published; `problems` holds every reason, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
