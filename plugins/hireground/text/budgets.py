"""Bound what one file may cost: the hints that are looked for in it, and the seconds that it takes.

Everything that reads a text takes time that grows as the text does. What is said here is for what nobody thought of.
"""

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from functools import cache

MOST_HINTS = 100
"""What is probably meant is looked for in the first problems of a file: whoever has more, has one cause for many."""
LONGEST_WORD = 100
SECONDS = 20.0
"""Of computing, not of waiting: a busy machine changes nothing. The longest text that is read takes two or three."""


class OutOfTimeError(BaseException):
    """A file took its seconds; not an `Exception`, so that no library takes it for an answer."""


class _HintBudget:
    """Counts the words that hints are still looked for."""

    def __init__(self) -> None:
        self.left = MOST_HINTS


_BUDGET: ContextVar[_HintBudget | None] = ContextVar("hints", default=None)


def near(word: str, known: Iterable[str], cutoff: float) -> str:
    """Return the known word that is nearest to another; empty if none is near, or the file's hints are used up."""
    budget = _BUDGET.get()
    if budget:
        budget.left -= 1
    if len(word) > LONGEST_WORD or (budget and budget.left < 0):
        return ""
    return next(iter(get_close_matches(word, known, n=1, cutoff=cutoff)), "")


@contextmanager
def one_file(seconds: float = SECONDS) -> Iterator[None]:
    """Let what is done in the meantime cost no more than one file may; raises `OutOfTimeError`."""
    token = _BUDGET.set(_HintBudget())
    try:
        with _timed(seconds):
            yield
    finally:
        _BUDGET.reset(token)


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Stop what takes too long, where a system can: its main thread, and not Windows."""
    is_main = threading.current_thread() is threading.main_thread()
    if not (hasattr(signal, "setitimer") and is_main) or signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
        yield
        return
    _listen()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@cache
def _listen() -> None:
    """Say once what happens when a time is over: saying it for each text took a tenth of reading a thousand."""
    signal.signal(signal.SIGVTALRM, _stop)


def _stop(_number: int, _frame: object) -> None:
    raise OutOfTimeError
