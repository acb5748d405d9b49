"""Find a server's files in its folder, read its settings, publisher.toml, and write and delete there."""

import ctypes
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hireground.locks import HAS_LOCKS
from hireground.terminal import RefusedError

CONFIG = "publisher.toml"
FOLDERS = ("releases", "staged", "building")
CONTENT, CODE = "content", "code"
MODES = {
    CONTENT: "Whoever may push writes content: nothing of a push is run.",
    CODE: "Whoever may push may run code here, as the build's user, in a sandbox without a network.",
}
EXAMPLES = {str: 'text in quotes: "…"', int: "a number", bool: "true or false", list: 'a list: ["…", "…"]'}
MEGA = 1_000_000
ADDRESS = re.compile(r"[^\s,<>@-][^\s,<>@]*@[^\s,<>@]+")
FULL = 16 << 20
"""With fewer bytes left a disk counts as full: what could not be written is gone again."""


@dataclass(frozen=True)
class Config:
    """publisher.toml; docs/publishing.md describes every key."""

    url: str = ""
    branch: str = "main"
    mode: str = CONTENT
    theme: bool = False
    versions: list[str] = field(default_factory=list)
    keep: int = 10
    mail: list[str] = field(default_factory=list)
    sendmail: str = "/usr/sbin/sendmail"
    build_user: str = "nobody"
    time_limit: int = 300
    memory: int = 2000
    processes: int = 256
    files: int = 50_000
    size: int = 2000
    push_size: int = 500
    repository_size: int = 10_000


@dataclass(frozen=True)
class Server:
    """One site's folder on the server."""

    root: Path
    config: Config

    @property
    def repository(self) -> Path:
        """The bare repository that authors push to."""
        return self.root / "site.git"

    @property
    def branch(self) -> str:
        """The whole name of the branch that readers see: a tag may be called like it."""
        return f"refs/heads/{self.config.branch}"

    @property
    def current(self) -> Path:
        """The link that the web server follows: to the files of the release that readers see."""
        return self.root / "current"

    @property
    def cache(self) -> Path:
        """The folder of what builds of published commits have kept, for the next ones."""
        return self.root / "cache"

    @property
    def pinned(self) -> Path:
        """The link to the release that somebody went back to, and which stays until the next push."""
        return self.root / "pinned"


def open_server(root: Path) -> Server:
    """Read publisher.toml; raises `RefusedError` naming what is wrong with it, or who should ask."""
    try:
        said = tomllib.loads((root / CONFIG).read_text("utf-8"))
    except FileNotFoundError:
        raise RefusedError(
            f"{root} is not a server's folder: it has no {CONFIG}; make one with hireground server init"
        ) from None
    except (OSError, ValueError) as error:
        raise RefusedError(f"{root / CONFIG}: {error}") from error
    refuse_elsewhere()
    owner = root.stat().st_uid
    if os.geteuid() != owner:
        import pwd  # noqa: PLC0415 -- Windows has none, and looks after a server through ssh

        name = pwd.getpwuid(owner).pw_name
        raise RefusedError(f"{root} belongs to {name}; run this as {name}: runuser -u {name} -- …")
    return Server(root, read_config(said))


def refuse_elsewhere() -> None:
    """Raise `RefusedError` on a system that can be no server."""
    if not HAS_LOCKS:
        raise RefusedError("a server of pushes runs on Linux; from here say --server=host:/srv/site")


def read_config(said: Mapping[str, Any]) -> Config:
    """Check every key and the type of its value."""
    known = {one.name: type(getattr(Config(), one.name)) for one in fields(Config)}
    for key, value in said.items():
        if key not in known:
            raise RefusedError(f"{CONFIG}: {key}: no such key; there are {', '.join(known)}")
        if type(value) is not known[key] or (isinstance(value, list) and not all(isinstance(x, str) for x in value)):
            raise RefusedError(f"{CONFIG}: {key}: write {EXAMPLES[known[key]]}")
        if isinstance(value, int) and value < 1 and not isinstance(value, bool):
            raise RefusedError(f"{CONFIG}: {key}: write a number above zero")
        if key == "mail" and not all(ADDRESS.fullmatch(one) for one in value):
            raise RefusedError(f'{CONFIG}: mail: write addresses: ["ada@example.org"]')
        if key == "mode" and value not in MODES:
            raise RefusedError(f'{CONFIG}: mode: write "{CONTENT}" or "{CODE}"')
    return Config(**said)


def remove(folder: Path) -> None:
    """Delete a folder, however deep a push has made it; what cannot be deleted now is tried again by the next push."""
    subprocess.run(["rm", "-rf", "--", folder], check=False, capture_output=True)  # noqa: S603, S607 -- our own words


def refuse_full(server: Server) -> None:
    """Raise `RefusedError` if the disk is full."""
    if shutil.disk_usage(server.root).free < FULL:
        raise RefusedError("The server's disk is full: tell whoever looks after the server.")


def write_whole(file: Path, text: str, mode: int = 0o644) -> None:
    """Write a file that is the old one or the new one, whatever happens."""
    half = file.with_name(f"{file.name}.half")
    half.write_text(text, "utf-8")
    half.chmod(mode)
    half.replace(file)


def flush(folder: Path) -> None:
    """Wait until a folder's file system has written everything: git's branch shall not be ahead after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        ctypes.CDLL(None).syncfs(descriptor)
    finally:
        os.close(descriptor)
