"""Build into a temporary folder, then put it in the place of another in one step.

A temporary folder is locked while its maker lives. So what a killed build has left is told from what another build is
filling just now, and the next build removes it.

The folder that was replaced stays beside the new one as the spare. Nearly all of its files are links to the files of
the new one, so that it takes no room. The next build moves them into its own folder and changes only what differs: to
remove and make thousands of folders would take longer than all else that a small edit needs.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hireground.checksums import Folders, is_same_folder
from hireground.locks import HAS_LOCKS, lock
from hireground.output import is_same, link
from hireground.terminal import RefusedError, shown

MARKER = ".build"
ABANDONED = 86_400.0
"""Seconds after which nobody fills a temporary folder any more, where no lock says so."""
MARKER_TEXT = "hireground build made this folder, and replaces it whole.\n"


@contextmanager
def replacement(folder: Path) -> Iterator[Path]:
    """Yield a fresh folder beside `folder` that replaces it at the end, and vanishes on any error."""
    folder = folder.resolve()
    with temporary(folder.parent, f".{folder.name}.new-") as fresh:
        with alone(folder.parent):  # in the midst of another build's swap there is no such folder
            finish_swap(folder)
            refuse_foreign(folder)
        yield fresh
        if not link(folder / MARKER, fresh / MARKER):
            (fresh / MARKER).write_text(MARKER_TEXT, "utf-8")
        swap(fresh, folder)


@contextmanager
def temporary(above: Path, prefix: str) -> Iterator[Path]:
    """Yield a fresh folder in `above` that is gone at the end; those of the same prefix that nobody fills are too."""
    above.mkdir(parents=True, exist_ok=True)
    with alone(above):
        for left in named(above, prefix):
            remove_abandoned(left)
        fresh = above / f"{prefix}{secrets.token_hex(4)}"
        fresh.mkdir()
        held = locked(fresh)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if held is not None:
            os.close(held)


def remove_abandoned(folder: Path) -> None:
    """Remove a temporary folder that nobody fills any more: one that is not locked or, without locks, is a day old."""
    held = locked(folder, waits=False)
    if held is not None or (not HAS_LOCKS and time.time() - folder.stat().st_mtime > ABANDONED):
        shutil.rmtree(folder, ignore_errors=True)
    if held is not None:
        os.close(held)


def refuse_foreign(folder: Path) -> None:
    """Raise `RefusedError` for a folder that no build of ours made, unless it is empty."""
    if not folder.exists() or (folder / MARKER).is_file():
        return
    if not folder.is_dir():
        raise RefusedError(f"{shown(folder)} is a file; name a folder with --output")
    if any(folder.iterdir()):
        raise RefusedError(
            f"{shown(folder)}/ holds files that no build made, and a build would delete them; "
            "move them away, or name another folder with --output"
        )


def swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`, which comes back if that fails, and is the spare if not."""
    stale = folder.with_name(f"{_stale(folder)}{secrets.token_hex(4)}")
    with alone(folder.parent):
        try:
            if folder.exists():
                folder.rename(stale)
            fresh.rename(folder)
        finally:
            if stale.exists() and not folder.exists():
                stale.rename(folder)
        keep_spare(stale, folder)


def keep_spare(stale: Path, folder: Path) -> None:
    """Keep a folder that was replaced for the next build; not where files cannot be linked, and all would be twice."""
    spare = spare_of(folder)
    if stale.exists() and is_same(stale / MARKER, folder / MARKER):
        shutil.rmtree(spare, ignore_errors=True)
        with suppress(OSError):  # something else has that name
            stale.rename(spare)
    shutil.rmtree(stale, ignore_errors=True)


def take_spare(fresh: Path, folder: Path, known: Folders | None = None) -> bool:
    """Move all that the spare of `folder` holds into a fresh folder: files of some earlier build, which may be any.

    Tells whether that was the folder that is `known`, and all of it was moved.
    """
    folder = folder.resolve()
    spare = spare_of(folder)
    with alone(folder.parent), suppress(OSError):  # without it, a build takes longer
        if not spare.is_symlink():
            is_known = is_same_folder(spare, known)
            for path in spare.iterdir():
                path.rename(fresh / path.name)
            spare.rmdir()
            return is_known
    return False


def finish_swap(folder: Path) -> None:
    """Put right what a build that was killed between the two steps of its `swap` has left."""
    for stale in named(folder.parent, _stale(folder)):
        if folder.exists():
            keep_spare(stale, folder)
        else:
            stale.rename(folder)


def spare_of(folder: Path) -> Path:
    """Return where the folder that was replaced stays."""
    return folder.with_name(f".{folder.name}.spare")


def named(above: Path, prefix: str) -> list[Path]:
    """Return what is in a folder under names that begin so."""
    return [path for path in above.iterdir() if path.name.startswith(prefix)]


def is_disturbed(folder: Path) -> bool:
    """Tell whether another build is at work on a folder, or one that was killed has left something."""
    folder = folder.resolve()
    return named(folder.parent, f".{folder.name}.") not in ([], [spare_of(folder)])


def _stale(folder: Path) -> str:
    return f".{folder.name}.old-"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other build make, swap or remove folders in a folder meanwhile; it takes moments."""
    held = locked(folder)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)


def locked(folder: Path, *, waits: bool = True) -> int | None:
    """Lock a folder while a descriptor is open; None if another has it, or if its file system has no locks."""
    if not HAS_LOCKS:
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        if lock(descriptor, waits=waits):
            return descriptor
    os.close(descriptor)
    return None
