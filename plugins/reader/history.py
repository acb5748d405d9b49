"""The repository's history to the date of each file's last commit."""

import datetime as dt
import subprocess
from collections.abc import Mapping
from pathlib import Path


class ShallowHistoryError(Exception):
    """A clone without its history, whose dates would all be the same."""


def last_commits(root: Path, folder: Path) -> Mapping[Path, dt.datetime]:
    """Return the last commit's time (UTC) of each file in `folder`, by its path from `root`; raises if it is shallow.

    Files that were never committed, or have changed since, are not there. Without git or a repository there are none.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise ShallowHistoryError("this clone has no history, so that no file has its date; run git fetch --unshallow")
    log = _git(root, "log", "--format=%x00%ct", "--name-only", "-z", "--no-renames", "--relative", "--", str(folder))
    changed = set(_git(root, "ls-files", "-z", "--modified", "--others", "--", str(folder)).split("\0"))
    commits: dict[Path, dt.datetime] = {}
    for record in log.split("\0\0"):
        time, _, names = record.lstrip("\0\n").partition("\0")
        for name in names.replace("\n", "").split("\0"):
            if name and name not in changed:
                commits.setdefault(Path(name), dt.datetime.fromtimestamp(int(time), dt.UTC))
    return commits


def head_commit(root: Path) -> str:
    """Return the commit that is checked out; empty without git, a repository or a commit."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD").strip()


def _git(root: Path, *arguments: str) -> str:
    try:
        run = subprocess.run(  # noqa: S603 -- fixed words
            ["git", "-C", root, *arguments],  # noqa: S607
            capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",  # as Python reads file names
        )  # fmt: skip
    except OSError:
        return ""
    return run.stdout if run.returncode == 0 else ""
