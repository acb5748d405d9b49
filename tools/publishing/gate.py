"""What a push asks for to what is done about it: published, kept, or refused in words."""

import grp
import os
import pwd
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.publishing.repository import NOTHING, entries, loses, names_changed, tip
from tools.publishing.server import Server
from tools.publishing.words import RefusedError, count, say

CONTENT = "content/"
SHOWN = 10
LINK, SUBMODULE = "120000", "160000"
LARGEST_POINTER = 1024
POINTER = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class Update:
    """One line of what git hands to a hook: a branch or tag, from one commit to another."""

    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        """The name as an author says it."""
        return self.ref.removeprefix("refs/heads/").removeprefix("refs/")


def read_updates(lines: Iterable[str]) -> list[Update]:
    """Read a hook's input."""
    return [Update(*line.rstrip("\n").split(" ", 2)) for line in lines]


def published_update(server: Server, updates: Iterable[Update]) -> Update | None:
    """Return the update that readers will see, if there is one; say what happens to the others."""
    wanted = None
    for update in updates:
        if update.ref == f"refs/heads/{server.config.branch}":
            wanted = update
        elif update.new == NOTHING:
            say(f"{update.name} is deleted; readers never saw it.")
        else:
            say(f"{update.name} is kept, not published: readers see {server.config.branch} alone.")
    return wanted


def refuse_misplaced(server: Server, update: Update) -> None:
    """Refuse what would take away from readers what they have, or what others pushed meanwhile."""
    branch = server.config.branch
    if update.new == NOTHING:
        raise RefusedError(f"{branch} is what readers see, and is never deleted.")
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


def refuse_strangers(server: Server, update: Update) -> None:
    """Refuse a change of the site's code by somebody who may change its content alone."""
    person = pusher(server)
    if any(is_meant(person, name) for name in server.config.may_change_code):
        return
    if update.old == NOTHING:
        raise RefusedError(f"The first push brings the site's code, which {person} may not change.")
    outside = [name for name in names_changed(server, update.old, update.new) if not name.startswith(CONTENT)]
    if outside:
        listed = "\n".join([*outside[:SHOWN], *(["..."] if len(outside) > SHOWN else [])])
        raise RefusedError(
            f"{listed}\n{person} may change {CONTENT} alone; {count(len(outside), 'file')} here stand outside.\n"
            "Ask somebody who may to push them; your content can go without."
        )


def pusher(server: Server) -> str:
    """Name who pushes: what the key's line in authorized_keys says, else the account."""
    return os.environ.get(server.config.pusher_variable) or pwd.getpwuid(os.getuid()).pw_name


def is_meant(person: str, name: str) -> bool:
    """Tell whether a name in publisher.toml means this person: `*`, their own, or `@group` of the system."""
    if not name.startswith("@"):
        return name in {"*", person}
    try:
        return person in grp.getgrnam(name[1:]).gr_mem
    except KeyError:
        return False


def refuse_what_is_elsewhere(server: Server, commit: str, folder: Path) -> None:
    """Refuse what stands for a file and is none: links, submodules, LFS pointers; `folder` has the commit's files."""
    found = [*_elsewhere(server, commit), *_pointers(folder)]
    if found:
        raise RefusedError("\n".join(sorted(found)))


def _elsewhere(server: Server, commit: str) -> Iterator[str]:
    for mode, name in entries(server, commit):
        if mode == LINK:
            yield f"{name}: a symbolic link, which may lead anywhere on the server; put the file itself there"
        if mode == SUBMODULE:
            yield f"{name}: a submodule, which a push does not bring; put its files themselves there"


def _pointers(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        if parent == str(folder):
            folders.remove(".git")
        for file in (Path(parent, name) for name in names):
            if file.stat().st_size < LARGEST_POINTER and file.read_bytes().startswith(POINTER):
                name = file.relative_to(folder).as_posix()
                yield f"{name}: a Git LFS pointer, not the file; a push brings no LFS files: git lfs untrack '{name}'"
