"""Pushes one after another: a lock that the system takes back from whoever holds it, however they end."""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hireground.locks import lock
from hireground.server.server import Server
from hireground.server.words import say


@contextmanager
def locked(path: Path, *, waits: bool = True) -> Iterator[bool]:
    """Hold a lock; yield False if somebody else does, and nobody `waits`."""
    with path.open("w") as file:
        yield lock(file, waits=waits)


@contextmanager
def alone(server: Server, *, waits: bool = True) -> Iterator[bool]:
    """Hold others off once nobody builds or publishes; yield False if somebody does, and nobody `waits`."""
    file = server.root / "push.lock"
    with locked(file, waits=False) as is_held:
        if is_held or not waits:
            yield is_held
            return
    say("Another push is being published; yours comes next ...")
    with locked(file):
        yield True


def lend_to_git() -> None:
    """Let the process above this hook, git's, hold our locks to its end, however it ends: it is about to move a branch.

    Between pre-receive and post-receive only git runs, which knows of no lock; so a child of ours inherits them, closes
    what git listens to, and ends with git.
    """
    git = os.pidfd_open(os.getppid())
    if os.fork() == 0:
        os.closerange(0, 3)
        select.select([git], [], [])
        os._exit(0)
