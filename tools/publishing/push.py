"""A push, in git's two moments: pre-receive builds and may refuse, post-receive shows readers what git has taken in."""

from collections.abc import Iterable

from tools.publishing.building import build
from tools.publishing.gate import (
    Update,
    published_update,
    read_updates,
    refuse_misplaced,
    refuse_strangers,
)
from tools.publishing.release import Release
from tools.publishing.repository import NOTHING, authors, subject
from tools.publishing.server import Server
from tools.publishing.settling import settle
from tools.publishing.shelf import live
from tools.publishing.turns import LOCK, locked, return_ticket, take_ticket, turn
from tools.publishing.words import RefusedError, count, moment, say


def pre_receive(server: Server, lines: Iterable[str]) -> int:
    """Build what readers would see; 1 refuses the push."""
    with turn(server):
        catch_up(server)
        update = published_update(server, read_updates(lines))
        try:
            if update:
                prepare(server, update)
        except RefusedError as error:
            return say_refused(server, error)
        take_ticket(server)
    return 0


def prepare(server: Server, update: Update) -> None:
    """Stage the release of a pushed commit; raises `RefusedError` with what is wrong."""
    refuse_misplaced(server, update)
    refuse_strangers(server, update)
    is_first = update.old == NOTHING
    steps = ("check", "build") if is_first else ("check", "diff", "build")
    say(pushed(server, update))
    build(server, update.new, None if is_first else update.old, steps)


def pushed(server: Server, update: Update) -> str:
    """Say what is about to be checked."""
    number, author = authors(server, None if update.old == NOTHING else update.old, update.new)
    return f"Checking {count(number, 'commit')}, the last by {author}: {subject(server, update.new)}"


def post_receive(server: Server) -> int:
    """Show readers what was staged."""
    with locked(server.root / LOCK):
        release = settle(server)
        return_ticket(server)
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
