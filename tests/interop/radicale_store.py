"""Give each calendar file to Radicale, and print as JSON what it gives back. For Debian's own Python."""

import base64
import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from radicale import config  # type: ignore[import-not-found]  # Debian has it
from radicale.app import Application  # type: ignore[import-not-found]  # likewise


def asked(app: Any, method: str, path: str, body: bytes = b"") -> tuple[str, bytes]:  # noqa: ANN401 -- Radicale has no types
    """Ask it without a network, and return the status and the answer."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": "", "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "text/calendar; charset=utf-8", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"reader:x").decode(), "SERVER_NAME": "x", "SERVER_PORT": "1",
        "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    answer = b"".join(app(environ, lambda status, _headers: said.append(status)))
    return said[0], answer


with TemporaryDirectory() as folder:
    settings = config.load()
    settings.update({"storage": {"filesystem_folder": folder}, "auth": {"type": "none"}, "logging": {"level": "error"}})
    app, found = Application(settings), []
    for number, file in enumerate(sys.argv[1:]):
        status, said = asked(app, "PUT", f"/reader/{number}/", Path(file).read_bytes())
        if not status.startswith("201"):
            sys.exit(f"{file}: {status} {said.decode()}")
        found.append(asked(app, "GET", f"/reader/{number}/")[1].decode())
sys.stdout.write(json.dumps(found))
