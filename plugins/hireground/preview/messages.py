"""Define what the preview's supervisor and its worker tell each other; all of it can be pickled."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CARDS = "/.card/"
"""The address below which the preview has the cards of its pages, whose own code names none."""


@dataclass(frozen=True)
class AsOf:
    """The moment that a site is shown as of, where that is not the present one, and the words for it."""

    moment: dt.datetime
    words: str


@dataclass(frozen=True)
class Edited:
    """Files have changed: build anew, and stop what is being built.

    `number` counts the saves; `looked_at` are the files of the site that browsers show.
    """

    number: int
    paths: frozenset[Path]
    looked_at: frozenset[str]


@dataclass(frozen=True)
class LookedAt:
    """Somebody looks at a file of the site, or waits for it: make it before the others."""

    path: str


Order = Edited | LookedAt
"""What the worker is told."""


@dataclass(frozen=True)
class Begun:
    """The worker has taken a save; if it builds by Pelican, that is in one go, and only a kill stops it."""

    number: int
    by_pelican: bool = False


@dataclass(frozen=True)
class Former:
    """A folder has the site as the last preview left it, which may have changed since."""

    root: Path


@dataclass(frozen=True)
class Early:
    """A folder has, or will have, pages that somebody waits for, before all texts are known to be right."""

    root: Path


@dataclass(frozen=True)
class Ready:
    """The content is right: a folder has the site, or will have it file by file."""

    root: Path


@dataclass(frozen=True)
class Restyled:
    """Style sheets have these addresses now, each by its address without the hash."""

    sheets: Mapping[str, str]


@dataclass(frozen=True)
class Planned:
    """The site has these files, made or not."""

    paths: frozenset[str]


@dataclass(frozen=True)
class Made:
    """A file is new, another or gone; nobody is told of a page that only has other versions of its style sheets."""

    path: str
    is_new: bool = False


@dataclass(frozen=True)
class Checked:
    """A text that was just saved has been looked at by itself: what is wrong with it, in words; nothing if it is right.

    The build goes on, and says all that is wrong with the site.
    """

    report: str


@dataclass(frozen=True)
class Refused:
    """The build of a save has ended with an error, in words; what was shown stays."""

    number: int
    report: str


@dataclass(frozen=True)
class Settled:
    """Every file is as a clean build makes it; `warnings` is what the build had to say."""

    number: int
    warnings: str = ""


@dataclass(frozen=True)
class About:
    """What its author may want to know of a page that is looked at, as data for JSON."""

    path: str
    facts: Mapping[str, Any]


News = Begun | About | Former | Early | Ready | Restyled | Planned | Made | Checked | Refused | Settled
"""What the worker tells."""
