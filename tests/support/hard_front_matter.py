"""Write front matter that calendar programs find hard, and work out, without the code, what each session is.

`cases/interop/nights.txt` has hours around a change of clocks and in far years, and the instants that a person gets
for them: zone, start, length, start and end in UTC. `texts.json` has titles: TeX, every sign with a meaning, scripts.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import uuid5

from examples import NAMESPACE

from hireground.text.timezones import zone

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
CASES = Path(__file__).parents[1] / "cases" / "interop"
ZONES = (CASES / "zones.txt").read_text("utf-8").split()
NIGHTS = [re.split(" {2,}", line) for line in (CASES / "nights.txt").read_text("utf-8").splitlines()]
STARTS = ["2026-01-15 16:00", "2026-02-20 23:30", "2026-07-15 16:00", "2026-10-01 00:00"]
"""A winter's and a summer's day, one in Ramadan, and a midnight."""
DAYS = {"2027-01-30": 1, "2027-03-13": 3, "2027-12-31": 2, "2028-02-29": 1}
"""Whole days, and how many."""
OVERFLOWS = [
    *("x" * size + "\U0001d11e" * 3 + "y" for size in range(55, 76)),
    *("\u00e4" * size + ";" for size in range(28, 40)),
]
"""A line that is full at each octet of a character of four, and of two before a sign that is escaped."""
TEXTS: list[str] = [*json.loads((CASES / "texts.json").read_text("utf-8")), *OVERFLOWS]


class Event(NamedTuple):
    """What every reader must find: instants in UTC, or days; the end of days is exclusive."""

    uid: str
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    summary: str
    location: str


class File(NamedTuple):
    """One seminar's file, and what it means."""

    name: str
    text: str
    events: list[Event]


def files() -> Iterator[File]:
    """Yield every file."""
    yield from map(in_zone, ZONES)
    yield from (in_night(f"night-{number}", night) for number, night in enumerate(NIGHTS))
    yield whole_days()
    yield from (with_text(f"text-{number}", text, number * DAY) for number, text in enumerate(TEXTS))


def quoted(text: str) -> str:
    """Write a text as YAML takes it, which JSON is a part of."""
    return json.dumps(text, ensure_ascii=False)


def front_matter(title: str, items: list[str], more: str = "") -> str:
    lines = "".join(f"  - {item}\n" for item in items)
    return f"---\ntitle: {quoted(title)}\nsummary: {quoted(title)}\n{more}sessions:\n{lines}---\n"


def uid_of(name: str, start: str) -> str:
    return str(uuid5(NAMESPACE, f"{name}/{start[:10]}"))


def in_zone(timezone: str) -> File:
    name = "in-" + re.sub("[/_]", "-", timezone.lower())
    begins = [dt.datetime.fromisoformat(start).replace(tzinfo=zone(timezone)).astimezone(dt.UTC) for start in STARTS]
    events = [
        Event(uid_of(name, start), at, at + 90 * MINUTE, timezone, "") for start, at in zip(STARTS, begins, strict=True)
    ]
    return File(name, front_matter(timezone, STARTS, f"timezone: {timezone}\n"), events)


def in_night(name: str, night: list[str]) -> File:
    timezone, start, length, begins, ends = night
    text = front_matter(name, [start], f"timezone: {timezone}\nduration: {length}\n")
    instants = [dt.datetime.fromisoformat(instant) for instant in (begins, ends)]
    return File(name, text, [Event(uid_of(name, start), instants[0], instants[1], name, "")])


def whole_days() -> File:
    items, events = [], []
    for start, length in DAYS.items():
        first = dt.date.fromisoformat(start)
        items.append(f"{{start: {first}, end: {first + (length - 1) * DAY}, all_day: yes}}")
        events.append(Event(uid_of("days", start), first, first + length * DAY, "Whole Days", ""))
    return File("days", front_matter("Whole Days", items), events)


def with_text(name: str, text: str, later: dt.timedelta) -> File:
    begins = dt.datetime(2027, 1, 5, 16, tzinfo=dt.UTC) + later
    start = f"{begins:%Y-%m-%d} 09:00"
    source = front_matter(text, [start], f"place: {{name: {quoted(text)}}}\ntimezone: America/Phoenix\n")
    return File(name, source, [Event(uid_of(name, start), begins, begins + 90 * MINUTE, text.strip(), text.strip())])
