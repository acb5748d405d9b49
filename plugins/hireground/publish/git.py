"""Run git, with messages that do not depend on the machine's language."""

import os
import subprocess
from pathlib import Path

from hireground.terminal import RefusedError

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}


def environment() -> dict[str, str]:
    """Return what git inherits."""
    return {**os.environ, **ENVIRONMENT}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git and return whatever comes of it."""
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(  # noqa: S603 -- no shell, and names come after options
            command, env=environment(), capture_output=True, check=False, encoding="utf-8", errors="surrogateescape"
        )
    except OSError as error:
        raise RefusedError("git is not installed; on Debian: apt-get install git") from error


def read(root: Path, *arguments: str) -> str:
    """Return what git prints; empty where it fails."""
    done = run(root, *arguments)
    return done.stdout.strip() if done.returncode == 0 else ""


def must(root: Path, *arguments: str, why: str) -> None:
    """Run git; raises with `why` and git's own last words where it fails."""
    done = run(root, *arguments)
    if done.returncode:
        raise RefusedError(f"{why}\n\n{indented(done.stderr or done.stdout)}")


def indented(text: str) -> str:
    """Set another program's words apart from ours."""
    return "\n".join(f"    {line}" for line in text.strip().splitlines())
