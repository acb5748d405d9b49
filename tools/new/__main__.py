"""`new` as a command: exit 0 if the file is written, 1 if it is there already, 2 if something is missing."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.reader.fields import parse_local_time, parse_moment
from plugins.seminars.model import Place
from plugins.site.directory import read_directory
from plugins.site.settings import read_settings
from tools.new.ask import MissingError, read_line, read_place, read_title, settle
from tools.new.document import Post, Seminar, post_text, seminar_stem, seminar_text, stem

PLACES = Path("content/places.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a new post or seminar into the content of the folder it is run in."""
    options = parse(arguments)
    if not Path("content").is_dir():
        return complain(2, 'there is no folder "content" here; run this in the site\'s folder')
    try:
        path, text = (new_post if options.kind == "post" else new_seminar)(options)
    except MissingError as error:
        return complain(2, f"{error}; nothing was written")
    except (EOFError, KeyboardInterrupt):
        return complain(1, "\nnothing was written")
    return write(path, text, "status: draft" if options.kind == "post" else "draft: yes")


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.new", description="Write a new file; what is missing is asked for.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="post|seminar")
    post, seminar = kinds.add_parser("post"), kinds.add_parser("seminar")
    for kind in (post, seminar):
        kind.add_argument("title", nargs="?")
        kind.add_argument("--summary", help="one or two sentences; the title if not said")
    post.add_argument("--date", help="when it is published, as 2026-12-05 18:00; now if not said")
    seminar.add_argument("--date", help="its first date, as 2026-12-05 18:00")
    seminar.add_argument("--place", help="a place's name, or an https:// link if it is online")
    return parser.parse_args(arguments)


def new_post(options: Namespace) -> tuple[Path, str]:
    """Return a post's path and text."""
    title, summary = title_and_summary(options)
    now = site_now()
    date = settle(options.date or f"{now:%Y-%m-%d %H:%M}", "Date", parse_moment, "")
    name = stem(title, otherwise=f"post-{now:%Y-%m-%d}")
    return Path(f"content/posts/{name}.md"), post_text(Post(title, summary, date))


def new_seminar(options: Namespace) -> tuple[Path, str]:
    """Return a seminar's path and text."""
    title, summary = title_and_summary(options)
    missing = 'a seminar has a first date; write make new-seminar TITLE="…" DATE="2026-12-05 18:00"'
    start = settle(options.date, "First date, such as 2026-12-05 18:00", parse_local_time, missing)
    asked = options.place if options.place is not None or sys.stdin.isatty() else ""
    place = settle(asked, "Place, or a link if it is online (Enter: not known yet)", read_place, "")
    known = {name.lower(): name for name in read_directory(Path(), PLACES, Place, [])}
    name = seminar_stem(title, otherwise=f"seminar-{start:%Y-%m-%d}")
    seminar = Seminar(title, summary, start, known.get(place.lower(), place), place.lower() in known)
    return Path(f"content/seminars/{name}.md"), seminar_text(seminar)


def title_and_summary(options: Namespace) -> tuple[str, str]:
    """Return both; a summary is asked for only if the title had to be, and is the title if nothing is said."""
    command = f'make new-{options.kind} TITLE="Your title"'
    title = settle(options.title, "Title", read_title, f"there is no title; write {command}")
    given = options.summary if options.summary is not None or options.title is None else ""
    return title, settle(given, "Summary, one or two sentences (Enter: the title)", read_line, "") or title


def site_now() -> dt.datetime:
    """Return the present on the site's clocks, or on this machine's where no settings say which those are."""
    zone = None
    with suppress(Exception):  # whatever is wrong with the settings is the build's to say
        zone = ZoneInfo(read_settings(Path("pelicanconf.py")).timezone)
    return dt.datetime.now(dt.UTC).astimezone(zone)


def write(path: Path, text: str, draft: str) -> int:
    """Write a file that is not there yet, and say what comes next."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return complain(1, f"{path.as_posix()} is there already; choose another title, or edit that file")
    sys.stdout.write(f"{path.as_posix()}\nWrite below the second line of ---; `make serve` shows it. ")
    sys.stdout.write(f'Take out the line "{draft}" to publish it.\n')
    return 0


def complain(code: int, words: str) -> int:
    """Print what went wrong and pass the exit code on."""
    sys.stderr.write(f"{words}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
