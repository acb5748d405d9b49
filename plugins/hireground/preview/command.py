"""`hireground serve`: build, serve, and build again after every edit, until it is stopped."""

import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from hireground.build.replacement import temporary
from hireground.preview.live_folder import LIVE, handed_on
from hireground.preview.messages import AsOf, LookedAt
from hireground.preview.network import EVERYWHERE, Reach, host_address, opened_words, reach_of
from hireground.preview.showing import Showing
from hireground.preview.supervisor import Edit, Events, Stop, supervising
from hireground.terminal import add_settings, existing, is_live
from hireground.text.localtime import EPOCH

LAST_PORT = 65535
SCRATCH = Path(".cache", "preview")
"""Where its sites are, beside what they have in common, and beside the last one's site."""
LAST = "last"
STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what the preview can be told."""
    add_settings(parser, "pelicanconf.py")
    parser.add_argument("--port", type=port_number, help="the first free one from 8000 up if not said")
    parser.add_argument("--at", metavar="MOMENT", help="show the site as of then, scripts too: 2026-12-06T12:00")
    parser.add_argument(
        "--host", metavar="ADDRESS", nargs="?", const=EVERYWHERE, type=host_address,
        help="let the network see it too, for a look on a phone; at this address of the machine if one is said",
    )  # fmt: skip


def run(options: Namespace) -> int:
    """Serve until a signal comes."""
    root = existing(options.settings).resolve().parent
    at, reach = chosen_moment(options), reach_of(options.host)
    events = Events()
    showing = Showing(lambda path: events.put(LookedAt(path)), at)
    stop_on_signals(events)
    with temporary(root / SCRATCH, "site-") as scratch:
        (sites := scratch / "sites").mkdir()  # its builds lock this one, and the scratch folder is ours
        with (
            handed_on(root / SCRATCH / LAST, sites / LIVE),
            supervising(options.settings, sites, showing, events) as supervisor,
        ):
            # Read while the worker reads the engine, on another core.
            from hireground.preview.server import listen, serving  # noqa: PLC0415
            from hireground.preview.watch import watching  # noqa: PLC0415

            server = listen(options.port, showing, reach, root)
            with serving(server), watching(root, lambda paths: events.put(Edit(paths))):
                sys.stdout.write(f"{announcement(reach, server.server_port, at)}\n")
                sys.stdout.flush()
                supervisor.run()
    return 0


def chosen_moment(options: Namespace) -> AsOf | None:
    """Return the moment that the site is shown as of; None for the present."""
    if not (options.at or os.environ.get(EPOCH)):
        return None
    from hireground.preview.moment import as_of  # noqa: PLC0415 -- much of the engine, only if it is needed

    return as_of(options.at, options.settings)


def announcement(reach: Reach, port: int, at: AsOf | None) -> str:
    """Say where the preview is, as of when, and who can see it."""
    lines = [f"Serving http://{reach.here}:{port}/ (Ctrl-C stops)"]
    if at:
        lines.append(f"As of {at.words}; to readers nothing changes")
    if reach.shown:
        lines.append(opened_words(reach, port, draws=is_live()))
    return "\n".join(lines)


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
