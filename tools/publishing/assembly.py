"""Files to a release's folder: by hard link where another release has the same, so that web servers see no change."""

import errno
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.publishing.release import SITE, Release, digest, open_file

HASHED = re.compile(r"[._][0-9a-f]{7,64}\.\w+(\.gz)?$")
"""The names of files that never change: an old page that is still open may ask for them."""


def assemble(sources: Mapping[str, Path], folder: Path, before: Path | None, stamp: int) -> dict[str, str]:
    """Fill `folder` with files by their names, the same files as in `before` where that has them; return the hashes."""
    files = {}
    for name, source in sources.items():
        files[name] = wanted = digest(source) or ""
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (before and digest(before / name) == wanted and linked(before / name, target)):
            copy(source, target, stamp)
    return files


def keep_assets(folder: Path, others: Mapping[Path, Release]) -> dict[str, str]:
    """Link the hashed assets of other releases that this one is without; return their hashes."""
    kept = {}
    for home, release in others.items():
        for name, wanted in release.files.items():
            source, target = home / SITE / name, folder / name
            if HASHED.search(name) and not target.exists() and digest(source) == wanted:
                target.parent.mkdir(parents=True, exist_ok=True)
                if linked(source, target):
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
