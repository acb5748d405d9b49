"""Read the versions of a folder's files from the repository's history, commit by commit."""

import datetime as dt
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hireground.terminal import RefusedError


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints; nothing where it fails, or is not there. Names never begin with a hyphen."""
    try:
        run = subprocess.run(["git", "-C", root, *arguments], input=given, capture_output=True, check=False)  # noqa: S603, S607 -- no shell
    except OSError:
        return b""
    return run.stdout if run.returncode == 0 else b""


def is_shallow(root: Path) -> bool:
    """Tell whether a clone lacks its history."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def names(output: bytes) -> list[str]:
    r"""Split what `-z` prints at its NULs; names that are not UTF-8 are decoded as Python decodes file names."""
    return output.decode("utf-8", "surrogateescape").split("\0")


class ShallowHistoryError(RefusedError):
    """A clone without its history, whose dates would all be the same."""


def last_commits(root: Path, folder: Path) -> Mapping[Path, dt.datetime]:
    """Return the last commit's time (UTC) of each file in `folder`, by its path from `root`; raises if it is shallow.

    Files that were never committed, or have changed since, are not there. Without git or a repository there are none.
    """
    if is_shallow(root):
        raise ShallowHistoryError("this clone has no history, so that no file has its date; run git fetch --unshallow")
    log = _log(root, folder, head_commit(root))
    changed = {*names(git(root, "ls-files", "-z", "--modified", "--others", "--", str(folder)))}
    commits: dict[Path, dt.datetime] = {}
    for record in log.decode("utf-8", "surrogateescape").split("\0\0"):
        time, _, paths = record.lstrip("\0\n").partition("\0")
        for name in paths.replace("\n", "").split("\0"):
            if name and name not in changed:
                commits.setdefault(Path(name), dt.datetime.fromtimestamp(int(time), dt.UTC))
    return commits


@lru_cache(maxsize=2)
def _log(root: Path, folder: Path, head: str) -> bytes:
    """Return the time of each commit up to one, with its files; a preview asks for the same one at each save."""
    how = ("--format=%x00%ct", "--name-only", "-z", "--no-renames", "--relative")
    return git(root, "log", *how, head, "--", str(folder)) if head else b""


LINK = "120000"


def linked_paths(root: Path, folder: Path) -> frozenset[Path]:
    """Return the files of `folder` that git has as links, and that hold where these lead, as on Windows.

    What is a link on the disk too is not among them: that is seen without git.
    """
    found = {}
    for line in names(git(root, "ls-files", "-z", "--stage", "--", str(folder))):
        facts, _, name = line.partition("\t")
        if facts.startswith(f"{LINK} "):
            found[Path(name)] = facts.split()[1]
    blobs = contents(root, found.values())
    return frozenset(path for path, blob in found.items() if _holds(root / path, blobs.get(blob, b"")))


def _holds(file: Path, target: bytes) -> bool:
    try:
        return not file.is_symlink() and file.stat().st_size == len(target) and file.read_bytes() == target
    except OSError:
        return False


def head_commit(root: Path) -> str:
    """Return the commit that is checked out; empty without git, a repository or a commit."""
    return git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()


MOST_COMMITS = 200
RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--format=%x00%ct")
WHOLE = ("-c", "log.showRoot=true", "-c", "log.showSignature=false", "log")
"""Prints the first commit's files too, and nothing beside what is asked for."""
MAIN_LINE = (f"--max-count={MOST_COMMITS}", "--first-parent", "--diff-merges=first-parent")


@dataclass(frozen=True)
class Version:
    """What a commit made of a file: git's names of its text before and after, None where there was none."""

    path: Path
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Revision:
    """One commit of the main line, in which a merge brings all that it merged."""

    when: dt.datetime
    versions: tuple[Version, ...]


def revisions(root: Path, folder: Path, since: dt.datetime) -> tuple[Revision, ...]:
    """Return the last commits that touched `root/folder`, the newest first; without git or a repository, none."""
    age = f"--max-age={since.timestamp():.0f}"
    return tuple(_read(iter(names(git(root, *WHOLE, *MAIN_LINE, *RAW, age, "--", str(folder))))))


@lru_cache(maxsize=1)
def versions_of_files(root: Path, folder: Path, head: str) -> Mapping[Path, tuple[Revision, ...]]:
    """Return the commits that changed each file of `root/folder` up to one, on all branches, the newest first.

    Each has that one file. A merge has none: what it brought stands in the commits that it merged.
    """
    log = git(root, *WHOLE, *RAW, head, "--", str(folder)) if head else b""
    found: dict[Path, list[Revision]] = {}
    for revision in _read(iter(names(log))):
        for version in revision.versions:
            found.setdefault(version.path, []).append(Revision(revision.when, (version,)))
    return {path: tuple(several) for path, several in found.items()}


def _read(fields: Iterator[str]) -> Iterator[Revision]:
    r"""Read `"", time, "\n:modes before after letter", path, …, "", time, …`."""
    when = 0
    versions: list[Version] = []
    for field in fields:
        if field.lstrip("\n").startswith(":"):
            versions.append(_version(field.split(), next(fields)))
        elif field:
            when, versions = int(field), []
        elif versions:
            yield Revision(dt.datetime.fromtimestamp(when, dt.UTC), tuple(versions))
            versions = []


def _version(columns: list[str], path: str) -> Version:
    modes, blobs = columns[:2], columns[2:4]
    before, after = (
        name if mode.lstrip(":").startswith("100") else None for mode, name in zip(modes, blobs, strict=True)
    )
    return Version(Path(path), before, after)


def contents(root: Path, wanted: Iterable[str | None]) -> Mapping[str, bytes]:
    """Return the texts that git has under the names `wanted`."""
    given = "".join(f"{name}\n" for name in dict.fromkeys(filter(None, wanted))).encode()
    data = git(root, "cat-file", "--batch", given=given) if given else b""
    texts = {}
    start = 0
    while start < len(data):
        end = data.index(b"\n", start)
        name, _kind, *size = data[start:end].decode().split()  # "1f2e… blob 42", or "1f2e… missing"
        start = end + 1
        if size:
            texts[name] = data[start : start + int(size[0])]
            start += int(size[0]) + 1
    return texts
