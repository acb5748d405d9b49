"""Links to other sites are asked for when told to, and never without."""

import datetime as dt
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tiny_site import small_settings

from hireground.published.asking import Client, is_public
from hireground.published.outside import outside_problems
from hireground.site.settings import read_settings

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
CONF = small_settings(TIMEZONE="UTC")
POST = """---
title: Links
date: 2026-11-02 08:00
summary: To other sites.
---
[There](SITE/there#part), [moved](SITE/moved), [get alone](SITE/get-alone), [refused](SITE/refused),
[gone](SITE/gone), [broken](SITE/broken), [round](SITE/round), [away](SITE/away), [own](https://small.example.org/none/).

`SITE/in-code`

    [no](SITE/in-code)
"""
SEMINAR = """---
title: Knots
summary: For people who fear string.
registration: SITE/gone?form
sessions:
  - {start: 2026-11-05 18:00, recording: "SITE/broken?film", slides: "SITE/gone?slides"}
  - {start: 2026-12-05 18:00}
---
Bring a rope.
"""
SAID = {"/there": 200, "/refused": 403, "/gone": 404, "/broken": 503}
MOVED = {"/moved": "/there", "/round": "/round", "/away": "ftp://example.org/x"}


class Site(ThreadingHTTPServer):
    """Another site; `asked` are the questions it had."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path == "/drip":
            self.drip()
            return
        path = self.path.partition("?")[0]
        only_get = path == "/get-alone"
        status = (200 if self.command == "GET" else 405) if only_get else SAID.get(path, 302)
        self.send_response(status)
        if path in MOVED:
            self.send_header("Location", MOVED[path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drip(self) -> None:
        """Send a header that never ends, until the other side hangs up."""
        with suppress(OSError):
            while not self.server.over.wait(0.05):
                self.wfile.write(b"X")
                self.wfile.flush()

    do_HEAD = do_GET  # noqa: N815 -- the library's name

    def log_message(self, *_given: object) -> None:
        """Keep still."""


@pytest.fixture
def other() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            site.over.set()
            site.shutdown()
            thread.join()


@pytest.fixture
def root(tmp_path: Path, other: Site) -> Path:
    for name, text in {"posts/links.md": POST, "seminars/knots.md": SEMINAR}.items():
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(text.replace("SITE", other.url))
    (tmp_path / "publishconf.py").write_text(CONF)
    return tmp_path


def said(root: Path, other: Site, now: dt.datetime = NOW) -> list[str]:
    client = Client(may_ask=lambda address: address == "127.0.0.1")
    found = outside_problems(read_settings(root / "publishconf.py"), now, client.ask)
    return sorted(re.sub(r":(\d+):\d+:", r":\1:", str(one).replace(other.url, "SITE")) for one in found)


HOW = "; write where it is now, or take the link out"
DEAD = [
    f'content/posts/links.md:7: warning: "SITE/away" leads nowhere: it leads on to "ftp://example.org/x"{HOW}',
    f'content/posts/links.md:7: warning: "SITE/broken" leads nowhere: it answers 503 today{HOW}',
    f'content/posts/links.md:7: warning: "SITE/gone" leads nowhere: it answers 404{HOW}',
    f'content/posts/links.md:7: warning: "SITE/round" leads nowhere: it leads on more than 5 times{HOW}',
    f'content/seminars/knots.md:4: registration: "SITE/gone?form" leads nowhere: it answers 404{HOW}',
    f'content/seminars/knots.md:6: warning: "SITE/gone?slides" leads nowhere: it answers 404{HOW}',
    f'content/seminars/knots.md:6: warning: recording: "SITE/broken?film" leads nowhere: it answers 503 today{HOW}',
]


def test_a_dead_link_is_a_warning_and_a_registration_s_a_problem(root: Path, other: Site) -> None:
    assert said(root, other) == DEAD


def test_what_answered_is_not_asked_again_for_a_week(root: Path, other: Site) -> None:
    first = said(root, other)
    other.asked.clear()
    assert said(root, other, NOW + dt.timedelta(days=6)) == first
    assert not {"HEAD /there", "HEAD /moved", "GET /get-alone"} & {*other.asked}
    assert "HEAD /gone" in other.asked
    other.asked.clear()
    said(root, other, NOW + dt.timedelta(days=8))
    assert "HEAD /there" in other.asked


def test_an_answer_that_never_ends_is_none(other: Site) -> None:
    answer = Client(may_ask=lambda _address: True, seconds=0.4).ask(f"{other.url}/drip")
    assert answer.is_dead
    assert not answer.is_sure


def test_an_address_inside_a_network_is_not_asked(root: Path, other: Site) -> None:
    found = outside_problems(read_settings(root / "publishconf.py"), NOW)
    assert {one.is_warning for one in found} == {True}
    assert all("an address inside a network" in one.message for one in found)
    assert other.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", False), ("::1", False), ("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False),
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("93.184.215.14", True),
    ],
)  # fmt: skip
def test_which_addresses_are_asked(address: str, *, expected: bool) -> None:
    assert is_public(address) is expected
