"""Keep drawn cards in `.cache/cards`, by everything they are drawn from."""

import hashlib
import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

from hireground import urls
from hireground.checksums import Checksums, Sum, put_file
from hireground.pictures.cards import Card, CardRenderer
from hireground.shares import SPLITS, end_when_told, end_with_the_first, started

FOLDER = Path(".cache", "cards")
RECIPE = f"4 {version('pillow')}"
"""Counts changes of the drawing: cards of another recipe are drawn anew."""
MANY = 40
"""From this many missing cards on, the build draws some itself while it waits, from the end of the list."""
SENT = 500
"""Cards that are sent together, as bytes: a third of what they have in memory."""
Draw = Callable[[Sequence[Card]], Mapping[Card, bytes]]


def nothing(_cards: Sequence[Card]) -> Mapping[Card, bytes]:
    """Draw none of the cards."""
    return {}


@dataclass(frozen=True)
class KeptCard:
    """A card and the name of its file, drawn or not; a site has as many as it has pages."""

    cache: "CardCache"
    card: Card
    name: str

    @property
    def file(self) -> Path:
        """The file of the card."""
        return self.cache.root / FOLDER / self.name

    def draw(self) -> None:
        """Draw the card if it is not there."""
        if not self.file.is_file():
            put_file(self.file, self.cache.renderer.png(self.card))


def drawn(kept: KeptCard) -> bytes:
    """Return a card's bytes, and draw it if it is not there; who writes outputs may link its file instead."""
    kept.draw()
    return kept.file.read_bytes()


def addressed(cache: "CardCache | None", cards: Iterable[Card]) -> dict[str, KeptCard]:
    """Return cards by their addresses from the site's root; none where a site has no cards."""
    kept = map(cache.kept, cards) if cache else ()
    return {urls.ASSETS.url(path=f"cards/{one.name}"): one for one in kept}


@dataclass(frozen=True)
class CardCache:
    """A site's cards; `root` is the site's."""

    root: Path
    renderer: CardRenderer

    def url(self, card: Card) -> str:
        """Return the address of a card from the site's root, drawn or not."""
        return urls.ASSETS.url(path=f"cards/{self._name(card)}")

    def kept(self, card: Card) -> KeptCard:
        """Return a card with the place where it is kept."""
        return KeptCard(self, card, self._name(card))

    def _name(self, card: Card) -> str:
        said = json.dumps(vars(card), sort_keys=True)
        return f"{hashlib.sha256(f'{self._key} {said}'.encode()).hexdigest()[:16]}.png"

    @cached_property
    def _key(self) -> str:
        """Return what every card depends on."""
        files = [*self.renderer.fonts.files.values(), self.renderer.contours]
        read = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        return json.dumps([RECIPE, read, self.renderer.sitename, dict(self.renderer.colors)], sort_keys=True)


@dataclass
class Drawers:
    """Processes that draw the cards of a site beside a build, and this one, which helps at the end.

    `senders` lead to them; they draw what they are sent, and nothing more.
    """

    processes: Sequence[ForkProcess] = ()
    senders: Sequence[Connection] = ()
    missing: Sequence[KeptCard] = ()
    kept: Sequence[KeptCard] = ()
    sums: Mapping[Path, Checksums] = field(default_factory=dict)

    def begin(self, cards: Iterable[KeptCard], draw: Draw = nothing) -> None:
        """Have those cards drawn that are missing; `draw` may draw some of them on other machines first."""
        kept = {one.file: one for one in cards}
        self.sums = {folder: Checksums(folder) for folder in {file.parent for file in kept}}
        self.kept = [*kept.values()]
        self.missing = [one for file, one in sorted(kept.items()) if not self.sums[file.parent].is_intact(one.name)]
        _put_all(self.missing, draw([one.card for one in self.missing]))
        for number, sender in enumerate(self.senders):
            own = self.missing[number :: len(self.senders)]
            some = [[(one.card, one.name) for one in own[start : start + SENT]] for start in range(0, len(own), SENT)]
            with suppress(OSError):  # one that has ended; its cards are drawn here
                sender.send((own[0].cache if own else None, [*map(pickle.dumps, some)]))

    def wait(self) -> Mapping[Path, Sum]:
        """Wait until all are there, and return what their files are."""
        if len(self.missing) >= MANY:
            for one in reversed(self.missing):
                one.draw()
        for process in self.processes:
            process.join()
        for one in self.missing:  # what a process that failed has left out
            one.draw()
        for folder, made in self.sums.items():
            made.add(*(one.name for one in self.missing if one.file.parent == folder))
        files = [one.file for one in self.kept]
        return {file: known for file in files if (known := self.sums[file.parent].of(file.name))}


@contextmanager
def drawing(*, has_cards: bool) -> Iterator[Drawers]:
    """Yield who draws cards, one process less than there are cores; nobody does any more once the context is left.

    A build begins with this: what it has read by then, they have in memory, too.
    """
    drawers = max(1, (os.cpu_count() or 1) - 1) if SPLITS and has_cards else 0
    pipes = [get_context("fork").Pipe(duplex=False) for _ in range(drawers)]
    processes = [
        get_context("fork").Process(target=_draw, args=(receiver,), daemon=True) for receiver, _sender in pipes
    ]
    with started(processes):
        for receiver, _sender in pipes:
            receiver.close()
        yield Drawers(processes, [sender for _receiver, sender in pipes])


def _put_all(missing: Iterable[KeptCard], made: Mapping[Card, bytes]) -> None:
    """Put what was drawn elsewhere in place of what is missing or damaged."""
    for one in missing:
        one.file.unlink(missing_ok=True)
        if one.card in made:
            put_file(one.file, made[one.card])


def _draw(receiver: Connection) -> None:
    """Draw the cards that are sent, as long as the build lives that started this."""
    end_with_the_first()
    end_when_told()
    with suppress(Exception):  # the build draws what is missing then, and says what is wrong
        cache, parts = receiver.recv()
        for part in parts:
            for card, name in pickle.loads(part):  # noqa: S301 -- the build wrote it
                KeptCard(cache, card, name).draw()
