"""Run a command where it does no harm: no network, no secrets, nothing else to see or to write, and bounded.

Its process is the first of a process namespace of its own. So when it has ended, and bubblewrap has waited for it,
nothing that it started is alive.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hireground.server.repository import CLEAN
from hireground.server.server import MEGA, Server, refuse_full
from hireground.server.words import say
from hireground.terminal import RefusedError, count
from hireground.theme import THEME_FOLDER

ENGINE = Path(__file__).parents[2]
"""The folder that has the package `hireground`."""
NEEDED = dict.fromkeys((Path(sys.prefix), Path(sys.base_prefix), ENGINE, THEME_FOLDER))
HOMES = [path for path in NEEDED if not path.is_relative_to("/usr")]
"""The folders that have this Python, its libraries, the engine and its theme."""
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
"""What programs need beside /usr; no file of it is a secret."""
OWN = ("/tmp", "/dev/shm")  # noqa: S108 -- the sandbox's own
"""Where anybody writes; processes that share work need the second."""
OWN_SIZE = 256 * MEGA
RIGHTS = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
"""What it takes to become somebody else, and is given up then."""
NO_NAMESPACES = ("--unshare-user", "--disable-userns")
"""In a user namespace of its own a process would be root to much of the kernel."""
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC", "MALLOC_ARENA_MAX": "2", **CLEAN}
"""The environment, in which nothing of the server's stands."""
MOST_OPEN, MOST_LINES = 1024, 500
SPARE = 2
"""A build has its output, and what it was made from, besides the files that readers get."""
CHUNK, PAUSE = 65536, 0.5
TOO_LONG = "The build took too long and was stopped; something in it may wait for ever."
NO_SANDBOX = (
    "This server cannot close its sandbox, so it builds nothing: tell whoever looks after it to install bubblewrap, "
    "and to allow user namespaces"
)


def engine(module: str) -> list[str]:
    """Return the command that calls `main` of one of this engine's modules, with this Python; arguments follow."""
    path = f"import sys; sys.path.insert(0, {str(ENGINE)!r})"
    start = f"{path}; from hireground.{module} import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-I", "-B", "-u", "-c", start]


@dataclass(frozen=True)
class Sandbox:
    """Where a command runs: it may write `writable` and read `readable`, until `deadline`."""

    server: Server
    deadline: float
    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()

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
            env={**BARE, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, pass_fds=(tell,),
        )  # fmt: skip
        os.close(tell)
        first = first_process(told)
        try:
            yield process
        finally:
            end(process, first)

    def run(self, command: Sequence[str | Path], **environment: str) -> int:
        """Run a command and print what it prints, line by line; raises `RefusedError` if it takes too much."""
        rest, printed = b"", 0
        with self.running(command, **environment) as process:
            for chunk in self._watched(process):
                *lines, rest = (rest[-CHUNK:] + chunk).split(b"\n")
                for line in lines[: MOST_LINES - printed]:
                    say(line.decode("utf-8", "replace"))
                printed = min(MOST_LINES, printed + len(lines))
        if rest:
            say(rest.decode("utf-8", "replace"))
        if printed == MOST_LINES:
            say(f"(The build said more than {count(MOST_LINES, 'line')}.)")
        return process.returncode

    def _watched(self, process: subprocess.Popen[bytes]) -> Iterator[bytes]:
        """Yield what a process prints, until it ends or has taken too much."""
        assert process.stdout is not None  # noqa: S101 -- it is a pipe, and bubblewrap has it open to its end
        shared, next_look, chunk = shared_memory(), 0.0, b"-"
        while chunk:
            if self.seconds_left <= 0:
                raise RefusedError(TOO_LONG)
            if time.monotonic() >= next_look:
                self._look(memory_below(process.pid) + max(0, shared_memory() - shared))
                next_look = time.monotonic() + PAUSE
            if select.select([process.stdout], [], [], PAUSE)[0]:
                chunk = os.read(process.stdout.fileno(), CHUNK)
                yield chunk

    def _look(self, memory: int) -> None:
        """Raise `RefusedError` if all processes together have taken too much memory, or too much of the disk."""
        config = self.server.config
        if memory > config.memory * MEGA:
            raise RefusedError(f"The build took more than {config.memory:,} MB of memory and was stopped.")
        for files, size in map(written, self.writable):
            if files > SPARE * config.files or size > SPARE * config.size * MEGA:
                limits = f"{SPARE} times {config.files:,} files or {config.size:,} MB"
                raise RefusedError(f"The build wrote more than {limits} and was stopped.")
        refuse_full(self.server)

    def _shown(self) -> list[str]:
        """Show what may be read and written, and begin there."""
        shown = [word for path in (*HOMES, *self.readable) for word in show("--ro-bind", path)]
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
    import pwd  # noqa: PLC0415 -- Windows has none

    user = pwd.getpwnam(build_user)
    who = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--bounding-set=-all"]
    return [*drop, *who, "bwrap", "--die-with-parent", *NO_NAMESPACES, "--dev-bind", "/", "/"]


def refuse_open(server: Server) -> None:
    """Raise `RefusedError` where bubblewrap is missing or may not do what is asked of it."""
    try:
        with Sandbox(server, 0, (server.repository,)).running(["true"]) as process:
            words = process.communicate()[0].decode("utf-8", "replace").strip()
    except (OSError, KeyError) as error:
        raise RefusedError(f"{NO_SANDBOX}: {error}") from None
    if process.returncode:
        raise RefusedError(f"{NO_SANDBOX}: {words}")


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


def memory_below(process: int) -> int:
    """Return the bytes of memory that all descendants of a process have for themselves."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, size = [process], 0
    while found:
        one = found.pop()
        found += children.get(one, [])
        size += own_memory(one)
    return size


def own_memory(process: int) -> int:
    """Return the bytes of memory that a process has for itself, and its share of what its forks have too."""
    home = Path("/proc", str(process))
    with suppress(OSError):
        lines = (home / "smaps_rollup").read_text("ascii").splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss_Anon:"))
    with suppress(OSError):  # it hides that, but not its pages
        _, resident, shared, *_ = map(int, (home / "statm").read_text("ascii").split())
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
    return 0


def shared_memory() -> int:
    """Return the bytes of the machine's memory that files and segments in memory take, which belong to no process."""
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Shmem:"))


def written(folder: Path) -> tuple[int, int]:
    """Count the files and bytes below a folder that is being written to; find follows no link there."""
    found = subprocess.run(["find", folder, "-xdev", "-printf", "%b "], check=False, capture_output=True)  # noqa: S603, S607
    blocks = found.stdout.split()
    return len(blocks), sum(map(int, blocks)) * 512
