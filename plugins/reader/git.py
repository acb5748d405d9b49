"""The one place that runs git to read."""

import subprocess
from pathlib import Path


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints; nothing where it fails, or is not there. Names never begin with a hyphen."""
    try:
        run = subprocess.run(["git", "-C", root, *arguments], input=given, capture_output=True, check=False)  # noqa: S603, S607 -- no shell
    except OSError:
        return b""
    return run.stdout if run.returncode == 0 else b""


def is_shallow(root: Path) -> bool:
    """Tell whether a clone lacks its history."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def names(output: bytes) -> list[str]:
    r"""Split what `-z` prints at its NULs; a file's name may be no UTF-8, and is read as Python reads it."""
    return output.decode("utf-8", "surrogateescape").split("\0")
