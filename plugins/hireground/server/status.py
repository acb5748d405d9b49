"""Say how a server is: what readers see, what comes next by itself, what fills its disk, and what somebody must do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from hireground.server.log import read
from hireground.server.push import HOUR, TRIED, due_at
from hireground.server.releases import Release, live, releases
from hireground.server.repository import size_of, tip
from hireground.server.sandbox import refuse_open
from hireground.server.server import MEGA, Server
from hireground.server.words import moment
from hireground.terminal import RefusedError, count
from hireground.version import VERSION

LITTLE = 1000 * MEGA
"""With fewer bytes left on the disk somebody should look."""


def status(server: Server, now: int) -> Iterator[str]:
    """Yield lines of how a server is at a second."""
    shown = live(server)
    yield seen(server, shown)
    if shown:
        yield changes(server, now)
    yield f"Engine: hireground {VERSION}"
    yield from filling(server)
    first = read(server).partition("\n")[0]
    yield f"Last heard: {first}; hireground server log has it" if first else "Last heard: nothing yet"


def seen(server: Server, shown: Release | None) -> str:
    """Say what readers see."""
    if shown is None:
        return "Readers see no site yet: nothing was pushed."
    pinned = "; somebody went back to it, and it stays until the next push" if server.pinned.exists() else ""
    return f"Readers see release {shown.number}, of {moment(shown.stamp)}: {shown.subject}{pinned}"


def changes(server: Server, now: int) -> str:
    """Say when the site changes by itself."""
    at = due_at(server)
    if at is None:
        return "Next: nothing is built until the next push"
    return f"Next: built anew by itself on {moment(int(at))}" if at > now else "Next: a rebuild is due now"


def filling(server: Server) -> Iterator[str]:
    """Say what fills the disk, and how much may."""
    config, folder = server.config, server.root / "releases"
    number = f"{count(len(releases(server)), 'release')}, {config.keep} at most"
    yield f"Releases: {megabytes(size_below(folder))} in {number}; cache: {megabytes(size_below(server.cache))}"
    yield f"Repository: {megabytes(size_of(server.repository))}, {megabytes(config.repository_size * MEGA)} at most"
    yield f"Left on the disk: {megabytes(shutil.disk_usage(server.root).free)}"


def wrong(server: Server, now: int) -> Iterator[str]:
    """Yield what somebody has to do something about."""
    try:
        refuse_open(server)
    except RefusedError as error:
        yield str(error)
    shown, at = live(server), due_at(server)
    if shown and tip(server) != shown.commit and not server.pinned.exists():
        yield "The branch is not what readers see: hireground server settle publishes it, or says why not."
    tried = server.root / TRIED
    if shown and tried.exists() and tried.stat().st_mtime > shown.stamp:
        yield "The last rebuild failed, and is tried again each hour: hireground server log says why."
    elif at is not None and at < now - HOUR:
        yield "A rebuild is due for more than an hour: is the timer site-rebuild@ switched on?"
    if shutil.disk_usage(server.root).free < LITTLE:
        yield "The disk is nearly full."
    if size_of(server.repository) > server.config.repository_size * MEGA * 0.9:
        yield "The repository is nearly as large as it may be: repository_size in publisher.toml."


def size_below(folder: Path) -> int:
    """Return the bytes of all files below a folder, each once, however many names it has."""
    found = {one.st_ino: one.st_size for path in folder.rglob("*") if not path.is_symlink() and (one := path.stat())}
    return sum(found.values())


def megabytes(size: int) -> str:
    """Write `12 MB` or `3.4 GB`."""
    return f"{size / MEGA / 1000:,.1f} GB" if size >= 1000 * MEGA else f"{size / MEGA:,.0f} MB"
