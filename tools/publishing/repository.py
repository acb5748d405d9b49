"""The bare repository in questions and answers; the one place here that runs git."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tools.publishing.server import Server

NOTHING = "0" * 40
CLEAN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
"""Nobody's settings: a filter, hook or alias of the account's would run here."""
SECOND = 1.0


def git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, check: bool = True) -> str:
    """Run git in a folder; names come back as Python reads file names."""
    run = subprocess.run(  # noqa: S603 -- no shell
        ["git", "-C", folder, *arguments],  # noqa: S607
        env={**os.environ, **CLEAN} if environment is None else environment, stdin=subprocess.DEVNULL,
        capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    if check and run.returncode:
        raise OSError(f"git {arguments[0]} failed: {run.stderr.strip()}")
    return run.stdout


def tip(server: Server) -> str | None:
    """Return the commit of the published branch; None before the first push."""
    name = f"refs/heads/{server.config.branch}"
    return git(server.repository, "rev-parse", "--verify", "--quiet", name, check=False).strip() or None


def loses(server: Server, old: str, new: str) -> int:
    """Count the commits of `old` that `new` is without."""
    return int(git(server.repository, "rev-list", "--count", f"{new}..{old}"))


def names_changed(server: Server, old: str, new: str) -> list[str]:
    """Return every path that differs between two commits, on both sides of a rename."""
    return split(git(server.repository, "diff-tree", "-r", "-z", "--name-only", "--no-renames", old, new))


def entries(server: Server, commit: str) -> list[tuple[str, str]]:
    """Return the mode and the path of everything in a commit."""
    records = split(git(server.repository, "ls-tree", "-r", "-z", "--full-tree", commit))
    return [(record.split(" ", 1)[0], record.partition("\t")[2]) for record in records]


def subject(server: Server, commit: str) -> str:
    """Return the first line of a commit's message."""
    return git(server.repository, "log", "-1", "--format=%s", commit).strip()


def authors(server: Server, old: str | None, new: str) -> tuple[int, str]:
    """Count the commits of a push and name who wrote the last."""
    span = new if old is None else f"{old}..{new}"
    return int(git(server.repository, "rev-list", "--count", span)), git(
        server.repository, "log", "-1", "--format=%an", new
    ).strip()


def split(text: str) -> list[str]:
    """Split what git ends with NUL."""
    return [part for part in text.split("\0") if part]


def check_out(server: Server, folder: Path, commit: str, published: str | None) -> None:
    """Write a commit's files into a fresh repository, which borrows the history and has copies of what was pushed.

    There `refs/remotes/origin/main` is what readers have, as in an author's own clone. Links become files of text.
    """
    clean = {"PATH": os.environ["PATH"], **CLEAN}
    git(folder.parent, "init", "--quiet", "--template=", "--initial-branch=main", folder.name, environment=clean)
    objects = folder / ".git/objects"
    (objects / "info").mkdir(exist_ok=True)
    (objects / "info/alternates").write_text(f"{server.repository / 'objects'}\n", "utf-8")
    pushed = os.environ.get("GIT_QUARANTINE_PATH")
    if pushed:
        shutil.copytree(pushed, objects, dirs_exist_ok=True)
    git(folder, "config", "core.symlinks", "false", environment=clean)
    if published:
        git(folder, "update-ref", "refs/remotes/origin/main", published, environment=clean)
    git(folder, "reset", "--quiet", "--hard", commit, environment=clean)


def remove_stale_locks(server: Server) -> None:
    """Remove the locks of a git that was killed; to be called when no push is under way."""
    repository = server.repository
    stale = [*(repository / "refs").rglob("*.lock"), *repository.glob("*.lock")]
    if stale:
        time.sleep(SECOND)  # somebody at work here by hand would be through by then
    for file in stale:
        file.unlink(missing_ok=True)


def tidy(server: Server) -> None:
    """Pack the repository; pushes never do, so that nothing but a push ever holds its locks."""
    git(server.repository, "gc", "--quiet", check=False)
