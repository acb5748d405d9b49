"""`hireground new-post` and `new-seminar`: write the file of something new, asking for what is missing."""

import datetime as dt
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from hireground.known import known_names
from hireground.new.advice import advice
from hireground.new.ask import ask_for, read_line, read_place, read_title
from hireground.new.document import NewPost, NewSeminar, post_text, seminar_stem, seminar_text, stem, template_path
from hireground.seminars.model.model import Place
from hireground.site.directory import read_directory
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError, called
from hireground.text.fields import parse_local_time, parse_moment
from hireground.text.problems import nearest, quoted
from hireground.theme import OWN

PLACES = Path("content/places.yaml")


def add_post_arguments(parser: ArgumentParser) -> None:
    """Add what can be said of a post."""
    add_title(parser)
    parser.add_argument("--date", help="when it is published, as 2026-12-05 18:00; now if not said")
    parser.add_argument("--topics", help="what it is about, with commas between")


def add_seminar_arguments(parser: ArgumentParser) -> None:
    """Add what can be said of a seminar."""
    add_title(parser)
    parser.add_argument("--date", help="its first date, as 2026-12-05 18:00")
    parser.add_argument("--place", help="a place's name, or an https:// link if it is online")
    parser.add_argument("--speakers", help="who speaks, with commas between")
    parser.add_argument("--topics", help="what it is about, with commas between")


def add_title(parser: ArgumentParser) -> None:
    """Add what both have."""
    parser.add_argument("title", metavar="TITLE", nargs="?", help="asked for if not said, as all that is needed")
    parser.add_argument("--summary", help="one or two sentences; the title if not said")


def run_post(options: Namespace) -> int:
    """Write the file of a new post."""
    return write(options, new_post, "status: draft")


def run_seminar(options: Namespace) -> int:
    """Write the file of a new seminar."""
    return write(options, new_seminar, "draft: yes")


def new_post(options: Namespace) -> tuple[Path, str]:
    """Return a post's path and text."""
    title, summary = title_and_summary(options, "post")
    now = site_now()
    date = ask_for(options.date or f"{now:%Y-%m-%d %H:%M}", "Date", parse_moment, "")
    topics = ask_for_names(options.topics, "Topics", names("topics"), is_asked=options.title is None)
    name = stem(title, otherwise=f"post-{now:%Y-%m-%d}")
    return Path(f"content/posts/{name}.md"), post_text(NewPost(title, summary, date, topics), own_template("post"))


def new_seminar(options: Namespace) -> tuple[Path, str]:
    """Return a seminar's path and text."""
    title, summary = title_and_summary(options, "seminar")
    missing = 'a seminar has a first date; write --date "2026-12-05 18:00"'
    start = ask_for(options.date, "First date, such as 2026-12-05 18:00", parse_local_time, missing)
    known = tuple(read_directory(Path(), PLACES, Place, []))
    place = ask_for_place(options.place, known)
    for words in against(start, place):
        sys.stderr.write(f"warning: {words}\n")
    speakers = ask_for_names(options.speakers, "Speakers", names("people"), is_asked=options.title is None)
    topics = ask_for_names(options.topics, "Topics", names("topics"), is_asked=options.title is None)
    name = seminar_stem(title, otherwise=f"seminar-{start:%Y-%m-%d}")
    seminar = NewSeminar(title, summary, start, place, place in known, speakers, topics)
    return Path(f"content/seminars/{name}.md"), seminar_text(seminar, own_template("seminar"))


def ask_for_place(given: str | None, known: Sequence[str]) -> str:
    """Settle the place: on a terminal one is chosen by its number, and a misspelt one is asked about."""
    by_name = {name.lower(): name for name in known}
    is_asked = given is None and sys.stdin.isatty()
    if is_asked:
        sys.stdout.writelines(f"{number:>4}  {name}\n" for number, name in enumerate(known, 1))
    asked = given if given is not None or is_asked else ""
    hint = "Place, by its name or number" if known else "Place"
    place = ask_for(asked, f"{hint}, or a link if it is online (Enter: not known yet)", read_place, "")
    if is_asked and place.isdecimal() and 0 < int(place) <= len(known):
        return known[int(place) - 1]
    near = nearest(place.lower(), by_name) if place and place.lower() not in by_name and "://" not in place else ""
    if near and is_asked:
        said = input(f"Did you mean {quoted(by_name[near])}? Enter for yes, n for no: ").strip().lower()
        return place if said in {"n", "no"} else by_name[near]
    if near:
        sys.stderr.write(f"warning: {quoted(place)} is a new place; did you mean {quoted(by_name[near])}?\n")
    return by_name.get(place.lower(), place)


def names(kind: str) -> tuple[str, ...]:
    """Return the people or topics that texts name; none where the settings cannot be read, which the build says."""
    with suppress(Exception):  # as in `site_now`
        found: tuple[str, ...] = getattr(known_names(read_settings(Path("pelicanconf.py")), site_now(), {}), kind)
        return found
    return ()


def ask_for_names(given: str | None, what: str, known: Sequence[str], *, is_asked: bool) -> tuple[str, ...]:
    """Settle several names: on a terminal they are chosen by number or written, and near ones are said."""
    is_asked = is_asked and given is None and sys.stdin.isatty()
    if is_asked:
        sys.stdout.writelines(f"{number:>4}  {name}\n" for number, name in enumerate(known, 1))
        hint = "by name or number, with commas between" if known else "with commas between"
        given = ask_for(None, f"{what}, {hint} (Enter: none)", read_line, "")
    chosen = tuple(known_name(word.strip(), known) for word in (given or "").split(",") if word.strip())
    by_name = {name.lower(): name for name in known}
    for name in chosen:
        if name not in known and (near := nearest(name.lower(), by_name)):
            sys.stderr.write(f"warning: {quoted(name)} is new here; did you mean {quoted(by_name[near])}?\n")
    return tuple(dict.fromkeys(chosen))


def known_name(word: str, known: Sequence[str]) -> str:
    """Return what a number or a name means, spelled as it is known."""
    if word.isdecimal() and 0 < int(word) <= len(known):
        return known[int(word) - 1]
    return next((name for name in known if name.lower() == word.lower()), word)


def against(start: dt.datetime, place: str) -> tuple[str, ...]:
    """Return what speaks against a date; nothing where the settings cannot be read, which the build says."""
    with suppress(Exception):  # as in `site_now`
        return tuple(advice(read_settings(Path("pelicanconf.py")), dt.datetime.now(dt.UTC), start, place))
    return ()


def own_template(kind: str) -> str:
    """Return the site's own template of a post or a seminar; empty if it has none."""
    file = Path(OWN, template_path(kind))
    return file.read_text("utf-8") if file.is_file() else ""


def title_and_summary(options: Namespace, kind: str) -> tuple[str, str]:
    """Return both; a summary is asked for only if the title had to be, and is the title if nothing is said."""
    title = ask_for(
        options.title, "Title", read_title, f"there is no title; write {called(f'new-{kind}', 'Your title')}"
    )
    given = options.summary if options.summary is not None or options.title is None else ""
    return title, ask_for(given, "Summary, one or two sentences (Enter: the title)", read_line, "") or title


def site_now() -> dt.datetime:
    """Return the present on the site's clocks, or on this machine's where no settings say which those are."""
    zone = None
    with suppress(Exception):  # whatever is wrong with the settings is the build's to say
        zone = ZoneInfo(read_settings(Path("pelicanconf.py")).timezone)
    return dt.datetime.now(dt.UTC).astimezone(zone)


def write(options: Namespace, make: Callable[[Namespace], tuple[Path, str]], draft: str) -> int:
    """Write a file that is not there yet, and say what comes next."""
    if not Path("content").is_dir():
        raise RefusedError('there is no folder "content" here; run this in the site\'s folder')
    try:
        path, text = make(options)
    except (EOFError, KeyboardInterrupt):
        raise KeyboardInterrupt("\nnothing was written") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        there = f"{path.as_posix()} is there already; choose another title, or edit that file"
        raise RefusedError(there) from None
    sys.stdout.write(f"{path.as_posix()}\nWrite below the second line of ---; `{called('serve')}` shows it.\n")
    sys.stdout.write(f'Take out the line "{draft}" to publish it.\n')
    return 0
