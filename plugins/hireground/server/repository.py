"""Read and update the bare repository; nothing else here runs git."""

import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from hireground.server.server import MEGA, Server
from hireground.terminal import RefusedError, count

NOTHING = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
CLEAN = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ATTR_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
    # Nobody's history but the commits' own: no replaced object, no graft, no shallow clone's edge.
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/nonexistent", "GIT_SHALLOW_FILE": "",
}  # fmt: skip
"""Nobody's settings: a filter, hook or alias of the account's would run here."""
GIVEN = ("PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
"""What git has of a hook's environment: the last two say where the objects of a push wait until it is taken in."""
NO_ATTRIBUTES = "* -text -ident -filter !working-tree-encoding\n"
"""Files are written as they are in the commit, whatever its attributes say."""
SECOND, PATIENCE, LONGEST_SUBJECT = 1.0, 300.0, 300


def environment() -> dict[str, str]:
    """Return what git inherits."""
    return {name: os.environ[name] for name in GIVEN if name in os.environ} | CLEAN


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """Run git in a folder; names come back as Python reads file names. Raises `OSError` if git fails."""
    verb = arguments[2] if arguments[0] == "-c" else arguments[0]
    try:
        run = subprocess.run(  # noqa: S603 -- no shell
            ["git", "-C", folder, *arguments],  # noqa: S607
            env=environment(), input=given, timeout=PATIENCE,
            capture_output=True, check=False, encoding="utf-8", errors="surrogateescape",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RefusedError(f"git {verb} took longer than {PATIENCE:.0f} s") from None
    if run.returncode:
        raise OSError(f"git {verb} failed: {run.stderr.strip()}")
    return run.stdout


def pack(server: Server) -> None:
    """Put the objects of all pushes into one pack. Raises `OSError` or `RefusedError` if that cannot be done.

    Branches stay files of their own: git 2.39 asks the hook before it packs them, as if they moved, and is refused.
    """
    git(server.repository, "-c", "gc.packRefs=false", "gc", "--quiet")


def tip(server: Server) -> str | None:
    """Return the commit of the published branch; None before the first push."""
    return git(server.repository, "for-each-ref", "--format=%(objectname)", server.branch).strip() or None


def commits(server: Server, old: str, new: str) -> int:
    """Count the commits of `new` that `old` is without."""
    return int(git(server.repository, "rev-list", "--count", new if old == NOTHING else f"{old}..{new}"))


def line_of(server: Server, commit: str, field: str = "%s") -> str:
    """Return the first line of a commit's message, or another field of it."""
    return git(server.repository, "log", "-1", f"--format={field}", commit).strip()[:LONGEST_SUBJECT]


def names_changed(server: Server, old: str, new: str) -> list[str]:
    """Return the files that a commit has and another lacks or has otherwise."""
    options = ("-r", "-z", "--name-only", "--no-renames", "--diff-filter=d")
    names = git(server.repository, "diff-tree", *options, EMPTY_TREE if old == NOTHING else old, new)
    return names.split("\0")[:-1]


class Entry(NamedTuple):
    """A file of a commit, or what stands for one: a link or a submodule, by its mode, which has no size."""

    mode: str
    blob: str
    size: int
    name: str


def entries(server: Server, commit: str) -> list[Entry]:
    """Return the files of a commit; raises `RefusedError` if there are too many, or too large ones.

    A few small trees may name millions of files, so git is not listened to any longer than it has to be.
    """
    listing = ["git", "-C", str(server.repository), "ls-tree", "-r", "-l", "-z", "--full-tree", commit]
    enough = ["head", "-z", "-n", str(server.config.files + 1)]
    with subprocess.Popen(  # noqa: S603 -- no shell
        ["timeout", "--signal=KILL", f"{PATIENCE}", *listing],  # noqa: S607
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    ) as git_lists:  # fmt: skip
        listed = subprocess.run(enough, stdin=git_lists.stdout, capture_output=True, check=True).stdout  # noqa: S603
    found = []
    for record in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        facts, _, name = record.partition("\t")
        mode, _kind, blob, size = facts.split()
        found.append(Entry(mode, blob, int(size) if size.isdigit() else 0, name))
    refuse_large(server, len(found), sum(entry.size for entry in found))
    if git_lists.returncode:
        raise RefusedError("The files of this commit cannot be listed: its folders are too many, or one is missing.")
    return found


def refuse_large(server: Server, files: int, size: int) -> None:
    """Refuse more files or bytes than the server takes; raises `RefusedError`."""
    config = server.config
    if files > config.files:
        raise RefusedError(f"These are more than {count(config.files, 'file')}, the most that this server takes.")
    if size > config.size * MEGA:
        raise RefusedError(f"These files have more than {config.size:,} MB, the most that this server takes.")


def write_files(server: Server, folder: Path, base: str, commit: str, wanted: list[Entry]) -> None:
    """Make a fresh repository at a commit, without anybody's settings, and write files of the commit there.

    It borrows the history, of what is just pushed too. There `refs/remotes/origin/main` is what readers have, as in an
    author's own clone.
    """
    git(folder.parent, "init", "--quiet", "--template=", "--initial-branch=main", folder.name)
    borrowed = [server.repository / "objects"]
    if pushed := os.environ.get("GIT_QUARANTINE_PATH"):
        borrowed.append(Path(pushed))
        borrowed[-1].chmod(0o755)  # git keeps it from other users, one of whom builds
    texts = {"objects/info/alternates": "".join(f"{path}\n" for path in borrowed), "info/attributes": NO_ATTRIBUTES}
    texts["refs/heads/main"] = f"{commit}\n"
    if base != NOTHING:
        texts["refs/remotes/origin/main"] = f"{base}\n"
    for name, text in texts.items():
        file = folder / ".git" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    index = "".join(f"{entry.mode} {entry.blob}\t{entry.name}\0" for entry in wanted)
    git(folder, "update-index", "-z", "--index-info", given=index)
    git(folder, "checkout-index", "--all", "--index")


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
