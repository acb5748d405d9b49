"""Turn what a build made into a staged release, or an older release into a new one: whole, checked and on the disk.

What a build made is read when nothing of it is alive: as the build's user, in a sandbox that shows its folder alone,
within the same deadline. What comes out is an archive; each file is counted before it is written, holes too. A file
that another release has is that file, so that web servers see no change.
"""

import errno
import hashlib
import os
import re
import sys
import tarfile
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from io import FileIO
from pathlib import Path
from typing import IO

from hireground.server import releases as shelf
from hireground.server.approval import is_approved
from hireground.server.lease import locked
from hireground.server.releases import SITE, Release, digest
from hireground.server.repository import refuse_large
from hireground.server.sandbox import Sandbox
from hireground.server.server import Server, remove
from hireground.server.watching import TOO_LONG
from hireground.terminal import RefusedError

FIRST = "index.html"
"""What readers would miss most."""
HASHED = re.compile(r"[._][0-9a-f]{7,64}\.\w+(\.gz)?$")
"""The names of files that never change: an old page that is still open may ask for them."""
CHUNK = 1 << 20
CUT = "What the build made cannot be read: there is no folder output/."
Sources = Iterable[tuple[str, Iterator[bytes]]]
"""Files by name, each with its content, which is to be read before the next one."""


def unpack(sandbox: Sandbox, folder: Path) -> Generator[tuple[str, Iterator[bytes]], None, None]:
    """Yield the files that a build made in a folder; raises `RefusedError` for what no release may have."""
    program = files("hireground.server").joinpath("pack.py").read_text("utf-8")
    with sandbox.running([sys.executable, "-I", "-S", "-c", program, folder]) as process:
        late = threading.Timer(max(0.0, sandbox.seconds_left), process.kill)
        late.start()
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                yield from checked(sandbox.server, archive)
        except tarfile.TarError as error:
            raise RefusedError(CUT if sandbox.seconds_left > 0 else TOO_LONG) from error
        finally:
            late.cancel()


def checked(server: Server, archive: tarfile.TarFile) -> Sources:
    """Yield the files of an archive, each counted before it is read, holes too."""
    total = 0
    for number, info in enumerate(archive, start=1):
        total += info.size
        refuse_large(server, number, total)
        data = archive.extractfile(info)
        if data is None or {"", ".", ".."} & {*info.name.split("/")}:
            raise RefusedError(
                f"the build made {info.name}, which is neither a file nor a folder, or too deep in others"
            )
        yield info.name, chunks(data)


def stage(server: Server, sources: Sources, commit: str, subject: str) -> Path:
    """Turn what a build made into a release that needs nothing but its place, and is safely on the disk."""
    stamp = free_second({one.stamp for one in shelf.releases(server).values()})
    folder = server.folder("staged") / f"0-{commit[:7]}"
    fill(server, folder, sources, Release(0, commit, subject, stamp))
    return folder


def go_back(server: Server, number: int | None = None) -> Release:
    """Show readers a release again, the one before unless its number is said; return it.

    It is a release anew, the same files under another number: so the newest is always what readers see, and assets of
    the pages that they have open are kept with it too.
    """
    with locked(server.root / shelf.SWAP):
        home, release = wanted(server, number)
        shelf.refuse_faulty(home)
        if not is_approved(server, release.commit):
            raise RefusedError(f"Release {release.number} is of {release.commit[:7]}, which no check has approved.")
        again = home.with_name(shelf.next_name(server, release.commit))
        sources = ((name, chunks(shelf.open_file(home / SITE / name))) for name in release.files)
        fill(server, again, sources, replace(release, again=release.again or release.number), home / SITE)
        shelf.show(server, again)
        shelf.prune(server)
    return release


def wanted(server: Server, number: int | None) -> tuple[Path, Release]:
    """Return the release of a number, or the one that came before what readers see."""
    shown = shelf.live(server)
    limit = (shown.again or shown.number) if shown else 0
    for home, release in shelf.releases(server).items():
        if release.number == number or (number is None and release.number < limit and not release.again):
            return home, release
    raise RefusedError(f"There is no release {number}." if number else "There is no release before this one.")


def fill(server: Server, folder: Path, sources: Sources, release: Release, before: Path | None = None) -> None:
    """Make a release's folder of files: its manifest last, and all of it on the disk; nothing is left if that fails."""
    shown = shelf.live(server)
    old = shown.files if shown else {}
    try:
        (folder / SITE).mkdir(parents=True)
        found = assemble(sources, folder / SITE, before or (server.current.resolve() if shown else None), release.stamp)
        refuse_empty(found)
        kept = keep_assets(folder / SITE, shelf.releases(server))
        changed = sum(old.get(name) != found[name] for name in shelf.pages(found))
        removed = len(shelf.pages(old) - found.keys())
        shelf.write_release(folder, replace(release, changed=changed, removed=removed, files=found, kept=kept))
        shelf.refuse_faulty(folder)
        shelf.flush(folder)
    except BaseException:
        remove(folder)
        raise


def refuse_empty(found: Mapping[str, str]) -> None:
    """Raise `RefusedError` for a site without a first page."""
    if FIRST not in found:
        raise RefusedError(f"The build said that all is well, and made no {FIRST}.")


def assemble(sources: Sources, folder: Path, before: Path | None, stamp: int) -> dict[str, str]:
    """Fill `folder` with files, the same files as in `before` where that has them; return their hashes."""
    found = {}
    for name, content in sources:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        found[name] = write(content, target, stamp)
        if before and digest(before / name) == found[name]:
            link(before / name, target)
    return found


def write(content: Iterator[bytes], target: Path, stamp: int) -> str:
    """Write a file, readable by everybody and writable by nobody; return its hash."""
    sum_of = hashlib.sha256()
    with target.open("xb") as written:
        for chunk in content:
            sum_of.update(chunk)
            written.write(chunk)
    target.chmod(0o444)
    os.utime(target, (stamp, stamp))
    return sum_of.hexdigest()


def chunks(file: IO[bytes] | FileIO) -> Iterator[bytes]:
    """Yield what is in an open file, and close it."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


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


def free_second(taken: set[int]) -> int:
    """Return now, or the next second that no release carries."""
    second = int(time.time())
    while second in taken:
        second += 1
    return second
