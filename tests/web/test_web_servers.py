"""What readers and subscribers get from Debian's nginx and from Caddy, as `deploy/` sets them up.

To accept what the servers say now: `UPDATE_CASES=1 .venv/bin/pytest tests/web/test_web_servers.py`, then read
`git diff tests/cases/serving`.
"""

import gzip
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from http.client import RemoteDisconnected
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import BuiltSite
from web_servers import HOST, PATIENCE, Reply, WebServer, caddy, nginx

from hireground.build.compression import compress
from hireground.site.policy import NO_SERVICES, policy, strict
from hireground.web.deploy_files import deploy_files
from hireground.web.headers import ALWAYS, TRANSPORT

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/serving"
REQUESTS: list[dict[str, Any]] = yaml.safe_load((CASES / "requests.yaml").read_text("utf-8"))
SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[WebServer]]] = {"nginx": nginx, "caddy": caddy}
COLUMNS = (
    "Content-Type",
    "Cache-Control",
    "Location",
    "Content-Encoding",
    "Content-Range",
    "Access-Control-Allow-Origin",
)
START, END = "<!-- answers -->", "<!-- /answers -->"
PLACED = {
    "assets/css/main.0123456789.css": b"body { color: CanvasText; }\n" * 40,
    "assets/js/main.0123456789.js": b"export {};\n" * 40,
    "images/hall.jpg": b"\xff\xd8\xff\xe0 no picture",
    "images/hall.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "search/index.html": b"<!doctype html><title>Search</title>\n" * 40,
    "pagefind/pagefind.js": b"export {};\n" * 40,
    "pagefind/fragment/en_1a2b3c.pf_fragment": b"\x1f\x8b piece",
    "seminars/knots/2027-02-18/talk.bib": b"@unpublished{knots2027}\n",
    "seminars/knots/2027-02-18/talk.json": b"[]\n",
    ".well-known/security.txt": b"Contact: mailto:security@example.org\n",
}
"""Files that every kind of answer is about, beside the site's own."""


@pytest.mark.parametrize("path", deploy_files(), ids=str)
def test_deploy_says_what_the_list_says(path: Path) -> None:
    assert (ROOT / path).read_text("utf-8") == deploy_files()[path], "run: hireground deploy-files"


def test_a_compressed_copy_is_smaller_and_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "long.html").write_text("<p>Good morning.</p>\n" * 100)
    (tmp_path / "short.txt").write_text("a")
    (tmp_path / "picture.png").write_bytes(b"0" * 1000)
    assert len(compress(tmp_path)) == 1
    packed = (tmp_path / "long.html.gz").read_bytes()
    assert packed[4:8] == bytes(4)  # no time in it (RFC 1952 2.3.1)
    assert gzip.decompress(packed) == (tmp_path / "long.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.html", "long.html.gz", "picture.png", "short.txt"]
    compress(tmp_path)
    assert (tmp_path / "long.html.gz").read_bytes() == packed


# The answers


@pytest.fixture(scope="module")
def current(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the site, compressed, behind the symlink that servers follow."""
    folder = tmp_path_factory.mktemp("releases")
    shutil.copytree(site.root, folder / "first")
    for name, data in PLACED.items():
        file = folder / "first" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    compress(folder / "first")
    link = folder / "current"
    link.symlink_to("first")
    return link


@pytest.fixture(scope="module", params=SERVERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def server(kind: str, current: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    with SERVERS[kind](tmp_path_factory.mktemp(kind), current) as running:
        yield running


@pytest.fixture(scope="module")
def replies(server: WebServer) -> dict[str, Reply]:
    return {request["what"]: reply_to(request, server) for request in REQUESTS}


def reply_to(request: dict[str, Any], server: WebServer) -> Reply:
    """Ask as a case says."""
    headers = dict(request.get("headers", {}))
    how: dict[str, Any] = {"method": request.get("method", "GET"), "tls": request.get("tls", True)}
    if again := request.get("again"):
        first = server.ask(request["path"], headers=headers, **how).headers
        headers |= (
            {"If-None-Match": first["ETag"]} if again == "etag" else {"If-Modified-Since": first["Last-Modified"]}
        )
    return server.ask(request["path"], headers=headers, **how)


def test_every_kind_of_answer(kind: str, replies: dict[str, Reply]) -> None:
    found = table(replies)
    file = CASES / f"{kind}.md"
    if os.environ.get("UPDATE_CASES"):
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")


def test_the_documentation_shows_the_answers() -> None:
    page = ROOT / "docs/publishing.md"
    start, _, rest = page.read_text("utf-8").partition(START)
    shown, _, rest = rest.partition(END)
    expected = "\n\n" + (CASES / "nginx.md").read_text("utf-8") + "\n"
    if os.environ.get("UPDATE_CASES"):
        page.write_text(f"{start}{START}{expected}{END}{rest}", "utf-8")
    assert shown == expected


def table(replies: dict[str, Reply]) -> str:
    """Write what differs between answers as a table in Markdown."""
    rows = [("asked for", "status", *COLUMNS, "ETag"), ("---",) * (len(COLUMNS) + 3)]
    for what, reply in replies.items():
        cells = [code(", ".join(reply.headers.get_all(name, []))) for name in COLUMNS]
        rows.append((what, str(reply.status), *cells, "yes" if reply.headers["ETag"] else ""))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def code(value: str) -> str:
    return f"`{value}`" if value else ""


def test_every_answer_has_the_headers_that_protect(replies: dict[str, Reply]) -> None:
    for request in REQUESTS:
        what, headers = request["what"], replies[request["what"]].headers
        is_there = replies[what].status not in {400, 404}  # what is missing, or asks for too much, is told by a page
        over_tls = {TRANSPORT[0]: TRANSPORT[1]} if request.get("tls", True) else {TRANSPORT[0]: None}
        expected = {
            **ALWAYS,
            **over_tls,
            "Content-Security-Policy": policy(request["path"]) if is_there else strict(NO_SERVICES),
        }
        assert {name: headers[name] for name in expected} == expected, what
        if replies[what].status != 416:  # nginx starts that answer twice, and says each header twice
            assert all(len(headers.get_all(name, [])) < 2 for name in (*expected, "Cache-Control", "ETag")), what


def test_what_is_sent_is_the_file(replies: dict[str, Reply], current: Path) -> None:
    calendar = (current / "seminars/calendar.ics").read_bytes()
    assert replies["a calendar"].body == calendar
    assert gzip.decompress(replies["a calendar, compressed"].body) == calendar
    assert replies["a calendar without TLS"].body == calendar
    assert replies["a part of a file"].body == PLACED["images/hall.jpg"][:4]
    missing = (current / "404.html").read_bytes()
    for what in ("a page that is not there", "a calendar that is not there", "a file of the build"):
        assert replies[what].body == missing, what
    for what, reply in replies.items():
        if reply.status == 304 or what.endswith("'s head"):
            assert reply.body == b"", what


def test_scripts_of_other_sites_read_all_data_and_no_page(server: WebServer, site: BuiltSite) -> None:
    paths = [f"/{path.relative_to(site.root).as_posix()}" for path in sorted(site.root.rglob("*")) if path.is_file()]
    data = {re.sub(r"[\w-]*\d[\w-]*", "1", path): path for path in paths if re.search(r"\.(ics|atom|xml|txt)$", path)}
    data["events"] = "/seminars/events.json"  # one of each kind of address is asked for
    data |= {path: f"/{path}" for path in PLACED if "/talk." in path}
    for path in (*data.values(), "/seminars/", "/about/", "/build.json"):
        reply = server.ask(path, headers={"Origin": "https://library.example.net"})
        assert reply.status == 200, path
        assert reply.headers["Access-Control-Allow-Origin"] == ("*" if path in data.values() else None), path


# Names that are not ours

FOREIGN = [
    "evil.example",
    "hireground.example.org.evil.example",
    "127.0.0.1",
    "hireground.example.org@evil.example",
    "",
]


@pytest.mark.parametrize("host", FOREIGN)
def test_another_name_gets_no_answer(server: WebServer, host: str) -> None:
    for path in ("/", "/about/", "/seminars/calendar.ics", "/posts", "/missing", "//evil.example/"):
        for tls in (True, False):
            with suppress(RemoteDisconnected, ConnectionResetError):
                reply = server.ask(path, headers={"Host": host}, tls=tls)
                assert reply.status in {400, 421}, (path, reply.status)
                assert reply.headers["Location"] is None


def test_no_name_gets_no_answer(server: WebServer) -> None:
    with socket.create_connection(("127.0.0.1", server.plain_port), PATIENCE) as connection:
        connection.sendall(b"GET /about/ HTTP/1.0\r\n\r\n")
        assert connection.makefile("rb").read() == b""


@pytest.mark.parametrize(
    "path", ["/about/", "//evil.example/", "/\\evil.example/", "/@evil.example/", "/.evil.example/"]
)
@pytest.mark.parametrize("host", [HOST, f"{HOST}:8080", HOST.upper()])
def test_what_moves_to_tls_stays_at_our_name(server: WebServer, path: str, host: str) -> None:
    reply = server.ask(path, headers={"Host": host}, tls=False)
    assert reply.status == 301 or path.startswith("/.")
    if reply.status == 301:
        assert reply.headers["Location"].startswith(f"https://{HOST}/")


# Releases


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_release_changes_only_what_changed(name: str, encoding: str, tmp_path: Path) -> None:
    first, second, link = tmp_path / "1", tmp_path / "2", tmp_path / "current"
    write_release(first, "Good morning.")
    link.symlink_to(first.name)
    with SERVERS[name](tmp_path, link) as server:
        before = {path: server.ask(path, headers={"Accept-Encoding": encoding}) for path in ("/a.ics", "/")}
        write_release(second, "Good evening.")
        for file in second.iterdir():
            os.utime(file, (first.stat().st_mtime + 60,) * 2)  # nginx's ETag is the second and the size
            if file.read_bytes() == (first / file.name).read_bytes():  # as a release does, so that its date stays
                file.unlink()
                file.hardlink_to(first / file.name)
        (tmp_path / "new").symlink_to(second.name)
        (tmp_path / "new").replace(link)
        after = {
            path: server.ask(path, headers={"Accept-Encoding": encoding, "If-None-Match": reply.headers["ETag"]})
            for path, reply in before.items()
        }
    assert {path: reply.status for path, reply in after.items()} == {"/a.ics": 304, "/": 200}
    assert after["/a.ics"].headers["ETag"] == before["/a.ics"].headers["ETag"]
    assert after["/"].headers["ETag"] != before["/"].headers["ETag"]
    assert {reply.headers["Content-Encoding"] for reply in before.values()} == {
        None if encoding == "identity" else encoding
    }


def write_release(folder: Path, greeting: str) -> None:
    """Write a site of one page and one calendar, and what compresses."""
    folder.mkdir()
    (folder / "index.html").write_text(f"<!doctype html><title>{greeting}</title>{greeting * 40}\n")
    (folder / "a.ics").write_bytes(b"BEGIN:VCALENDAR\r\n" * 40)
    (folder / "_redirects").write_text("")
    compress(folder)


@pytest.mark.parametrize("name", SERVERS)
def test_a_number_behind_the_question_mark_leads_to_its_text(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_release(folder, "hello")
    (folder / "_redirects").write_text("/ p=12 /posts/knots/ 301!\n/ page_id=3 /about/ 301!\n/old/ /new/ 301\n")
    with SERVERS[name](tmp_path, folder) as server:
        asked = {path: server.ask(path) for path in ("/?p=12", "/?page_id=3", "/old", "/", "/?utm=x", "/x/?p=12")}
    assert {path: (reply.status, reply.headers["Location"]) for path, reply in asked.items()} == {
        "/?p=12": (301, "/posts/knots/"),
        "/?page_id=3": (301, "/about/"),
        "/old": (301, "/new/"),
        "/": (200, None),
        "/?utm=x": (200, None),
        "/x/?p=12": (404, None),
    }


def test_http_2_is_spoken_over_tls(server: WebServer) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl: install Debian's curl")
    address = f"https://{HOST}:{server.tls_port}/"
    where = ["--resolve", f"{HOST}:{server.tls_port}:127.0.0.1", "--cacert", str(server.certificate)]
    command = ["curl", "-sS", "--http2", *where, "-o", os.devnull, "-w", "%{http_version} %{http_code}", address]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == "2 200"
