"""The releases of a server: which there are, which one readers see, and how that changes in one step."""

import shutil
import time
from pathlib import Path

from tools.publishing.release import SITE, Release, flush, read_release, refuse_faulty
from tools.publishing.server import Server
from tools.publishing.turns import locked
from tools.publishing.words import RefusedError

PINNED = "pinned"
"""The name of the release that somebody went back to; nightly rebuilds leave it alone."""


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


def pinned(server: Server) -> bool:
    """Tell whether readers see a release that somebody went back to."""
    shown = live(server)
    try:
        return shown is not None and (server.root / PINNED).read_text("utf-8") == shown.name
    except OSError:
        return False


def publish(server: Server, folder: Path) -> Release:
    """Give a staged release its place, and show it to readers."""
    release = refuse_faulty(folder)
    with locked(server.root / "swap.lock"):
        home = server.folder("releases") / folder.name
        folder.rename(home)
        flush(server.folder("releases"))
        show(server, home)
        prune(server)
    return release


def show(server: Server, home: Path) -> None:
    """Let readers see a release: one rename, so that every request finds either the old site or the new one."""
    fresh = server.root / "current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases", home.name, SITE))
    fresh.replace(server.current)
    flush(server.root)


def go_back(server: Server, number: int | None = None) -> Release:
    """Show a release and pin it, unless it is the newest; the one before if no number is said."""
    with locked(server.root / "swap.lock"):
        shown = live(server)
        for place, (home, release) in enumerate(releases(server).items()):
            is_wanted = release.number == number if number else shown and release.number < shown.number
            if is_wanted:
                refuse_faulty(home)
                (server.root / PINNED).write_text(release.name if place else "", "utf-8")
                show(server, home)
                return release
    raise RefusedError(f"There is no release {number}." if number else "There is no release before this one.")


def prune(server: Server) -> None:
    """Take away all but the newest releases and the one that readers see; also what is no whole release."""
    shown = live(server)
    whole = releases(server)
    names = {release.name for release in list(whole.values())[: server.config.keep]} | {shown.name if shown else ""}
    for folder in server.folder("releases").iterdir():
        if folder.name not in names:
            discard(server, folder)


def discard(server: Server, folder: Path) -> None:
    """Take a folder away at once, then delete it."""
    away = server.folder("trash") / f"{folder.name}-{time.monotonic_ns()}"
    folder.rename(away)
    shutil.rmtree(away, ignore_errors=True)
