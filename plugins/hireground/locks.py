"""Lock what is open, where the system can: on Windows it cannot, and nobody is kept out there."""

from contextlib import suppress
from types import ModuleType
from typing import IO

fcntl: ModuleType | None = None
with suppress(ImportError):
    import fcntl

HAS_LOCKS = fcntl is not None


def lock(file: int | IO[str], *, waits: bool = True) -> bool:
    """Lock an open file or folder until it is closed, however its process ends.

    False if another process has it and nobody `waits`. Raises `OSError` where the system or the file system has no
    such locks.
    """
    if fcntl is None:
        raise OSError("this system has no locks that end with their process")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
