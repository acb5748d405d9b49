"""What a process prints to what an author reads, as long as the process may take."""

import contextlib
import os
import select
import signal
import subprocess
import time

from tools.publishing.words import RefusedError, count, say

MOST_LINES = 500
CHUNK = 65536
TOO_LONG = "The build took too long and was stopped; something in it may wait for ever."


def relay(process: subprocess.Popen[bytes], limit: float) -> None:
    """Print what a process prints, line by line, until it ends; raises `RefusedError` after `limit` seconds."""
    deadline = time.monotonic() + limit
    assert process.stdout is not None  # noqa: S101 -- it is a pipe
    rest, printed = b"", 0
    while chunk := next_chunk(process, process.stdout.fileno(), deadline):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines[: MOST_LINES - printed]:
            say(line.decode("utf-8", "replace"))
        printed = min(MOST_LINES, printed + len(lines))
    if rest:
        say(rest.decode("utf-8", "replace"))
    if printed == MOST_LINES:
        say(f"(The build said more than {count(MOST_LINES, 'line')}.)")
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise RefusedError(TOO_LONG) from None


def next_chunk(process: subprocess.Popen[bytes], pipe: int, deadline: float) -> bytes:
    """Wait for output; empty at its end, which also comes when the process is gone and only its children are left."""
    while time.monotonic() < deadline:
        if select.select([pipe], [], [], 0.2)[0]:
            return os.read(pipe, CHUNK)
        if process.poll() is not None:
            return b""
    raise RefusedError(TOO_LONG)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all that it started, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
