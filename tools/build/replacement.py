"""A folder that is built aside and then takes another's place, whole or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = ".build"
MARKER_TEXT = "python -m tools.build made this folder, and replaces it whole.\n"


class RefusedError(Exception):
    """Something was asked for that is not done; the message says why."""


@contextmanager
def replacement(folder: Path) -> Iterator[Path]:
    """Yield a fresh folder beside `folder` that replaces it at the end, and vanishes on any error."""
    folder = folder.resolve()
    refuse_foreign(folder)
    fresh = _sibling(folder, "new")
    fresh.mkdir(parents=True)
    try:
        yield fresh
        (fresh / MARKER).write_text(MARKER_TEXT, "utf-8")
        swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


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
    """Put `fresh` in the place of `folder`, which comes back if that fails."""
    stale = _sibling(folder, "old")
    try:
        if folder.exists():
            folder.rename(stale)
        fresh.rename(folder)
    finally:
        if stale.exists() and not folder.exists():
            stale.rename(folder)
        shutil.rmtree(stale, ignore_errors=True)


def shown(path: Path) -> Path:
    """Shorten a path to what an author types."""
    here = Path.cwd()
    return path.relative_to(here) if path != here and path.is_relative_to(here) else path


def _sibling(folder: Path, role: str) -> Path:
    return folder.with_name(f".{folder.name}.{role}-{secrets.token_hex(4)}")
