"""Remember what the last build wrote, so that the next one need not make it again.

A file of the last build is used again only while it is as it was written down: whoever changes a file of the output by
hand, or loses a part of it to a power cut, gets the right one back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hireground.build.unchanged import Span
from hireground.checksums import Sum, Verifier, boot, files_in, sum_of
from hireground.store import digest

FOLDER = Path(".cache", "builds")
KEPT = 8
"""Journals that are kept: a preview builds into a new folder each time."""


class WrittenFile(NamedTuple):
    """A file as it was written, and the key it was made under; what belongs to others, such as a `.gz`, has none.

    `source` is the file that it is a copy of, from the root if that is one of the content; empty if it was made.
    """

    key: str
    sum: Sum
    source: str = ""


@dataclass(frozen=True)
class Journal:
    """What a folder held after its last build, by path; `span` says from what and when, if it is known.

    `root` is the folder of the site.
    """

    output: Path
    written: Mapping[str, WrittenFile]
    span: Span | None = None
    verifier: Verifier = field(default_factory=lambda: Verifier(is_other_boot=True))
    root: Path = Path()

    def still_there(self, path: str, key: str) -> str | None:
        """Return the file of the last build that has a key, if it is as it was written."""
        known = self.written.get(path)
        return f"{self.output}/{path}" if known and known.key == key and self.is_intact(path) else None

    def is_intact(self, path: str) -> bool:
        """Tell whether a file of the last build is as it was written."""
        known = self.written.get(path)
        if known is None or vars(self).get("is_all"):  # then every file has been looked at already
            return known is not None
        return self.verifier.is_intact(f"{self.output}/{path}", known.sum)

    def has(self, path: str, file: Path) -> bool:
        """Tell whether a file of another folder is the last build's, by its size and time."""
        known = self.written.get(path)
        return known is not None and known.sum[:2] == (file.stat().st_size, file.stat().st_mtime_ns)

    @cached_property
    def is_all(self) -> bool:
        """Whether the folder has all files that the last build wrote, as they were, and no other; looked up once."""
        return files_in(self.output) <= self.written.keys() and all(map(self.is_intact, self.written))


def read_journal(root: Path, output: Path) -> Journal:
    """Read what was written down of a folder; nothing if that is lost, damaged or of another version."""
    try:
        found = json.loads(journal_of(root, output).read_bytes())
        verifier = Verifier(found["boot"] != boot())
        written = {path: WrittenFile(key, Sum(*each), *source) for path, (key, each, *source) in found["files"].items()}
        span = Span(*found["span"]) if found["span"] else None
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return Journal(output, {}, root=root)
    return Journal(output, written, span, verifier, root)


def write_journal(
    output: Path,
    keys: Mapping[str, str],
    last: Journal,
    span: Span | None = None,
    sources: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write down what stands in a folder now; a disk that is full costs only the next build."""
    file = journal_of(last.root, output)
    fresh = file.with_name(f".{file.name}")
    try:
        found = {path: sum_of(f"{output}/{path}", _known(last, path)) for path in {*files_in(output), *keys}}
        files = {path: [keys.get(path, ""), each, sources.get(path, "")] for path, each in found.items() if each}
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({"boot": boot(), "span": span, "files": files}), "utf-8")
        fresh.replace(file)
        _drop_old(file.parent)
    except OSError:
        file.unlink(missing_ok=True)


def _known(last: Journal, path: str) -> Sum | None:
    known = last.written.get(path)
    return known.sum if known else None


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)
        file.with_suffix(".plan").unlink(missing_ok=True)


def journal_of(root: Path, output: Path) -> Path:
    """Return the file in which is written down what stands in a folder."""
    return root / FOLDER / f"{digest(str(output.resolve()).encode()).hex()[:12]}.json"
