"""HTTP to answers, on this machine alone."""

import errno
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from plugins.discovery.headers import ALWAYS
from plugins.discovery.media_types import media_type
from plugins.site.policy import policy
from tools.serve.answers import Answer, answer
from tools.serve.preview import Stage

HOST = "127.0.0.1"
PORTS = range(8000, 8100)
HEARTBEAT = 15.0
EVENTS = "/.reload"
ASSETS = ("/.reload.js", "/.reload.css")


class PortError(Exception):
    """A port that cannot be listened on; the message says why."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one stage; its threads end with the process."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, stage: Stage) -> None:
        self.stage = stage
        super().__init__((HOST, port), PreviewHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Be silent about browsers that went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class PreviewHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: PreviewServer
    server_version = "preview"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a page, a file, or the stream of builds."""
        path = self.path.partition("?")[0]
        if path == EVENTS:
            self.stream()
        elif path in ASSETS:
            body = Path(__file__).with_name(path.removeprefix("/.")).read_bytes()
            self.send(Answer(HTTPStatus.OK, media_type(path), body))
        elif preview := self.server.stage.after(""):
            self.send(answer(preview, self.path))

    do_HEAD = do_GET  # noqa: N815 -- likewise

    def send(self, reply: Answer) -> None:
        """Send an answer; its body only if it was asked for."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def stream(self) -> None:
        """Send the current build's name, then each later one, as Server-Sent Events."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        sent = ""
        while self.command != "HEAD" and (preview := self.server.stage.after(sent, HEARTBEAT)):
            event = f"retry: 500\ndata: {preview.build}\n\n" if preview.build != sent else ": still here\n\n"
            self.wfile.write(event.encode())
            sent = preview.build

    def end_headers(self) -> None:
        """Let no browser keep anything, and none load what the public site's headers would forbid."""
        self.send_header("Cache-Control", "no-store")
        for name, value in {"Content-Security-Policy": policy(self.path), **ALWAYS}.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the standard library's name
        """Keep the terminal for problems."""


def listen(port: int | None, stage: Stage) -> PreviewServer:
    """Listen on `port`, or on the first free one of ours; raises `PortError`."""
    for candidate in [port] if port else PORTS:
        try:
            return PreviewServer(candidate, stage)
        except PermissionError:
            raise PortError(f"port {candidate} may not be used by you; name one above 1023 with --port") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PortError(f"port {candidate} cannot be used: {error.strerror}") from None
    taken = f"port {port} is" if port else f"ports {PORTS[0]} to {PORTS[-1]} are all"
    raise PortError(f"{taken} taken by another program; name a free one with --port, or leave it out")


@contextmanager
def serving(server: PreviewServer) -> Iterator[None]:
    """Answer requests in the meantime."""
    thread = threading.Thread(target=server.serve_forever, args=(0.1,))
    thread.start()
    try:
        yield
    finally:
        server.stage.close()
        server.shutdown()
        thread.join()
        server.server_close()
