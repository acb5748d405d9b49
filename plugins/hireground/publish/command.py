"""`hireground publish`: publish by git, or fill a storage if one is named."""

from argparse import ArgumentParser, Namespace

from hireground.terminal import add_settings

WAIT = 600


def add_arguments(parser: ArgumentParser) -> None:
    """Add what publishing can be told, by git first, then into a storage."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("--message", default="", help="what was done, in a line; proposed if not said")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--all", action="store_true", help="publish what changed outside of content/ too")
    parser.add_argument("--forget", action="store_true", help="let what was published before count no more")
    parser.add_argument("--wait", type=int, default=WAIT, metavar="SECONDS", help="600 if not said; 0: do not wait")
    parser.add_argument(
        "target", metavar="TARGET", nargs="?", help="s3://bucket/folder, sftp://you@host/folder, a folder"
    )
    storage = parser.add_argument_group("if there is a TARGET")
    storage.add_argument("--folder", metavar="FOLDER", help="a built site; it is built into output/ if not said")
    storage.add_argument("--endpoint-url", metavar="URL", help="the address of an S3 that is not Amazon's")
    storage.add_argument("--dry-run", action="store_true", help="only say what would be done")
    storage.add_argument("--keep-days", type=int, default=7, metavar="DAYS", help="for old style sheets; 7 if not said")
    storage.add_argument("--take-over", action="store_true", help="go on although another publish has not ended")


def run(options: Namespace) -> int:
    """Check, show, ask, commit, push and wait; or fill the storage."""
    if options.target:  # neither way needs what the other imports
        from hireground.publish.storage import run as publish  # noqa: PLC0415 -- see above
    else:
        from hireground.publish.pipeline import run as publish  # noqa: PLC0415 -- see above
    return publish(options)
