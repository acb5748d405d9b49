"""Run a command where it does no harm: no network, no secrets, nothing else to see or to write, and bounded.

Its process is the first of a process namespace of its own. So when it has ended, and bubblewrap has waited for it,
nothing that it started is alive.
"""

import functools
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hireground.server.repository import CLEAN
from hireground.server.server import MEGA, Server
from hireground.terminal import RefusedError
from hireground.theme import THEME_FOLDER

ENGINE = Path(__file__).parents[2]
"""The folder that has the package `hireground`."""
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
"""What programs need beside /usr; no file of it is a secret."""
OWN = ("/tmp", "/dev/shm")  # noqa: S108 -- the sandbox's own
"""Where anybody writes; processes that share work need the second."""
OWN_SIZE = 256 * MEGA
RIGHTS = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
"""What it takes to become somebody else, and is given up then."""
NO_NAMESPACES = ("--unshare-user", "--disable-userns")
"""In a user namespace of its own a process would be root to much of the kernel."""
MOST_OPEN = 1024
NO_SANDBOX = (
    "This server cannot close its sandbox, so it builds nothing: tell whoever looks after it to install bubblewrap, "
    "and to allow user namespaces"
)


@dataclass(frozen=True)
class Sandbox:
    """Where a command runs: it may write `writable` and read `readable`, until `deadline`."""

    server: Server
    deadline: float
    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()

    @property
    def words(self) -> str:
        """Say it to the author."""
        who = f", as {self.server.config.build_user}" if os.geteuid() == 0 else ""
        return f"In a sandbox (bubblewrap): no network, no secrets of the server{who}"

    @property
    def seconds_left(self) -> float:
        """How long it may still take."""
        return self.deadline - time.monotonic()

    @contextmanager
    def running(self, command: Sequence[str | Path], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a command in `writable` or `readable`; afterwards nothing of it is alive, however it ended."""
        told, tell = os.pipe()
        process = subprocess.Popen(  # noqa: S603 -- no shell
            [*bubble(), "--info-fd", str(tell), *self._shown(), *self._bounded(), *map(str, command)],
            env={**bare(), **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, pass_fds=(tell,),
        )  # fmt: skip
        os.close(tell)
        first = first_process(told)
        try:
            yield process
        finally:
            end(process, first)

    def _shown(self) -> list[str]:
        shown = [word for path in (*homes(), *self.readable) for word in show("--ro-bind", path)]
        shown += [word for path in self.writable for word in show("--bind", path)]
        folder = [*self.writable, *self.readable][0]
        return [*shown, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(folder)]

    def _bounded(self) -> list[str]:
        """Bound what each process may take, and give up what rights there are."""
        config = self.server.config
        limits = {
            "as": config.memory * MEGA, "nproc": config.processes, "fsize": config.size * MEGA, "nofile": MOST_OPEN,
            "cpu": config.time_limit, "core": 0,
        }  # fmt: skip
        return ["prlimit", *(f"--{name}={value}" for name, value in limits.items()), *dropped(config.build_user)]


def bubble() -> list[str]:
    """Return the words by which bubblewrap shows the system, and nothing else."""
    if os.geteuid() == 0:
        apart = [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts", "cgroup-try")]
        apart += ["--cap-drop", "ALL", *(word for name in RIGHTS for word in ("--cap-add", name))]
    else:
        apart = ["--unshare-all", *NO_NAMESPACES]
    system = ["--ro-bind", "/usr", "/usr", "--perms", "0755", "--dir", "/etc"]
    system += [word for name in SYSTEM for word in _system(Path(name))]
    own = [word for name in OWN for word in ("--perms", "1777", "--size", str(OWN_SIZE), "--tmpfs", name)]
    first = ["bwrap", "--die-with-parent", "--new-session", "--as-pid-1"]
    return [*first, *apart, *system, "--proc", "/proc", "--dev", "/dev", *own]


def dropped(build_user: str) -> list[str]:
    """Return the words by which root becomes the user who builds, in a namespace that allows no further one."""
    drop = ["setpriv", "--no-new-privs", "--pdeathsig", "KILL"]
    if os.geteuid() != 0:
        return drop
    user = pwd.getpwnam(build_user)
    who = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--bounding-set=-all"]
    return [*drop, *who, "bwrap", "--die-with-parent", *NO_NAMESPACES, "--dev-bind", "/", "/"]


def bare() -> dict[str, str]:
    """Return the environment of a sandbox, in which nothing of the server's stands."""
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"}
    return {**path, "TZ": "UTC", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1", **CLEAN}


@functools.cache
def refuse_open(build_user: str) -> None:
    """Raise `RefusedError` where bubblewrap is missing or may not do what is asked of it."""
    try:
        command = [*bubble(), "prlimit", "--core=0", *dropped(build_user), "true"]
        run = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace", env=bare())  # noqa: S603 -- our own words
    except (OSError, KeyError) as error:
        raise RefusedError(f"{NO_SANDBOX}: {error}") from None
    if run.returncode:
        raise RefusedError(f"{NO_SANDBOX}: {run.stderr.strip()}")


@functools.cache
def homes() -> tuple[Path, ...]:
    """Return the folders that have this Python, its libraries, the engine and its theme."""
    needed = [Path(sys.prefix), Path(sys.base_prefix), ENGINE, THEME_FOLDER]
    return tuple(dict.fromkeys(path for path in needed if not path.is_relative_to("/usr")))


def first_process(told: int) -> int | None:
    """Return a descriptor of the sandbox's first process, which bubblewrap names; None if it made none."""
    with open(told, encoding="utf-8") as file:
        words = file.read()
    try:
        return os.pidfd_open(json.loads(words)["child-pid"])
    except (ValueError, KeyError, OSError):
        return None


def end(process: subprocess.Popen[bytes], first: int | None) -> None:
    """Kill the sandbox's first process, by which all others in it end, and wait until bubblewrap has seen it end."""
    if first is None:
        process.kill()
    else:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(first, signal.SIGKILL)
        os.close(first)
    process.wait()
    if process.stdout:
        process.stdout.close()


def _system(path: Path) -> tuple[str, ...]:
    """Show something of the system as it is: a link into /usr, or read-only."""
    if path.is_symlink():
        return ("--symlink", str(path.readlink()), str(path))
    return ("--ro-bind-try", str(path), str(path))


def show(how: str, path: Path) -> list[str]:
    """Show a folder where it stands, in folders that anybody may enter."""
    above = [word for parent in reversed(path.parents) for word in ("--perms", "0755", "--dir", str(parent))]
    return [*above, how, str(path), str(path)]
