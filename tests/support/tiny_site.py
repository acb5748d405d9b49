"""Make a site of one post, in Pelican's own theme or the engine's, run the tools on it, and serve its preview."""

import json
import os
import pty
import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from hireground.build.by_engine import Built, write_whole_site
from hireground.build.inputs import Inputs
from hireground.build.journal import Journal
from hireground.web.beside import Helpers

PROJECT = Path(__file__).parents[2]
DEADLINE = 120.0  # a hang is longer, however busy the machine
SETTINGS = """
SITENAME = "Tiny"
TIMEZONE = "UTC"
PATH = "content"
THEME = "simple"
PLUGINS = []
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/404.html": {"path": "404.html"}}
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
"""
POST = "Title: A\nDate: 2026-11-20 08:00\n\nHello.\n"
NO_TITLE = "Date: 2026-11-20 08:00\n\nHello.\n"


def write_site(root: Path) -> Path:
    """Write the site into `root`."""
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/a.md").write_text(POST)
    (root / "pelicanconf.py").write_text(SETTINGS)
    return root


def write_plugin(root: Path, code: str, signal: str = "initialized") -> None:
    """Let the site's build run `code` in a function `run(pelican)`, before it reads anything."""
    body = "".join(f"    {line}\n" for line in code.splitlines())
    (root / "own_plugin.py").write_text(
        f"from pelican import signals\n\ndef run(pelican):\n{body}\n"
        f"def register():\n    signals.{signal}.connect(run)\n"
    )
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS = ["own_plugin"]\n')


def environment(**more: str) -> dict[str, str]:
    """Return what a tool's process inherits."""
    return {**os.environ, "PYTHONPATH": str(PROJECT / "plugins"), **more}


def run_tool(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a verb of `hireground` in the site's folder."""
    return subprocess.run(
        [sys.executable, "-m", "hireground", *arguments], cwd=root, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=DEADLINE, check=False,
    )  # fmt: skip


def on_a_terminal(
    root: Path, command: Sequence[str], given: Mapping[str, str], typed: str = "", deadline: float = DEADLINE
) -> tuple[int, str]:
    """Run a command on a terminal of its own, where somebody types; return its exit code, and what stood there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=root, env={**given, "TERM": given.get("TERM", "xterm")},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other side is closed
            pass
        code = process.wait(deadline)
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")


SMALL: dict[str, object] = {
    "SITENAME": "Small",
    "SITEURL": "https://small.example.org",
    "AUTHOR": "Mara Lindqvist",
    "TIMEZONE": "Europe/Berlin",
    "SEMINARS": {"uid_namespace": "0d4c7c2e-52c2-4f4a-9f2f-0d8e2f0a7a11", "organizer": {"name": "Small"}},
}


def small_settings(**own: object) -> str:
    """Return a settings file with some settings of its own; one that is None is left out."""
    said = {name: value for name, value in {**SMALL, **own}.items() if value is not None}
    return "\n".join(["from hireground.pelican.defaults import *", *(f"{name} = {said[name]!r}" for name in said), ""])


def own_settings(*, search: bool = False) -> str:
    """Write the settings of a site that the engine builds by itself."""
    return small_settings(SITEURL=None, SHOW_DRAFTS=True, SITE_SEARCH=search)


LONG_POST = "---\ntitle: A\ndate: 2026-11-20 08:00\nsummary: About it.\n---\nHello.\n" + "\nOne more line.\n" * 100


SEMINAR = """\
---
title: Knots
summary: Six knots for people who fear string.
online: "yes"
price: free
sessions:
  - 2031-03-14 18:00
  - 2031-03-21 18:00
---
Bring a rope.
"""


def write_own_site(root: Path, *, search: bool = False) -> Path:
    """Write a site that the engine builds by itself."""
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/a.md").write_text(LONG_POST)
    (root / "content/posts/b.md").write_text(LONG_POST.replace("title: A", "title: B"))
    (root / "pelicanconf.py").write_text(own_settings(search=search))
    return root


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    port: int

    def ask(self, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        connection.request(method, path)
        response = connection.getresponse()
        return response, response.read().decode()

    def status(self, path: str) -> int:
        return self.ask(path)[0].status

    def page(self, path: str = "/posts/a/") -> str:
        response, body = self.ask(path)
        assert response.status == 200
        return body

    def raw(self, request: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE) as connection:
            connection.sendall(request.encode())
            return connection.makefile("rb").read().decode()

    def states(self, path: str = "/posts/a/") -> Iterator[dict[str, Any]]:
        """Open a page, and yield what it is told from then on."""
        moment = MOMENT.search(self.page(path))
        assert moment
        return states_at(self.port, urlencode({"page": path, "moment": moment[1]}))

    def settle(self) -> None:
        """Wait until everything that an edit changes is made."""
        assert self.process.stdout
        timer = threading.Timer(DEADLINE, self.process.kill)
        timer.start()
        assert self.process.stdout.readline().startswith("Rebuilt in ")
        timer.cancel()

    def workers(self) -> list[int]:
        """Return the processes that the preview has started."""
        return [*map(int, Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())]


MOMENT = re.compile(r'data-moment="([^"]+)"')


def states_at(port: int, question: str = "") -> Iterator[dict[str, Any]]:
    """Yield what a page is told: whether it is old, its style sheets, and what is wrong."""
    connection = HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    connection.request("GET", f"/.reload?{question}")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    limit = time.monotonic() + DEADLINE
    while line := response.readline().decode():
        assert time.monotonic() < limit, "nothing came in time"
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))
            limit = time.monotonic() + DEADLINE


@contextmanager
def started(site: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "hireground", "serve", *arguments], cwd=site, env=environment(**more),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
            process.terminate()
            process.communicate(timeout=DEADLINE)
        finally:
            process.kill()


def wait_readable(file: int) -> None:
    assert select.select([file], [], [], DEADLINE)[0], "nothing came in time"


@contextmanager
def serving(site: Path, *arguments: str, **more: str) -> Iterator[Server]:
    with started(site, *arguments, **more) as process:
        assert process.stdout
        wait_readable(process.stdout.fileno())
        line = process.stdout.readline()
        address = line.removeprefix("Serving http://127.0.0.1:").removesuffix("/ (Ctrl-C stops)\n")
        yield Server(process, int(address))


def edit(site: Path, name: str, text: str) -> None:
    """Put a file in the place of another at once, so that no build sees half of it."""
    (site / "edited").write_text(text)
    (site / "edited").replace(site / name)


def until_old(states: Iterator[dict[str, Any]]) -> None:
    """Wait until a page is to be loaded again."""
    assert next(state for state in states if state["is_old"])


def reads_every_text(build: Callable[[], object]) -> bool:
    """Build, and tell whether the whole site was read for that, and not what was edited alone."""
    noted = list[Path]()

    def build_and_note(*parts: *tuple[Inputs, Path, Path, Journal, Helpers]) -> Built:
        noted.append(parts[1])
        return write_whole_site(*parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hireground.build.anew.write_whole_site", build_and_note)
        build()
    return bool(noted)
