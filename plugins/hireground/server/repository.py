"""Read and update the bare repository; nothing else here runs git."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hireground.server.server import Server
from hireground.terminal import RefusedError, count

NOTHING = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
CLEAN = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
    # Nobody's history but the commits' own: no replaced object, no graft, no shallow clone's edge.
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/nonexistent", "GIT_SHALLOW_FILE": "",
}  # fmt: skip
"""Nobody's settings: a filter, hook or alias of the account's would run here."""
SECOND, PATIENCE, LONGEST_SUBJECT = 1.0, 300.0, 300


def git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, given: str = "") -> str:
    """Run git in a folder; names come back as Python reads file names. Raises `OSError` if git fails."""
    try:
        run = subprocess.run(  # noqa: S603 -- no shell
            ["git", "-C", folder, *arguments],  # noqa: S607
            env={**os.environ, **CLEAN} if environment is None else environment, input=given, timeout=PATIENCE,
            capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RefusedError(f"git {arguments[0]} took longer than {PATIENCE:.0f} s") from None
    if run.returncode:
        raise OSError(f"git {arguments[0]} failed: {run.stderr.strip()}")
    return run.stdout


def tip(server: Server) -> str | None:
    """Return the commit of the published branch; None before the first push."""
    return git(server.repository, "for-each-ref", "--format=%(objectname)", server.branch).strip() or None


def is_commit(server: Server, name: str) -> bool:
    """Tell whether an object is a commit, and not a tag of one or a file."""
    return git(server.repository, "cat-file", "-t", name).strip() == "commit"


def loses(server: Server, old: str, new: str) -> int:
    """Count the commits of `old` that `new` is without."""
    return int(git(server.repository, "rev-list", "--count", f"{new}..{old}"))


def names_changed(server: Server, old: str, new: str, *below: str) -> list[str]:
    """Return what a commit has that another lacks or has otherwise: in the topmost folder, or below some names."""
    options = ("-z", "--name-only", "--no-renames", "--diff-filter=d", *(["-r"] if below else []))
    return split(git(server.repository, "diff-tree", *options, old, new, *(["--", *below] if below else [])))


@dataclass(frozen=True)
class Entry:
    """A file of a commit, or what stands for one: a link or a submodule, by its mode."""

    mode: str
    blob: str
    size: int
    name: str

    @classmethod
    def read(cls, record: str) -> Self:
        """Read a line of `git ls-tree -l`: what is no file has no size."""
        facts, _, name = record.partition("\t")
        mode, _kind, blob, size = facts.split()
        return cls(mode, blob, int(size) if size.isdigit() else 0, name)


def entries(server: Server, commit: str) -> list[Entry]:
    """Return the files of a commit; raises `RefusedError` if there are too many, or too large ones.

    A few small trees may name millions of files, so git is not listened to any longer than it has to be.
    """
    listing = ["git", "-C", str(server.repository), "ls-tree", "-r", "-l", "-z", "--full-tree", commit]
    enough = ["head", "-z", "-n", str(server.config.files + 1)]
    with subprocess.Popen(  # noqa: S603 -- no shell
        ["timeout", "--signal=KILL", f"{PATIENCE}", *listing],  # noqa: S607
        env={**os.environ, **CLEAN}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    ) as git_lists:  # fmt: skip
        listed = subprocess.run(enough, stdin=git_lists.stdout, capture_output=True, check=True).stdout  # noqa: S603
    found = [Entry.read(record) for record in split(listed.decode("utf-8", "surrogateescape"))]
    refuse_large(server, len(found), sum(entry.size for entry in found))
    if git_lists.returncode:
        raise RefusedError("The files of this commit cannot be listed: its folders are too many, or one is missing.")
    return found


def refuse_large(server: Server, files: int, size: int) -> None:
    """Refuse more files or bytes than the server takes; raises `RefusedError`."""
    config = server.config
    if files > config.files:
        raise RefusedError(f"These are more than {count(config.files, 'file')}, the most that this server takes.")
    if size > config.size * 1_000_000:
        raise RefusedError(f"These files have more than {config.size:,} MB, the most that this server takes.")


def subject(server: Server, commit: str) -> str:
    """Return the first line of a commit's message."""
    return git(server.repository, "log", "-1", "--format=%s", commit).strip()[:LONGEST_SUBJECT]


def authors(server: Server, old: str | None, new: str) -> tuple[int, str]:
    """Count the commits of a push and name who wrote the last."""
    span = new if old is None else f"{old}..{new}"
    number = int(git(server.repository, "rev-list", "--count", span))
    return number, git(server.repository, "log", "-1", "--format=%an", new).strip()


def split(text: str) -> list[str]:
    """Split what git ends with NUL."""
    return [part for part in text.split("\0") if part]


def borrow(server: Server, folder: Path, commit: str, published: str | None) -> None:
    """Make a fresh repository at a commit, which borrows the history and has copies of what was pushed.

    It has no file yet, and no setting of anybody's. There `refs/remotes/origin/main` is what readers have, as in an
    author's own clone.
    """
    clean = {"PATH": os.environ["PATH"], **CLEAN}
    git(folder.parent, "init", "--quiet", "--template=", "--initial-branch=main", folder.name, environment=clean)
    objects = folder / ".git/objects"
    (objects / "info").mkdir(exist_ok=True)
    (objects / "info/alternates").write_text(f"{server.repository / 'objects'}\n", "utf-8")
    if pushed := os.environ.get("GIT_QUARANTINE_PATH"):
        shutil.copytree(pushed, objects, dirs_exist_ok=True)
    with (folder / ".git/config").open("a") as config:
        config.write("[core]\n\tfileMode = false\n\tsymlinks = false\n")
    refs = {"refs/heads/main": commit, **({"refs/remotes/origin/main": published} if published else {})}
    for name, value in refs.items():
        git(folder, "update-ref", name, value, environment=clean)


def write_files(server: Server, folder: Path, wanted: list[Entry]) -> None:
    """Write files as they are in the commit, whatever its attributes say, and tell the fresh repository of them."""
    clean = {"PATH": os.environ["PATH"], **CLEAN}
    with subprocess.Popen(  # noqa: S603 -- no shell
        ["git", "-C", server.repository, "cat-file", "--batch"],  # noqa: S607
        env={**os.environ, **CLEAN}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        assert process.stdout is not None  # noqa: S101
        for entry in wanted:
            process.stdin.write(f"{entry.blob}\n".encode())
            process.stdin.flush()
            process.stdout.readline()
            file = folder / entry.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(process.stdout.read(entry.size))
            process.stdout.read(1)
        process.stdin.close()
    index = "".join(f"{entry.mode} {entry.blob}\t{entry.name}\0" for entry in wanted)
    git(folder, "update-index", "-z", "--index-info", environment=clean, given=index)


def size_of(repository: Path) -> int:
    """Return the bytes of a repository's objects, those of a push that is not taken in yet too."""
    command = ["du", "-s", "-b", str(repository / "objects")]
    counted = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- another push's may go meanwhile
    return int(counted.stdout.split()[0])


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
    with suppress(OSError, RefusedError):
        git(server.repository, "gc", "--quiet")
