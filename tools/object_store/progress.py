"""What is being done, while it is: one line that changes on a terminal, a line a step elsewhere."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

from tools.build.words import count

BAR = 24
PAUSE = 0.1
CLEAR = "\r\x1b[K"


@dataclass
class Progress:
    """Counts what is done of `total` and says so."""

    total: int
    out: TextIO = field(default_factory=lambda: sys.stdout)
    done: int = 0
    shown: float = 0.0

    @property
    def is_live(self) -> bool:
        """Tell whether a line can be written over."""
        return self.out.isatty()

    def begin(self, words: str, number: int) -> None:
        """Say what comes next, where lines stay."""
        if number and not self.is_live:
            self.out.write(f"{words}: {count(number, 'file')}\n")
            self.out.flush()

    def step(self, what: str) -> None:
        """Say that one more is done, not more often than anybody can read."""
        self.done += 1
        if self.is_live and (time.monotonic() - self.shown > PAUSE or self.done == self.total):
            self.shown = time.monotonic()
            full = BAR * self.done // max(self.total, 1)
            bar = "█" * full + "░" * (BAR - full)
            self.out.write(f"{CLEAR}{bar} {self.done:,} of {self.total:,}  {what[:40]}")
            self.out.flush()

    def end(self) -> None:
        """Take the changing line away."""
        if self.is_live:
            self.out.write(CLEAR)
            self.out.flush()
