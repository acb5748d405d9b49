"""The releases of a server: which there are, which one readers see, and how that changes in one step."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

from tools.publishing.release import SITE, Release, flush, number_of, read_release, refuse_faulty
from tools.publishing.server import Server
from tools.publishing.turns import locked

SWAP = "swap.lock"


def releases(server: Server) -> dict[Path, Release]:
    """Return every whole release by its folder, the newest first."""
    found = {folder: read_release(folder) for folder in server.folder("releases").iterdir()}
    whole = {folder: release for folder, release in found.items() if release}
    return dict(sorted(whole.items(), key=lambda item: item[1].number, reverse=True))


def live(server: Server) -> Release | None:
    """Return the release that readers see."""
    try:
        return read_release(server.folder("releases") / server.current.readlink().parent.name)
    except OSError:
        return None


def is_pinned(server: Server) -> bool:
    """Tell whether readers see a release that somebody went back to, and not the newest that was built."""
    shown = live(server)
    built = next((release for release in releases(server).values() if not release.again), None)
    return bool(shown and built and shown.again not in {0, built.number})


def publish(server: Server, folder: Path) -> Release:
    """Give a staged release its place and its number, and show it to readers."""
    release = refuse_faulty(folder)
    with locked(server.root / SWAP):
        home = server.folder("releases") / next_name(server, release.commit)
        folder.rename(home)
        flush(server.folder("releases"))
        show(server, home)
        prune(server)
    return replace(release, number=number_of(home))


def next_name(server: Server, commit: str) -> str:
    """Name a release: its number, by which releases are in order whatever the clock says, its moment, its commit."""
    number = max((release.number for release in releases(server).values()), default=0) + 1
    return f"{number:06}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{commit[:7]}"


def show(server: Server, home: Path) -> None:
    """Let readers see a release: one rename, so that every request finds either the old site or the new one."""
    fresh = server.root / "current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases", home.name, SITE))
    fresh.replace(server.current)
    flush(server.root)


def prune(server: Server) -> None:
    """Take away all but the newest releases and the one that readers see; also what is no whole release."""
    shown = server.current.resolve().parent
    kept = {*list(releases(server))[: server.config.keep], shown}
    for folder in server.folder("releases").iterdir():
        if folder not in kept:
            discard(server, folder)


def discard(server: Server, folder: Path) -> None:
    """Take a folder away at once, then delete it."""
    away = server.folder("trash") / f"{folder.name}-{time.monotonic_ns()}"
    folder.rename(away)
    shutil.rmtree(away, ignore_errors=True)
