"""Push commits to the server, and show its answers as they arrive."""

import subprocess
from dataclasses import dataclass, field
from threading import Thread
from typing import IO

from hireground.publish.git import environment, indented
from hireground.publish.screen import Screen
from hireground.publish.tree import Target
from hireground.server.words import plain
from hireground.terminal import DIM, RefusedError, styled

LIVE = "Live: "
SAFE = "Your work is safe: it is committed here."
AGAIN = "Mend that, then run this again; a new commit goes on top."
MOVED = "Someone published in this very moment. Run this again, and yours goes on top of theirs."
REFUSED = f"The server refused it, and says why above. {SAFE} {AGAIN}"


@dataclass
class ServerAnswer:
    """What the server printed, and what git printed itself."""

    lines: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def live(self) -> str:
        """Where the server said that readers have it; empty if it did not."""
        return next((line.removeprefix(LIVE) for line in self.lines if line.startswith(LIVE)), "")


def push(target: Target, screen: Screen) -> ServerAnswer:
    """Push; raises with what to do if the server does not take it."""
    where = f"HEAD:refs/heads/{target.branch}"
    command = ["git", "-C", str(target.root), "push", "--porcelain", target.remote, where]
    answer = ServerAnswer()
    with subprocess.Popen(  # noqa: S603 -- no shell
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as process:
        assert process.stdout  # noqa: S101 -- for the type
        assert process.stderr  # noqa: S101 -- likewise
        listener = Thread(target=listen, args=(process.stderr, answer, screen))
        listener.start()
        report = process.stdout.read()
        listener.join()
    if process.returncode:
        raise RefusedError(refusal(report, answer))
    return answer


def listen(stream: IO[str], answer: ServerAnswer, screen: Screen) -> None:
    """Show the server's words, and keep git's."""
    for line in stream:
        words = plain(line)
        if words.startswith("remote:"):
            answer.lines.append(words.removeprefix("remote:").removeprefix(" ").rstrip())
            if not answer.lines[-1].startswith(LIVE):  # the last line of all says it
                screen.say(f"{styled('  │', DIM)} {answer.lines[-1]}".rstrip())
        elif words.strip():
            answer.complaints.append(words)


def refusal(report: str, answer: ServerAnswer) -> str:
    """Say what became of a push that failed."""
    if "[remote rejected]" in report:
        return REFUSED
    if "[rejected]" in report:
        return f"{MOVED} {SAFE}"
    return f"The server cannot be reached. {SAFE} Run this again later.\n\n{indented(chr(10).join(answer.complaints))}"
