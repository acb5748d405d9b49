"""A disk of a few megabytes, which fills up at any moment of a push."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kills import Scene
from push_server import Push

DISK = 64
PICTURE = 4 << 20
"""A push of so many bytes needs them five times: in git's quarantine and the build's history of it, as a file, in the
output and in the release."""
ROOMS = {"git": 0.5, "the build's history": 1.5, "the build's files": 2.5, "the output": 3.5, "the release": 4.5}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount it in memory, for which mounting must be allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no small disk: mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(scene: Scene, room: float) -> Push:
    """Push a picture where there is room for it so many times; make room again, and take the picture back."""
    disk = scene.server.root.parent
    scene.author.commit({"content/extra/large.bin": os.urandom(PICTURE)})
    ballast = disk / "ballast"
    free = shutil.disk_usage(disk).free - int(room * PICTURE)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)
    push = scene.author.push()
    ballast.unlink()
    scene.author.undo()
    return push
