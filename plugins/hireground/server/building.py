"""Turn a commit into a staged release: checked out, checked, built in the sandbox, and read in a sandbox."""

import os
import pwd
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hireground.server.checkout import check_out
from hireground.server.repository import subject
from hireground.server.sandbox import ENGINE, Sandbox, refuse_open
from hireground.server.server import CONTENT, Server, refuse_full, remove
from hireground.server.staging import stage, unpack
from hireground.server.watching import run
from hireground.server.words import say
from hireground.terminal import RefusedError

OUTPUT = "output"
SITE_TO_BLAME = 1
"""How a verb ends when the content is to blame, which it has said."""
OURS = "The engine is to blame, or the site's own code:  hireground build  at home may say the same."
START = """\
import sys
sys.path.insert(0, {engine!r})
from hireground.server.inside import main
sys.exit(main({steps}, {changed}))"""


def build(server: Server, commit: str, published: str | None, steps: tuple[str, ...]) -> Path:
    """Check and build a commit and return its release, staged; raises `RefusedError` when readers must not see it."""
    refuse_open(server.config.build_user)
    deadline = time.monotonic() + server.config.time_limit
    with workshop(server, commit[:7]) as folder:
        try:
            changed = check_out(server, folder, commit, published)
            hand_over(server, folder)
            make(Sandbox(server, deadline, (server.repository / "objects",), (folder,)), steps, changed)
            with closing(unpack(Sandbox(server, deadline, (folder,)), folder / OUTPUT)) as made:
                return stage(server, made, commit, subject(server, commit))
        except OSError:
            refuse_full(server)
            raise


def make(sandbox: Sandbox, steps: tuple[str, ...], changed: list[str]) -> None:
    """Let the engine check and build the site in the sandbox; raises `RefusedError` if it does not."""
    say(sandbox.words)
    config = sandbox.server.config
    told = {"SOURCE_DATE_EPOCH": str(int(time.time()))}  # one moment for all steps
    if config.url:
        told["SITEURL"] = config.url.rstrip("/")
    if config.mode == CONTENT:
        told["HIREGROUND_LITERAL_SETTINGS"] = "1"
    program = START.format(engine=str(ENGINE), steps=list(steps), changed=changed)
    code = run(sandbox, [sys.executable, "-I", "-B", "-u", "-c", program], **told)
    if code:
        refuse_full(sandbox.server)
        raise RefusedError("" if code == SITE_TO_BLAME else OURS)


@contextmanager
def workshop(server: Server, name: str) -> Iterator[Path]:
    """Yield the path of a folder to build in, which is gone afterwards."""
    folder = server.folder("building") / f"{name}-{os.getpid()}-{time.monotonic_ns()}"
    try:
        yield folder
    finally:
        remove(folder)


def hand_over(server: Server, folder: Path) -> None:
    """Give a folder to the user that builds, if we may."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(server.config.build_user)
        owner = f"{user.pw_uid}:{user.pw_gid}"
        subprocess.run(["chown", "-R", "-P", owner, "--", folder], check=True)  # noqa: S603, S607 -- our own words
