"""Answer git, which calls a hook in a server's repository: 1 refuses, 2 says that the fault is the server's."""

import io
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from hireground.server.log import logged, mail
from hireground.server.push import post_receive, pre_receive, reference_transaction
from hireground.server.server import Server, open_server
from hireground.server.words import say
from hireground.terminal import RefusedError

HOOKS = {"pre-receive": pre_receive, "reference-transaction": reference_transaction, "post-receive": post_receive}
LOG, MOST_LOGGED = "publisher.log", 1_000_000
STANDS = "Readers see what they saw before."
REFUSED, PUBLISHED = "A push was refused", "A push was taken in"
TAKEN = "Your push is taken in, and readers see it with the next push, or after  hireground server settle."


def main(arguments: list[str]) -> int:
    """Be the hook that is named first."""
    root, name = Path.cwd().parent, arguments[0]
    os.umask(0o022)  # the web server reads what is written here
    for stream in (sys.stdin, sys.stdout):  # whatever ssh says of the author's machine; branches may have any bytes
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        return answer(open_server(root), name)
    except RefusedError as error:
        say(str(error))
        return 1
    except Exception as error:  # noqa: BLE001 -- the last net: whatever is ours to mend
        return blame_us(root / LOG, error, TAKEN if name == "post-receive" else STANDS)


def answer(server: Server, name: str) -> int:
    """Be a hook; what a push is told stands in the log, too, and is mailed once it is over."""
    with logged(server, "Push", goes_on=name != "pre-receive"):
        code = HOOKS[name](server, sys.stdin)
        if name == "post-receive" or (name == "pre-receive" and code):
            mail(server, REFUSED if code else PUBLISHED)
    return code


def blame_us(log: Path, error: Exception, outcome: str) -> int:
    """Say that a fault is the server's, and keep its traceback in a file, as far as there is room."""
    with suppress(OSError):
        if log.exists() and log.stat().st_size > MOST_LOGGED:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(traceback.format_exception(error))
    first = str(error).partition("\n")[0]
    say(f"This is the server's fault, not yours: {type(error).__name__}: {first}")
    say(f"The whole story is in {log.name} there. {outcome}")
    return 2
