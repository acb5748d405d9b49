"""Know where readers find a site: its own server says it, else its settings, else the repository that its host builds.

A name that cannot be a site's, or that no name server knows, is said before anything is pushed, and not waited for.
"""

import re
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from hireground.publish import git
from hireground.publish.screen import Screen
from hireground.publish.tree import Target
from hireground.published.identity import is_placeholder
from hireground.server.command import REPOSITORY
from hireground.terminal import YELLOW, styled

WORKFLOW = Path(".github/workflows/publish.yml")
ON_GITHUB = re.compile(
    r"(?:ssh://)?(?:[^@/:]+@)?(?:https://)?(?:[^@/]+@)?github\.com[:/](?P<owner>[^/]+)/(?P<name>[^/]+)"
)
HOST_NAME = r"((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})"
NAMED_IN: Mapping[str, re.Pattern[str]] = {
    "CNAME": re.compile(rf"\A\s*{HOST_NAME}\s*\Z"),
    "wrangler.jsonc": re.compile(rf'"pattern"\s*:\s*"{HOST_NAME}"\s*,\s*"custom_domain"\s*:\s*true'),
}
"""The files of a repository that name a domain of its own, and where it stands in each."""
BUILDERS: Mapping[str, str] = {
    "netlify.toml": "Netlify",
    ".gitlab-ci.yml": "GitLab",
    "wrangler.jsonc": "Cloudflare",
}
"""Hosts that give a site an address which its repository does not know, by their files."""
UNWAITED = "Nothing is waited for there."


def find_address(target: Target, siteurl: str, settings_name: str, screen: Screen) -> str:
    """Return the address to wait at; empty, with a word about it, where none is known or nothing can answer."""
    if is_own_server(target):
        return "" if is_placeholder(siteurl) else siteurl
    if not siteurl or is_placeholder(siteurl):
        named = own_domain(target.root)
        if not named:
            return project_page(target) or unknown(target, siteurl, settings_name, screen)
        siteurl, where = named
    else:
        where = "SITEURL"
    if host := unknown_host(siteurl):
        words = f"No name server knows {host}, which {where} names: readers cannot find the site there yet."
        screen.say(f"{styled(words, YELLOW)} {UNWAITED}")
        return ""
    return siteurl


def unknown(target: Target, siteurl: str, settings_name: str, screen: Screen) -> str:
    """Say what to write where nobody knows the address, or only the host does; return none."""
    builders = [name for file, name in BUILDERS.items() if (target.root / file).is_file()]
    if siteurl:
        words = f"SITEURL is still {siteurl}, where no site can be; write your own address in {settings_name}."
        screen.say(f"{styled(words, YELLOW)} {UNWAITED}")
    elif len(builders) == 1:
        words = f"{builders[0]} says where it shows the site; write that as SITEURL in {settings_name}."
        screen.say(f"{styled(words, YELLOW)} {UNWAITED}")
    return ""


def is_own_server(target: Target) -> bool:
    """Tell whether it is pushed to a server of one's own, which says itself when readers have it, and where."""
    return remote_url(target).rstrip("/").endswith(REPOSITORY)


def own_domain(root: Path) -> tuple[str, str] | None:
    """Return the address whose name stands in a file for a host, and the file."""
    for file, pattern in NAMED_IN.items():
        found = pattern.search((root / file).read_text("utf-8", "replace")) if (root / file).is_file() else None
        if found and not is_placeholder(f"https://{found[1]}"):
            return f"https://{found[1].lower()}", file
    return None


def project_page(target: Target) -> str:
    """Return where GitHub Pages shows this repository, if it builds it; it leads on to a domain of the author's own."""
    found = ON_GITHUB.fullmatch(remote_url(target).rstrip("/").removesuffix(".git"))
    if found is None or not (target.root / WORKFLOW).is_file():
        return ""
    host = f"{found['owner'].lower()}.github.io"
    return f"https://{host}" if found["name"].lower() == host else f"https://{host}/{found['name']}"


def remote_url(target: Target) -> str:
    """Return what the remote is pushed to."""
    return git.read(target.root, "remote", "get-url", "--push", target.remote)


def unknown_host(siteurl: str) -> str:
    """Return the host of an address if no name server knows it; behind a proxy only that one could say."""
    parts = urlsplit(siteurl)
    if parts.scheme in getproxies():
        return ""
    try:
        socket.getaddrinfo(parts.hostname, parts.port or 443)
    except OSError:
        return parts.hostname or siteurl
    return ""
