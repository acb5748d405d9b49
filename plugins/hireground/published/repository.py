"""Read the files of a repository's published commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hireground.terminal import RefusedError
from hireground.text.git import ShallowHistoryError, contents, git, is_shallow, names

LIVE, ORIGIN, MAIN = "live", "origin", "main"
"""What a server of one's own is called here, and other hosts' repositories; and the branch that readers see."""
REGULAR = {"100644", "100755"}

REFS = "%(HEAD)%09%(refname:lstrip=1)%09%(symref:lstrip=2)%09%(upstream:lstrip=2)"
"""Of each branch: whether it is checked out, its name, the one that it stands for, and the one that it follows."""


class UnknownCommitError(RefusedError):
    """A name that no commit has."""


@dataclass(frozen=True)
class Base:
    """The commit that readers have now; `name` is what an author calls it."""

    commit: str
    name: str


def published_base(root: Path, base: str | None = None) -> Base | None:
    """Return the commit named `base`, else where this branch left the one that readers see, else the last one.

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
    head, public = _commit(root, "HEAD"), public_branch(root)
    if public and (tip := _commit(root, f"refs/remotes/{public}")):
        common = git(root, "merge-base", head or tip, tip).decode().strip()
        return Base(common or tip, public)
    return Base(head, "HEAD") if head else None


def public_branch(root: Path) -> str:
    """Return the branch that readers see, as this repository last saw it: `origin/main`; empty if it never did.

    Its remote is the one that `publish` pushes to: `live`, else the one that this branch follows, else `origin`. There
    it is `main`, else the remote's default branch, else the one that this branch follows.
    """
    known: dict[str, str] = {}
    followed = ""
    listed = git(root, "for-each-ref", f"--format={REFS}", "refs/heads", "refs/remotes")
    for line in listed.decode("utf-8", "surrogateescape").splitlines():
        mark, name, leads_to, upstream = line.split("\t")
        followed = upstream if mark == "*" else followed
        known[name] = leads_to
    for remote in (LIVE, followed.partition("/")[0], ORIGIN):
        for name in (f"{remote}/{MAIN}", known.get(f"remotes/{remote}/HEAD", ""), followed):
            if f"remotes/{name}" in known and name.startswith(f"{remote}/"):
                return name
    return ""


def files_at(root: Path, commit: str, paths: Sequence[Path]) -> dict[Path, bytes]:
    """Return the files of a commit at and below `paths`, by their paths from `root`; links are left out."""
    blobs = blobs_at(root, commit, paths)
    texts = contents(root, sorted(set(blobs.values())))
    return {path: texts[blob] for path, blob in blobs.items() if blob in texts}


def blobs_at(root: Path, commit: str, paths: Sequence[Path]) -> dict[Path, str]:
    """Return git's names of the same files' texts."""
    listing = git(root, "ls-tree", "-r", "-z", commit, "--", *(path.as_posix() for path in paths))
    blobs: dict[Path, str] = {}
    for record in names(listing):
        facts, _tab, name = record.partition("\t")
        if name and facts.split()[0] in REGULAR:
            blobs[Path(name)] = facts.split()[2]
    return blobs


def changes_of(root: Path, commit: str, paths: Sequence[Path]) -> list[str]:
    """Return the commits up to `commit` that changed one of `paths`, the newest first."""
    log = git(root, "log", "--format=%H", "--first-parent", commit, "--", *(path.as_posix() for path in paths))
    return log.decode().split()


def _commit(root: Path, name: str) -> str | None:
    if name.startswith("-"):
        return None
    return git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip() or None
