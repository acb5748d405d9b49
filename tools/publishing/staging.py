"""A build's output to a staged release, or an older release to a new one: whole, checked and on the disk."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tools.publishing.assembly import assemble, keep_assets
from tools.publishing.release import SITE, Release, files_in, flush, pages, refuse_faulty, write_release
from tools.publishing.server import Server
from tools.publishing.shelf import SWAP, live, next_name, prune, releases, show
from tools.publishing.turns import locked
from tools.publishing.words import RefusedError

FIRST = "index.html"
"""What readers would miss most."""


def stage(server: Server, output: Path, commit: str, subject: str) -> Path:
    """Turn a build into a release that needs nothing but its place, and is safely on the disk."""
    sources = dict(files_in(output))
    if FIRST not in sources:
        raise RefusedError(f"The build said that all is well, and made no {FIRST}.")
    stamp = free_second({one.stamp for one in releases(server).values()})
    folder = server.folder("staged") / f"0-{commit[:7]}"
    fill(server, folder, sources, Release(0, commit, subject, stamp))
    return folder


def fill(
    server: Server, folder: Path, sources: Mapping[str, Path], release: Release, before: Path | None = None
) -> None:
    """Make a release's folder of files: its manifest last, and all of it on the disk; nothing is left if that fails."""
    shown = live(server)
    old = shown.files if shown else {}
    try:
        (folder / SITE).mkdir(parents=True)
        files = assemble(sources, folder / SITE, before or (server.current.resolve() if shown else None), release.stamp)
        kept = keep_assets(folder / SITE, releases(server))
        changed = sum(old.get(name) != files[name] for name in pages(files))
        removed = len(pages(old) - files.keys())
        write_release(folder, replace(release, changed=changed, removed=removed, files=files, kept=kept))
        refuse_faulty(folder)
        flush(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def go_back(server: Server, number: int | None = None) -> Release:
    """Show readers a release again, the one before unless its number is said; return it.

    It is a release anew, the same files under another number: so the newest is always what readers see, and assets of
    the pages that they have open are kept with it too.
    """
    with locked(server.root / SWAP):
        home, release = wanted(server, number)
        refuse_faulty(home)
        again = home.with_name(next_name(server, release.commit))
        sources = {name: home / SITE / name for name in release.files}
        fill(server, again, sources, replace(release, again=release.again or release.number), home / SITE)
        show(server, again)
        prune(server)
    return release


def wanted(server: Server, number: int | None) -> tuple[Path, Release]:
    """Return the release of a number, or the one that came before what readers see."""
    shown = live(server)
    limit = (shown.again or shown.number) if shown else 0
    for home, release in releases(server).items():
        if release.number == number or (number is None and release.number < limit and not release.again):
            return home, release
    raise RefusedError(f"There is no release {number}." if number else "There is no release before this one.")


def free_second(taken: set[int]) -> int:
    """Return now, or the next second that no release carries."""
    second = int(time.time())
    while second in taken:
        second += 1
    return second
