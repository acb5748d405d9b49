"""Use again what stands in a folder from an earlier build: what is the last build's file stays, and all else goes."""

import os
import stat
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from hireground.build.journal import Journal
from hireground.build.replacement import take_spare
from hireground.checksums import folders_above
from hireground.output import is_same


def take_over(folder: Path, output: Path, last: Journal, wanted: frozenset[str]) -> frozenset[str]:
    """Begin a fresh folder with the spare of `output`: only those of the last build's files stay in it that are wanted.

    Returns their paths. What the last build knew of the spare says which they are; otherwise each file is looked at.
    """
    spare = last.known_spare if last.output == output and last.is_all else None
    if take_spare(folder, output, spare.folders if spare else None) and spare:
        return leave_known(folder, wanted, last.written.keys() - set(spare.others), spare.others)
    return leave_only(folder, {path: f"{last.output}/{path}" for path in wanted})


def leave_known(folder: Path, wanted: frozenset[str], held: AbstractSet[str], others: Iterable[str]) -> frozenset[str]:
    """Remove all files of a folder but those that are `held` and wanted; it may have some at the paths of `others`."""
    unwanted = {*(held - wanted), *(path for path in others if is_file(f"{folder}/{path}"))}
    for path in unwanted:
        os.unlink(f"{folder}/{path}")  # noqa: PTH108 -- the search has ten thousand files, whose paths would take longer
    for above in sorted(folders_above(unwanted) - {""}, reverse=True):  # those that are in others first
        with suppress(OSError):  # something is in it
            Path(folder, above).rmdir()
    return wanted & held


def is_file(path: str) -> bool:
    """Tell whether something that is not a folder has a path."""
    try:
        return not stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


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
                os.unlink(entry.path)  # noqa: PTH108 -- likewise
    return stays
