"""Take away what only some systems have, in this process and in all that it starts: for tests of the others.

As `sitecustomize` it is imported by Python itself, before all else.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MODULES = frozenset({"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog"})
OF_OS = (
    "chown", "fork", "forkpty", "fchmod", "getegid", "geteuid", "getgid", "getpgid", "getuid", "killpg", "link",
    "mkfifo", "pidfd_open", "sched_getaffinity", "setsid", "statvfs", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY",
)  # fmt: skip
OF_SIGNAL = (
    "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "setitimer", "getitimer", "pthread_sigmask",
    "ITIMER_VIRTUAL",
)  # fmt: skip


class NotHere(MetaPathFinder):
    """Finds that some modules are not there."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in MODULES:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def no_library(*_given: object, **_named: object) -> object:
    """Be `ctypes.CDLL(None)` as Windows knows it."""
    raise TypeError("expected a name")


sys.meta_path.insert(0, NotHere())
for name in MODULES:
    sys.modules.pop(name, None)
for name in OF_OS:
    vars(os).pop(name, None)
for name in OF_SIGNAL:
    vars(signal).pop(name, None)
os.supports_dir_fd = set()
ctypes.CDLL = no_library  # type: ignore[assignment,misc]
multiprocessing.set_start_method("spawn")
