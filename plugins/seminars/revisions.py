"""The repository's history to the versions of a folder's files, one commit at a time."""

import datetime as dt
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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
    fields = _git(root, b"", *LOG, age, "--", str(folder)).decode("utf-8", "surrogateescape").split("\0")
    return tuple(_read(iter(fields)))


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
    modes, names = columns[:2], columns[2:4]
    before, after = (
        name if mode.lstrip(":").startswith("100") else None for mode, name in zip(modes, names, strict=True)
    )
    return Version(Path(path), before, after)


def contents(root: Path, names: Iterable[str | None]) -> Mapping[str, bytes]:
    """Return the texts that git has under `names`."""
    wanted = list(dict.fromkeys(filter(None, names)))
    data = _git(root, "".join(f"{name}\n" for name in wanted).encode(), "cat-file", "--batch") if wanted else b""
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


def _git(root: Path, given: bytes, *arguments: str) -> bytes:
    try:
        run = subprocess.run(["git", "-C", root, *arguments], input=given, capture_output=True, check=False)  # noqa: S603, S607 -- fixed words
    except OSError:
        return b""
    return run.stdout if run.returncode == 0 else b""
