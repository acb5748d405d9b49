"""Publish files as they are, but for what their metadata say of places, devices and persons."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hireground.checksums import put_file
from hireground.metadata.cleaning import RECIPE, cleaned, is_locked
from hireground.store import digest
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import ContentFile, copied, read_bytes

FOLDER = Path(".cache", "metadata")
"""Where it is kept which files were looked at, from the site's root; it may be deleted at any time."""
LOCKED = "it is locked, so that what it tells of its author stays in it; print or pack it anew without a password"


def published(file: ContentFile) -> bytes:
    """Return what readers are given of a file; raises `InvalidContentError` where it tells too much."""
    try:
        return cleaned(copied(file))
    except ValueError as error:
        raise InvalidContentError([Problem(file.path, 1, 1, str(error))]) from None


def published_copy(file: ContentFile) -> Path:
    """Return a file that holds what readers are given: the author's own, or a copy where that tells too much."""
    given = published(file)
    if given == copied(file):
        return file.root / file.path
    copy = file.root / FOLDER / f"{digest(RECIPE, given).hex()}{file.path.suffix}"
    put_file(copy, given)
    return copy


Seen = tuple[int, int, str, str]
"""A file's size and time, what is wrong with it, and what its author should know of it."""


@dataclass
class Inspector:
    """Says what is wrong with files that are published as they are; one that did not change is not read again."""

    root: Path
    seen: dict[str, Seen] = field(default_factory=dict)

    def problem(self, path: Path) -> str:
        """Say why a file cannot be published, by its path from the root; nothing if it can."""
        return self._looked_at(path)[2]

    def warning(self, path: Path) -> str:
        """Say what an author should know of a file that is published all the same; nothing if all is well."""
        return self._looked_at(path)[3]

    def _looked_at(self, path: Path) -> Seen:
        name = path.as_posix()
        if name not in self.seen:
            state = (self.root / path).lstat()
            stamp, known = (state.st_size, state.st_mtime_ns), self._known.get(name)
            self.seen[name] = known if known and known[:2] == stamp else (*stamp, *self._said(path))
        return self.seen[name]

    def save(self) -> None:
        """Keep what was found for the next time."""
        if self.seen == self._known:
            return
        put_file(self._file, json.dumps(self.seen).encode())

    @property
    def _file(self) -> Path:
        return self.root / FOLDER / f"seen-{RECIPE.decode()}.json"

    @cached_property
    def _known(self) -> dict[str, Seen]:
        try:
            found = json.loads(self._file.read_bytes())
            return {
                name: (int(size), int(time), str(problem), str(warning))
                for name, (size, time, problem, warning) in found.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _said(self, path: Path) -> tuple[str, str]:
        """Return what is wrong with a file, and what its author should know of it."""
        try:
            data = read_bytes(self.root, path)
            cleaned(data)
        except ValueError as error:
            return str(error), ""
        except InvalidContentError as error:
            return error.problems[0].message, ""
        return "", LOCKED if is_locked(data) else ""
