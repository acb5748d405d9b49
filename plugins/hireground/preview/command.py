"""`hireground serve`: build, serve, and build again after every edit, until it is stopped."""

import signal
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from hireground.build.replacement import temporary
from hireground.preview.live_folder import LIVE, handed_on
from hireground.preview.messages import LookedAt
from hireground.preview.server import HOST, listen, serving
from hireground.preview.showing import Showing
from hireground.preview.supervisor import Edit, Events, Stop, Supervisor
from hireground.preview.watch import watching
from hireground.terminal import add_settings, existing

LAST_PORT = 65535
SCRATCH = Path(".cache", "preview")
"""Where its sites are, beside what they have in common, and beside the last one's site."""
LAST = "last"
STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the preview can be told."""
    add_settings(parser, "pelicanconf.py")
    parser.add_argument("--port", type=port_number, help="the first free one from 8000 up if not said")


def run(options: Namespace) -> int:
    """Serve until a signal comes."""
    root = existing(options.settings).resolve().parent
    events = Events()
    showing = Showing(lambda path: events.put(LookedAt(path)))
    stop_on_signals(events)
    server = listen(options.port, showing)
    with (
        temporary(root / SCRATCH, "site-") as scratch,
        serving(server),
        watching(root, lambda paths: events.put(Edit(paths))),
    ):
        (sites := scratch / "sites").mkdir()  # its builds lock this one, and the scratch folder is ours
        with handed_on(root / SCRATCH / LAST, sites / LIVE):
            supervisor = Supervisor(options.settings, sites, showing, events)
            supervisor.run(f"Serving http://{HOST}:{server.server_port}/ (Ctrl-C stops)")
    return 0


def port_number(text: str) -> int:
    """Read a port."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise ArgumentTypeError(f'"{text}" is not a port; write a number from 1 to {LAST_PORT}')


def stop_on_signals(events: Events) -> None:
    """Let Ctrl-C, a polite kill and a closed terminal end the loop."""
    for name in STOP_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: events.put(Stop()))
