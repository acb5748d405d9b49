"""The repository's history to the versions of a folder's files, one commit at a time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.reader.git import git, names

MOST_COMMITS = 200
LOG = (
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", f"--max-count={MOST_COMMITS}"),
    *("--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative"),
    "--format=%x00%ct",
)


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
    return tuple(_read(iter(names(git(root, *LOG, age, "--", str(folder))))))


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
