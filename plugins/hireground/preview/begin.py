"""Begin the process of a worker, without Python's garbage collector: what it reads of the engine and the site stays."""

import gc
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path


def main(descriptor: str, settings_file: str, scratch: str) -> None:
    """Work for the supervisor that holds the other end of a pipe, which this process has as a descriptor."""
    begin(Connection(int(descriptor)), Path(settings_file), Path(scratch))


def begin_without_session(pipe: Connection, settings_file: Path, scratch: Path) -> None:
    """Work likewise where Ctrl-C reaches every process of a terminal: the supervisor alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(pipe, settings_file, scratch)


def begin(pipe: Connection, settings_file: Path, scratch: Path) -> None:
    """Work until the supervisor is gone."""
    gc.disable()  # which would come while somebody waits, too: with 1,000 posts it takes 0.1 seconds
    from hireground.preview.worker import work  # noqa: PLC0415 -- all of the engine

    work(pipe, settings_file, scratch)


if __name__ == "__main__":
    main(*sys.argv[1:])
