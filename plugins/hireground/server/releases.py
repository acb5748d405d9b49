"""List the releases of a server, and change which one readers see in one step.

Readers see the newest release, or the one that somebody went back to: `pinned` is a link to that until the next push.
A release is of a commit that passed the check of a push; nothing else is built anew, published or gone back to.
"""

import errno
import hashlib
import json
import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from hireground.server.lock import locked
from hireground.server.server import Server, flush, remove, write_whole
from hireground.terminal import RefusedError

SITE, MANIFEST, CACHE = "site", "release.json", "cache"
HASHED = re.compile(r"[._][0-9a-f]{7,64}\.\w+(\.gz)?$")
"""The names of files that never change: an old page that is still open may ask for them."""


@dataclass(frozen=True)
class Release:
    """What readers see, or saw: the manifest of a folder, which is written last.

    `base` is the commit that the branch may move from to this one, `stamp` the second of what the release changed, and
    `kept` are assets of other releases. Its number is its folder's name alone, which it gets when readers see it.
    """

    number: int
    base: str = ""
    commit: str = ""
    subject: str = ""
    stamp: int = 0
    changed: int = 0
    removed: int = 0
    files: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many files the build made, without the compressed copies that stand beside their files."""
        return len(plain(self.files))


WRITTEN = [one.name for one in fields(Release) if one.name != "number"]


def plain(names: Mapping[str, str]) -> set[str]:
    """Leave out the compressed copies that stand beside their files."""
    return {name for name in names if not (name.endswith(".gz") and name.removesuffix(".gz") in names)}


def read_release(folder: Path) -> Release | None:
    """Read a folder's manifest, and its number in its name, where a staged one has 0; None for half a release."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Release(int(folder.name.partition("-")[0]), **{name: said[name] for name in WRITTEN if name in said})
    except (OSError, ValueError, TypeError):
        return None


def write_release(folder: Path, release: Release) -> None:
    """Write the manifest, by which the folder is whole."""
    write_whole(folder / MANIFEST, json.dumps({name: getattr(release, name) for name in WRITTEN}, indent=1))


def digest(file: Path) -> str | None:
    """Return a file's hash; None if there is no such file, or another thing in its place."""
    if file.is_symlink() or not file.is_file():
        return None
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def problems(folder: Path, release: Release) -> list[str]:
    """Return the names of files that are not as the manifest says: changed, missing, or not in it."""
    site, wanted = folder / SITE, {**release.kept, **release.files}
    there = [path for path in site.rglob("*") if path.is_symlink() or not path.is_dir()]
    names = {path.relative_to(site).as_posix() for path in there} | wanted.keys()
    return sorted(name for name in names if digest(site / name) != wanted.get(name, ""))


def link(source: Path, target: Path) -> bool:
    """Let a name be the same file as another, as far as the file system lets us."""
    half = target.with_name(".half")
    try:
        os.link(source, half, follow_symlinks=False)
        half.replace(target)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return False
    return True


def keep_assets(folder: Path, others: Mapping[Path, Release]) -> dict[str, str]:
    """Link the hashed assets of other releases that this one is without; return their hashes."""
    kept = {}
    for home, release in others.items():
        for name, wanted in release.files.items():
            source, target = home / SITE / name, folder / name
            if HASHED.search(name) and not target.exists() and digest(source) == wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                if link(source, target):
                    kept[name] = wanted
    return kept


def releases(server: Server) -> dict[Path, Release]:
    """Return every whole release by its folder, the newest first."""
    found = {folder: read_release(folder) for folder in (server.root / "releases").iterdir()}
    whole = {folder: release for folder, release in found.items() if release}
    return dict(sorted(whole.items(), key=lambda item: item[1].number, reverse=True))


def live(server: Server) -> Release | None:
    """Return the release that readers see."""
    return read_release(server.current.resolve().parent)


def publish(server: Server, folder: Path, release: Release) -> Release:
    """Give a staged release its place and its number, and show it to readers."""
    with locked(server.root / "swap.lock"):
        number = max((known.number for known in releases(server).values()), default=0) + 1
        moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())  # for people: numbers are in order, clocks may go back
        home = server.root / "releases" / f"{number:06}-{moment}-{release.commit[:7]}"
        server.pinned.unlink(missing_ok=True)
        if (folder / CACHE).exists():
            remove(server.cache)
            (folder / CACHE).rename(server.cache)
        folder.rename(home)
        flush(home)
        lead(server.current, home / SITE)
        prune(server)
    return replace(release, number=number)


def lead(link: Path, target: Path) -> None:
    """Let a link lead elsewhere: one rename, so that every request finds either the old site or the new one."""
    fresh = link.with_name(f"{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.relative_to(link.parent))
    fresh.replace(link)
    flush(link.parent)


def show_wanted(server: Server) -> None:
    """Show the release that readers shall see, if what was to show it came no further; one that is damaged goes."""
    with locked(server.root / "swap.lock"):
        known = releases(server)
        pinned = [home for home in known if home == server.pinned.resolve()]
        for home in dict.fromkeys([*pinned, *known]):
            if home == server.current.resolve().parent:
                return
            if not problems(home, known[home]):
                lead(server.current, home / SITE)
                return
            discard(home)


def go_back(server: Server, number: int | None = None) -> Release:
    """Show readers a release again until the next push, the one before unless its number is said; return it.

    It gets the assets of the pages that readers have open.
    """
    with locked(server.root / "swap.lock"):
        home, release = earlier(server, number)
        if wrong := problems(home, release):
            raise RefusedError(f"The release {home.name} is not whole: {', '.join(wrong[:5])}")
        known = releases(server)
        kept = keep_assets(home / SITE, known)
        write_release(home, replace(release, kept={**release.kept, **kept}))
        if home == next(iter(known)):
            server.pinned.unlink(missing_ok=True)
        else:
            lead(server.pinned, home)
        lead(server.current, home / SITE)
    return release


def earlier(server: Server, number: int | None) -> tuple[Path, Release]:
    """Return the release of a number, or the one that came before what readers see."""
    shown = live(server)
    for home, release in releases(server).items():
        if release.number == number or (number is None and shown and release.number < shown.number):
            return home, release
    raise RefusedError(f"There is no release {number}." if number else "There is no release before this one.")


def prune(server: Server) -> None:
    """Take away all but the newest release of each of the last commits, and what readers see; also half releases."""
    newest: dict[str, Path] = {}
    for home, release in releases(server).items():
        newest.setdefault(release.commit, home)
    kept = {*[*newest.values()][: server.config.keep], server.current.resolve().parent}
    for folder in (server.root / "releases").iterdir():
        if folder not in kept:
            discard(folder)


def discard(folder: Path) -> None:
    """Take a release away: without its manifest it is none, however far its files are deleted."""
    with suppress(OSError):
        (folder / MANIFEST).unlink()
    remove(folder)
