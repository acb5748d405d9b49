"""Ask a real Thunderbird what it shows of calendars: without a screen, by Marionette, its remote control.

apt-get install thunderbird
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from calendar_programs import Found, event_of
from web_servers import HOST, PATIENCE, await_port, free_port

SCRIPT = Path(__file__).with_name("thunderbird.js")
PREFERENCES = """\
user_pref("marionette.port", {port});
user_pref("network.dns.localDomains", "{host}");
user_pref("calendar.timezone.local", "Pacific/Marquesas");
user_pref("calendar.timezone.useSystemTimezone", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
"""
"""A port of its own, the site's name on this machine, another time zone than ours, and nobody to tell anything."""
READING = 300_000
"""How many milliseconds reading a set of calendars may take."""


class Thunderbird:
    """A Thunderbird that runs, and is told what to do in its own language."""

    def __init__(self, port: int) -> None:
        connection = socket.create_connection(("127.0.0.1", port), PATIENCE + READING / 1000)
        self.stream = connection.makefile("rwb")
        self.numbers = count(1)
        self._read()  # its greeting
        self.command("WebDriver:NewSession", capabilities={})
        self.command("Marionette:SetContext", value="chrome")
        self.command("WebDriver:SetTimeouts", script=READING)

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401 -- as many kinds as commands
        """Send a command, and return what it gives."""
        sent = json.dumps([0, next(self.numbers), name, parameters]).encode()
        self.stream.write(b"%d:%s" % (len(sent), sent))
        self.stream.flush()
        _kind, _number, error, value = self._read()
        assert error is None, error
        return value

    def _read(self) -> Any:  # noqa: ANN401 -- likewise
        length = b"".join(iter(partial(self.stream.read, 1), b":"))
        return json.loads(self.stream.read(int(length)))

    def shows(self, addresses: Sequence[str], *, forget: bool = False) -> list[list[Found]]:
        """Subscribe where it does not yet, ask for each calendar anew, and return what is shown of it."""
        script = SCRIPT.read_text("utf-8")
        answer = self.command("WebDriver:ExecuteAsyncScript", script=script, args=[addresses, forget])["value"]
        assert "error" not in answer, answer
        return [[*map(event_of, each)] for each in answer["found"]]


@contextmanager
def thunderbird() -> Iterator[Thunderbird]:
    """Run a Thunderbird with a profile of its own until the end."""
    program, port = shutil.which("thunderbird"), free_port()
    if not program:
        pytest.skip("thunderbird is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, log = Path(folder) / "profile", Path(folder) / "log"
        profile.mkdir()
        (profile / "user.js").write_text(PREFERENCES.format(port=port, host=HOST), "utf-8")
        own = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "TZ": "Pacific/Marquesas", "LC_ALL": "C.UTF-8"}
        command = [program, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, "--profile", str(profile)], env=os.environ | own, stdin=subprocess.DEVNULL, stdout=out,
                stderr=out,
            )  # fmt: skip
        try:
            await_port(port, process, log)
            yield Thunderbird(port)
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Quiet(SimpleHTTPRequestHandler):
    """Answer, and write nothing down."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the library's name
        """Say nothing."""


@contextmanager
def served(files: Sequence[bytes]) -> Iterator[list[str]]:
    """Serve files on this machine, and give their addresses."""
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(files):
            (Path(folder) / f"{number}.ics").write_bytes(data)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield [f"http://127.0.0.1:{server.server_port}/{number}.ics" for number in range(len(files))]
            server.shutdown()


def by_thunderbird(files: Sequence[bytes]) -> list[list[Found]]:
    """Subscribe to each file over HTTP."""
    with served(files) as addresses, thunderbird() as program:
        return program.shows(addresses, forget=True)
