"""A repository's published commit to its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.reader.git import git, is_shallow, names
from plugins.reader.history import ShallowHistoryError
from plugins.seminars.revisions import contents

PUBLISHED = "refs/remotes/origin/main"
REGULAR = {"100644", "100755"}


class UnknownCommitError(Exception):
    """A name that no commit has."""


@dataclass(frozen=True)
class Base:
    """The commit that readers have now; `name` is what an author calls it."""

    commit: str
    name: str


def published_base(root: Path, base: str | None = None) -> Base | None:
    """Return the commit named `base`, else where this branch left origin/main, else the last one.

    None outside a repository and before its first commit. Raises `UnknownCommitError` and `ShallowHistoryError`.
    """
    if is_shallow(root):
        raise ShallowHistoryError(
            "this clone has no history, so what was published cannot be seen; run: git fetch --unshallow"
        )
    if base is not None:
        commit = _commit(root, base)
        if commit is None:
            raise UnknownCommitError(f'there is no commit "{base}" here; run git fetch, or name another after --base')
        return Base(commit, base)
    head, main = _commit(root, "HEAD"), _commit(root, PUBLISHED)
    if main:
        common = git(root, "merge-base", head or main, main).decode().strip()
        return Base(common or main, "origin/main")
    return Base(head, "HEAD") if head else None


def files_at(root: Path, commit: str, paths: Sequence[Path]) -> dict[Path, bytes]:
    """Return the files of a commit at and below `paths`, by their paths from `root`; links are left out."""
    listing = git(root, "ls-tree", "-r", "-z", commit, "--", *(path.as_posix() for path in paths))
    blobs: dict[Path, str] = {}
    for record in names(listing):
        facts, _tab, name = record.partition("\t")
        if name and facts.split()[0] in REGULAR:
            blobs[Path(name)] = facts.split()[2]
    texts = contents(root, sorted(set(blobs.values())))
    return {path: texts[blob] for path, blob in blobs.items() if blob in texts}


def _commit(root: Path, name: str) -> str | None:
    if name.startswith("-"):
        return None
    return git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip() or None
