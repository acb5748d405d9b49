"""A lock to the Python that has its libraries: installed once per lock, apart from every build.

Only here the server reaches out to the network, and only for wheels whose hashes the lock names: no code of a push or
of a package runs while they are installed.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.publishing.server import Server
from tools.publishing.words import RefusedError, say

LOCK = "requirements.txt"
PIN = re.compile(r"[\w.\[\],-]+==[\w.+!]+(\s*;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+")
HALF = ".half"
KEPT = 3
"""Virtual environments that stay: a rollback's push may want an older lock again."""
LONGEST = 900.0


def python_for(server: Server, folder: Path) -> Path:
    """Return the Python to build with; installs what the lock in `folder` names unless that is there."""
    if server.config.python:
        return Path(server.config.python)
    lock = folder / LOCK
    if not lock.is_file():
        raise RefusedError(f"{LOCK} is missing: it names the libraries that the site is built with")
    data = lock.read_bytes()
    refuse_unpinned(data.decode("utf-8", "replace"))
    key = hashlib.sha256(data + sys.version.encode()).hexdigest()[:16]
    home = server.folder("venvs") / key
    if not home.is_dir():
        say("Installing the libraries that requirements.txt names (once) ...")
        install(server, lock, home)
    home.touch()
    prune(server)
    return home / "bin/python"


def refuse_unpinned(text: str) -> None:
    """Refuse every line that is no pinned version with its hashes: an address or an option could do anything."""
    lines = text.replace("\\\n", "  ").splitlines()
    for line in (line.strip() for line in lines):
        if line and not line.startswith("#") and not PIN.fullmatch(line):
            raise RefusedError(f"{LOCK}: {line[:60]}: only pinned versions with their hashes are installed here")


def install(server: Server, lock: Path, home: Path) -> None:
    """Make a virtual environment beside its place, and put it there when it is whole."""
    half = home.with_name(home.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    python = [str(half / "bin/python"), "-I", "-m", "pip"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    strict = ["--require-hashes", "--only-binary=:all:"]
    try:
        run([sys.executable, "-m", "venv", str(half)], "On Debian: apt-get install python3-venv")
        run([*python, "install", *quiet, *strict, *server.config.pip, "-r", str(lock)], "Is the index reachable?")
        half.rename(home)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def run(command: list[str], advice: str) -> None:
    """Run a program; raises `RefusedError` with its last words."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell
            command, check=False, stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8", errors="replace", timeout=LONGEST,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise RefusedError(f"The libraries could not be installed in {LONGEST / 60:.0f} minutes. {advice}") from None
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()[-6:]
        raise RefusedError("\n".join(["The libraries could not be installed:", *words, advice]))


def prune(server: Server) -> None:
    """Remove the virtual environments that were not used lately."""
    homes = sorted(server.folder("venvs").iterdir(), key=lambda home: home.stat().st_mtime, reverse=True)
    for home in homes[KEPT:]:
        shutil.rmtree(home, ignore_errors=True)
