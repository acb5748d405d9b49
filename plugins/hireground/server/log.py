"""Keep what the last push or rebuild said, and mail it to whom the server's owner names."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

from hireground.server.server import CONFIG, Server
from hireground.server.words import hearing, moment, plain, say

LAST, FOLDER = "last.txt", "log"
PATIENCE = 30.0
LARGEST = 1_000_000


def log_file(server: Server) -> Path:
    """Return where the log of the last push or rebuild stands."""
    return server.root / FOLDER / LAST


@contextmanager
def logged(server: Server, what: str, *, goes_on: bool = False) -> Iterator[None]:
    """Write down what is said meanwhile, in the place of the log before, or below it if that `goes_on`.

    Nothing is written unless something is said. A full disk stops no push.
    """
    file, begun = log_file(server), goes_on

    def write(line: str) -> None:
        nonlocal begun
        with suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            with file.open("a" if begun else "w", encoding="utf-8", errors="backslashreplace") as log:
                if not begun:
                    log.write(f"{what}, {moment(int(time.time()))}\n\n")
                log.write(f"{plain(line)}\n")
            begun = True

    with hearing(write):
        yield


def mail(server: Server, subject: str) -> None:
    """Mail the log to whom publisher.toml names, by the program that every mail server brings; say if that fails."""
    addresses = server.config.mail
    if not addresses:
        return
    letter = EmailMessage()
    letter["From"] = f"hireground@{socket.getfqdn()}"
    letter["To"], letter["Subject"] = ", ".join(addresses), subject
    letter.set_content(read(server) or "Nothing was said.\n")
    program = server.config.sendmail
    try:
        subprocess.run(  # noqa: S603 -- no shell, and addresses never begin an option
            [program, "-i", "--", *addresses], input=bytes(letter), timeout=PATIENCE, check=True, capture_output=True
        )
    except (OSError, subprocess.SubprocessError):
        say(f"The log could not be mailed: {program} does not take it. mail in {CONFIG} asks for it.")


def read(server: Server) -> str:
    """Return the log; empty if there is none."""
    try:
        return log_file(server).read_text("utf-8", errors="replace")[-LARGEST:]
    except OSError:
        return ""
