"""Publishing as an author's one command: exit 0 if readers have it, 1 if not, 2 if the fault is ours."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from plugins.reader.history import ShallowHistoryError
from plugins.reader.problems import InvalidContentError
from plugins.site.clock import build_moment
from plugins.site.settings import SiteSettings, read_settings
from tools.check import blame_us
from tools.going_live.pipeline import go_live
from tools.going_live.publish import Publish
from tools.going_live.screen import NotPublishedError, Screen

WAIT = 600


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, show, ask, commit, push and wait."""
    options = parse(arguments)
    try:
        settings = read_settings(options.settings)
        return go_live(publish_of(options, settings, build_moment()))
    except (NotPublishedError, InvalidContentError, ShallowHistoryError) as error:
        return complain(f"{error}")
    except (EOFError, KeyboardInterrupt):
        return complain("\nStopped. What was written and committed is here; run this again to publish it")
    except Exception as error:  # the last net: whatever is ours to mend
        if options.debug:
            raise
        return blame_us(error, options.settings)


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.going_live", description="Publish what was written in content/.")
    parser.add_argument("--message", default="", help="what was done, in a line; proposed if not said")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--all", action="store_true", help="publish what changed outside of content/ too")
    parser.add_argument("--wait", type=int, default=WAIT, metavar="SECONDS", help="600 if not said; 0: do not wait")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a fault of ours")
    parser.add_argument("--settings", type=Path, default=Path("publishconf.py"), help="publishconf.py if not said")
    return parser.parse_args(arguments)


def publish_of(options: Namespace, settings: SiteSettings, now: dt.datetime) -> Publish:
    """Return what is to be done, as the command line says it."""
    return Publish(
        settings_file=options.settings, settings=settings, now=now, screen=Screen(yes=options.yes),
        message=options.message, takes_all=options.all, seconds=options.wait,
    )  # fmt: skip


def complain(words: str) -> int:
    """Print what went wrong; return 1."""
    sys.stderr.write(f"{words}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
