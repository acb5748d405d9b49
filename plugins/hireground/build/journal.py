"""Remember what the last build wrote, so that the next one need not make it again.

A file of the last build is used again only while it is as it was written down: whoever changes a file of the output by
hand, or loses a part of it to a power cut, gets the right one back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from hireground import urls
from hireground.build.inputs import Span
from hireground.checksums import (
    Folders,
    Sum,
    Verifier,
    boot,
    files_in,
    folders_of,
    is_same_folder,
    packed,
    sum_of,
    unpacked,
)
from hireground.store import digest

FOLDER = Path(".cache", "builds")
KEPT = 8
"""Journals that are kept: a preview builds into a new folder each time."""
SUFFIX, KIND = ".journal", "journal 1"
SEARCH = urls.PAGEFIND.url(path="")
"""Where the search's index is, whose files have no key."""


class WrittenFile(NamedTuple):
    """A file as it was written, and the key it was made under; what belongs to others, such as a `.gz`, has none.

    `source` is the file that it is a copy of, from the root if that is one of the content; empty if it was made.
    """

    key: str
    sum: Sum
    source: str = ""


@dataclass(frozen=True)
class WrittenFiles:
    """What was written into a folder: every path that has a key, and where its file came from.

    Files that are `fresh` were made, those `from_store` had been made by an earlier build, and those that `stay` are
    the last build's own. `parts` names the kept index that each part of the search is linked from, as far as it is
    there. `others` are files without keys. `sources` says which files are copies, and of what. `sums` say what some
    files were when they were written, so that they need not be read again.
    """

    keys: Mapping[str, str]
    fresh: frozenset[str]
    from_store: frozenset[str] = frozenset()
    stay: frozenset[str] = frozenset()
    parts: Mapping[str, str] = field(default_factory=dict)
    others: Iterable[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    sums: Mapping[str, Sum] = field(default_factory=dict)


class Spare(NamedTuple):
    """The folder that the last build replaced: it has the same files as the new one, but for those at some paths."""

    folders: Folders
    others: list[str]


@dataclass(frozen=True)
class Journal:
    """What a folder held after its last build, by path; `span` says from what and when, if it is known.

    `parts` names the kept index that each part of the search is linked from. `root` is the folder of the site.
    """

    output: Path
    written: Mapping[str, WrittenFile]
    span: Span | None = None
    folders: Folders | None = None
    spare: Spare | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    verifier: Verifier = field(default_factory=lambda: Verifier(is_other_boot=True))
    root: Path = Path()

    def still_has(self, path: str, key: str) -> bool:
        """Tell whether the last build's file has a key, and is as it was written."""
        known = self.written.get(path)
        return known is not None and known.key == key and path in self.intact

    def is_same(self, path: str, file: Path) -> bool:
        """Tell whether a file of another folder is the last build's at a path, by its size and time."""
        known = self.written.get(path)
        return known is not None and known.sum[:2] == (file.stat().st_size, file.stat().st_mtime_ns)

    @cached_property
    def intact(self) -> frozenset[str]:
        """The files of the last build that are as they were written; looked up once."""
        return frozenset(self.verifier.intact(f"{self.output}/", {path: one.sum for path, one in self.written.items()}))

    @cached_property
    def is_all(self) -> bool:
        """Whether the folder has all files that the last build wrote, as they were, and no others; looked up once."""
        return self._has_no_others and len(self.intact) == len(self.written)

    @property
    def _has_no_others(self) -> bool:
        is_same = not self.verifier.is_other_boot and is_same_folder(self.output, self.folders)
        return is_same or files_in(self.output) <= self.written.keys()

    @property
    def known_spare(self) -> Spare | None:
        """What is known of the spare of the folder, if the machine has not been restarted since."""
        return None if self.verifier.is_other_boot else self.spare

    @property
    def search_files(self) -> frozenset[str]:
        """The files of the search's index, if all of them are as they were written."""
        files = frozenset(path for path, one in self.written.items() if not one.key and path.startswith(SEARCH))
        return files if files <= self.intact else frozenset()

    def part_of(self, path: str) -> str:
        """Return the part of the search that one of its files belongs to; the first has what belongs to all."""
        name = path.removeprefix(SEARCH).partition("/")[0]
        return name if name in self.parts else ""


def read_journal(root: Path, output: Path) -> Journal:
    """Read what was written down of a folder; nothing if that is lost, damaged or of another version."""
    try:
        found = unpacked(KIND, journal_of(root, output).read_bytes())
        then, span, folders, spare, parts, paths, keys, sources, *sums = found
    except (OSError, ValueError):
        return Journal(output, {}, root=root)
    files = map(WrittenFile, keys, map(Sum._make, zip(*sums, strict=True)), sources)
    return Journal(
        output, dict(zip(paths, files, strict=True)), Span(*span) if span else None,
        Folders(*folders) if folders else None, Spare(Folders(*spare[0]), spare[1]) if spare else None, parts,
        Verifier(then != boot()), root,
    )  # fmt: skip


def write_journal(output: Path, last: Journal, written: WrittenFiles, span: Span | None = None) -> None:
    """Write down what stands in a folder now; a disk that is full costs only the next build."""
    file = journal_of(last.root, output)
    fresh = file.with_name(f".{file.name}")
    try:
        files = files_of(output, last, written)
        spare, folders = _spare(output, last, files), folders_of(output, files)
        known = tuple(span) if span else None, tuple(folders) if folders else None, spare, {**written.parts}
        columns = zip(*((one.key, one.source, *one.sum) for one in files.values()), strict=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(packed(KIND, boot(), *known, [*files], *map(list, columns)))
        fresh.replace(file)
        _drop_old(file.parent)
    except OSError:
        file.unlink(missing_ok=True)


def files_of(output: Path, last: Journal, written: WrittenFiles) -> dict[str, WrittenFile]:
    """Return the files of a folder as they are now; those of the last build that stay need not be looked at."""
    found = dict[str, WrittenFile]()
    for path in {**written.keys, **dict.fromkeys(written.others)}:
        known = last.written.get(path)
        then = written.sums.get(path) or (known.sum if known else None)
        now = then if path in written.stay else sum_of(f"{output}/{path}", then)
        if now:
            found[path] = WrittenFile(written.keys.get(path, ""), now, written.sources.get(path, ""))
    return found


def _spare(
    output: Path, last: Journal, files: Mapping[str, WrittenFile]
) -> tuple[tuple[object, ...], list[str]] | None:
    """Return what the replaced folder is known by, if the last build's journal tells all that is in it."""
    if last.output != output or not last.folders or not vars(last).get("is_all"):
        return None
    none = WrittenFile("", Sum(-1, 0))
    paths = last.written.keys() | files.keys()
    others = [path for path in paths if last.written.get(path, none).sum != files.get(path, none).sum]
    return tuple(last.folders), others


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)
        file.with_suffix(".plan").unlink(missing_ok=True)


def journal_of(root: Path, output: Path) -> Path:
    """Return the file in which is written down what stands in a folder."""
    return root / FOLDER / f"{digest(str(output.resolve()).encode()).hex()[:12]}{SUFFIX}"
