"""Share work over the cores of a machine: the same results in the same order as one after the other."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from threading import current_thread, main_thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
SPLITS = sys.platform == "linux" and hasattr(os, "fork")
"""Whether a process can split itself safely."""
LEAST = 40
"""Values that are worked through before a second process has begun."""


def shared(work: Callable[[T], R], values: Sequence[T]) -> list[R]:
    """Return the result for each value; results can be pickled, the work and the values need not be.

    The work must be such that doing it twice does no harm: after any error all of it is done here, one by one, so that
    the error is the one that it always is. A thread beside the first does all of it itself: a process that is split off
    from there waits for ever for the locks that other threads had at that moment.
    """
    cores = os.cpu_count() or 1
    if cores > 1 and len(values) >= LEAST and SPLITS and current_thread() is main_thread():
        with suppress(Exception):
            return _by_several(work, values, cores)
    return [work(value) for value in values]


def _by_several(work: Callable[[T], R], values: Sequence[T], cores: int) -> list[R]:
    """Let each core take every so-manieth value: this process the first share, and one split off from it each other."""
    context = get_context("fork")
    pipes = [context.Pipe(duplex=False) for _ in range(1, cores)]
    others = [
        context.Process(target=_other, args=(work, values[number::cores], pipes, number - 1), daemon=True)
        for number in range(1, cores)
    ]
    with started(others):
        for _receiver, sender in pipes:
            sender.close()
        results: list[Any] = [None] * len(values)
        results[::cores] = [work(value) for value in values[::cores]]
        for number, (receiver, _sender) in enumerate(pipes, 1):
            results[number::cores] = receiver.recv()
        return results


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


def _other(
    work: Callable[[T], R], values: Iterable[T], pipes: Sequence[tuple[Connection, Connection]], number: int
) -> None:
    """Work through one share and send its results; end without a word if it fails, or if nobody wants them any more."""
    end_when_told()
    own = pipes[number][1]
    for end in (end for pipe in pipes for end in pipe if end is not own):  # that nobody waits for one who is gone
        end.close()
    with suppress(Exception):
        own.send([work(value) for value in values])
