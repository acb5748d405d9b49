"""The lock and the name of the folder that publishes: a claim of its own is one to go on with."""

import fcntl
import getpass
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.object_store.faults import NotPublishedError

FILE = Path(".cache/publishing")


@contextmanager
def locked(root: Path) -> Iterator[str]:
    """Let no other process publish from `root` meanwhile; yield its token."""
    file = root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotPublishedError("another publish from this folder is under way; wait until it is done") from None
        held.seek(0)
        token = held.read().strip()
        if not token:
            token = secrets.token_hex(8)
            held.write(token)
            held.flush()
        yield token


def author(root: Path) -> str:
    """Return who publishes, as git knows them; others may read it in the store."""
    git = ["git", "-C", str(root), "config", "user.name"]
    try:
        name = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 -- fixed words
    except OSError:
        name = ""
    return name or getpass.getuser()
