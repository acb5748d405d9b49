"""What a cut-off push left behind, put right before anything else happens: published if git took it in, else gone."""

import shutil
from pathlib import Path

from tools.publishing.release import Release, faults, read_release
from tools.publishing.repository import remove_stale_locks, tip
from tools.publishing.server import Server
from tools.publishing.shelf import SWAP, discard, publish, releases, show
from tools.publishing.turns import locked

SCRAP = ("building", "trash")
HALF = "*.half"


def settle(server: Server) -> Release | None:
    """Publish the staged release of the branch's commit, and return it; clear away everything else that is half done.

    To be called when no push is under way. Git moves the branch between pre-receive and post-receive: whatever dies in
    between, the branch says whether the staged release is wanted.
    """
    remove_stale_locks(server)
    scraps = [one for name in SCRAP for one in server.folder(name).iterdir()]
    for scrap in [*scraps, *server.folder("venvs").glob(HALF)]:
        shutil.rmtree(scrap, ignore_errors=True)
    commit = tip(server)
    published = None
    for folder in sorted(server.folder("staged").iterdir()):
        if is_wanted(folder, commit):
            published = publish(server, folder)
        else:
            discard(server, folder)
    show_newest(server)
    return published


def show_newest(server: Server) -> None:
    """Show the newest release, if what gave it its place came no further; one that is damaged goes."""
    with locked(server.root / SWAP):
        for home, release in releases(server).items():
            if home == server.current.resolve().parent:
                return
            if not faults(home, release):
                show(server, home)
                return
            discard(server, home)


def is_wanted(folder: Path, commit: str | None) -> bool:
    """Tell whether a staged release is whole, undamaged, and of the commit that the branch is at."""
    release = read_release(folder)
    return release is not None and release.commit == commit and not faults(folder, release)
