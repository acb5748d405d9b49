"""`hireground host-build`: check and build where a host has cloned the repository.

Dates come from the history, so a shallow clone gets all of it first. The commit that readers have now, where the host
knows it, takes the place of `origin/main`: the check compares the calendars with it. Where a host says the site's
address, the site is built for that one.
"""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from hireground.build.command import build
from hireground.published.command import run_check
from hireground.published.identity import is_placeholder
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError, add_settings
from hireground.text.git import git, is_shallow

USUAL = frozenset({"main", "master"})
PUBLISHED = "refs/remotes/origin/main"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a host knows."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("published", metavar="COMMIT", nargs="?", default="", help="what readers have now")
    parser.add_argument("--gzip", action="store_true", help="write a .gz beside each file that is smaller for it")


def run(options: Namespace) -> int:
    """Check, then build into output/; a problem ends it, and readers keep what they have."""
    root = options.settings.parent
    if address := host_address(os.environ, default_branches(root)):
        os.environ["SITEURL"] = address  # settings look there
    if is_shallow(root):
        fetch_history(root)
    if options.published and is_ancestor(root, options.published):
        git(root, "update-ref", PUBLISHED, options.published)
    if code := run_check(Namespace(settings=options.settings, fix=False, external=False, format="text")):
        return code
    siteurl = read_settings(options.settings).siteurl
    if is_placeholder(siteurl):
        sys.stderr.write(f"SITEURL is still {siteurl}, where no site can be; set the variable SITEURL at your host\n")
    sys.stdout.write(f"{build(options.settings, Path('output'), compressed=options.gzip)}\n")
    if siteurl and not is_placeholder(siteurl):
        sys.stdout.write(f"Once the host shows it: {siteurl}/\n")
    return 0


def default_branches(root: Path) -> frozenset[str]:
    """Return what the branch that readers see may be called: as the clone says, or as is usual where it does not."""
    said = git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").decode().strip()
    return frozenset({said.partition("/")[2]}) if said else USUAL


def host_address(variables: Mapping[str, str], branches: frozenset[str]) -> str:
    """Return the address that a host builds for, as its variables say it; empty where they do not.

    Cloudflare Pages names each deployment, https://5f3a.notes.pages.dev; readers of the branch in production come
    to https://notes.pages.dev.
    """
    if own := variables.get("SITEURL"):
        return own
    if variables.get("NETLIFY"):
        is_public = variables.get("CONTEXT") == "production"
        return variables.get("URL" if is_public else "DEPLOY_PRIME_URL", "")
    deployment = variables.get("CF_PAGES_URL", "")
    if deployment and variables.get("CF_PAGES_BRANCH", "") in {"", *branches}:
        return f"https://{(urlsplit(deployment).hostname or '').partition('.')[2]}"
    return (deployment or variables.get("CI_PAGES_URL", "")).rstrip("/")


def fetch_history(root: Path) -> None:
    """Fetch all that a shallow clone lacks."""
    run = subprocess.run(["git", "-C", root, "fetch", "--quiet", "--unshallow"], check=False)  # noqa: S603, S607
    if run.returncode:
        raise RefusedError("the history cannot be fetched, and the dates of the texts come from it; clone it whole")


def is_ancestor(root: Path, commit: str) -> bool:
    """Tell whether a commit is a part of the history; a host may name one that is not there, or all zeros."""
    command = ["git", "-C", str(root), "merge-base", "--is-ancestor", commit, "HEAD"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 -- no shell
