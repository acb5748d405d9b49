"""A folder to a `Server`: where everything stands, and what publisher.toml says."""

import os
import pwd
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tools.publishing.words import RefusedError

CONFIG = "publisher.toml"
FOLDERS = ("releases", "staged", "building", "venvs", "trash")


@dataclass(frozen=True)
class Config:
    """publisher.toml; docs/publishing.md describes every key."""

    branch: str = "main"
    url: str = ""
    keep: int = 10
    time_limit: int = 300
    sandbox: bool = True
    build_user: str = "nobody"
    may_change_code: list[str] = field(default_factory=lambda: ["*"])
    pusher_variable: str = "PUSHER"
    python: str = ""
    pip: list[str] = field(default_factory=list)


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
    def current(self) -> Path:
        """The link that the web server follows: to the files of the release that readers see."""
        return self.root / "current"

    def folder(self, name: str) -> Path:
        """Return one of FOLDERS."""
        return self.root / name


def open_server(root: Path) -> Server:
    """Read publisher.toml; raises `RefusedError` naming what is wrong with it, or who should ask."""
    try:
        said = tomllib.loads((root / CONFIG).read_text("utf-8"))
    except FileNotFoundError:
        raise RefusedError(f"{root} is no server's folder: it has no {CONFIG}; make one with inv server-init") from None
    except (OSError, ValueError) as error:
        raise RefusedError(f"{root / CONFIG}: {error}") from error
    owner = root.stat().st_uid
    if os.geteuid() != owner:
        name = pwd.getpwuid(owner).pw_name
        raise RefusedError(f"{root} belongs to {name}; run this as {name}: runuser -u {name} -- …")
    return Server(root, read_config(said))


def read_config(said: Mapping[str, Any]) -> Config:
    """Check every key and the type of its value."""
    known = {one.name: type(getattr(Config(), one.name)) for one in fields(Config)}
    for key, value in said.items():
        if key not in known:
            raise RefusedError(f"{CONFIG}: {key}: no such key; there are {', '.join(known)}")
        if type(value) is not known[key] or (isinstance(value, list) and not all(isinstance(x, str) for x in value)):
            raise RefusedError(f"{CONFIG}: {key}: write {example(known[key])}")
        if isinstance(value, int) and value < 1 and not isinstance(value, bool):
            raise RefusedError(f"{CONFIG}: {key}: write a number above zero")
    return Config(**said)


def example(kind: type) -> str:
    """Say what a value of a type looks like."""
    return {str: 'text in quotes: "…"', int: "a number", bool: "true or false", list: 'a list: ["…", "…"]'}[kind]
