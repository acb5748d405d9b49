"""Kill pushes, whole process groups at once, at moments spread over a push, while somebody reads the site."""

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from push_server import Author, PushServer, tiny_server
from web_servers import HOST, Reply, WebServer, nginx

# A reader who reloads the site without end, as over a real web server, and notices whatever is not whole.

MARK = re.compile(rb"mark-(\d{6})")
SHEET = re.compile(rb'href="(?:https://tiny.example.org)?(/images/style\.[0-9a-f]{10}\.css)"')
BREATH = 0.02
"""Between two readings, so that a reader leaves the machine to what is tested."""
PAGES = ("/posts/a/", "/posts/b/")


@dataclass
class Watcher:
    """What was read so far; `marks` are the versions seen, which may only grow unless somebody goes back."""

    web: WebServer
    line: HTTPConnection
    readings: int = 0
    problems: list[str] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    newest: int = 0
    may_go_back: bool = False
    kept: dict[str, Reply] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)
    read_again: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Read until somebody says stop."""
        while not self.stopped.is_set():
            for path in PAGES:
                try:
                    self.read(path)
                except Exception as error:  # noqa: BLE001 -- whatever goes wrong for a reader
                    self.problems.append(f"{path}: {type(error).__name__}: {error}")
            self.readings += 1
            self.read_again.set()
            self.stopped.wait(BREATH)

    def read(self, path: str) -> None:
        """Read a page as a browser that was here before, and the style sheet that it names."""
        known = self.kept.get(path)
        fresh = self.ask(path, {"If-None-Match": known.headers["ETag"]} if known else {})
        page = known if known and fresh.status == 304 else fresh
        if page.status != 200:
            self.problems.append(f"{path}: {page.status}")
            return
        self.kept[path] = page
        mark = self.mark_of(path, page)
        sheet = SHEET.search(page.body)
        style = self.ask(sheet[1].decode(), {}) if sheet else None
        if style is None or style.status != 200 or set(MARK.findall(style.body)) != {b"%06d" % mark}:
            self.problems.append(f"{path}: version {mark} is without its style sheet")

    def ask(self, path: str, headers: Mapping[str, str]) -> Reply:
        """Ask on a connection that stays open, as a browser's does."""
        self.line.request("GET", path, headers={"Host": HOST, **headers})
        response = self.line.getresponse()
        return Reply(response.status, response.headers, response.read())

    def mark_of(self, path: str, page: Reply) -> int:
        """Return the page's version; complain if it is mixed, cut short, or older than what was read before."""
        marks = {int(mark) for mark in MARK.findall(page.body)}
        mark = max(marks, default=0)
        if len(marks) != 1 or not page.body.rstrip().endswith(b"</html>"):
            self.problems.append(f"{path}: not one whole page, but of versions {sorted(marks)}")
        if mark < self.newest and not self.may_go_back:
            self.problems.append(f"{path}: version {mark} after version {self.newest}")
        self.newest = max(mark, self.newest)
        self.marks.add(mark)
        return mark

    def sees(self) -> int:
        """Return the version that a reader sees who comes now."""
        return max(int(mark) for mark in MARK.findall(self.web.ask(PAGES[0]).body))

    def look(self) -> None:
        """Wait until every page was read once more."""
        for _ in range(2):
            self.read_again.clear()
            assert self.read_again.wait(120)


@contextmanager
def watching(web: WebServer) -> Iterator[Watcher]:
    """Let somebody read meanwhile."""
    watcher = Watcher(web, web.connection())
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stopped.set()
        thread.join()
        watcher.line.close()


MEMORY = Path("/dev/shm")  # noqa: S108 -- disks that others write to would set the pace
TRIALS = int(os.environ.get("KILLED_PUSHES", "8"))
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
    """Kill this many pushes, each at its own moment, and publish after each; return the scenes that were seen."""
    number = min(os.cpu_count() or 1, MOST_SCENES)
    shares = [len(range(one, trials, number)) for one in range(number)]
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(kill_in_scene, shares, range(seed, seed + number)))


def kill_in_scene(trials: int, seed: int) -> Scene:
    """Kill pushes to a server of their own, each in another part of the time that a push takes."""
    chance = random.Random(seed)  # noqa: S311 -- so that a failure can be repeated
    parts = [(part + chance.random()) / trials for part in range(trials)]
    chance.shuffle(parts)
    with scene_in_memory() as one:
        span = one.must_publish()
        for part in parts:
            one.next_version()
            kill_one(one, part * span * MARGIN)
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
