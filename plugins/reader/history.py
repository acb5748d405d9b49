"""The repository's history to the date of each file's last commit."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from plugins.reader.git import git, is_shallow, names


class ShallowHistoryError(Exception):
    """A clone without its history, whose dates would all be the same."""


def last_commits(root: Path, folder: Path) -> Mapping[Path, dt.datetime]:
    """Return the last commit's time (UTC) of each file in `folder`, by its path from `root`; raises if it is shallow.

    Files that were never committed, or have changed since, are not there. Without git or a repository there are none.
    """
    if is_shallow(root):
        raise ShallowHistoryError("this clone has no history, so that no file has its date; run git fetch --unshallow")
    log = git(root, "log", "--format=%x00%ct", "--name-only", "-z", "--no-renames", "--relative", "--", str(folder))
    changed = {*names(git(root, "ls-files", "-z", "--modified", "--others", "--", str(folder)))}
    commits: dict[Path, dt.datetime] = {}
    for record in log.decode("utf-8", "surrogateescape").split("\0\0"):
        time, _, paths = record.lstrip("\0\n").partition("\0")
        for name in paths.replace("\n", "").split("\0"):
            if name and name not in changed:
                commits.setdefault(Path(name), dt.datetime.fromtimestamp(int(time), dt.UTC))
    return commits


def head_commit(root: Path) -> str:
    """Return the commit that is checked out; empty without git, a repository or a commit."""
    return git(root, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
