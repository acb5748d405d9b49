"""Define what is known of a picture file, and what a page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

SUFFIXES = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".webp": "webp",
    ".avif": "avif",
    ".gif": "gif",
    ".svg": "svg",
}
"""The pictures that browsers show, by the end of their names."""
WIDTHS = (640, 1280)
"""A phone, and a column of text on a screen of twice the points; more shows nobody anything there."""
LARGE, TALLEST = 2560, 16_000
"""How wide and high a picture is that was opened by itself: a whole screen."""
WORTH_OPENING = 960
"""A picture of fewer points shows little more by itself than in a column of text."""


def is_picture(path: PurePosixPath) -> bool:
    """Tell a picture's file by its name."""
    return path.suffix.lower() in SUFFIXES


@dataclass(frozen=True)
class Facts:
    """A picture as it is seen, upright; one that is not `is_still` is never made anew: it moves, or is a drawing."""

    kind: str
    width: int
    height: int
    is_still: bool

    @property
    def widths(self) -> tuple[int, ...]:
        """How wide it is shown: never wider than it is."""
        widest = min(self.width, WIDTHS[-1])
        return (*(width for width in WIDTHS if width < widest), widest)

    @property
    def large(self) -> int:
        """How wide it opens by itself; 0 where nothing more would be seen."""
        widest = min(self.width, LARGE, self.width * TALLEST // self.height)
        return widest if widest >= WORTH_OPENING else 0

    def height_at(self, width: int) -> int:
        """Return its height at a width."""
        return max(1, round(self.height * width / self.width))


SIZES = "(min-width: 45rem) 42rem, 100vw"
"""How wide a page shows it, for browsers to choose by: a column of text, or a phone."""


@dataclass(frozen=True)
class Source:
    """One format of a picture, its addresses by their width."""

    media_type: str
    urls: Mapping[int, str]

    def srcset(self, siteurl: str) -> str:
        """Return HTML's `srcset`."""
        return ", ".join(f"{siteurl}/{url} {width}w" for width, url in self.urls.items())


@dataclass(frozen=True)
class Picture:
    """A picture as a page shows it: better formats first, then `src`, which every browser knows.

    `large` is the address of what it opens as, if more is to be seen there.
    """

    src: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()
    sizes: str = SIZES
    large: str = ""
