"""Bound what one file may cost: the hints that are looked for in it, and the seconds that it takes.

Everything that reads a text takes time that grows as the text does. What is said here is for what nobody thought of.
"""

import signal
import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
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


def one_file(seconds: float = SECONDS) -> AbstractContextManager[None]:
    """Let what is done in the meantime cost no more than one file may; raises `OutOfTimeError`."""
    return _OneFile(seconds)


class _OneFile(AbstractContextManager[None]):
    """Counts hints, and seconds where a system can: in its main thread, and not on Windows.

    Generators in one another, of which each text is given eight, would take twice as long.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        is_main = threading.current_thread() is threading.main_thread()
        self._is_timed = (
            is_main and hasattr(signal, "setitimer") and not signal.getitimer(signal.ITIMER_VIRTUAL)[0]
        )  # else it is within another
        self._token = _BUDGET.set(_HintBudget())
        if self._is_timed:
            _listen()
            signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds)

    def __exit__(self, *_error: object) -> None:
        if self._is_timed:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        _BUDGET.reset(self._token)


@cache
def _listen() -> None:
    """Say once what happens when a time is over: saying it for each text took a tenth of reading a thousand."""
    signal.signal(signal.SIGVTALRM, _stop)


def _stop(_number: int, _frame: object) -> None:
    raise OutOfTimeError
