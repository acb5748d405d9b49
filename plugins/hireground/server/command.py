"""`hireground server VERB`: look after a site that is published by git push, there or from an author's clone."""

import os
import re
import shlex
import subprocess
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from hireground.server.installation import PROGRAM, create
from hireground.server.lock import alone
from hireground.server.log import logged, mail, read
from hireground.server.push import rebuild
from hireground.server.releases import go_back, live, releases
from hireground.server.server import CONFIG, Server, open_server
from hireground.server.status import status, wrong
from hireground.server.words import moment, say
from hireground.terminal import RefusedError

REPOSITORY = "/site.git"
ADDRESS = re.compile(r"(?:(?P<url_host>ssh://[^/]+)(?P<url_path>/.*)|(?P<host>[^/:]+):(?P<path>.*)|(?P<local>/.*))")
"""What git takes: ssh://host/folder, host:folder, or a folder of this machine."""


def add_init_arguments(parser: ArgumentParser) -> None:
    """Add what a new server is told."""
    parser.add_argument("folder", metavar="PATH", type=Path, help="the folder; what is there already stays")
    parser.add_argument("--url", default="", help="the site's address: https://…")


def run_init(options: Namespace) -> int:
    """Make a folder of this machine a server, or renew its hooks."""
    return create(options.folder.absolute(), options.url)


def add_arguments(parser: ArgumentParser) -> None:
    """Add where the server is."""
    parser.add_argument("--server", metavar="ADDRESS", default="", help="host:/srv/site; git's remote if not said")


def add_rollback_arguments(parser: ArgumentParser) -> None:
    """Add which release is meant."""
    add_arguments(parser)
    parser.add_argument("number", metavar="NUMBER", nargs="?", type=int, help="as `server releases` shows it")


def add_rebuild_arguments(parser: ArgumentParser) -> None:
    """Add when to build."""
    add_arguments(parser)
    parser.add_argument(
        "--if-due", action="store_true", help="only if the site is out of date by itself, and nobody pushes"
    )


add_releases_arguments = add_settle_arguments = add_status_arguments = add_log_arguments = add_arguments


def run_releases(options: Namespace) -> int:
    """List the releases."""
    return on_server(options, "releases", list_releases)


def run_rollback(options: Namespace) -> int:
    """Show readers an earlier release."""
    number: int | None = options.number
    verb = "rollback" if number is None else f"rollback {number}"
    return on_server(options, verb, lambda server: rollback(server, number))


def run_rebuild(options: Namespace) -> int:
    """Build the published commit as of now."""
    verb = "rebuild --if-due" if options.if_due else "rebuild"
    return on_server(
        options, verb, lambda server: noted(server, "Rebuild", lambda: rebuild(server, if_due=options.if_due))
    )


def run_settle(options: Namespace) -> int:
    """Publish what a push that was cut off has left."""
    return on_server(options, "settle", lambda server: noted(server, "Settling", lambda: rebuild(server, always=False)))


def noted(server: Server, what: str, run: Callable[[], int]) -> int:
    """Keep what is said in the log; mail it if it went wrong, which nobody else would notice."""
    with logged(server, what):
        code = run()
        if code:
            mail(server, f"{what} failed")
    return code


def run_status(options: Namespace) -> int:
    """Say how the server is; 1 if somebody has to do something."""
    return on_server(options, "status", show_status)


def run_log(options: Namespace) -> int:
    """Print what the last push or rebuild said."""
    return on_server(options, "log", show_log)


def show_status(server: Server) -> int:
    """Print how the server is, and what somebody has to do something about."""
    now = int(time.time())
    for line in status(server, now):
        say(line)
    found = [*wrong(server, now)]
    for line in found:
        say(f"Look at this: {line}")
    if not found:
        say("All is well.")
    return int(bool(found))


def show_log(server: Server) -> int:
    """Print the log."""
    say(read(server).rstrip("\n") or "Nothing was pushed yet.")
    return 0


def on_server(options: Namespace, verb: str, run: Callable[[Server], int]) -> int:
    """Run a verb on the server that is named, or that this folder is, or that git pushes to; return its exit code."""
    host, folder = place(options.server or (str(Path.cwd()) if Path(CONFIG).is_file() else remote()))
    if not host:
        os.umask(0o022)  # the web server reads what is written here
        return run(open_server(Path(folder)))
    command = f"{shlex.quote(folder)}/{PROGRAM} server {verb} --server={shlex.quote(folder)}"
    return subprocess.run(["ssh", "--", host, command], check=False).returncode  # noqa: S603, S607 -- the author's own server


def place(address: str) -> tuple[str, str]:
    """Return the host, empty for this machine, and the server's folder there."""
    match = ADDRESS.fullmatch(address.removesuffix("/").removesuffix(REPOSITORY))
    if match is None:
        raise RefusedError(f"{address} is not a server; write --server=host:/srv/site, or a folder of this machine")
    return match["url_host"] or match["host"] or "", match["url_path"] or match["path"] or match["local"]


def remote() -> str:
    """Return the address that git pushes to and that is a server's."""
    run = subprocess.run(["git", "remote", "-v"], check=False, capture_output=True, encoding="utf-8")  # noqa: S607 -- from PATH
    found = re.findall(rf"\t(\S+{re.escape(REPOSITORY)})/? \(push\)", run.stdout)
    if not found:
        raise RefusedError("no remote of this repository is a server of one's own; write --server=host:/srv/site")
    return str(found[0])


def rollback(server: Server, number: int | None) -> int:
    """Show readers an older release at once, also while a push is being built."""
    release = go_back(server, number)
    say(f"Readers see release {release.number} again, of {moment(release.stamp)}: {release.subject}")
    if server.pinned.exists():
        say("It stays until the next push; rebuilds leave it alone.")
    with alone(server, waits=False) as is_alone:
        if not is_alone:
            say("A push is being built just now; readers see it as soon as it is through.")
    return 0


def list_releases(server: Server) -> int:
    """Print every release, the newest first, and mark the one that readers see."""
    now = live(server)
    for release in releases(server).values():
        mark = "->" if now and release.number == now.number else "  "
        said = f"{moment(release.stamp)}  {release.commit[:7]}  {release.changed:,} of {release.total:,} files"
        say(f"{mark} {release.number:>4}  {said}  {release.subject}")
    if now is None:
        say("Readers see no site yet.")
    return 0
