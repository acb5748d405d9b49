"""Take a push in git's moments: pre-receive builds and may refuse, post-receive shows readers what git has.

In between git moves the branch. It asks before it does, whoever wants that, and is let to what pre-receive has staged.
"""

import datetime as dt
import json
import re
import time
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from hireground.server.building import build
from hireground.server.checkout import LOCK as WISHES
from hireground.server.lock import alone, lend_to_git
from hireground.server.releases import Release, discard, live, problems, publish, read_release, releases, show_wanted
from hireground.server.repository import NOTHING, commits, git, line_of, pack, remove_stale_locks, size_of, tip
from hireground.server.server import CONFIG, MEGA, Server, remove
from hireground.server.words import moment, say
from hireground.terminal import RefusedError, count
from hireground.urls import NEXT_CHANGE
from hireground.version import VERSION

MOST_REFS = 100
WISH = re.compile(r"^hireground(?:\[[\w,-]*\])? *== *([\w.!+]+)", re.MULTILINE)
LARGEST_LOCK, LARGEST_CHANGE = 1_000_000, 1000
TRIED, HOUR = "tried", 3600
"""What a rebuild that was due begins with, and how long after one that failed the next begins."""
UNAPPROVED = "The branch is at {}, which no push's check has approved, so it is not built; push a commit on top of it."
WENT_BACK = "Readers see a version that somebody went back to; it stays until the next push."


class Update(NamedTuple):
    """One line of what git hands to a hook: a branch or tag, from one commit to another."""

    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        """The name as an author says it."""
        return self.ref.removeprefix("refs/heads/").removeprefix("refs/")

    @property
    def is_taken(self) -> bool:
        """Whether it is a branch or a tag: others would change what git shows, or keep what nobody sees."""
        return self.ref.startswith(("refs/heads/", "refs/tags/"))


def read_updates(lines: Iterable[str]) -> list[Update]:
    """Read a hook's input."""
    return [Update(*line.rstrip("\n").split(" ", 2)) for line in lines]


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
                elif update.new == NOTHING:
                    say(f"{update.name} is deleted; readers never saw it.")
                else:
                    say(f"{update.name} is kept, not published: readers see {server.config.branch} alone.")
        except RefusedError as error:
            return say_refused(server, error)
        lend_to_git()
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
    if size_of(server.repository) > most * MEGA:
        raise RefusedError(
            f"With this push the repository would have more than {most:,} MB: tell whoever looks after the server."
        )


def prepare(server: Server, update: Update) -> None:
    """Stage the release of a pushed commit; raises `RefusedError` with what is wrong."""
    refuse_misplaced(server, update)
    refuse_version(server, update.new)
    number = commits(server, update.old, update.new)
    author, subject = line_of(server, update.new, "%an"), line_of(server, update.new)
    say(f"Checking {count(number, 'commit')}, the last by {author}: {subject}")
    build(server, update.old, update.new, "check", *(["diff"] if update.old != NOTHING else []))


def refuse_misplaced(server: Server, update: Update) -> None:
    """Refuse what would take away from readers what they have, or what others pushed meanwhile."""
    branch = server.config.branch
    if update.new == NOTHING:
        raise RefusedError(f"{branch} is what readers see, and is never deleted.")
    if git(server.repository, "cat-file", "-t", update.new).strip() != "commit":
        raise RefusedError(f"{branch} is a branch of commits, and {update.new[:7]} is not one.")
    if update.old != (tip(server) or NOTHING):
        raise RefusedError(
            f"Somebody published a newer version while you waited: {branch} has moved.\n"
            "Take theirs in and push again:  git pull --rebase && git push"
        )
    lost = commits(server, update.new, update.old) if update.old != NOTHING else 0
    if lost:
        raise RefusedError(
            f"{branch} would lose {count(lost, 'commit')} that readers have seen. Calendars compare with them,\n"
            "so history only grows. Undo with a new commit instead:  git revert COMMIT && git push"
        )


def refuse_version(server: Server, commit: str) -> None:
    """Refuse a site whose lock wants another engine than this server has, unless the operator allows that."""
    record = git(server.repository, "ls-tree", "-l", "--full-tree", commit, "--", WISHES).split()
    is_lock = record and record[1] == "blob" and int(record[3]) <= LARGEST_LOCK
    found = WISH.search(git(server.repository, "cat-file", "blob", record[2])) if is_lock else None
    wanted, own = found[1] if found else VERSION, VERSION
    if wanted == own:
        return
    if not any(fnmatchcase(wanted, pattern) for pattern in server.config.versions):
        raise RefusedError(
            f"{WISHES} wants hireground {wanted}, and this server has {own}. Write hireground=={own} there, or ask\n"
            f'whoever looks after the server to install {wanted}, or to allow it: versions = ["{wanted}"] in {CONFIG}.'
        )
    say(f"{WISHES} wants hireground {wanted}; this server builds with its own, {own}.")


def reference_transaction(server: Server, lines: Iterable[str]) -> int:
    """Answer git, which is about to move branches and tags; 1 if one may not become that."""
    staged = [one for one in map(read_release, (server.root / "staged").iterdir()) if one]
    moves = {(base, one.commit) for one in staged for base in (one.base, NOTHING)}  # git need not say the old one
    for update in read_updates(lines):
        is_known = update.is_taken or not update.ref.startswith("refs/")
        if not is_known or (update.ref == server.branch and (update.old, update.new) not in moves):
            say(f"{update.name} may not become {update.new[:7]}: only what a push's check has approved is taken.")
            return 1
    return 0


def post_receive(server: Server, _lines: Iterable[str]) -> int:
    """Show readers what was staged: git has our lock."""
    release = publish_staged(server)
    return say_shown(server, release) if release else 0


def rebuild(server: Server, *, always: bool = True, if_due: bool = False) -> int:
    """Publish what a push that was cut off has left, and build the branch's commit, if not `always` then if it is new.

    Readers see it if anything is different; 1 if that is refused. With `if_due` nothing happens while a push is under
    way, or before the site is out of date.
    """
    with alone(server, waits=not if_due) as is_alone:
        if not is_alone or (if_due and not is_due(server)):
            return 0
        if if_due:
            (server.root / TRIED).touch()
        catch_up(server)
        code = anew(server, always=always)
        if always:
            try:
                pack(server)  # pushes never do, so that only pushes ever hold its locks
            except (OSError, RefusedError) as error:
                say(f"The repository could not be packed: {error}")
    return code


def is_due(server: Server) -> bool:
    """Tell whether the moment has passed at which the release that readers see is out of date by itself."""
    at = due_at(server)
    return at is not None and at <= time.time()


def due_at(server: Server) -> float | None:
    """Return when the site is to be built anew by itself; None while it is not."""
    release, file = live(server), server.root / TRIED
    if release is None or server.pinned.exists():
        return None
    try:
        with (server.current / NEXT_CHANGE.pattern).open("rb") as said:
            at = dt.datetime.fromisoformat(json.loads(said.read(LARGEST_CHANGE))["at"]).timestamp()
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        at = 0.0
    tried = int(file.stat().st_mtime) if file.exists() else 0
    if tried > release.stamp or at <= release.stamp:  # the last rebuild failed, or the last release says nothing
        at = max(at, tried + HOUR, release.stamp + HOUR)
    return at


def anew(server: Server, *, always: bool) -> int:
    """Build the branch's commit, unless readers shall see another."""
    commit, release = tip(server), live(server)
    if commit is None or server.pinned.exists():
        say(WENT_BACK if commit else "Nothing was pushed yet.")
        return 0
    if release and release.commit == commit and not always:
        return 0
    if commit not in {one.commit for one in releases(server).values()}:
        say(UNAPPROVED.format(commit[:7]))
        return 1
    say(f"Building {commit[:7]} anew: {line_of(server, commit)}")
    try:
        folder, fresh = build(server, commit, commit)
    except RefusedError as error:
        return say_refused(server, error)
    if release and fresh.commit == release.commit and not fresh.changed and not fresh.removed:
        discard(folder)
        say(f"Nothing is different: readers see release {release.number}.")
        return 0
    return say_shown(server, publish(server, folder, fresh))


def say_shown(server: Server, release: Release) -> int:
    """Say what readers see now."""
    removed = f", {release.removed:,} removed" if release.removed else ""
    say(f"{release.changed:,} of {count(release.total, 'file')} changed{removed}.")
    say()
    say(f"Live: {server.config.url or 'the new version'}  (release {release.number})")
    return 0


def say_refused(server: Server, error: RefusedError) -> int:
    """Say why, unless the site's own tools have said it, and what still stands; return 1."""
    release = live(server)
    still = f"Readers still see the version of {moment(release.stamp)}." if release else "Readers see no site yet."
    say(f"{error}\n\nNot published. {still}".removeprefix("\n"))
    return 1


def catch_up(server: Server) -> None:
    """Put right what a cut-off push left behind, and say so."""
    if release := publish_staged(server):
        say(f"First published what a push that was cut off had left waiting: {release.subject}")


def publish_staged(server: Server) -> Release | None:
    """Publish the staged release of the branch's commit, and return it; clear away everything else that is half done.

    To be called when no push is under way. Git moves the branch between pre-receive and post-receive: whatever dies in
    between, the branch says whether the staged release is wanted.
    """
    remove_stale_locks(server)
    for scrap in (server.root / "building").iterdir():
        remove(scrap)
    commit, published = tip(server), None
    for folder in sorted((server.root / "staged").iterdir()):
        release = read_release(folder)
        if release and release.commit == commit and not problems(folder, release):
            published = publish(server, folder, release)
        else:
            discard(folder)
    show_wanted(server)
    return published
