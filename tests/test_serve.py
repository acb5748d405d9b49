import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from tiny_site import DEADLINE, NO_TITLE, POST, environment, run_tool, write_plugin, write_site

from plugins.discovery.headers import ALWAYS
from plugins.site.policy import policy
from tools.serve.preview import Preview, Stage
from tools.serve.server import listen
from tools.serve.server import serving as serving_stage

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
SOUND = Path(__file__).parent / "cases/lint_ics/good"


def bytes_of(name: str) -> bytes:
    """Return what a static file holds: a build would refuse a calendar that is none."""
    return min(SOUND.glob("*.ics")).read_bytes() if name.endswith(".ics") else b"<body></body>"


HANG = """
import json, os, subprocess, threading
child = subprocess.Popen(["sleep", "600"])
with open("pids", "w") as pipe:
    json.dump([os.getpid(), child.pid], pipe)
threading.Event().wait()
"""


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

    def builds(self) -> Iterator[str]:
        return builds_at(self.port)


def builds_at(port: int) -> Iterator[str]:
    """Yield the name of each build as browsers are told it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    connection.request("GET", "/.reload")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    limit = time.monotonic() + DEADLINE
    while line := response.readline().decode():
        assert time.monotonic() < limit, "no build came in time"
        if line.startswith("data: "):
            yield line.removeprefix("data: ").strip()
            limit = time.monotonic() + DEADLINE


@contextmanager
def started(site: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    scratch = site / "scratch"
    scratch.mkdir(exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "tools.serve", *arguments], cwd=site, env=environment(TMPDIR=str(scratch)),
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
def serving(site: Path, *arguments: str) -> Iterator[Server]:
    with started(site, *arguments) as process:
        assert process.stdout
        wait_readable(process.stdout.fileno())
        line = process.stdout.readline()
        address = line.removeprefix("Serving http://127.0.0.1:").removesuffix("/ (Ctrl-C stops)\n")
        yield Server(process, int(address))


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


def edit(site: Path, name: str, text: str) -> None:
    """Put a file in the place of another at once, so that no build sees half of it."""
    (site / "edited").write_text(text)
    (site / "edited").replace(site / name)


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
    built = list((served_site / "scratch").rglob("*.html"))
    assert built
    assert not [file for file in built if ".reload" in file.read_text()]


def test_the_script_itself_is_served(server: Server) -> None:
    response, body = server.ask("/.reload.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert 'new EventSource("/.reload")' in body
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


@pytest.mark.parametrize("path", ["/", "/posts/a/", "/posts/a", "/images/a.webp", "/nothing", "/.reload.js"])
def test_the_preview_forbids_what_the_public_site_forbids(server: Server, path: str) -> None:
    headers = server.ask(path)[0].headers
    assert headers["Content-Security-Policy"] == policy(path)
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
        builds = server.builds()
        first = next(builds)
        assert f'data-build="{first}"' in server.page()
        edit(site, "content/posts/a.md", POST.replace("Hello", "Good evening"))
        second = next(builds)
        page = server.page()
        assert "Good evening." in page
        assert f'data-build="{second}"' in page


def test_an_edit_of_the_settings_is_shown(site: Path) -> None:
    with serving(site) as server:
        builds = server.builds()
        next(builds)
        edit(site, "pelicanconf.py", (site / "pelicanconf.py").read_text() + 'SITENAME = "Renamed"\n')
        next(builds)
        assert "<title>Renamed" in server.page("/")


def test_a_broken_edit_leaves_the_last_good_site_under_its_problems(site: Path) -> None:
    with serving(site) as server:
        builds = server.builds()
        next(builds)
        edit(site, "content/posts/a.md", NO_TITLE)
        next(builds)
        page = server.page()
        assert "Hello." in page
        assert NO_TITLE_WORDS in page.partition('<section class="build-report" role="alert">')[2]
        edit(site, "content/posts/a.md", POST)
        next(builds)
        assert "build-report" not in server.page()


def test_problems_stand_in_the_terminal_as_they_are(site: Path) -> None:
    (site / "content/posts/b.md").write_text(NO_TITLE)
    with serving(site) as server:
        server.process.terminate()
        printed, complaints = server.process.communicate(timeout=DEADLINE)
    assert printed == ""
    assert complaints == (
        f"Skipping {site}/content/posts/b.md: could not find information about 'title'\n"
        "1 problem; nothing was published\n"
    )


def test_a_site_that_never_built_is_a_page_with_its_problems(site: Path) -> None:
    (site / "content/posts/a.md").write_text(NO_TITLE)
    with serving(site) as server:
        builds = server.builds()
        next(builds)
        page = server.page("/")
        assert "<h2>The site could not be built; this page reloads once that is mended</h2>" in page
        assert NO_TITLE_WORDS in page
        assert '<script src="/.reload.js"' in page
        edit(site, "content/posts/a.md", POST)
        next(builds)
        assert "Hello." in server.page()


def test_two_previews_take_two_ports(site: Path) -> None:
    with serving(site) as first, serving(site) as second:
        assert first.port != second.port
        assert first.page() != second.page()


def test_a_port_that_was_asked_for_is_used_or_refused_in_words(site: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        run = run_tool(site, "tools.serve", "--port", str(port))
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == f"port {port} is taken by another program; name a free one with --port, or leave it out\n"
    with serving(site, "--port", str(port)) as server:
        assert server.port == port


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "\uff18\uff10"])
def test_what_is_no_port_is_refused_in_words(site: Path, port: str) -> None:
    run = run_tool(site, "tools.serve", f"--port={port}")
    assert (run.returncode, run.stdout) == (2, "")
    assert f'"{port}" is no port; write a number from 1 to 65535' in run.stderr


def test_missing_settings_are_refused_in_words(tmp_path: Path) -> None:
    run = run_tool(tmp_path, "tools.serve")
    assert run.returncode == 2
    assert "there is no settings file pelicanconf.py" in run.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_preview_and_the_streams(site: Path, number: signal.Signals) -> None:
    with serving(site) as server:
        builds = server.builds()
        next(builds)
        server.process.send_signal(number)
        assert server.process.wait(DEADLINE) == 0
        assert list(builds) == []
        assert server.process.communicate() == ("", "")
    assert list((site / "scratch").iterdir()) == []


def test_streams_end_with_the_server(tmp_path: Path) -> None:
    stage = Stage()
    stage.show(Preview("a-1", tmp_path))
    server = listen(None, stage)
    with serving_stage(server):
        builds = builds_at(server.server_port)
        assert next(builds) == "a-1"
    assert list(builds) == []


def test_a_signal_leaves_no_child_of_a_build_that_runs(site: Path) -> None:
    write_plugin(site, HANG)
    os.mkfifo(site / "pids")
    pipe = os.open(site / "pids", os.O_RDONLY | os.O_NONBLOCK)
    with started(site) as process:
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
    assert list((site / "scratch").iterdir()) == []
