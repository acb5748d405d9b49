"""Say what a date means, on whose clocks and how far away; and what a key is for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from hireground.lsp.completion import model_at
from hireground.lsp.spots import Spot
from hireground.seminars.model.facts.awaited import wall_clock
from hireground.seminars.model.model import Defaults, Session
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.pages.wording import Wording
from hireground.text.fields import Moment
from hireground.text.frontmatter import Document
from hireground.text.keys import names_of
from hireground.text.localtime import attach_zone
from hireground.text.problems import InvalidContentError
from hireground.text.timezones import zone

WORDS = Wording("en")
DATES = {"start", "end", "sessions", "every", "until", "count", "except", "moved_from", "opens", "closes", "hour"}
MOMENT: TypeAdapter[dt.datetime | dt.date] = TypeAdapter(Moment)
MOST = 8
"""This many dates of a rule are listed at most."""


@dataclass(frozen=True)
class Setting:
    """What a text is read by: what holds for all seminars, the folder of the content, and the time it is."""

    defaults: Defaults
    content: Path
    now: dt.datetime


def meaning(spot: Spot, document: Document, line: int, setting: Setting) -> str:
    """Say what stands in a line of the front matter, counted from 0; empty for what explains itself."""
    defaults, now = setting.defaults, setting.now
    is_date = "sessions" in spot.keys and DATES.intersection(spot.keys[-1:])
    if is_date and (said := dates(document, line, defaults, now, spot.keys[-1])):
        return said
    if spot.keys[-1:] in {("date",), ("modified",)}:
        return moment_of(document.fields.get(spot.keys[-1]), defaults, now)
    model = model_at(document.path, setting.content, spot.keys[:-1]) if spot.keys else None
    field = names_of(model).get(spot.keys[-1]) if model else None
    return f"`{spot.keys[-1]}: {field.examples[0]}`, for example" if field and field.examples else ""


def dates(document: Document, line: int, defaults: Defaults, now: dt.datetime, key: str) -> str:
    """Say when the dates of the item in a line are; empty where the seminar cannot be read."""
    try:
        seminar = parse_seminar(document, defaults, now)
    except InvalidContentError:
        return ""
    number = item_at(document, line)
    sessions = [one for one in seminar.sessions if one.loc[1:2] == (number,)]
    if key in {"opens", "closes"}:
        moments = [getattr(one.registration, key, None) for one in sessions]
        return "\n\n".join(whole(one, now) for one in moments[:1] if one)
    lines = [date_of(one, now) for one in sessions[:MOST]]
    more = [f"and {len(sessions) - MOST:,} more, the last {WORDS.days(sessions[-1])}"] if len(sessions) > MOST else []
    return "\n\n".join([*lines, *more])


def item_at(document: Document, line: int) -> int:
    """Return which item of the sessions stands in a line, counted from 0."""
    marks = document.marks.values
    starts = {loc[1]: mark.line for loc, mark in marks.items() if loc[:1] == ("sessions",) and loc[2:] == () != loc[1:]}
    begun = [number for number, at in starts.items() if isinstance(number, int) and at <= line + 1]
    return max(begun, default=0)


def date_of(session: Session, now: dt.datetime) -> str:
    """Write `Saturday, December 5, 2026, 9:00 AM to 12:00 PM, Pacific Time (17:00 UTC, in 12 days)`."""
    utc = "" if session.all_day else f"{session.start.astimezone(dt.UTC):%H:%M} UTC, "
    return f"{WORDS.when(session)} ({utc}{distance(session.start, now)})"


def moment_of(value: object, defaults: Defaults, now: dt.datetime) -> str:
    """Say when a post is published; empty for what is no date."""
    try:
        moment = MOMENT.validate_python(value, context={"timezone": defaults.timezone})
    except ValueError:
        return ""
    return whole(attach_zone(wall_clock(moment), zone(defaults.timezone)), now)


def whole(moment: dt.datetime, now: dt.datetime) -> str:
    """Write a moment with its zone, and how far away it is."""
    name = f", {WORDS.zone(moment.tzinfo)}" if isinstance(moment.tzinfo, ZoneInfo) else ""
    utc = f"{moment.astimezone(dt.UTC):%H:%M} UTC"
    return f"{WORDS.day(moment)}, {WORDS.clock(moment)}{name} ({utc}, {distance(moment, now)})"


def distance(moment: dt.datetime, now: dt.datetime) -> str:
    """Write how far away a moment is: `in 12 days`, `3 hours ago`."""
    seconds = abs((moment - now).total_seconds())
    sizes: Iterable[tuple[int, str]] = ((86_400, "day"), (3_600, "hour"), (60, "minute"))
    size, noun = next(((size, noun) for size, noun in sizes if seconds >= size), (1, "second"))
    number = int(seconds // size)
    words = f"{number:,} {noun}{'' if number == 1 else 's'}"
    return f"in {words}" if moment > now else f"{words} ago"
