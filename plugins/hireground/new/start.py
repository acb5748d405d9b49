"""`hireground new FOLDER`: write a site of the author's own, and begin its git repository."""

import datetime as dt
import os
import shlex
import shutil
import subprocess
import sys
import uuid
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zoneinfo import ZoneInfo

from hireground.new.ask import ask_for, read_line, read_title
from hireground.new.engine import LOCK, WHEELS, Engine, engine_from, running_source
from hireground.new.site import HOSTS, Answers, own_libraries, site_files, starter_languages
from hireground.seminars.pages.catalogues import wording
from hireground.terminal import RefusedError, count
from hireground.text.fields import check_email, check_url
from hireground.text.problems import one_of, quoted
from hireground.text.timezones import parse_zone
from hireground.theme import THEME_FOLDER, Theme

T = TypeVar("T")
BRANCH = "main"
LOCALTIME = Path("/etc/localtime")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what can be said of a site that is to begin."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new folder, or an empty one")
    parser.add_argument("--name", help="the site's name")
    parser.add_argument("--tagline", help="one line on what it is about")
    parser.add_argument("--author", help="who writes it")
    parser.add_argument(
        "--organizer", metavar="NAME", help='who holds its seminars, "Name <mail>" too; the author if not said'
    )
    parser.add_argument("--address", metavar="URL", help="where readers find it, such as https://example.org")
    parser.add_argument(
        "--zone", metavar="ZONE", help="the time zone, such as America/Los_Angeles; this machine's if not said"
    )
    parser.add_argument("--language", metavar="CODE", help=f"{one_of(starter_languages())}; en if not said")
    parser.add_argument("--host", help=f"{one_of(HOSTS)}; none if not said")
    parser.add_argument("--engine", metavar="FILE.whl", help="the engine's wheel; the one that runs if not said")


def run(options: Namespace) -> int:
    """Ask for what is missing, write the site, and say what comes next."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} is there already, and not empty; choose another folder")
    answers = ask(options)
    with TemporaryDirectory() as scratch:
        engine = engine_from(options.engine or running_source(), Path(scratch))
        theme = Theme((THEME_FOLDER,))
        files = site_files(answers, wording(theme, answers.language, answers.language), is_vendored=engine.is_kept)
        write(folder, {**files, LOCK: engine.lock(own_libraries(answers.host))}, engine)
    begin(folder, answers)
    sys.stdout.write(
        f"Wrote {count(len(files) + 1 + engine.is_kept, 'file')} into {folder}, and committed them. Next:\n\n"
    )
    sys.stdout.write(f"    cd {shlex.quote(str(folder))}\n    make serve\n\nREADME.md there says how to publish it.\n")
    return 0


def ask(options: Namespace) -> Answers:
    """Settle every answer, those that are missing on the terminal."""
    language = ask_for_optional(options.language, "Language", one_of_these(starter_languages(), "language"), "en")
    name = ask_for(options.name, "Name of the site", read_title, "a site has a name; write --name")
    tagline = ask_for_optional(options.tagline, "Tagline, one line on what it is about", read_line, name)
    author = ask_for(options.author, "Who writes it", read_title, "somebody writes it; write --author")
    organizer = ask_for_optional(options.organizer, "Who holds its seminars", read_organizer, author)
    missing = "readers find it somewhere; write --address=https://…"
    address = ask_for(options.address, "Address, such as https://example.org", read_address, missing)
    zone = ask_for_optional(options.zone, "Time zone", parse_zone, machine_zone())
    host = ask_for_optional(options.host, f"Host ({', '.join(HOSTS)})", one_of_these(HOSTS, "host"), "none")
    return Answers(
        name=name, tagline=tagline, author=author, organizer=organizer, address=address, timezone=zone,
        language=language, host=host, namespace=uuid.uuid4(), now=dt.datetime.now(ZoneInfo(zone)),
    )  # fmt: skip


def ask_for_optional(given: str | None, question: str, read: Callable[[str], T], usual: str) -> T:
    """Settle an answer that may be left out."""
    if given is None and not sys.stdin.isatty():
        given = usual
    return ask_for(given, f"{question} (Enter: {usual})", lambda text: read(text.strip() or usual), "")


def one_of_these(known: tuple[str, ...], what: str) -> Callable[[str], str]:
    """Return what reads one of some words."""

    def read(text: str) -> str:
        if text.lower() not in known:
            raise ValueError(f"{quoted(text)} is not a {what} that is known here; write {one_of(known)}")
        return text.lower()

    return read


def read_organizer(text: str) -> Mapping[str, str]:
    """Read `Town School <school@example.org>`, or a name alone."""
    name, _, mail = read_title(text).partition("<")
    mail = mail.strip().removesuffix(">")
    return {"name": read_title(name), **({"email": check_email(mail)} if mail else {})}


def read_address(text: str) -> str:
    """Read where readers find the site."""
    return check_url(read_line(text)).rstrip("/")


def machine_zone() -> str:
    """Return this machine's time zone, or UTC where it does not say."""
    name = os.environ.get("TZ") or str(LOCALTIME.resolve()).partition("/zoneinfo/")[2]
    try:
        return parse_zone(name)
    except ValueError:
        return "UTC"


def write(folder: Path, files: Mapping[str, str], engine: Engine) -> None:
    """Write the files of a site, with the engine's wheel if no index has it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    if engine.is_kept:
        (folder / WHEELS).mkdir()
        shutil.copyfile(engine.wheel, folder / WHEELS / engine.wheel.name)


def begin(folder: Path, answers: Answers) -> None:
    """Make the folder a git repository with one commit, in the author's name where git knows no other."""
    who = [] if is_known(folder) else ["-c", f"user.name={answers.author}", "-c", f"user.email={mail_of(answers)}"]
    for command in (["init", "--quiet"], ["symbolic-ref", "HEAD", f"refs/heads/{BRANCH}"], ["add", "--all"]):
        git(folder, *command)
    git(folder, *who, "commit", "--quiet", f"--message=Begin {answers.name}")


def is_known(folder: Path) -> bool:
    """Tell whether git knows who commits."""
    return subprocess.run(
        ["git", "var", "GIT_AUTHOR_IDENT"], cwd=folder, capture_output=True, check=False  # noqa: S607 -- from PATH
    ).returncode == 0  # fmt: skip


def mail_of(answers: Answers) -> str:
    """Return a mail address for the first commit: git wants one."""
    return answers.organizer.get("email", "author@localhost")


def git(folder: Path, *arguments: str) -> None:
    """Run git; raises `RefusedError` with its words."""
    try:
        run = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        raise RefusedError(f"the files are in {folder}, but git is not there to keep them; install git") from None
    if run.returncode:
        raise RefusedError(f"the files are in {folder}, but git {arguments[0]} failed: {run.stderr.strip()}")
