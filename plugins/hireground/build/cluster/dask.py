"""Share the work of a build with the workers of a Dask cluster, through the executor of the standard library.

What a worker does is a function of what it is sent, so that doing it twice, or here, gives the same: the share of a
worker that dies goes to another, and what no worker has done is done here.
"""

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from threading import Lock
from typing import Any, TypeVar

from hireground.build import texts
from hireground.build.cluster import kit
from hireground.build.cluster.crew import Crew
from hireground.build.keys import Keys
from hireground.output import Output
from hireground.pictures.cards import Card
from hireground.shares import LEAST
from hireground.store import digest, engine
from hireground.terminal import RefusedError
from hireground.version import VERSION

T = TypeVar("T")
R = TypeVar("R")
SETTING = "HIREGROUND_CLUSTER"
SHARE = 24
"""Values that are sent together: some tenths of a second of work."""
SECONDS = 10.0
"""Within which a scheduler answers, and a worker is there."""
PATIENCE = 60.0
"""Seconds within which one of the shares comes back, or else the cluster is not waited for any more."""
ONE_AT_A_TIME = Lock()
"""Converters and fonts are not made for several threads, and threads of one process gain nothing here."""


class Cluster(Crew):
    """The workers of a cluster; they are first asked when there is work for them."""

    def __init__(self, address: str, pack: Callable[[], bytes]) -> None:
        self.address = address
        self.pack: Callable[[], bytes] = cache(pack)
        self.open = ExitStack()
        self.executor: Executor | None = None
        self.engine = this_engine()
        self.is_lost = False

    def shared(self, work: Callable[[T], R], values: Sequence[T]) -> list[R]:
        """Return the result for each value; `work` and the values are sent as they are pickled."""
        there = self._done(work, values)
        here = super().shared(work, [value for number, value in enumerate(values) if number not in there])
        rest = iter(here)
        return [there[number] if number in there else next(rest) for number in range(len(values))]

    def made(self, outputs: Sequence[Output]) -> Mapping[str, bytes]:
        """Make outputs, and return by their paths those that were made."""
        found = self._done(partial(kit.made, self.pack()), outputs)
        return {outputs[number].path: data for number, data in found.items()}

    def drawn(self, cards: Sequence[Card]) -> Mapping[Card, bytes]:
        """Draw cards, and return those that were drawn."""
        found = self._done(partial(kit.drawn, self.pack()), cards)
        return {cards[number]: data for number, data in found.items()}

    def _done(self, work: Callable[[T], R], values: Sequence[T]) -> dict[int, R]:
        """Return the results that the workers have come to, by the number of the value."""
        if len(values) < LEAST or self.is_lost:
            return {}
        self.executor = self.executor or self.open.enter_context(connected(self.address))
        shares = [range(len(values))[start : start + SHARE] for start in range(0, len(values), SHARE)]
        sent: dict[Future[list[R]], range] = {}
        with suppress(Exception):  # whatever a lost connection raises: what was not sent is done here
            for share in shares:
                # Bytes of ours: Dask would look at each part of each value, to give what is the same one name.
                part = pickle.dumps((work, [values[number] for number in share]))
                sent[self.executor.submit(_worked, self.engine, part)] = share
        return self._collected(sent)

    def _collected(self, sent: Mapping["Future[list[R]]", range]) -> dict[int, R]:
        found: dict[int, R] = {}
        waiting = set(sent)
        while waiting:
            finished, waiting = wait(waiting, PATIENCE, FIRST_COMPLETED)
            for future in finished:
                found |= zip(sent[future], self._results(future), strict=False)
            if not finished:
                self._give_up(waiting)
                break
        return found

    def _results(self, future: "Future[list[R]]") -> list[R]:
        """Return what came of a share; nothing for an error, which comes again where the work is done here."""
        error = None if future.cancelled() else future.exception()
        if isinstance(error, kit.OtherEngineError):
            words = f"a worker of the cluster at {self.address} has {error}; install hireground {VERSION} there"
            raise RefusedError(f"{words}, with the versions of requirements.txt") from None
        return [] if future.cancelled() or error else future.result()

    def _give_up(self, waiting: "set[Future[list[R]]]") -> None:
        for future in waiting:
            future.cancel()
        self.is_lost = True
        sys.stderr.write(f"The cluster at {self.address} does not answer; the rest is made here.\n")


def _worked(wanted: tuple[str, ...], part: bytes) -> list[Any]:
    """Do a share of the work, a function and values; raises `OtherEngineError` if it would come to other results."""
    if (own := this_engine()) != wanted:
        raise kit.OtherEngineError(", ".join(mine for mine, theirs in zip(own, wanted, strict=True) if mine != theirs))
    work, values = pickle.loads(part)  # noqa: S301 -- from the build that uses this worker
    with ONE_AT_A_TIME:
        return [work(value) for value in values]


@cache
def this_engine() -> tuple[str, ...]:
    """Say which engine, libraries and Python these are."""
    code = digest(engine(), texts.conversion_code()).hex()[:12]
    return f"Python {sys.version_info[0]}.{sys.version_info[1]}", f"hireground {VERSION} of other code ({code})"


@contextmanager
def crew(address: str, keys: Keys, settings: Mapping[str, Any]) -> Iterator[Crew]:
    """Yield who shares the work of a build: the cluster at an address, or this machine if there is none."""
    if not address:
        yield Crew()
        return
    cluster = Cluster(address, lambda: kit.packed(keys, settings))
    with cluster.open:
        yield cluster


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """Yield the executor of a cluster; raises `RefusedError` if there is none, or none that works."""
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra, and a second to read
    except ImportError:
        raise RefusedError(f"{SETTING} needs a library; write: pip install 'hireground[dask]'") from None
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError):
        how = f"start one with `dask scheduler`, or take {SETTING} out"
        raise RefusedError(f"no scheduler answers at {address}; {how}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            how = f"start some with `dask worker {address} --nthreads 1`, or take {SETTING} out"
            raise RefusedError(f"the cluster at {address} has no worker; {how}") from None
        yield client.get_executor(pure=False)
