"""The preview as a command: serves until it is stopped, and then exits with 0; 2 if it was called wrongly."""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.serve.builds import Builds, Event, Events
from tools.serve.preview import Stage
from tools.serve.server import HOST, PortError, listen, serving
from tools.serve.watch import watching

LAST_PORT = 65535
STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, serve, and build again after every edit, until a signal comes."""
    options = parse(arguments)
    stage, events = Stage(), Events()
    stop_on_signals(events)
    try:
        server = listen(options.port, stage)
    except PortError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    root = options.settings.resolve().parent
    with (
        TemporaryDirectory(prefix="preview-") as scratch,
        serving(server),
        watching(root, lambda: events.put(Event.CHANGED)),
    ):
        builds = Builds(options.settings, Path(scratch), stage, events)
        builds.run(f"Serving http://{HOST}:{server.server_port}/ (Ctrl-C stops)")
    return 0


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.serve", description="Show the site at http://127.0.0.1:8000/.")
    parser.add_argument("--port", type=port_number, help="the first free one from 8000 up if not said")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), help="pelicanconf.py if not said")
    options = parser.parse_args(arguments)
    if not options.settings.is_file():
        parser.error(f"there is no settings file {options.settings}; run this in the site's folder, or use --settings")
    return options


def port_number(text: str) -> int:
    """Read a port."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise ArgumentTypeError(f'"{text}" is no port; write a number from 1 to {LAST_PORT}')


def stop_on_signals(events: Events) -> None:
    """Let Ctrl-C, a polite kill and a closed terminal end the loop."""
    for name in STOP_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: events.put(Event.STOPPED))


if __name__ == "__main__":
    sys.exit(main())
