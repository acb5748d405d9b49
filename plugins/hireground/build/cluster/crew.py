"""Hand the work of a build to those who share it: here the cores of this machine, elsewhere those of a cluster."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from hireground.output import Output
from hireground.pictures.cards import Card
from hireground.shares import shared

T = TypeVar("T")
R = TypeVar("R")


class Crew:
    """Those who share the work of a build: here, the cores of this machine."""

    def shared(self, work: Callable[[T], R], values: Sequence[T]) -> list[R]:
        """Return the result for each value."""
        return shared(work, values)

    def made(self, outputs: Sequence[Output]) -> Mapping[str, bytes]:  # noqa: ARG002 -- whoever writes them makes them
        """Make outputs ahead of their being written; return by their paths those that were made."""
        return {}

    def drawn(self, cards: Sequence[Card]) -> Mapping[Card, bytes]:  # noqa: ARG002 -- likewise
        """Draw cards ahead of their being kept; return those that were drawn."""
        return {}
