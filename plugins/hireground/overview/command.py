"""`hireground upcoming` and `hireground stats`: show an author what is coming, and how much there is."""

import datetime as dt
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from operator import attrgetter
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hireground.markdown.typography import with_usual_spaces
from hireground.moments import next_moment
from hireground.overview.stats import Stats, stats
from hireground.overview.upcoming import Coming, upcoming
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.wording import Wording
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.site.site import Site
from hireground.store import opened
from hireground.terminal import add_settings, count, existing
from hireground.text.localtime import build_moment
from hireground.text.timezones import zone

IN_A_PIPE = 200
"""Letters of a line where no terminal says how many it has."""
MIDDLING, WIDE = 90, 120
"""From how many letters on there is room for the days that are left, and for files."""
MOST_TOPICS = 10
"""The topics that are named, those of most texts first."""
KINDS = {"post": "a post", "proposals": "call for proposals"}
"""What a line is, where it is not a date."""
CALLED_OFF = {"cancelled": "red", "postponed": "red", "tentative": "yellow"}
WORDS = Wording("en")


def add_upcoming_arguments(parser: ArgumentParser) -> None:
    """Add how it is said, and of which site."""
    add_settings(parser, "pelicanconf.py")
    parser.add_argument("--json", action="store_true", help="write it for programs")


def run_upcoming(options: Namespace) -> int:
    """Print what is coming, and when the site next changes by itself."""
    site = loaded(options.settings)
    found = upcoming(site)
    if options.json:
        say_json({"upcoming": [asdict(one) for one in found], "next_change": next_moment(site)._asdict()})
        return 0
    console = terminal()
    if found:
        console.print(table(found, site.now, console.width))
        if console.width < WIDE and any(one.warnings for one in found):
            console.print("! hireground check has a warning for it.", style="dim")
    else:
        console.print('Nothing is coming; hireground new-seminar "Title" begins a seminar.')
    moment = next_moment(site)
    at = moment.at.astimezone(zone(site.settings.timezone))
    day = with_usual_spaces(f"{WORDS.short_day(at)}, {WORDS.clock(at)}")
    console.print(f"The site next changes by itself on {day}: {moment.change}.", style="dim")
    return 0


def table(found: Iterable[Coming], now: dt.datetime, width: int) -> Table:
    """Lay out what is coming, a line for each date; what has no room is cut, and never when it is."""
    columns: dict[str, Callable[[Coming], str]] = {"When": when, "What": what, "Where": attrgetter("where")}
    columns["Registration"] = lambda one: registration(one, now)
    if width >= MIDDLING:
        columns = {"In": lambda one: "" if one.known in UNDATED else distance(one.start, now), **columns}
    if width >= WIDE:
        columns["File"] = file_of
    else:
        columns["What"] = what_first
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        shown.add_column(name, no_wrap=name in {"In", "When"})
    for one in found:
        cells = (Text(words(one), no_wrap=True, overflow="ellipsis") for words in columns.values())
        shown.add_row(*cells, style=CALLED_OFF.get(one.status, ""))
    return shown


UNDATED: Mapping[Known, Callable[[dt.datetime], str]] = {
    Known.MONTH: WORDS.month,
    Known.NOTHING: lambda _start: "to be announced",
}


def when(one: Coming) -> str:
    """Write `Sat, Dec 5, 9:00 AM` on the clocks of the place, or the day alone."""
    if one.known in UNDATED:
        return UNDATED[one.known](one.start)
    day = WORDS.short_day(one.start)
    return day if one.is_all_day else with_usual_spaces(f"{day}, {WORDS.clock(one.start)}")


def what(one: Coming) -> str:
    """Write the title, and how it stands if that is not as usual."""
    said = standing(one)
    return f"{one.title} ({said})" if said else one.title


def what_first(one: Coming) -> str:
    """Write how it stands before the title, whose end may be cut, behind a mark where `check` warns of the file.

    That a date is called off is said beside it, in place of its registration.
    """
    said = standing(one, is_status_seen=one.status == one.state)
    title = f"{said}: {one.title}" if said else one.title
    return f"! {title}" if one.warnings else title


def standing(one: Coming, *, is_status_seen: bool = False) -> str:
    """Write how a line stands; empty if that is as usual, or seen elsewhere in the line."""
    states = [one.status] if one.status in CALLED_OFF and not is_status_seen else []
    states += ["a draft"] if one.is_draft else []
    states += [KINDS[one.kind]] if one.kind in KINDS else []
    states += ["moved"] if one.moved_from else []
    return ", ".join(states)


def registration(one: Coming, now: dt.datetime) -> str:
    """Write the state of registration, and how long it stays so: `closes in 3 days`, `full, closes in 3 days`."""
    state = one.state.replace("-", " ") if one.kind == "session" else ""
    if one.ways:
        return ", ".join(f"{name}: {each.replace('-', ' ')}" for name, each in one.ways.items())
    if one.deadline is None:
        return state
    said = "" if one.state in {RegistrationState.OPEN, RegistrationState.NOT_YET_OPEN} else f"{state}, "
    return f"{said}{one.deadline.what} in {distance(one.deadline.at, now)}"


def file_of(one: Coming) -> str:
    """Write the file as in its folder, and how many warnings `check` has for it."""
    return f"{one.source.name} ({count(one.warnings, 'warning')})" if one.warnings else one.source.name


DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def distance(moment: dt.datetime, now: dt.datetime) -> str:
    """Write how far away a moment is: `3 days`, `5 hours`, or `now`."""
    left = moment - now
    if left <= dt.timedelta():
        return "now"
    return count(left // DAY, "day") if left >= DAY else count(max(left // HOUR, 1), "hour")


def add_stats_arguments(parser: ArgumentParser) -> None:
    """Add how it is said, and of which site."""
    add_upcoming_arguments(parser)


def run_stats(options: Namespace) -> int:
    """Print how much a site holds."""
    found = stats(loaded(options.settings))
    if options.json:
        say_json(asdict(found))
    else:
        terminal().print(counts(found))
    return 0


def counts(found: Stats) -> Table:
    """Lay out how much of each there is."""
    shown = Table(box=None, show_header=False, pad_edge=False)
    shown.add_column(justify="right", style="bold")
    shown.add_column()
    rows = (
        (sum(found.posts.values()), "post", listed(found.posts)),
        (found.pages, "page", ""), (found.words, "word", ""), (found.seminars, "seminar", ""),
        (sum(found.dates.values()), "date", listed(found.dates)),
        (found.people, "speaker", ""), (found.places, "place", ""), (found.pictures, "picture", ""),
        (len(found.topics), "topic", listed(dict([*found.topics.items()][:MOST_TOPICS]))),
    )  # fmt: skip
    for number, noun, parts in rows:
        figure, _, name = count(number, noun).partition(" ")
        shown.add_row(figure, Text(f"{name} ({parts})" if parts else name))
    return shown


def listed(parts: Mapping[str, int]) -> str:
    """Write `3 draft, 2 published`."""
    return ", ".join(f"{number:,} {name}" for name, number in parts.items() if number)


def loaded(settings_file: Path) -> Site:
    """Load the site; raises `InvalidContentError` with everything that is wrong with it."""
    settings = site_settings(run_settings(existing(settings_file)), settings_file)
    with opened(settings.root) as store:
        return load_site(settings, build_moment(), store)


def terminal() -> Console:
    """Return where it is printed; a pipe gets long lines, and no colors."""
    return Console(width=None if sys.stdout.isatty() else IN_A_PIPE, highlight=False)


def say_json(facts: object) -> None:
    """Write facts for programs: moments by ISO 8601."""
    sys.stdout.write(f"{json.dumps(facts, default=plain, indent=2, ensure_ascii=False)}\n")


def plain(value: object) -> str:
    """Write a value that JSON has no word for."""
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
