"""Print what a process in the sandbox prints, and stop it when it takes too long or too much."""

import os
import select
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hireground.server.sandbox import Sandbox
from hireground.server.server import MEGA, refuse_full
from hireground.server.words import say
from hireground.terminal import RefusedError, count

MOST_LINES = 500
CHUNK = 65536
PAUSE = 0.5
TOO_LONG = "The build took too long and was stopped; something in it may wait for ever."
BLOCK = 512
SPARE = 2
"""A build has its output, and what it was made from, besides the files that readers get."""


def memory_below(process: int) -> int:
    """Return the bytes of memory that all descendants of a process have for themselves."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, size = [process], 0
    while found:
        one = found.pop()
        found += children.get(one, [])
        size += own_memory(one)
    return size


def own_memory(process: int) -> int:
    """Return the bytes of memory that a process has for itself, and its share of what its forks have too."""
    home = Path("/proc", str(process))
    with suppress(OSError):
        lines = (home / "smaps_rollup").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss_Anon:"))
    with suppress(OSError):  # it hides that, but not its pages
        _, resident, shared, *_ = map(int, (home / "statm").read_text("ascii").split())
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
    return 0


def shared_memory() -> int:
    """Return the bytes of the machine's memory that files and segments in memory take, which belong to no process."""
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Shmem:"))


def written(folder: Path) -> tuple[int, int]:
    """Count the files and bytes below a folder that is being written to; find follows no link there."""
    found = subprocess.run(["find", folder, "-xdev", "-printf", "%b "], check=False, capture_output=True)  # noqa: S603, S607
    blocks = found.stdout.split()
    return len(blocks), sum(map(int, blocks)) * BLOCK


@dataclass
class Watch:
    """What a sandbox has taken so far: time, memory of all its processes together, and the disk."""

    sandbox: Sandbox
    process: int
    shared: int = field(default_factory=shared_memory)
    next_look: float = 0.0

    def look(self) -> None:
        """Raise `RefusedError` if it is too much."""
        if self.sandbox.seconds_left <= 0:
            raise RefusedError(TOO_LONG)
        if time.monotonic() < self.next_look:
            return
        config = self.sandbox.server.config
        memory = memory_below(self.process) + max(0, shared_memory() - self.shared)
        if memory > config.memory * MEGA:
            raise RefusedError(f"The build took more than {config.memory:,} MB of memory and was stopped.")
        for files, size in map(written, self.sandbox.writable):
            if files > SPARE * config.files or size > SPARE * config.size * MEGA:
                limits = f"{SPARE} times {config.files:,} files or {config.size:,} MB"
                raise RefusedError(f"The build wrote more than {limits} and was stopped.")
        refuse_full(self.sandbox.server)
        self.next_look = time.monotonic() + PAUSE


def run(sandbox: Sandbox, command: list[str | Path], **environment: str) -> int:
    """Run a command in a sandbox and print what it prints; raises `RefusedError` if it was stopped."""
    with sandbox.running(command, **environment) as process:
        relay(process, Watch(sandbox, process.pid))
    return process.returncode


def relay(process: subprocess.Popen[bytes], watch: Watch) -> None:
    """Print what a process prints, line by line, until it ends; raises `RefusedError` if it takes too much."""
    assert process.stdout is not None  # noqa: S101 -- it is a pipe, and bubblewrap has it open to its end
    pipe = process.stdout.fileno()
    rest, printed, chunk = b"", 0, b"-"
    while chunk:
        watch.look()
        if not select.select([pipe], [], [], PAUSE)[0]:
            continue
        chunk = os.read(pipe, CHUNK)
        *lines, rest = (rest[-CHUNK:] + chunk).split(b"\n")
        for line in lines[: MOST_LINES - printed]:
            say(line.decode("utf-8", "replace"))
        printed = min(MOST_LINES, printed + len(lines))
    if rest:
        say(rest.decode("utf-8", "replace"))
    if printed == MOST_LINES:
        say(f"(The build said more than {count(MOST_LINES, 'line')}.)")
