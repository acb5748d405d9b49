"""Pushes that are killed at random moments, whole process groups at once, while somebody reads."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from push_server import Author, PushServer, tiny_server
from watching import Watcher, watching
from web_servers import nginx

MEMORY = Path("/dev/shm")  # noqa: S108 -- disks that others write to would set the pace
TRIALS = 200 if os.environ.get("CI") else 20
MOST_SCENES = 4
MARGIN = 1.15
"""Some kills come when all is over."""


@dataclass
class Scene:
    """A server with its readers, and the author who pushes."""

    server: PushServer
    author: Author
    watcher: Watcher
    number: int = 1
    moments: Counter[str] = field(default_factory=Counter)

    def next_version(self, **more: str) -> int:
        """Commit the next version; return its number."""
        self.number += 1
        self.author.commit_version(self.number, **more)
        return self.number

    def must_publish(self) -> float:
        """Push a new version, which must be live with no hand on the server; return the seconds."""
        number = self.next_version()
        started = time.monotonic()
        push = self.author.push()
        assert push.is_taken, push.log
        assert self.watcher.sees() == number
        assert self.server.leftovers() == []
        return time.monotonic() - started


@contextmanager
def scene(folder: Path, **settings: object) -> Iterator[Scene]:
    """Set up a server of version 1, nginx before it, and a reader."""
    server, author = tiny_server(folder / "site", **settings)
    author.commit_version(1)
    assert author.push().is_taken
    (folder / "nginx").mkdir()
    with nginx(folder / "nginx", server.current) as web, watching(web) as watcher:
        yield Scene(server, author, watcher)


@contextmanager
def scene_in_memory() -> Iterator[Scene]:
    """Set up a scene whose disk is memory, where there is one."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder, scene(Path(folder)) as one:
        yield one


def kill_pushes(trials: int, seed: int) -> list[Scene]:
    """Kill so many pushes, each at its own moment, and publish after each; return the scenes that were seen."""
    number = min(os.cpu_count() or 1, MOST_SCENES)
    shares = [len(range(one, trials, number)) for one in range(number)]
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(kill_in_scene, shares, range(seed, seed + number)))


def kill_in_scene(trials: int, seed: int) -> Scene:
    """Kill pushes to a server of their own."""
    moments = random.Random(seed)  # noqa: S311 -- so that a failure can be repeated
    with scene_in_memory() as one:
        span = one.must_publish()
        for _ in range(trials):
            one.next_version()
            kill_one(one, moments.uniform(0, span * MARGIN))
            assert one.server.is_sound()
            span = 0.8 * span + 0.2 * one.must_publish()
        one.watcher.look()
    return one


def kill_one(one: Scene, moment: float) -> None:
    """Push, kill everything that the push has started, and note how far it had come."""
    before = one.server.tip
    process = one.author.start_push()
    time.sleep(moment)
    killed = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL) if killed else None
    process.wait()
    if one.server.tip == before:
        one.moments["before git moved the branch"] += 1
    elif one.watcher.sees() != one.number:
        one.moments["between git and the readers"] += 1
    else:
        one.moments["when readers saw it" if killed else "when all was over"] += 1
