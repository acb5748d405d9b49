"""Say why a build made a file of the site, or kept the last build's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hireground.build.journal import Journal
from hireground.urls import file_of

PARTS = ("the engine, the theme or a setting", "what it shows", "the day that it names")
"""What a file's key is made of, in order."""


@dataclass(frozen=True)
class Outcome:
    """A build that ended: what was there before it, the key of each file of the site, and the files it made.

    `from_store` are files that are not the last build's, but had been made by an earlier one, and stood in `.cache`.
    """

    last: Journal
    keys: Mapping[str, str]
    fresh: frozenset[str] = field(default_factory=frozenset)
    from_store: frozenset[str] = field(default_factory=frozenset)


def explain(outcome: Outcome | None, asked: str) -> str:
    """Return words for what became of a file, or of the page at an address."""
    path = file_of(asked.strip("/") + "/" if asked.endswith("/") else asked.removeprefix("/"))
    if outcome is None:
        return f"{path}: Pelican builds this site, and makes every file anew"
    key, before = outcome.keys.get(path), outcome.last.written.get(path)
    if key is None:
        return f"{path}: the site has no such file" + (" any more" if before else "")
    if path not in outcome.fresh | outcome.from_store:
        return f"{path}: kept, since nothing that it is made from has changed"
    became = "made" if path in outcome.fresh else "taken from .cache"
    if before is None:
        return f"{path}: {became}, since the last build had none"
    pairs = zip(PARTS, key.split("."), before.key.split("."), strict=False)
    changed = [part for part, new, old in pairs if new != old]
    if not changed:
        return f"{path}: {became}, since the file of the last build is not as it was written"
    return f"{path}: {became}, since {', '.join(changed)} changed"
