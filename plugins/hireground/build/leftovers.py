"""Use again what stands in a folder from an earlier build: what is the last build's file stays, and all else goes."""

import os
from collections.abc import Mapping
from pathlib import Path

from hireground.output import is_same


def leave_only(folder: Path, wanted: Mapping[str, str]) -> frozenset[str]:
    """Remove every file below a folder that is not the wanted one at its path, and return the paths of those that stay.

    A file stays only if it is a link to the wanted one. So whatever is written afterwards is written to a new file, and
    never into one that the site before has, too.
    """
    found: set[str] = set()
    _clear(f"{folder}", "", wanted, found)
    return frozenset(found)


def _clear(folder: str, below: str, wanted: Mapping[str, str], found: set[str]) -> bool:
    """Clear a folder, and tell whether anything stays in it."""
    stays = False
    with os.scandir(folder) as entries:
        for entry in [*entries]:
            path = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if _clear(entry.path, f"{path}/", wanted, found):
                    stays = True
                else:
                    Path(entry.path).rmdir()
            elif path in wanted and is_same(wanted[path], entry.path):
                found.add(path)
                stays = True
            else:
                os.unlink(entry.path)  # noqa: PTH108 -- the search has ten thousand files, whose paths would take longer
    return stays
