"""A command to its exit code, run where it does no harm: no network, no secrets, nothing else to see or to write."""

import functools
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.publishing.relay import end, relay
from tools.publishing.repository import CLEAN
from tools.publishing.server import Server

HIDDEN = ("ipc", "pid", "net", "uts", "cgroup-try")
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
"""What programs need beside /usr; no file of it is a secret."""
OWN = ("/tmp", "/dev/shm")  # noqa: S108 -- the sandbox's own
"""Where anybody writes; processes that share work need the second."""
RIGHTS = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
"""What it takes to become somebody else, and is given up then."""


@dataclass(frozen=True)
class Sandbox:
    """Where the build runs: it may write `folder` and read `readable`."""

    server: Server
    folder: Path
    readable: tuple[Path, ...]

    @property
    def words(self) -> str:
        """Say it to the author."""
        who = f", as {self.server.config.build_user}" if os.geteuid() == 0 else ""
        if self.is_closed:
            return f"In a sandbox (bubblewrap): no network, no secrets of the server{who}"
        why = (
            "publisher.toml says so" if not self.server.config.sandbox else "bubblewrap is missing or may not work here"
        )
        return f"Without a sandbox{who}: {why}"

    @functools.cached_property
    def is_closed(self) -> bool:
        """Whether bubblewrap is wanted, and works here."""
        return self.server.config.sandbox and shutil.which("bwrap") is not None and self._try()

    def _try(self) -> bool:
        command = [*self._bubble(), *self._dropped(), "true"]
        return subprocess.run(command, check=False, capture_output=True, env=self._environment()).returncode == 0  # noqa: S603 -- our own words

    def _bubble(self) -> list[str]:
        root = ("--cap-drop", "ALL", *(word for name in RIGHTS for word in ("--cap-add", name)))
        return [
            *("bwrap", "--die-with-parent", "--new-session", *(f"--unshare-{name}" for name in HIDDEN)),
            *(
                "--ro-bind",
                "/usr",
                "/usr",
                "--perms",
                "0755",
                "--dir",
                "/etc",
                *(word for name in SYSTEM for word in _system(Path(name))),
            ),
            *(
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                *(word for name in OWN for word in ("--perms", "1777", "--tmpfs", name)),
            ),
            *(word for path in self.readable for word in _shown("--ro-bind", path)),
            *(*_shown("--bind", self.folder), "--chdir", str(self.folder)),
            *(root if os.geteuid() == 0 else ("--unshare-user",)),
        ]

    def _dropped(self) -> list[str]:
        """Give up what rights there are, and end with the hook."""
        drop = ["setpriv", "--no-new-privs", "--pdeathsig", "KILL"]
        if os.geteuid() == 0:
            user = pwd.getpwnam(self.server.config.build_user)
            drop += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--bounding-set=-all"]
        return drop

    def _environment(self) -> dict[str, str]:
        python = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC", **python, **CLEAN}

    def run(self, command: Sequence[str | Path], **environment: str) -> int:
        """Run a command and print what it prints; raises `RefusedError` when its time is over."""
        inside = [*(self._bubble() if self.is_closed else []), *self._dropped(), *map(str, command)]
        process = subprocess.Popen(  # noqa: S603 -- no shell
            inside, cwd=self.folder, env={**self._environment(), **environment}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            relay(process, self.server.config.time_limit)
        finally:
            end(process)
        return process.returncode


def _system(path: Path) -> tuple[str, ...]:
    """Show something of the system as it is: a link into /usr, or read-only."""
    if path.is_symlink():
        return ("--symlink", str(path.readlink()), str(path))
    return ("--ro-bind-try", str(path), str(path))


def _shown(how: str, path: Path) -> list[str]:
    """Show a folder where it stands, in folders that anybody may enter."""
    above = [word for parent in reversed(path.parents) for word in ("--perms", "0755", "--dir", str(parent))]
    return [*above, how, str(path), str(path)]
