"""The server's one program: a hook by the name that git calls it by, else a verb."""

import io
import os
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from tools.publishing import push, upkeep
from tools.publishing.installation import create
from tools.publishing.server import Server, open_server
from tools.publishing.words import RefusedError, say

LOG = "publisher.log"
STANDS = "Readers see what they saw before."
TAKEN = "Your push is taken in, and readers see it with the next push, or after  publish settle  there."
VERBS = {
    "releases": "the releases, and which one readers see",
    "rollback": "show readers the release before, or one by its number",
    "rebuild": "build the published commit as of now; for every night",
    "settle": "publish what a push that was cut off has left",
    "init": "make a server's folder, or renew its program",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Be a hook or a verb; 0 if all is well, 1 if something was refused, 2 if the fault is ours."""
    program = Path(sys.argv[0])
    os.umask(0o022)  # the web server reads what is written here
    speak_utf8()
    home = program.resolve().parent
    try:
        if program.name in {"pre-receive", "post-receive"}:
            return hook(program.name, home)
        return verb(list(sys.argv[1:] if arguments is None else arguments), home)
    except RefusedError as error:
        say(str(error))
        return 1
    except Exception as error:  # noqa: BLE001 -- the last net: whatever is ours to mend
        return blame_us(home, error, TAKEN if program.name == "post-receive" else STANDS)


def speak_utf8() -> None:
    """Read and write UTF-8, whatever ssh says of the author's machine; names of branches may be any bytes."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def hook(name: str, home: Path) -> int:
    """Be what git calls, in the repository beside this program."""
    server = open_server(home)
    return push.pre_receive(server, sys.stdin) if name == "pre-receive" else push.post_receive(server)


def verb(arguments: list[str], home: Path) -> int:
    """Do what the command line asks for."""
    parser = ArgumentParser("publish", description="Look after a site that is published by git push.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, words in VERBS.items():
        command = verbs.add_parser(name, help=words, description=words)
        if name != "init":
            command.add_argument("--server", type=Path, default=home, help="the server's folder, if not this program's")
        if name == "rollback":
            command.add_argument("number", type=int, nargs="?", help="as `releases` shows it")
        if name == "init":
            command.add_argument("server", type=Path, metavar="PATH", help="the folder")
            command.add_argument("--url", default="", help="the site's address: https://…")
    options = parser.parse_args(arguments)
    if options.verb == "init":
        return create(options.server.absolute(), options.url)
    return act(open_server(options.server.resolve()), options.verb, getattr(options, "number", None))


def act(server: Server, name: str, number: int | None) -> int:
    """Do one verb."""
    if name == "rollback":
        return upkeep.rollback(server, number)
    return {"releases": upkeep.list_releases, "rebuild": upkeep.rebuild, "settle": upkeep.settle}[name](server)


def blame_us(home: Path, error: Exception, outcome: str) -> int:
    """Say that a fault is the server's, and keep its traceback in a file, as far as there is room."""
    try:
        with (home / LOG).open("a", encoding="utf-8") as log:
            log.writelines(traceback.format_exception(error))
    except OSError:
        pass
    first = str(error).partition("\n")[0]
    say(f"This is the server's fault, not yours: {type(error).__name__}: {first}")
    say(f"The whole story is in {LOG} there. {outcome}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
