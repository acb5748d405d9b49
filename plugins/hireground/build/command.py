"""`hireground build`: build the site and say in one line what was built."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from hireground.build.explain import explain
from hireground.build.site import build_site
from hireground.checksums import files_in
from hireground.terminal import add_settings, count, shown


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a build can be told."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("--output", metavar="FOLDER", type=Path, default=Path("output"), help="output if not said")
    parser.add_argument(
        "--since", metavar="FOLDER", type=Path, help="use what an earlier build made there; --output if not said"
    )
    parser.add_argument("--gzip", action="store_true", help="write a .gz beside each file that is smaller for it")
    parser.add_argument(
        "--explain", metavar="PATH", action="append", default=[], help="say why a file was made or kept"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing if all is well")


def run(options: Namespace) -> int:
    """Build the site into a folder, whole or not at all."""
    words = build(
        options.settings, options.output, compressed=options.gzip, since=options.since, explained=options.explain
    )
    if not options.quiet:
        sys.stdout.write(f"{words}\n")
    return 0


def build(
    settings: Path, output: Path, *, compressed: bool = False, since: Path | None = None, explained: Sequence[str] = ()
) -> str:
    """Build, and return words for what stands in `output` now, and for what became of each `explained` file."""
    started = time.monotonic()
    outcome = build_site(settings, output, compressed=compressed, since=since)
    files = outcome.keys if outcome else files_in(output)
    pages = count(sum(1 for path in files if path.endswith(".html")), "page")
    calendars = count(sum(1 for path in files if path.endswith(".ics")), "calendar")
    seconds = time.monotonic() - started
    by = "" if outcome else ", by Pelican, which makes every post anew"
    said = f"Built {pages} and {calendars} in {seconds:.1f} s into {shown(output)}/{by}"
    return "\n".join((said, *(explain(outcome, path) for path in explained)))
