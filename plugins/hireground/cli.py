"""Run the one command, `hireground VERB`: find the verb, read its options, run it, and say how it ended."""

import gc
import io
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from hireground.terminal import RefusedError

WRONG_CALL = 2
SELDOM = 50_000
"""New objects after which Python looks for garbage: what a verb reads stays to its end. A check takes a tenth less."""


@dataclass(frozen=True)
class Verb:
    """One verb; `module` is imported only when it is called, so that a bug there breaks no other verb.

    The module has `add_arguments(parser)` and `run(options) -> int`; where several verbs share it, `suffix` tells
    theirs apart: with "post" they are `add_post_arguments` and `run_post`.
    """

    group: str
    name: str
    summary: str
    module: str
    example: str
    suffix: str = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the verb's room add its options."""
        self._function(f"add_{self.suffix}_arguments" if self.suffix else "add_arguments")(parser)

    def run(self, options: Namespace) -> int:
        """Do it; return the exit code."""
        return int(self._function(f"run_{self.suffix}" if self.suffix else "run")(options))

    def _function(self, name: str) -> "Callable[..., int]":
        function: Callable[..., int] = getattr(import_module(self.module), name)
        return function


NEW, PUBLISHED, SERVER = "hireground.new.command", "hireground.published.command", "hireground.server.command"
OVERVIEW = "hireground.overview.command"
MORE = "more"
"""The group of verbs that authors seldom write themselves: help names them in one line."""
VERBS = (
    Verb("write", "new", "begin a site of your own", "hireground.new.start", "new my-site --host=github"),
    Verb("write", "new-post", "write the file of a new post", NEW, 'new-post "Say Thank You Twice"', "post"),
    Verb(
        "write", "new-seminar", "write the file of a new seminar", NEW,
        'new-seminar "Portfolio Evening" --date "2027-02-18 18:00" --place "Bellevue Library"', "seminar",
    ),
    Verb(
        "write", "import", "bring another tool's site or calendar", "hireground.importing.command",
        "import ../old-blog --write",
    ),
    Verb("write", "check", "say everything that is wrong; --fix mends it", PUBLISHED, "check --fix", "check"),
    Verb("write", "diff", "say what subscribers of the calendars will see", PUBLISHED, "diff --base main", "diff"),
    Verb("look", "upcoming", "list what is coming, and until when one can register", OVERVIEW, "upcoming", "upcoming"),
    Verb("look", "stats", "count what the site holds", OVERVIEW, "stats --json", "stats"),
    Verb(
        "look", "announce", "write mails and posts of what is coming, or moved", "hireground.announce.command",
        "announce 2026-12",
    ),
    Verb(
        "look", "override", "begin your own file of the theme", "hireground.new.override",
        "override templates/base.html",
    ),
    Verb("look", "serve", "show the site here, and anew after every edit", "hireground.preview.command", "serve"),
    Verb("look", "build", "build the public site into output/", "hireground.build.command", "build --gzip"),
    Verb(
        "publish", "publish", "commit and push content/, or fill a storage", "hireground.publish.command",
        'publish --message "Move the December lab"',
    ),
    Verb("publish", "undo", "take the last publish back", "hireground.publish.undo", "undo"),
    Verb("publish", "update", "name another version of the engine", "hireground.new.update", "update 0.3.0"),
    Verb(
        "server", "server init", "make a folder a server that takes pushes", SERVER,
        "server init /srv/site --url=https://example.org", "init",
    ),
    Verb("server", "server status", "say how it is, and what somebody must do", SERVER, "server status", "status"),
    Verb("server", "server log", "say what the last push or rebuild said", SERVER, "server log", "log"),
    Verb("server", "server releases", "list its releases, and which is shown", SERVER, "server releases", "releases"),
    Verb("server", "server rollback", "show readers the release before", SERVER, "server rollback 3", "rollback"),
    Verb("server", "server rebuild", "build what is published as of now", SERVER, "server rebuild", "rebuild"),
    Verb("server", "server settle", "publish what a cut-off push has left", SERVER, "server settle", "settle"),
    Verb(
        MORE, "host-build", "check and build where a host has cloned it", "hireground.publish.host",
        "host-build --gzip",
    ),
    Verb(
        MORE, "from-issue", "write a seminar from a form of GitHub's", "hireground.publish.issue",
        "from-issue event.json",
    ),
    Verb(MORE, "schema", "write JSON Schema of front matter and settings", "hireground.schemas.command", "schema"),
    Verb(MORE, "lsp", "help an editor: problems, fixes, names, dates", "hireground.lsp.command", "lsp"),
    Verb(
        MORE, "lint-ics", "check calendar files by RFC 5545", "hireground.lint_ics.command",
        "lint-ics feed.ics",
    ),
    Verb(MORE, "messages", "bring the translations up to date", "hireground.messages", "messages"),
    Verb(
        MORE, "deploy-files", "write what deploy/ has of the headers", "hireground.web.deploy_files",
        "deploy-files",
    ),
)  # fmt: skip
FAMILIES = {"server": "init, status, log, releases, rollback, rebuild, settle"}
"""What `hireground --help` says of verbs of two words."""
HELP = {"-h", "--help", "help"}
IN_A_SITE = """\
hireground serve      show the site in a browser, and anew after every edit
hireground check      say everything that is wrong with what was written
hireground publish    publish it
hireground --help     everything else
"""
ELSEWHERE = """\
There is no site in this folder.
hireground new my-site    begin one
hireground --help         everything else
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb: 0 if all is well, 1 if the author's words are wrong, 2 for everything else, 130 for Ctrl-C."""
    gc.set_threshold(SELDOM)
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still shows the rest
    if not words:
        sys.stderr.write(IN_A_SITE if Path("pelicanconf.py").is_file() else ELSEWHERE)
        return WRONG_CALL
    if words[-1] in HELP and " ".join(words[:-1]) in {"", *FAMILIES}:
        sys.stdout.write(usage(*words[:-1]))
        return 0
    try:
        verb, rest = find(words)
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_CALL
    return call(verb, rest)


def usage(family: str = "") -> str:
    """List every verb on one screen, those of a family such as `server` in one line; or the verbs of one family."""
    lines = [f"usage: hireground {f'{family} ' if family else ''}VERB [OPTIONS]", ""]
    group = ""
    for verb in listed(family):
        if verb.group != MORE:
            lines.append(f"{verb.group if verb.group != group else '':9}{verb.name:17}{verb.summary}")
        group = verb.group
    if not family:
        lines.append(f"{MORE:9}{', '.join(verb.name for verb in VERBS if verb.group == MORE)}")
    return "\n".join([*lines, "", f"hireground {f'{family} ' if family else ''}VERB --help says its options", ""])


def listed(family: str) -> Iterator[Verb]:
    """Yield the verbs of a family, or all, each family once."""
    seen = set()
    for verb in VERBS:
        first, _space, second = verb.name.partition(" ")
        if family == first or not (family or second):
            yield verb
        elif not family and first not in seen:
            yield Verb(verb.group, f"{first} VERB", FAMILIES[first], "", "")
        seen.add(first)


def find(words: Sequence[str]) -> tuple[Verb, list[str]]:
    """Split a command line into its verb, of one word or two, and the rest."""
    verbs = {verb.name: verb for verb in VERBS}
    for length in (2, 1):
        if verb := verbs.get(" ".join(words[:length])):
            return verb, [*words[length:]]
    if more := [name for name in verbs if name.startswith(f"{words[0]} ")]:
        raise RefusedError(f'"{words[0]}" needs a second word: {", ".join(more)}')
    near = get_close_matches(words[0], verbs, n=1)
    hint = f'did you mean "{near[0]}"?' if near else "hireground --help lists them all"
    raise RefusedError(f'there is no verb "{words[0]}"; {hint}')


def call(verb: Verb, words: Sequence[str]) -> int:
    """Run a verb with its options; say why if it fails."""
    root = Path()
    try:
        options = parse(verb, words)
        root = getattr(options, "settings", root / "pelicanconf.py").parent
        with stopped_like_ctrl_c():
            return verb.run(options)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 -- the one net: whatever a verb may raise
        from hireground.failures import fail  # noqa: PLC0415 -- `--help` needs no room

        return fail(error, root, shows_traceback="--debug" in words)


def parse(verb: Verb, words: Sequence[str]) -> Namespace:
    """Read a verb's options; a call that is wrong ends here, with 2."""
    parser = ArgumentParser(
        f"hireground {verb.name}", description=f"{verb.summary[0].upper()}{verb.summary[1:]}.",
        epilog=f"example: hireground {verb.example}", allow_abbrev=False,
    )  # fmt: skip
    verb.add_arguments(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of what goes wrong")
    return parser.parse_args(words)


@contextmanager
def stopped_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end a verb as Ctrl-C does, so that nothing half-done stays."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
