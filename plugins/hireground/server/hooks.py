"""Answer git, which calls a hook in a server's repository: 1 refuses, 2 says that the fault is the server's."""

import io
import os
import sys
import traceback
from pathlib import Path

from hireground.server import approval, push
from hireground.server.server import Server, open_server
from hireground.server.words import say
from hireground.terminal import RefusedError

LOG, MOST_LOGGED = "publisher.log", 1_000_000
STANDS = "Readers see what they saw before."
TAKEN = "Your push is taken in, and readers see it with the next push, or after  hireground server settle."


def main(arguments: list[str]) -> int:
    """Be the hook that is named first."""
    root, name = Path.cwd().parent, arguments[0]
    os.umask(0o022)  # the web server reads what is written here
    speak_utf8()
    try:
        return answer(open_server(root), name)
    except RefusedError as error:
        say(str(error))
        return 1
    except Exception as error:  # noqa: BLE001 -- the last net: whatever is ours to mend
        return blame_us(root, error, TAKEN if name == "post-receive" else STANDS)


def answer(server: Server, name: str) -> int:
    """Do what a hook is for."""
    if name == "pre-receive":
        return push.pre_receive(server, sys.stdin)
    if name == "reference-transaction":
        return approval.reference_transaction(server, sys.stdin)
    return push.post_receive(server)


def speak_utf8() -> None:
    """Read and write UTF-8, whatever ssh says of the author's machine; names of branches may be any bytes."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def blame_us(root: Path, error: Exception, outcome: str) -> int:
    """Say that a fault is the server's, and keep its traceback in a file, as far as there is room."""
    log = root / LOG
    try:
        if log.exists() and log.stat().st_size > MOST_LOGGED:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(traceback.format_exception(error))
    except OSError:
        pass
    first = str(error).partition("\n")[0]
    say(f"This is the server's fault, not yours: {type(error).__name__}: {first}")
    say(f"The whole story is in {LOG} there. {outcome}")
    return 2
