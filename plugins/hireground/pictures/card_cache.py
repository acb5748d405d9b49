"""Keep drawn cards in `.cache/cards`, by everything they are drawn from."""

import ctypes
import hashlib
import json
import os
import secrets
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from hireground import urls
from hireground.checksums import Checksums
from hireground.pictures.cards import Card, CardRenderer
from hireground.terminal import Progress, silent

FOLDER = Path(".cache", "cards")
RECIPE = f"2 {version('pillow')}"
"""Counts changes of the drawing: cards of another recipe are drawn anew."""
ALONE = 40
"""So many cards are drawn before a second process has started."""
PR_SET_PDEATHSIG = 1
RENDERER: ContextVar[CardRenderer] = ContextVar("renderer")
"""What a process that draws for a build draws with: its letters and its background serve for all its cards."""
Draw = Callable[[Sequence[Card]], Mapping[Card, bytes]]


def nothing(_cards: Sequence[Card]) -> Mapping[Card, bytes]:
    """Draw none of the cards."""
    return {}


@dataclass(frozen=True)
class CardCache:
    """A site's cards; `root` is the site's."""

    root: Path
    renderer: CardRenderer

    def url(self, card: Card) -> str:
        """Return the address of a card from the site's root, drawn or not."""
        said = json.dumps(vars(card), sort_keys=True)
        digest = hashlib.sha256(f"{self._key} {said}".encode()).hexdigest()[:16]
        return urls.ASSETS.url(path=f"cards/{digest}.png")

    def files(self, cards: Iterable[Card], tell: Progress = silent, draw: Draw = nothing) -> dict[str, Path]:
        """Draw what is missing, telling how far that is, and return the file of each card by its address.

        `draw` may draw some of them on other machines.
        """
        files = {self.url(card): card for card in cards}
        kept = {url: self.root / FOLDER / Path(url).name for url in files}
        made = Checksums(self.root / FOLDER)
        missing = [(kept[url], card) for url, card in files.items() if not made.is_intact(kept[url].name)]
        made.folder.mkdir(parents=True, exist_ok=True)
        drawn = draw([card for _file, card in missing])
        for file, card in missing:
            if card in drawn:
                _put(file, drawn[card])
        self._draw([(file, card) for file, card in missing if card not in drawn], tell)
        made.add(*(file.name for file, _ in missing))
        return kept

    def _draw(self, missing: Sequence[tuple[Path, Card]], tell: Progress) -> None:
        if len(missing) < ALONE:
            _print(self.renderer, missing)
        else:
            workers = os.cpu_count() or 1
            shares = [missing[start : start + ALONE] for start in range(0, len(missing), ALONE)]
            _ = self.renderer.ground  # painted here, once for all
            with ProcessPoolExecutor(workers, initializer=_begin, initargs=(self.renderer,)) as pool:
                for done, _ in enumerate(pool.map(_print_share, shares), 1):
                    tell(min(done * ALONE, len(missing)), len(missing))

    @cached_property
    def _key(self) -> str:
        """Return what every card depends on."""
        files = [*self.renderer.fonts.files.values(), self.renderer.contours]
        drawn = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        return json.dumps([RECIPE, drawn, self.renderer.sitename, dict(self.renderer.colors)], sort_keys=True)


def _begin(renderer: CardRenderer) -> None:
    """Let this process draw all its shares with one renderer, and end with the build that started it (on Linux)."""
    RENDERER.set(renderer)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _print_share(cards: Iterable[tuple[Path, Card]]) -> None:
    _print(RENDERER.get(), cards)


def _print(renderer: CardRenderer, cards: Iterable[tuple[Path, Card]]) -> None:
    for file, card in cards:
        _put(file, renderer.png(card))


def _put(file: Path, data: bytes) -> None:
    fresh = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    fresh.write_bytes(data)
    fresh.replace(file)
