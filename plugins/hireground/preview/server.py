"""Serve the preview over HTTP, on this machine alone unless its author opens it to the network."""

import errno
import ipaddress
import json
import re
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from hireground.preview.answers import Answer, answer, paths
from hireground.preview.live_folder import content
from hireground.preview.messages import CARDS
from hireground.preview.network import Reach
from hireground.preview.showing import OpenPage, PageState, Showing
from hireground.site.policy import ANY_SERVICE, policy
from hireground.terminal import RefusedError
from hireground.web.headers import ALWAYS, HASHED
from hireground.web.media_types import media_type

KEPT_CARDS = Path(".cache", "cards")
THIS_MACHINE, THIS_FOLDER = Reach(), Path()
PORTS = range(8000, 8100)
HEARTBEAT = 15.0
"""Seconds after which a stream that has nothing to tell says that it is still there."""
EVENTS = "/.reload"
ASSETS = ("/.reload.js", "/.reload.css", "/.renew.js", "/.clock.js", "/.bar.js", "/.bar.css")
DRAWN = re.compile(rf"{re.escape(CARDS)}(?P<name>[0-9a-f]{{16}}\.png)")
NAMED_BY_CONTENT = re.compile(r"\S+\.[0-9a-f]{10}\.\w+")
LONGEST = 8000
"""Characters of an address; nginx takes as many."""
MOST_STREAMS, MOST_CONNECTIONS = 64, 512
NO_OTHERS = {"Cross-Origin-Resource-Policy": "same-origin"}
"""No page of another address shows or runs what is here."""
PATIENCE = 10.0
"""Seconds within which a browser sends its request, and takes what it is sent."""
LINGER, LARGEST_REST = 1.0, 1 << 20
"""Seconds and bytes of a request that was refused, for which the rest of it is read."""
PORT = re.compile(r":\d*$")


class PreviewServer(ThreadingHTTPServer):
    """Serves what is shown; its threads end with the process."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, showing: Showing, reach: Reach, root: Path) -> None:
        self.showing, self.reach, self.root = showing, reach, root
        self.streams = threading.Semaphore(MOST_STREAMS)
        self.connections = threading.Semaphore(MOST_CONNECTIONS)
        super().__init__((reach.listens, port), PreviewHandler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- the library's types
        """Answer in a thread; who comes when all are taken is sent away."""
        if self.connections.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- likewise
        """Answer, and make room for the next."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Be silent about browsers that went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: PreviewServer
    server_version = "preview"
    sys_version = ""
    timeout = PATIENCE
    path = "/"
    """What is asked for; a request that cannot be read asks for nothing."""
    is_kept = False

    def do_GET(self) -> None:
        """Answer with a page, a file, or the stream of builds."""
        path = self.path.partition("?")[0]
        if problem := self.problem():
            self.send_error(*problem)
        elif path == EVENTS and self.server.streams.acquire(blocking=False):
            try:
                self.stream()
            finally:
                self.server.streams.release()
        elif path == EVENTS:
            words = f"{MOST_STREAMS} pages are told of new builds already"
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, explain=words)
        elif path in ASSETS:
            body = Path(__file__).with_name(path.removeprefix("/.")).read_bytes()
            self.send(Answer(HTTPStatus.OK, media_type(path), body))
        elif drawn := DRAWN.fullmatch(path):
            card = content(self.server.root / KEPT_CARDS / drawn["name"])
            self.send(Answer(HTTPStatus.OK, media_type(path), card) if card else Answer(HTTPStatus.NOT_FOUND))
        elif shown := self.server.showing.wait_for(paths(self.path)):
            self.send(answer(shown, self.path))

    do_HEAD = do_GET  # noqa: N815 -- likewise

    def problem(self) -> tuple[HTTPStatus, str | None, str] | None:
        """Return what keeps a request from being answered, in words; None if nothing does."""
        hosts = self.headers.get_all("Host", [])
        if len(self.path) > LONGEST:
            return HTTPStatus.REQUEST_URI_TOO_LONG, None, f"An address has {LONGEST:,} characters at most"
        if len(hosts) > 1 or not self.path.startswith("/") or (not hosts and self.request_version != "HTTP/1.0"):
            return HTTPStatus.BAD_REQUEST, None, "A request names one host, and a path of it"
        if hosts and PORT.sub("", hosts[0].strip().lower()) not in self.server.reach.hosts:
            own = f"http://{self.server.reach.here}:{self.server.server_port}/"
            return HTTPStatus.MISDIRECTED_REQUEST, None, f"This preview has no such name; it is at {own}"
        return None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say what is wrong with a request, and read the rest of it, for else its sender would not get the answer."""
        super().send_error(code, message, explain)
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER)
            self.rfile.read(LARGEST_REST)

    def send(self, reply: Answer) -> None:
        """Send an answer; its body only if it was asked for.

        A browser keeps only what another content would have another address for, so that loading a page again is quick.
        """
        is_asset = HASHED.has(self.path) and NAMED_BY_CONTENT.fullmatch(self.path)
        self.is_kept = bool(is_asset) and reply.status == HTTPStatus.OK
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def stream(self) -> None:
        """Tell a page what it should know, now and whenever that changes, as Server-Sent Events."""
        query = dict(parse_qsl(self.path.partition("?")[2]))
        moment = query.get("moment", "")
        page = OpenPage(paths(query.get("page", "/"))[0], query.get("loaded", moment), moment)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        known: PageState | None = None
        with self.server.showing.open_page(page.path):
            while self.command != "HEAD" and (state := self.server.showing.state_after(known, page, HEARTBEAT)):
                event = (
                    ": still here\n\n" if state == known else f"retry: 500\ndata: {json.dumps(self.told(state))}\n\n"
                )
                self.wfile.write(event.encode())
                known = state

    def told(self, state: PageState) -> Mapping[str, Any]:
        """Return a state as data: who looks from another machine has nothing of where files are on this one."""
        is_here = ipaddress.ip_address(self.client_address[0]).is_loopback
        told = asdict(state)
        return told if is_here or not state.about else {**told, "about": {**state.about, "full": ""}}

    def end_headers(self) -> None:
        """Say what a browser may keep, and let none load what the public site's pages would forbid."""
        self.send_header("Cache-Control", HASHED.cache if self.is_kept else "no-store")
        for name, value in {"Content-Security-Policy": policy(self.path, ANY_SERVICE), **ALWAYS, **NO_OTHERS}.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the standard library's name
        """Keep the terminal for problems."""


def listen(port: int | None, showing: Showing, reach: Reach = THIS_MACHINE, root: Path = THIS_FOLDER) -> PreviewServer:
    """Listen on `port`, or on the first free one of ours, for the site in `root`; raises `RefusedError`."""
    for candidate in [port] if port else PORTS:
        try:
            server = PreviewServer(candidate, showing, reach, root)
        except PermissionError:
            raise RefusedError(f"port {candidate} may not be used by you; name one above 1023 with --port") from None
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise RefusedError(f"this machine has no address {reach.listens}; write --host alone") from None
            if error.errno != errno.EADDRINUSE:
                raise RefusedError(f"port {candidate} cannot be used: {error.strerror}") from None
        else:
            if not port and candidate != PORTS[0]:
                sys.stderr.write(f"Port {PORTS[0]} is taken by another program, so this is at {candidate}\n")
            return server
    taken = f"port {port} is" if port else f"ports {PORTS[0]} to {PORTS[-1]} are all"
    raise RefusedError(f"{taken} taken by another program; name a free one with --port, or leave it out")


@contextmanager
def serving(server: PreviewServer) -> Iterator[None]:
    """Answer requests in the meantime."""
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield
    finally:
        server.showing.close()
        server.shutdown()
        thread.join()
        server.server_close()
