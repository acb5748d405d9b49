"""The preview shows the site as it is after every edit, and says what is wrong in the page."""

import json
import os
import random
import select
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from html import escape
from http.client import HTTPConnection
from pathlib import Path
from queue import SimpleQueue
from unittest.mock import ANY

import pytest
from tiny_site import (
    DEADLINE,
    NO_TITLE,
    POST,
    Server,
    edit,
    run_tool,
    serving,
    started,
    states_at,
    until_old,
    wait_readable,
    write_plugin,
    write_site,
)

from hireground.preview.messages import Ready
from hireground.preview.server import MOST_CONNECTIONS, MOST_STREAMS, listen
from hireground.preview.server import serving as serving_what_is_shown
from hireground.preview.showing import Showing
from hireground.site.policy import ANY_SERVICE, policy
from hireground.web.headers import ALWAYS

NO_TITLE_WORDS = "could not find information about &#x27;title&#x27;"
FILES = {
    "images/feed.ics": "text/calendar; charset=utf-8",
    "images/feed.atom": "application/atom+xml; charset=utf-8",
    "images/all.atom.xml": "application/atom+xml; charset=utf-8",
    "images/feed.rss": "application/rss+xml; charset=utf-8",
    "images/site.webmanifest": "application/manifest+json; charset=utf-8",
    "images/a.avif": "image/avif",
    "images/a.webp": "image/webp",
    "images/a.svg": "image/svg+xml; charset=utf-8",
    "images/A.JPG": "image/jpeg",
    "images/a.unheard-of": "application/octet-stream",
}
KILLS = int(os.environ.get("KILLED_PREVIEWS", "3"))
SOUND = Path(__file__).parents[1] / "cases/lint_ics/good"


def bytes_of(name: str) -> bytes:
    """Return what a static file holds: a build would refuse a calendar that is none."""
    return min(SOUND.glob("*.ics")).read_bytes() if name.endswith(".ics") else b"<body></body>"


NEVER_ENDS = """
import json, os, signal, subprocess, threading
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
with open("pids", "w") as pipe:
    json.dump([os.getpid(), child.pid], pipe)
threading.Event().wait()
"""


def ends(process: int) -> bool:
    """Wait for the end of a process that is no child of ours: a killed one may still be about to notice."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], DEADLINE)[0])
    finally:
        os.close(handle)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


def free_port() -> int:
    """Find a port that the system gives nobody by itself, so that none takes it before it is used."""
    for port in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no free port")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path)


@pytest.fixture(scope="module")
def served_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("served"))
    for name in FILES:
        file = site / "content" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(bytes_of(file.name))
    (site / "content/extra").mkdir()
    (site / "content/extra/404.html").write_text("<body><h1>Not here</h1></body>")
    return site


@pytest.fixture(scope="module")
def server(served_site: Path) -> Iterator[Server]:
    with serving(served_site) as server:
        yield server


def test_pages_have_the_script_before_the_end_of_their_body(server: Server) -> None:
    page = server.page()
    assert "Hello." in page
    assert page.count('<script src="/.reload.js"') == 1
    assert page.index('<script src="/.reload.js"') < page.index("</body>")


def test_the_script_is_in_no_file(server: Server, served_site: Path) -> None:
    assert ".reload" in server.page()
    built = list((served_site / ".cache/preview").rglob("*.html"))
    assert built
    assert not [file for file in built if ".reload" in file.read_text() or ".bar" in file.read_text()]


def test_the_script_itself_is_served(server: Server) -> None:
    response, body = server.ask("/.reload.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "new EventSource(" in body
    assert server.ask("/.reload.css")[0].headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_content_type_and_its_own_bytes(server: Server, name: str) -> None:
    response, body = server.ask(f"/{name}")
    assert response.headers["Content-Type"] == FILES[name]
    assert body.encode() == bytes_of(name)


@pytest.mark.parametrize("path", ["/posts/a/", "/images/feed.ics", "/posts/a", "/nothing", "/.reload.js"])
def test_head_is_get_without_a_body_and_nothing_is_kept(server: Server, path: str) -> None:
    (full, _body), (head, _nothing) = server.ask(path), server.ask(path, "HEAD")
    assert head.status == full.status
    assert head.headers["Content-Length"] == full.headers["Content-Length"]
    assert head.headers["Cache-Control"] == full.headers["Cache-Control"] == "no-store"
    assert server.raw(f"HEAD {path} HTTP/1.0\r\n\r\n").endswith("\r\n\r\n")


def test_browsers_keep_only_what_is_named_by_its_content(site: Path) -> None:
    """So that loading a page again is quick, and nothing is ever old."""
    sheet, own = "assets/css/main.0123456789.css", "assets/own.css"
    for name in (sheet, own):
        (site / "content/extra" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "content/extra" / name).write_text("p {}\n")
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write(
            f'EXTRA_PATH_METADATA = {{"extra/{sheet}": {{"path": "{sheet}"}}, "extra/{own}": {{"path": "{own}"}}}}\n'
        )
    with serving(site) as server:
        kept = server.ask(f"/{sheet}")[0].headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable"
        for path in (f"/{own}", "/posts/a/", f"/{sheet}?other", f"/{sheet.replace('0', '1')}"):
            assert server.ask(path)[0].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/posts/a/", "/posts/a", "/images/a.webp", "/nothing", "/.reload.js"])
def test_the_preview_forbids_what_the_public_site_forbids(server: Server, path: str) -> None:
    headers = server.ask(path)[0].headers
    assert headers["Content-Security-Policy"] == policy(path, ANY_SERVICE)
    assert {name: headers[name] for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    ("path", "location"),
    [("/posts/a", "/posts/a/"), ("/posts/a?x=1", "/posts/a/?x=1"), ("//posts//a", "/posts//a/")],
)
def test_a_missing_slash_is_a_redirect(server: Server, path: str, location: str) -> None:
    response, _body = server.ask(path)
    assert (response.status, response.headers["Location"]) == (301, location)


def test_what_is_not_there_is_the_sites_own_404(server: Server) -> None:
    for path in ("/nothing", "/images/", "/posts/a/index.html/", "/a%00b", "/" + "x" * 300):
        response, body = server.ask(path)
        assert response.status == 404
        assert "<h1>Not here</h1>" in body


def test_no_path_leads_out_of_the_site(server: Server, served_site: Path) -> None:
    outside = str(served_site / "pelicanconf.py")
    assert Path(outside).is_file()
    up = ["../" * 20, "%2e%2e/" * 20, "..%2f" * 20, "images/" + "../" * 20, ""]
    paths = [f"/{steps}{outside[1:]}" for steps in up] + [f"/{outside}", f"/%2f{outside[1:]}", "/images/../index.html"]
    assert [server.status(path) for path in paths] == [404] * len(paths)


def test_an_edit_is_shown_and_browsers_are_told(site: Path) -> None:
    with serving(site) as server:
        states = server.states()
        assert next(states) == {
            "is_old": False,
            "is_text_alone": True,
            "sheets": {},
            "report": "",
            "title": ANY,
            "notice": "",
            "about": None,
            "as_of": "",
        }
        edit(site, "content/posts/a.md", POST.replace("Hello", "Good evening"))
        until_old(states)
        assert "Good evening." in server.page()
        assert not next(server.states())["is_old"]


def test_an_edit_of_the_settings_is_shown(site: Path) -> None:
    with serving(site) as server:
        states = server.states("/")
        edit(site, "pelicanconf.py", (site / "pelicanconf.py").read_text() + 'SITENAME = "Renamed"\n')
        until_old(states)
        assert "<title>Renamed" in server.page("/")


def test_a_broken_edit_leaves_the_last_good_site_under_its_problems(site: Path) -> None:
    with serving(site) as server:
        states = server.states()
        assert not next(states)["report"]
        edit(site, "content/posts/a.md", NO_TITLE)
        state = next(states)
        assert not state["is_old"]
        assert NO_TITLE_WORDS in escape(state["report"])
        page = server.page()
        assert "Hello." in page
        assert NO_TITLE_WORDS in page.partition('<section class="build-report" role="alert">')[2]
        edit(site, "content/posts/a.md", POST)
        until_old(states)
        assert 'class="build-report"' not in server.page()


def without_port(complaints: str) -> str:
    """Leave out that another program of this machine has the first port."""
    return "".join(line for line in complaints.splitlines(keepends=True) if not line.startswith("Port 8000 is taken"))


def test_problems_stand_in_the_terminal_as_they_are(site: Path) -> None:
    (site / "content/posts/b.md").write_text(NO_TITLE)
    with serving(site) as server:
        server.page()
        server.process.terminate()
        printed, complaints = server.process.communicate(timeout=DEADLINE)
    assert printed == ""
    assert without_port(complaints) == (
        f"Skipping {site}/content/posts/b.md: could not find information about 'title'\n"
        "1 problem; nothing was published\n"
    )


def test_a_site_that_never_built_is_a_page_with_its_problems(site: Path) -> None:
    (site / "content/posts/a.md").write_text(NO_TITLE)
    with serving(site) as server:
        states = server.states("/")
        page = server.page("/")
        assert "<h2>The site could not be built; this page reloads once that is mended</h2>" in page
        assert NO_TITLE_WORDS in page
        assert '<script src="/.reload.js"' in page
        edit(site, "content/posts/a.md", POST)
        until_old(states)
        assert "Hello." in server.page()


def test_two_previews_take_two_ports(site: Path) -> None:
    with serving(site) as first, serving(site) as second:
        assert first.port != second.port
        assert first.page() != second.page()


def test_a_port_that_was_asked_for_is_used_or_refused_in_words(site: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        run = run_tool(site, "serve", "--port", str(port))
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == f"port {port} is taken by another program; name a free one with --port, or leave it out\n"
    with serving(site, "--port", str(port)) as server:
        assert server.port == port


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "\uff18\uff10"])
def test_what_is_no_port_is_refused_in_words(site: Path, port: str) -> None:
    run = run_tool(site, "serve", f"--port={port}")
    assert (run.returncode, run.stdout) == (2, "")
    assert f'"{port}" is not a port; write a number from 1 to 65535' in run.stderr


def test_missing_settings_are_refused_in_words(tmp_path: Path) -> None:
    run = run_tool(tmp_path, "serve")
    assert run.returncode == 2
    assert "there is no settings file pelicanconf.py" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_preview_and_the_streams(site: Path, number: signal.Signals) -> None:
    with serving(site) as server:
        states = server.states()
        next(states)
        server.process.send_signal(number)
        assert server.process.wait(DEADLINE) == 0
        assert list(states) == []
        printed, complaints = server.process.communicate()
        assert (printed, without_port(complaints)) == ("", "")
    assert list((site / ".cache/preview").iterdir()) == []


def shown(root: Path) -> Showing:
    """Show a folder."""
    showing = Showing(lambda _path: None)
    showing.take(Ready(root))
    return showing


def test_what_somebody_waits_for_is_said_before_there_is_anything_to_see() -> None:
    looked_at = SimpleQueue[str]()
    showing = Showing(looked_at.put)
    waiting = threading.Thread(target=showing.wait_for, args=[["posts/a/index.html"]])
    waiting.start()
    assert looked_at.get(timeout=DEADLINE) == "posts/a/index.html"
    showing.close()
    waiting.join(DEADLINE)
    assert not waiting.is_alive()


def test_streams_end_with_the_server(tmp_path: Path) -> None:
    server = listen(None, shown(tmp_path))
    with serving_what_is_shown(server):
        states = states_at(server.server_port)
        assert next(states)["report"] == ""
    assert list(states) == []


def test_a_signal_leaves_no_child_of_a_build_that_runs(site: Path) -> None:
    write_plugin(site, NEVER_ENDS)
    os.mkfifo(site / "pids")
    pipe = os.open(site / "pids", os.O_RDONLY | os.O_NONBLOCK)
    with started(site) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Serving http://127.0.0.1:")  # whoever asks there waits
        wait_readable(pipe)
        children = json.loads(os.read(pipe, 100))
        os.close(pipe)
        try:
            assert [is_running(child) for child in children] == [True, True]
            process.terminate()
            assert process.wait(DEADLINE) == 0
            assert [ends(child) for child in children] == [True, True]
        finally:
            for child in filter(is_running, children):
                os.kill(child, signal.SIGKILL)
    assert list((site / ".cache/preview").iterdir()) == []


REQUEST = "GET {path} HTTP/1.1\r\n{headers}\r\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost:8000", "[::1]:8000", "127.0.0.1:1"])
def test_it_answers_its_own_hosts(server: Server, host: str) -> None:
    assert server.raw(REQUEST.format(path="/posts/a/", headers=f"Host: {host}\r\n")).startswith("HTTP/1.0 200 ")


FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8000",
    "0.0.0.0",  # noqa: S104 -- nobody listens there
    "",
    "127.0.0.1:x",
    "evil@localhost",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/posts/a/", "/.reload", "/.reload.js", "/nothing"])
def test_it_answers_no_other_host(server: Server, host: str, path: str) -> None:
    """A name that leads to this machine would let somebody's page read the drafts here."""
    said = server.raw(REQUEST.format(path=path, headers=f"Host: {host}\r\n"))
    assert said.startswith("HTTP/1.0 421 ")
    assert f"This preview has no such name; it is at http://127.0.0.1:{server.port}/" in said
    assert "Hello" not in said


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/posts/a/", "Host: localhost\r\nHost: evil.example\r\n"),
        ("/posts/a/", ""),
        ("http://evil.example/posts/a/", "Host: localhost\r\n"),
        ("*", "Host: localhost\r\n"),
    ],
)
def test_a_request_names_one_host(server: Server, path: str, headers: str) -> None:
    assert server.raw(REQUEST.format(path=path, headers=headers)).startswith("HTTP/1.0 400 ")


@pytest.mark.parametrize("length", [8_001, 65_000, 70_000, 1_000_000])
def test_a_long_address_is_refused_in_words(server: Server, length: int) -> None:
    said = server.raw(REQUEST.format(path="/" + "x" * length, headers="Host: localhost\r\n"))
    assert said.startswith("HTTP/1.0 414 ")
    assert server.status("/posts/a/") == 200


@pytest.mark.parametrize("request_line", ["", "GET", "GET / HTTP/9", "GET / x HTTP/1.1", "G\x00T / HTTP/1.1"])
def test_what_is_no_request_is_refused(server: Server, request_line: str) -> None:
    said = server.raw(f"{request_line}\r\n\r\n")
    assert not said or said.startswith(("HTTP/1.0 400 ", "HTTP/1.0 505 ", "HTTP/1.0 501 ", "<!DOCTYPE"))
    assert server.status("/posts/a/") == 200


def test_no_other_page_shows_what_is_here(server: Server) -> None:
    assert server.ask("/posts/a/")[0].headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_streams_are_bounded(tmp_path: Path) -> None:
    """A page is answered all the same, and a stream that ends makes room for another."""
    server = listen(None, shown(tmp_path))
    with serving_what_is_shown(server), ExitStack() as open_streams:
        for _ in range(MOST_STREAMS):
            connection = open_streams.enter_context(socket.create_connection(("127.0.0.1", server.server_port)))
            connection.sendall(b"GET /.reload HTTP/1.0\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.0 200"
        over = HTTPConnection("127.0.0.1", server.server_port, timeout=DEADLINE)
        over.request("GET", "/.reload")
        assert over.getresponse().status == 503
        over.close()
        over.request("GET", "/.reload.js")
        assert over.getresponse().status == 200
        over.close()


def test_connections_are_bounded(tmp_path: Path) -> None:
    server = listen(None, shown(tmp_path))
    with serving_what_is_shown(server), ExitStack() as half_requests:
        for _ in range(MOST_CONNECTIONS + 20):
            half_requests.enter_context(socket.create_connection(("127.0.0.1", server.server_port))).sendall(b"GET /")
        assert threading.active_count() < MOST_CONNECTIONS + 20
    assert server.connections.acquire(timeout=DEADLINE)


def test_a_killed_preview_leaves_nothing_broken(site: Path) -> None:
    """Killed at any moment, it leaves the site as it was, and no folder that the next one does not take away."""
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    children: list[int] = []
    for number in range(KILLS):
        with started(site) as process:
            assert process.stdout
            select.select([process.stdout], [], [], number / KILLS)
            children += map(int, Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())
            process.kill()
            process.wait()
    assert [child for child in children if not ends(child)] == []
    with serving(site) as server:
        assert "Hello." in server.page()
        assert len(list((site / ".cache/preview").iterdir())) == 1
    after = {path: path.read_bytes() for path in site.rglob("*") if path.is_file() and ".cache" not in path.parts}
    assert after == before
    assert list((site / ".cache/preview").iterdir()) == []
