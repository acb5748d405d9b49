"""A commit to a staged release: checked out, checked, built in the sandbox."""

import os
import pwd
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from tools.publishing.gate import refuse_what_is_elsewhere
from tools.publishing.libraries import python_for
from tools.publishing.repository import check_out, subject
from tools.publishing.sandbox import Sandbox
from tools.publishing.server import Server
from tools.publishing.staging import stage
from tools.publishing.words import RefusedError, say

OUTPUT = "output"
CONTENT = 1
"""How the site's tools end when the content is to blame, which they have said."""
OURS = "The site's code is to blame:  make build  at home says the same, and keeps the whole story."
FULL = 16 << 20
"""With fewer bytes left a disk counts as full: what could not be written is gone again."""
DISK_FULL = "The server's disk is full: tell whoever looks after the server."


def build(server: Server, commit: str, published: str | None, steps: tuple[str, ...]) -> Path:
    """Check and build a commit and return its release, staged; raises `RefusedError` when readers must not see it."""
    with workshop(server, commit[:7]) as folder:
        try:
            check_out(server, folder, commit, published)
            refuse_what_is_elsewhere(server, commit, folder)
            python = python_for(server, folder)
            hand_over(server, folder)
            code = run_tools(server, folder, python, steps)
            if code:
                raise RefusedError(DISK_FULL if is_full(server) else "" if code == CONTENT else OURS)
            return stage(server, folder / OUTPUT, commit, subject(server, commit))
        except OSError as error:
            if is_full(server):
                raise RefusedError(DISK_FULL) from error
            raise


def run_tools(server: Server, folder: Path, python: Path, steps: tuple[str, ...]) -> int:
    """Let the pushed commit's own tools check and build it, in the sandbox; return their exit code."""
    sandbox = Sandbox(server, folder, (server.repository / "objects", *homes_of(python)))
    say(sandbox.words)
    return sandbox.run([python, "-c", inside(), *steps], **settings(server))


@contextmanager
def workshop(server: Server, name: str) -> Iterator[Path]:
    """Yield the path of a folder to build in, which is gone afterwards."""
    folder = server.folder("building") / f"{name}-{os.getpid()}-{time.monotonic_ns()}"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def inside() -> str:
    """Return the program that runs in the sandbox."""
    return files("tools.publishing").joinpath("inside.py").read_text("utf-8")


def settings(server: Server) -> dict[str, str]:
    """Return what the build is told: one moment for all its steps, and the site's address."""
    address = {"SITEURL": server.config.url.rstrip("/")} if server.config.url else {}
    return {"SOURCE_DATE_EPOCH": str(int(time.time())), **address}


def homes_of(python: Path) -> list[Path]:
    """Return the folders that a Python needs: its virtual environment, and the installation that it was made from."""
    home = python.parent.parent
    config = home / "pyvenv.cfg"
    lines = config.read_text("utf-8").splitlines() if config.is_file() else []
    base = [Path(value.strip()).parent for key, _, value in (x.partition("=") for x in lines) if key.strip() == "home"]
    links = [python.resolve().parent.parent]
    return [path for path in dict.fromkeys([home, *base, *links]) if not path.is_relative_to("/usr")]


def hand_over(server: Server, folder: Path) -> None:
    """Give a folder to the user that builds, if we may."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(server.config.build_user)
        for parent, folders, names in os.walk(folder):
            for name in (".", *folders, *names):
                os.chown(Path(parent, name), user.pw_uid, user.pw_gid, follow_symlinks=False)


def is_full(server: Server) -> bool:
    """Tell whether the disk is why."""
    return shutil.disk_usage(server.root).free < FULL
