"""Share work over the cores of a machine: the same results in the same order as one after the other."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from threading import current_thread, main_thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
SPLITS = sys.platform == "linux" and hasattr(os, "fork")
"""Whether a process can split itself safely."""
LEAST = 40
"""Values that are worked through before a second process has begun."""
MOST = 256
"""Processes at most; a pipe holds the numbers of all their parts."""
PR_SET_PDEATHSIG = 1
PARTS, BYTES = 16, 4
"""Parts of the work for each core, and the bytes of a part's number."""


def nothing() -> None:
    """Do nothing, where something might be done."""


def shared(work: Callable[[T], R], values: Sequence[T], first: Callable[[], None] = nothing) -> list[R]:
    """Return the result for each value; results can be pickled, the work and the values need not be.

    `first` is done here, while others have begun already. It and the work must be such that doing them twice does no
    harm: after any error all is done here, one by one, so that the error is the one that it always is. A thread beside
    the first does all of it itself: a process that is split off from there waits for ever for the locks that other
    threads had at that moment.
    """
    cores = min(os.cpu_count() or 1, MOST)
    if cores > 1 and len(values) >= LEAST and SPLITS and current_thread() is main_thread():
        with suppress(Exception):
            return _by_several(work, values, min(cores, len(values)), first)
    first()
    return [work(value) for value in values]


def _by_several(work: Callable[[T], R], values: Sequence[T], cores: int, first: Callable[[], None]) -> list[R]:
    """Let this process, and one split off from it for each other core, work through one part after the other."""
    context, size = get_context("fork"), max(1, len(values) // (cores * PARTS))
    parts = [values[start : start + size] for start in range(0, len(values), size)]
    pipes = [context.Pipe(duplex=False) for _ in range(1, cores)]
    with waiting(range(cores, len(parts))) as queue:

        def done(own: int) -> dict[int, list[R]]:
            return {number: [work(value) for value in parts[number]] for number in chain([own], taken(queue))}

        others = [context.Process(target=_other, args=(done, pipes, number), daemon=True) for number in range(1, cores)]
        with started(others):
            for _receiver, sender in pipes:
                sender.close()
            first()
            results = done(0)
            for receiver, _sender in pipes:
                results |= receiver.recv()
    return [result for number in range(len(parts)) for result in results[number]]


@contextmanager
def waiting(numbers: Iterable[int]) -> Iterator[int]:
    """Yield a pipe that holds numbers, of which each process takes one at a time: who is slow takes fewer."""
    queue, end = os.pipe()
    try:
        os.write(end, b"".join(number.to_bytes(BYTES, "little") for number in numbers))
        os.close(end)
        yield queue
    finally:
        os.close(queue)


def taken(queue: int) -> Iterator[int]:
    """Take the numbers that are left, one after the other."""
    while number := os.read(queue, BYTES):
        yield int.from_bytes(number, "little")


@contextmanager
def started(others: Sequence[ForkProcess]) -> Iterator[None]:
    """Start processes that are split off from this one; none of them is left at the end."""
    try:
        for other in others:
            other.start()
        yield
    finally:
        for other in others:
            if other.pid:
                other.kill()
                other.join()


def end_when_told() -> None:
    """Let a process that was split off end at once by a signal, whatever the one before does about it."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


def end_with_the_first() -> None:
    """Let a process that was split off end when the one before is killed (on Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _other(done: Callable[[int], object], pipes: Sequence[tuple[Connection, Connection]], number: int) -> None:
    """Work through parts and send the results; end without a word if it fails, or if nobody wants them any more."""
    end_when_told()
    own = pipes[number - 1][1]
    for end in (end for pipe in pipes for end in pipe if end is not own):  # that nobody waits for one who is gone
        end.close()
    with suppress(Exception):
        own.send(done(number))
