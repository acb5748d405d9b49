"""Pushes one after another: a lock while a hook works, and a lease from then until git has moved the branch.

Between pre-receive and post-receive only git runs, which holds no lock of ours; the lease names its process, so that
it ends with that process however it ends.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hireground.server.server import Server
from hireground.server.words import say

LOCK, LEASE = "push.lock", "pushing.json"
PAUSE = 0.1
STATE, STARTED = 0, 19
"""Where /proc/…/stat has a process's state and the moment it began, counted after its name."""


@contextmanager
def alone(server: Server) -> Iterator[None]:
    """Wait until no push is under way, then hold the others off."""
    while True:
        with locked(server.root / LOCK, waiting):
            if not underway(server):
                yield
                return
        time.sleep(PAUSE)


def waiting() -> None:
    """Tell an author why nothing happens."""
    say("Another push is being published; yours comes next ...")


@contextmanager
def locked(path: Path, wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a lock that the system takes back when this process ends, in whatever way."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take_lease(server: Server) -> None:
    """Say that the process above this hook, git's, is about to move a branch."""
    process = os.getppid()
    (server.root / LEASE).write_text(json.dumps({"process": process, "began": began(process)}), "utf-8")


def return_lease(server: Server) -> None:
    """Say that the push is over."""
    (server.root / LEASE).unlink(missing_ok=True)


def underway(server: Server) -> bool:
    """Tell whether a push that passed its check is not yet through."""
    try:
        lease = json.loads((server.root / LEASE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return lease["began"] is not None and began(lease["process"]) == lease["began"]


def is_busy(server: Server) -> bool:
    """Tell whether anybody builds or publishes just now, without waiting for them."""
    with (server.root / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return underway(server)


def began(process: int) -> int | None:
    """Return when a process began, in ticks; None if it is over."""
    try:
        facts = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return None if facts[STATE] in "ZX" else int(facts[STARTED])
