"""Publishing to a store as a command: exit 0, 1 if the site or another publish is in the way, 2 if the store is."""

import datetime as dt
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.check import blame_us
from tools.object_store.checkout import author, locked
from tools.object_store.faults import NotPublishedError, words
from tools.object_store.opening import open_store
from tools.object_store.publish import Publisher, carry_out, compare
from tools.object_store.report import SAME_TIME, outcome, planned
from tools.object_store.store import Store

KEEP_DAYS = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site, unless a built folder is named, and publish it."""
    options = parse(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill gives the claim back as Ctrl-C does
    try:
        return publish(options)
    except NotPublishedError as error:
        return complain(1, f"{error}")
    except (BotoCoreError, ClientError) as error:
        return complain(2, f"{options.to}: {words(error)}")
    except FileNotFoundError as error:
        return complain(1, f"{error.filename} went away while it was published; build once more, then run this again")
    except KeyboardInterrupt:
        return complain(130, "stopped; run this again to go on")
    except Exception as error:  # the last net: whatever is ours to mend
        if options.debug:
            raise
        return blame_us(error, Path("publishconf.py"))


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.object_store", description="Publish the site to an object store.")
    parser.add_argument("to", metavar="s3://BUCKET/FOLDER", help="where the site goes")
    parser.add_argument("--folder", type=Path, help="a built site to publish; it is built into output/ if not said")
    parser.add_argument("--endpoint-url", help="the address of a store that is not Amazon's")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--keep-days", type=int, default=KEEP_DAYS, help="keep old style sheets so long; 7 if not said")
    parser.add_argument("--take-over", action="store_true", help="go on although another publish has not ended")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a fault of ours")
    return parser.parse_args(arguments)


def publish(options: Namespace) -> int:
    """Do it, and say what was done."""
    try:
        store = open_store(options.to, options.endpoint_url)
    except ValueError as error:  # boto's, for an address
        raise NotPublishedError(f"{error}; write --endpoint-url https://…") from error
    if options.folder is None and (code := built()):
        return code
    folder = options.folder or Path("output")
    with locked(Path()) as token:
        publisher = Publisher(token, author(Path()), dt.timedelta(days=options.keep_days), options.take_over)
        return upload(store, folder, publisher, is_dry=options.dry_run)


def upload(store: Store, folder: Path, publisher: Publisher, *, is_dry: bool) -> int:
    """Compare, and carry out what differs."""
    started = time.monotonic()
    comparison = compare(store, folder, publisher)
    if is_dry:
        sys.stdout.writelines(f"{line}\n" for line in planned(comparison.plan))
    elif not comparison.is_live:
        hold = carry_out(store, comparison, publisher)
        if not hold.conditional:
            sys.stderr.write(f"{SAME_TIME}\n")
    sys.stdout.write(f"{outcome(comparison, store, time.monotonic() - started, is_dry=is_dry)}\n")
    return 0


def built() -> int:
    """Build the public site; return the exit code."""
    from tools.build.__main__ import main as build  # noqa: PLC0415 -- it imports Pelican

    return build(())


def complain(code: int, message: str) -> int:
    """Print what went wrong and pass the exit code on."""
    sys.stderr.write(f"{message}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
