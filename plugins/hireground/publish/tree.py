"""Find what a repository has not published yet, or why it cannot be published."""

from dataclasses import dataclass
from pathlib import Path

from hireground.publish.git import must, read
from hireground.terminal import RefusedError

SERVER, DEFAULT = "live", "main"
UNDER_WAY = {
    "rebase-merge": ("rebase", "git rebase"),
    "rebase-apply": ("rebase", "git rebase"),
    "MERGE_HEAD": ("merge", "git merge"),
    "CHERRY_PICK_HEAD": ("cherry-pick", "git cherry-pick"),
    "REVERT_HEAD": ("revert", "git revert"),
}


@dataclass(frozen=True)
class Target:
    """The branch that readers see, on the remote that it is pushed to."""

    root: Path
    remote: str
    branch: str

    @property
    def tracking(self) -> str:
        """Name the branch as this repository last saw it there."""
        return f"refs/remotes/{self.remote}/{self.branch}"


@dataclass(frozen=True)
class Change:
    """A file that differs from the last commit; `kind` is git's letter: ?, A, D or M."""

    path: Path
    kind: str


@dataclass(frozen=True)
class Commit:
    """One commit, as `ab12cd3` or a person would name it."""

    name: str
    author: str
    subject: str


def find_target(root: Path) -> Target:
    """Return where this repository is published; raises if it is in no state for that."""
    if not read(root, "rev-parse", "--git-dir"):
        raise RefusedError("this folder is no git repository; make it one: git init --initial-branch=main")
    refuse_unfinished(root)
    remotes = read(root, "remote").split()
    if not remotes:
        raise RefusedError(
            "this repository is pushed nowhere; say where: git remote add origin ADDRESS, "
            "or, for a server of your own, git remote add live ADDRESS"
        )
    branch = read(root, "symbolic-ref", "--short", "--quiet", "HEAD")
    upstream = read(root, "config", f"branch.{branch or DEFAULT}.remote")
    remote = next(name for name in (SERVER, upstream, "origin", *remotes) if name in remotes)
    published = read(root, "symbolic-ref", "--short", f"refs/remotes/{remote}/HEAD").removeprefix(f"{remote}/")
    target = Target(root, remote, published or DEFAULT)
    if branch != target.branch:
        where = f'you are on the branch "{branch}"' if branch else "no branch is checked out"
        raise RefusedError(f'{where}, and readers see "{target.branch}"; run: git switch {target.branch}')
    return target


def refuse_unfinished(root: Path) -> None:
    """Raise in the middle of something else."""
    folder = root / read(root, "rev-parse", "--absolute-git-dir")
    for name, (noun, verb) in UNDER_WAY.items():
        if (folder / name).exists():
            raise RefusedError(
                f"a {noun} is under way here; finish it ({verb} --continue) or give it up ({verb} --abort)"
            )
    if read(root, "ls-files", "--unmerged"):
        raise RefusedError("some files hold both sides of a conflict; git status names them")


def fetch(target: Target) -> None:
    """Ask the remote for what others have published."""
    must(target.root, "fetch", "--quiet", target.remote, why=f'the server "{target.remote}" cannot be reached')


def changes(root: Path) -> tuple[Change, ...]:
    """Return every file that is not as in the last commit, by its path from `root`."""
    prefix = read(root, "rev-parse", "--show-prefix")
    listed = read(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames").split("\0")
    # `read` strips the space before the first letter, where git has one
    records = [record.split(maxsplit=1) for record in listed if record]
    found: dict[Path, str] = {}
    for letters, name in records:
        if name.startswith(prefix):
            path = Path(name.removeprefix(prefix))
            # git names a file twice that was taken out of its index and is there all the same: it has changed
            found[path] = "M" if path in found else "D" if "D" in letters else letters[0]
    return tuple(Change(path, found[path]) for path in sorted(found))


def commits(root: Path, span: str) -> tuple[Commit, ...]:
    """Return the commits of a span, the newest first."""
    log = read(root, "log", "--format=%h%x00%an%x00%s", span, "--")
    return tuple(Commit(*line.split("\0")) for line in log.splitlines())


def ahead(target: Target) -> tuple[Commit, ...]:
    """Return our commits that readers do not have."""
    known = read(target.root, "rev-parse", "--verify", "--quiet", target.tracking)
    return commits(target.root, f"{target.tracking}..HEAD" if known else "HEAD")


def behind(target: Target) -> tuple[Commit, ...]:
    """Return what others have published since."""
    return commits(target.root, f"HEAD..{target.tracking}")


def base(target: Target) -> str:
    """Return the commit that readers have and ours began with; empty before the first publish."""
    return read(target.root, "merge-base", "HEAD", target.tracking)
