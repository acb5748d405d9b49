"""Read what the author says of what a source does not say: by options, or in a file of the same words."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from hireground.importing.model import Answers
from hireground.importing.reading import UnreadableError, parse_yaml
from hireground.seminars.model.model import Place
from hireground.site.directory import read_directory
from hireground.site.settings import SiteSettings
from hireground.terminal import RefusedError
from hireground.text.fields import check_url, parse_day
from hireground.text.localtime import build_moment
from hireground.text.problems import one_of, quoted
from hireground.text.timezones import parse_zone, zone

ORDERS = {"day-first": True, "month-first": False}


def _order(text: str) -> bool:
    if text not in ORDERS:
        raise ValueError(f"{quoted(text)} is no order; write {one_of(ORDERS)}")
    return ORDERS[text]


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == len("2026")):
        raise ValueError(f"{quoted(text)} is no year; write it as in 2026")
    return int(text)


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError(f"there is no folder {quoted(text)}")
    return Path(text)


QUESTIONS: Mapping[str, tuple[Callable[[str], object], str, str]] = {
    "timezone": (parse_zone, "ZONE", "whose clocks the source's hours are, where it does not say"),
    "dates": (_order, "ORDER", "day-first or month-first, for dates such as 3/4/2027"),
    "until": (parse_day, "DATE", "the last day of what repeats without an end"),
    "address": (check_url, "URL", "where the old site is read, such as https://old.example.org"),
    "year": (_year, "YEAR", "the year of dates that have none"),
    "hours": (str, "HOURS", "the hours of dates that have none, such as 18:00-20:00"),
    "link": (check_url, "URL", "where people register"),
    "media": (_folder, "FOLDER", "the pictures of a WordPress site, its wp-content/uploads"),
}
"""What can be answered: how it is read, and how it is called."""


def add_answers(parser: ArgumentParser) -> None:
    """Add an option for each answer, and one for a file that has several."""
    for name, (_read, metavar, words) in QUESTIONS.items():
        parser.add_argument(f"--{name}", metavar=metavar, help=words)
    parser.add_argument("--answers", metavar="FILE", type=Path, help="a file of such answers, a line each: year: 2026")


def answers_of(options: Namespace, settings: SiteSettings) -> Answers:
    """Read every answer; raises `RefusedError`."""
    given = {name: text for name in QUESTIONS if (text := getattr(options, name))}
    said = {**_from_file(options.answers), **given}
    found = {}
    for name, text in said.items():
        try:
            found[name] = QUESTIONS[name][0](text)
        except ValueError as error:
            raise RefusedError(f"{name}: {error}") from None
    content = settings.content
    day, year, media, until = (found.get(name) for name in ("dates", "year", "media", "until"))
    return Answers(
        timezone=settings.timezone, today=build_moment().astimezone(zone(settings.timezone)).date(),
        source_timezone=str(found.get("timezone", "")),
        day_first=day if isinstance(day, bool) else None, until=until if isinstance(until, dt.date) else None,
        address=str(found.get("address", "")), year=year if isinstance(year, int) else None,
        hours=str(found.get("hours", "")), link=str(found.get("link", "")),
        media=media if isinstance(media, Path) else None,
        known_places=frozenset(read_directory(settings.root, content / "places.yaml", Place, [])),
    )  # fmt: skip


def _from_file(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        said = parse_yaml(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, UnreadableError) as error:
        raise RefusedError(f"{file} cannot be read: {error}") from None
    if not isinstance(said, dict) or (unknown := [name for name in said if name not in QUESTIONS]):
        what = f"does not know {quoted(unknown[0])}" if isinstance(said, dict) else "has no answers"
        raise RefusedError(f"{file} {what}; it has lines such as year: 2026, and the words are {one_of(QUESTIONS)}")
    return {name: str(value) for name, value in said.items()}
