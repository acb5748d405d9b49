"""Take a push in git's two moments: pre-receive builds and may refuse, post-receive shows readers what git has."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from hireground.server.approval import Update, approve, is_approved, read_updates
from hireground.server.building import build
from hireground.server.checkout import LOCK as WISHES
from hireground.server.lease import LOCK, alone, locked, return_lease, take_lease
from hireground.server.releases import SWAP, Release, discard, live, problems, publish, read_release, releases, show
from hireground.server.repository import (
    NOTHING,
    authors,
    git,
    is_commit,
    loses,
    remove_stale_locks,
    size_of,
    subject,
    tip,
)
from hireground.server.server import CONFIG, Server, remove
from hireground.server.words import moment, say
from hireground.terminal import RefusedError, count
from hireground.version import VERSION

MOST_REFS = 100
SCRAP = ("building", "trash")
WISH = re.compile(r"^hireground(?:\[[\w,-]*\])? *== *([\w.!+]+)", re.MULTILINE)
LARGEST_LOCK = 1_000_000


def pre_receive(server: Server, lines: Iterable[str]) -> int:
    """Build what readers would see; 1 refuses the push."""
    updates = read_updates(lines)
    with alone(server):
        catch_up(server)
        try:
            refuse_unusual(server, updates)
            for update in updates:
                if update.ref == server.branch:
                    prepare(server, update)
                else:
                    say_kept(server, update)
        except RefusedError as error:
            return say_refused(server, error)
        take_lease(server)
    return 0


def refuse_unusual(server: Server, updates: list[Update]) -> None:
    """Refuse what no plain `git push` asks for; raises `RefusedError`."""
    branch = server.config.branch
    if len(updates) > MOST_REFS:
        raise RefusedError(f"A push brings {MOST_REFS} branches and tags at most.")
    if len({update.ref for update in updates}) < len(updates):
        raise RefusedError("This push names a branch twice; each may become one commit only.")
    for update in updates:
        if not update.is_taken:
            raise RefusedError(f"{update.ref} is neither a branch nor a tag; nothing else is taken here.")
        if update.ref != server.branch and f"/{update.name}".endswith((f"/tags/{branch}", f"/heads/{branch}")):
            raise RefusedError(f'{update.name} would let "{branch}" mean two things; give it another name.')
    most = server.config.repository_size
    if size_of(server.repository) > most * 1_000_000:
        raise RefusedError(
            f"With this push the repository would have more than {most:,} MB: tell whoever looks after the server."
        )


def prepare(server: Server, update: Update) -> None:
    """Stage the release of a pushed commit, and approve it; raises `RefusedError` with what is wrong."""
    refuse_misplaced(server, update)
    refuse_version(server, update.new)
    old = None if update.old == NOTHING else update.old
    number, author = authors(server, old, update.new)
    say(f"Checking {count(number, 'commit')}, the last by {author}: {subject(server, update.new)}")
    build(server, update.new, old, ("check", "diff", "build") if old else ("check", "build"))
    approve(server, update.old, update.new)


def refuse_misplaced(server: Server, update: Update) -> None:
    """Refuse what would take away from readers what they have, or what others pushed meanwhile."""
    branch = server.config.branch
    if update.new == NOTHING:
        raise RefusedError(f"{branch} is what readers see, and is never deleted.")
    if not is_commit(server, update.new):
        raise RefusedError(f"{branch} is a branch of commits, and {update.new[:7]} is not one.")
    if update.old != (tip(server) or NOTHING):
        raise RefusedError(
            f"Somebody published a newer version while you waited: {branch} has moved.\n"
            "Take theirs in and push again:  git pull --rebase && git push"
        )
    lost = loses(server, update.old, update.new) if update.old != NOTHING else 0
    if lost:
        raise RefusedError(
            f"{branch} would lose {count(lost, 'commit')} that readers have seen. Calendars compare with them,\n"
            "so history only grows. Undo with a new commit instead:  git revert COMMIT && git push"
        )


def say_kept(server: Server, update: Update) -> None:
    """Say what happens to a branch that readers do not see, or to a tag."""
    if update.new == NOTHING:
        say(f"{update.name} is deleted; readers never saw it.")
    else:
        say(f"{update.name} is kept, not published: readers see {server.config.branch} alone.")


def post_receive(server: Server) -> int:
    """Show readers what was staged."""
    with locked(server.root / LOCK):
        release = settle(server)
        return_lease(server)
    return 0 if release is None else shown(server, release)


def shown(server: Server, release: Release) -> int:
    """Say what readers see now."""
    removed = f", {release.removed:,} removed" if release.removed else ""
    say(f"{release.changed:,} of {count(release.total, 'file')} changed{removed}.")
    say()
    say(f"Live: {server.config.url or 'the new version'}  (release {release.number})")
    return 0


def say_refused(server: Server, error: RefusedError) -> int:
    """Say why, unless the site's own tools have said it, and what still stands; return 1."""
    release = live(server)
    still = f"Readers still see the version of {moment(release.when)}." if release else "Readers see no site yet."
    say(f"{error}\n\nNot published. {still}".removeprefix("\n"))
    return 1


def catch_up(server: Server) -> None:
    """Put right what a cut-off push left behind, and say so."""
    release = settle(server)
    if release:
        say(f"First published what a push that was cut off had left waiting: {release.subject}")


def settle(server: Server) -> Release | None:
    """Publish the staged release of the branch's commit, and return it; clear away everything else that is half done.

    To be called when no push is under way. Git moves the branch between pre-receive and post-receive: whatever dies in
    between, the branch says whether the staged release is wanted.
    """
    remove_stale_locks(server)
    for scrap in [one for name in SCRAP for one in server.folder(name).iterdir()]:
        remove(scrap)
    commit = tip(server)
    published = None
    for folder in sorted(server.folder("staged").iterdir()):
        if is_wanted(server, folder, commit):
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
            if not problems(home, release):
                show(server, home)
                return
            discard(server, home)


def is_wanted(server: Server, folder: Path, commit: str | None) -> bool:
    """Tell whether a staged release is whole, undamaged, and of the approved commit that the branch is at."""
    release = read_release(folder)
    if release is None or release.commit != commit or not is_approved(server, release.commit):
        return False
    return not problems(folder, release)


def wanted_version(server: Server, commit: str) -> str:
    """Return the version that a commit's lock names; empty if it names none, which this server's own is then."""
    record = git(server.repository, "ls-tree", "-l", "--full-tree", commit, "--", WISHES).split()
    is_lock = record and record[1] == "blob" and int(record[3]) <= LARGEST_LOCK
    found = WISH.search(git(server.repository, "cat-file", "blob", record[2])) if is_lock else None
    return found[1] if found else ""


def refuse_version(server: Server, commit: str) -> None:
    """Refuse a site that wants another engine than this server has, unless the operator allows that."""
    wanted, own = wanted_version(server, commit), VERSION
    if wanted in {"", own}:
        return
    if not any(fnmatchcase(wanted, pattern) for pattern in server.config.versions):
        raise RefusedError(
            f"{WISHES} wants hireground {wanted}, and this server has {own}. Write hireground=={own} there, or ask\n"
            f'whoever looks after the server to install {wanted}, or to allow it: versions = ["{wanted}"] in {CONFIG}.'
        )
    say(f"{WISHES} wants hireground {wanted}; this server builds with its own, {own}.")
