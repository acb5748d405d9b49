"""A build's output to a staged release: whole, checked and on the disk, so that it needs nothing but its place."""

import errno
import os
import re
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from tools.publishing.release import (
    SITE,
    Release,
    digest,
    files_in,
    flush,
    open_file,
    pages,
    refuse_faulty,
    write_release,
)
from tools.publishing.server import Server
from tools.publishing.shelf import live, releases

HASHED = re.compile(r"\.[0-9a-f]{8,}\.\w+(\.gz)?$")
"""The names of files that never change: an old page that is still open may ask for them."""


def stage(server: Server, output: Path, commit: str, subject: str) -> Path:
    """Turn a build into a release that needs nothing but its place, and is safely on the disk."""
    others = releases(server)
    now = live(server)
    number = max((one.number for one in others.values()), default=0) + 1
    stamp = free_second({one.stamp for one in others.values()})
    name = f"{number:06}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(stamp))}-{commit[:7]}"
    folder = server.folder("staged") / name
    before = server.folder("releases") / now.name / SITE if now else None
    (folder / SITE).mkdir(parents=True)
    try:
        files = assemble(output, folder / SITE, before, stamp)
        kept = keep_assets(folder / SITE, {one / SITE: release for one, release in others.items()})
        old = now.files if now else {}
        changed = sum(old.get(file) != files[file] for file in pages(files))
        removed = len(pages(old) - files.keys())
        write_release(folder, Release(name, number, commit, subject, stamp, changed, removed, files, kept))
        refuse_faulty(folder)
        flush(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def free_second(taken: set[int]) -> int:
    """Return now, or the next second that no release carries."""
    second = int(time.time())
    while second in taken:
        second += 1
    return second


def assemble(output: Path, folder: Path, before: Path | None, stamp: int) -> dict[str, str]:
    """Fill `folder` with the files of a build, those of `before` that are the same among them; return their hashes."""
    files = {}
    for name, source in files_in(output):
        files[name] = wanted = digest(source) or ""
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (before and digest(before / name) == wanted and linked(before / name, target)):
            copy(source, target, stamp)
    return files


def keep_assets(folder: Path, older: Mapping[Path, Release]) -> dict[str, str]:
    """Link the hashed assets of older releases that this one is without; return their hashes."""
    kept = {}
    for site, release in older.items():
        for name, wanted in release.files.items():
            target = folder / name
            if HASHED.search(name) and not target.exists() and digest(site / name) == wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                if linked(site / name, target):
                    kept[name] = wanted
    return kept


def linked(source: Path, target: Path) -> bool:
    """Give a file a second name, as far as the file system lets us."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return False
    return True


def copy(source: Path, target: Path, stamp: int) -> None:
    """Copy a file, readable by everybody and writable by nobody."""
    with open_file(source) as data, target.open("xb") as written:
        shutil.copyfileobj(data, written)
    target.chmod(0o444)
    os.utime(target, (stamp, stamp))
