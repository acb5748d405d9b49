"""Cards that are drawn already, in `.cache/cards`, by all that they are drawn from."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from plugins.pictures.card import Card
from plugins.pictures.drawing import Press
from plugins.pictures.gallery import ASSETS

FOLDER = Path(".cache", "cards")
RECIPE = f"1 {version('pillow')}"
"""Counts changes of the drawing: cards of another recipe are drawn anew."""
ALONE = 40
"""So many cards are drawn before a second process has started."""


@dataclass(frozen=True)
class Shelf:
    """A site's cards; `root` is the site's."""

    root: Path
    press: Press

    def url(self, card: Card) -> str:
        """Return the address of a card from the site's root, drawn or not."""
        said = json.dumps(asdict(card), sort_keys=True)
        return f"{ASSETS}/cards/{hashlib.sha256(f'{self._key} {said}'.encode()).hexdigest()[:16]}.png"

    def files(self, cards: Iterable[Card]) -> dict[str, Path]:
        """Draw what is missing, and return the file of each card by its address."""
        files = {self.url(card): card for card in cards}
        kept = {url: self.root / FOLDER / Path(url).name for url in files}
        missing = [(kept[url], card) for url, card in files.items() if not kept[url].is_file()]
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        if len(missing) < ALONE:
            _print(self.press, missing)
        else:
            workers = os.cpu_count() or 1
            with ProcessPoolExecutor(workers) as pool:
                shares = [missing[start::workers] for start in range(workers)]
                list(pool.map(_print, [self.press] * workers, shares))
        return kept

    @cached_property
    def _key(self) -> str:
        """Return what every card depends on."""
        files = [*sorted(self.press.fonts.folder.iterdir()), self.press.contours]
        drawn = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        return json.dumps([RECIPE, drawn, self.press.sitename, dict(self.press.colors)], sort_keys=True)


def _print(press: Press, cards: Iterable[tuple[Path, Card]]) -> None:
    for file, card in cards:
        fresh = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
        fresh.write_bytes(press.png(card))
        fresh.replace(file)
