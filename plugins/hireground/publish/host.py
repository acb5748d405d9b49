"""`hireground host-build`: check and build where a host has cloned the repository.

Dates come from the history, so a shallow clone gets all of it first. The commit that readers have now, where the host
knows it, takes the place of `origin/main`: the check compares the calendars with it.
"""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hireground.build.command import build
from hireground.published.command import run_check
from hireground.terminal import RefusedError, add_settings
from hireground.text.git import git, is_shallow

PUBLISHED = "refs/remotes/origin/main"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a host knows."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("published", metavar="COMMIT", nargs="?", default="", help="what readers have now")
    parser.add_argument("--gzip", action="store_true", help="write a .gz beside each file that is smaller for it")


def run(options: Namespace) -> int:
    """Check, then build into output/; a problem ends it, and readers keep what they have."""
    root = options.settings.parent
    if is_shallow(root):
        fetch_history(root)
    if options.published and is_ancestor(root, options.published):
        git(root, "update-ref", PUBLISHED, options.published)
    if code := run_check(Namespace(settings=options.settings, fix=False, external=False, format="text")):
        return code
    sys.stdout.write(f"{build(options.settings, Path('output'), compressed=options.gzip)}\n")
    return 0


def fetch_history(root: Path) -> None:
    """Fetch all that a shallow clone lacks."""
    run = subprocess.run(["git", "-C", root, "fetch", "--quiet", "--unshallow"], check=False)  # noqa: S603, S607
    if run.returncode:
        raise RefusedError("the history cannot be fetched, and the dates of the texts come from it; clone it whole")


def is_ancestor(root: Path, commit: str) -> bool:
    """Tell whether a commit is a part of the history; a host may name one that is not there, or all zeros."""
    command = ["git", "-C", str(root), "merge-base", "--is-ancestor", commit, "HEAD"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 -- no shell
