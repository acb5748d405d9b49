"""Remember which commits passed the check, and let the published branch become nothing else.

`approved` has a line per commit: the commit that the branch was at, and the one that it may move to from there. Only
the last line allows a move; the others say what may be built anew and gone back to.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from hireground.server.repository import NOTHING
from hireground.server.server import Server
from hireground.server.words import say

FILE = "approved"
KEPT = 1000
TAKEN = ("refs/heads/", "refs/tags/")


@dataclass(frozen=True)
class Update:
    """One line of what git hands to a hook: a branch or tag, from one commit to another."""

    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        """The name as an author says it."""
        return self.ref.removeprefix("refs/heads/").removeprefix("refs/")

    @property
    def is_taken(self) -> bool:
        """Whether it is a branch or a tag: others would change what git shows, or keep what nobody sees."""
        return self.ref.startswith(TAKEN)


def read_updates(lines: Iterable[str]) -> list[Update]:
    """Read a hook's input."""
    return [Update(*line.rstrip("\n").split(" ", 2)) for line in lines]


def approve(server: Server, base: str, commit: str) -> None:
    """Let the branch move from `base` to a commit that passed the check, and remember that on the disk."""
    lines = [*read(server), f"{base} {commit}"][-KEPT:]
    half = server.root / f"{FILE}.half"
    with half.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    half.replace(server.root / FILE)


def is_approved(server: Server, commit: str) -> bool:
    """Tell whether a commit passed the check of some push."""
    return any(line.endswith(f" {commit}") for line in read(server))


def read(server: Server) -> list[str]:
    """Return the lines of the file, the latest last."""
    file = server.root / FILE
    return file.read_text("utf-8").splitlines() if file.exists() else []


def reference_transaction(server: Server, lines: Iterable[str]) -> int:
    """Answer git, which is about to move branches and tags; 1 if one may not become that."""
    allowed = (read(server) or [""])[-1]
    for update in read_updates(lines):
        is_known = update.is_taken or not update.ref.startswith("refs/")
        is_move = f"{update.old} {update.new}" == allowed or (update.old, update.new) == (NOTHING, allowed[41:])
        if not is_known or (update.ref == server.branch and not is_move):
            say(f"{update.name} may not become {update.new[:7]}: only what a push's check has approved is taken.")
            return 1
    return 0
