"""The server's verbs from an author's machine: run where the repository that is pushed to stands."""

import re
import shlex
import subprocess
import sys
from collections.abc import Sequence

from tools.publishing.words import RefusedError, say

SERVER = "--server="
REPOSITORY = "/site.git"
ADDRESS = re.compile(r"(?:(?P<url_host>ssh://[^/]+)(?P<url_path>/.*)|(?P<host>[^/:]+):(?P<path>.*)|(?P<local>/.*))")
"""What git takes: ssh://host/folder, host:folder, or a folder of this machine."""


def main(arguments: Sequence[str]) -> int:
    """Run a verb on the server that `--server=` or git's remotes name."""
    address, verb = partition(arguments)
    try:
        host, folder = place(address or remote())
    except RefusedError as error:
        say(str(error))
        return 1
    command = [f"{folder}/publish", *verb]
    return subprocess.run(["ssh", "--", host, shlex.join(command)] if host else command, check=False).returncode  # noqa: S603 -- the author's own server


def partition(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the address after `--server=`, empty if there is none, and the other words."""
    named = [word for word in arguments if word.startswith(SERVER)]
    return "".join(named).removeprefix(SERVER), [word for word in arguments if word not in named]


def place(address: str) -> tuple[str, str]:
    """Return the host, empty for this machine, and the server's folder there."""
    match = ADDRESS.fullmatch(address.removesuffix("/").removesuffix(REPOSITORY))
    if match is None:
        raise RefusedError(f"{address} is no server; write --server=host:/srv/site, or a folder of this machine")
    return match["url_host"] or match["host"] or "", match["url_path"] or match["path"] or match["local"]


def remote() -> str:
    """Return the address that git pushes to and that is a server's."""
    run = subprocess.run(["git", "remote", "-v"], check=False, capture_output=True, encoding="utf-8")  # noqa: S607 -- from PATH
    found = re.findall(rf"\t(\S+{re.escape(REPOSITORY)})/? \(push\)", run.stdout)
    if not found:
        raise RefusedError("No remote of this repository is such a server; write --server=host:/srv/site")
    return str(found[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
