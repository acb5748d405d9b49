"""Run what is done on the server: the nightly rebuild, the rollback, the list of releases."""

from hireground.server.approval import is_approved
from hireground.server.building import build
from hireground.server.lease import alone, is_busy
from hireground.server.push import catch_up, say_refused, shown
from hireground.server.releases import discard, is_pinned, live, publish, read_release, releases
from hireground.server.repository import subject, tidy, tip
from hireground.server.server import Server
from hireground.server.staging import go_back
from hireground.server.words import moment, say
from hireground.terminal import RefusedError

NOTHING_PUSHED = "Nothing was pushed yet."
UNAPPROVED = "The branch is at {}, which no push's check has approved, so it is not built; push a commit on top of it."
WENT_BACK = "Readers see a version that somebody went back to; it stays until the next push."


def rebuild(server: Server) -> int:
    """Build the published commit again, as of now; readers see it if anything is different."""
    with alone(server):
        catch_up(server)
        code = anew(server, always=True)
        tidy(server)
    return code


def settle(server: Server) -> int:
    """Publish what a push that was cut off has left; nothing is done if readers see the branch."""
    with alone(server):
        catch_up(server)
        return anew(server, always=False)


def anew(server: Server, *, always: bool) -> int:
    """Build the branch's commit, unless readers shall see another; 1 if that is refused."""
    commit, release = tip(server), live(server)
    if commit is None or is_pinned(server):
        say(WENT_BACK if commit else NOTHING_PUSHED)
        return 0
    if release and release.commit == commit and not always:
        return 0
    if not is_approved(server, commit):
        say(UNAPPROVED.format(commit[:7]))
        return 1
    say(f"Building {commit[:7]} anew: {subject(server, commit)}")
    try:
        folder = build(server, commit, commit, ("build",))
    except RefusedError as error:
        return say_refused(server, error)
    fresh = read_release(folder)
    if fresh and release and fresh.commit == release.commit and not fresh.is_new:
        discard(server, folder)
        say(f"Nothing is different: readers see release {release.number}.")
        return 0
    return shown(server, publish(server, folder))


def rollback(server: Server, number: int | None) -> int:
    """Show readers an older release at once, also while a push is being built."""
    release = go_back(server, number)
    say(f"Readers see release {release.number} again, of {moment(release.when)}: {release.subject}")
    if is_pinned(server):
        say("It stays until the next push; nightly rebuilds leave it alone.")
    if is_busy(server):
        say("A push is being built just now; readers see it as soon as it is through.")
    return 0


def list_releases(server: Server) -> int:
    """Print every release, the newest first, and mark the one that readers see."""
    now = live(server)
    for release in releases(server).values():
        mark = "->" if now and release.number == now.number else "  "
        note = f"  (went back to {release.again})" if release.again else ""
        said = f"{moment(release.when)}  {release.commit[:7]}  {release.changed:,} of {release.total:,} files"
        say(f"{mark} {release.number:>4}  {said}  {release.subject}{note}")
    if now is None:
        say("Readers see no site yet.")
    return 0
