"""Read calendar files with other programs: each gives the same plain values, or a reason why it cannot be asked."""

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest
from examples import NOW, SITEURL, WORDING, seminar_of
from hard_front_matter import Event, files
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as IcalEvent

from hireground.seminars.model.model import EventStatus, Seminar, Session
from hireground.seminars.pages.description import description
from hireground.site.load import load_site
from hireground.site.settings import read_settings

HERE = Path(__file__).parents[1]
ICAL_JS = Path(os.environ.get("ICAL_JS") or HERE.parent / ".ci/node/node_modules/ical.js")
ALL = (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.datetime(2199, 12, 31, tzinfo=dt.UTC))
Moment = dt.datetime | dt.date


class Found(NamedTuple):
    """What a reader finds in one event: instants in UTC, or days."""

    uid: str
    start: Moment
    end: Moment
    summary: str
    description: str
    location: str
    status: str


def utc(moment: Moment) -> Moment:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment


def by_icalendar(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with collective/icalendar."""
    return [[_component(one) for one in icalendar.Calendar.from_ical(data).events] for data in files]


def by_recurring_ical_events(files: Sequence[bytes]) -> list[list[Found]]:
    """Expand with niccokunzmann/recurring-ical-events."""
    expander: Any = pytest.importorskip("recurring_ical_events", reason="recurring-ical-events is not installed")
    return [
        [_component(one) for one in expander.of(icalendar.Calendar.from_ical(data)).between(*ALL)] for data in files
    ]


def _component(one: icalendar.Event) -> Found:
    texts = (str(one.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "STATUS"))
    return Found(str(one["UID"]), utc(one.start), utc(one.end), *texts)


def by_ical(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with allenporter/ical, by its timeline."""
    calendars = (IcsCalendarStream.calendar_from_ics(data.decode()) for data in files)
    return [[_timed(one) for one in calendar.timeline] for calendar in calendars]


def _timed(one: IcalEvent) -> Found:
    texts = (text or "" for text in (one.summary, one.description, one.location, one.status and one.status.value))
    return Found(str(one.uid), utc(one.start), utc(one.end), *texts)


def by_vobject(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with vobject, by each file's own time zones: it would go on with those of the first file."""
    vobject: Any = pytest.importorskip("vobject", reason="vobject is not installed")
    found = []
    for data in files:
        vars(vobject.icalendar)["__tzidMap"].clear()
        found.append([_vevent(one) for one in vobject.readOne(data.decode()).contents.get("vevent", ())])
    return found


def _vevent(one: Any) -> Found:  # noqa: ANN401 -- vobject has no types
    names = ("summary", "description", "location", "status")
    texts = (one.contents[name][0].value if name in one.contents else "" for name in names)
    return Found(one.uid.value, utc(one.dtstart.value), utc(one.dtend.value), *texts)


def by_ical_js(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with ical.js under Node, as Thunderbird does: by the file's own time zones."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed")
    if not ICAL_JS.is_dir():
        pytest.skip(f"ical.js is not in {ICAL_JS}; run: npm install --prefix .ci/node")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.ics" for number, _data in enumerate(files)]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        command = ["node", str(HERE / "interop" / "ical_js.mjs"), *map(str, paths)]
        environment = {**os.environ, "ICAL_JS": str(ICAL_JS.resolve()), "TZ": "Pacific/Marquesas"}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return [[event_of(one) for one in each] for each in json.loads(run.stdout)]


def event_of(one: dict[str, str | None]) -> Found:
    """Read what a script in `interop/` prints of an event."""
    start, end = (_moment(one[name] or "") for name in ("start", "end"))
    texts = (one[name] or "" for name in ("summary", "description", "location", "status"))
    return Found(one["uid"] or "", start, end, *texts)


def by_vdirsyncer(files: Sequence[bytes]) -> list[list[Found]]:
    """Split each file as vdirsyncer does to keep its events one by one, and read the parts with icalendar."""
    vobject: Any = pytest.importorskip("vdirsyncer.vobject", reason="vdirsyncer is not installed")
    found = []
    for data in files:
        items = [vobject.Item(text) for text in vobject.split_collection(data.decode())]
        kept = {item.ident: item.raw.encode() for item in items if "BEGIN:VEVENT" in item.raw}
        found.append([one for events in by_icalendar([*kept.values()]) for one in events])
    return found


def _moment(text: str) -> Moment:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


Reader = Callable[[Sequence[bytes]], list[list[Found]]]
READERS: dict[str, Reader] = {
    "icalendar": by_icalendar,
    "recurring-ical-events": by_recurring_ical_events,
    "ical": by_ical,
    "vobject": by_vobject,
    "ical.js": by_ical_js,
    "vdirsyncer": by_vdirsyncer,
}


# Read the sessions whose calendars other programs are given: a set that is hard to read, and the project's own.

ROOT = Path(__file__).parents[2]


@cache
def hard_seminars() -> tuple[tuple[Seminar, ...], dict[str, Event]]:
    """Read the set, and say what it means by UID."""
    made = list(files())
    read = tuple(seminar_of(file.text, file.name) for file in made)
    return read, {one.uid: one for file in made for one in file.events}


@cache
def own_seminars() -> tuple[Seminar, ...]:
    """Read the project's own seminars, as they stand in its files now."""
    return load_site(read_settings(ROOT / "publishconf.py"), NOW).seminars


def meant(session: Session) -> tuple[str, Moment, Moment, str, str]:
    """Say what a reader finds in a session."""
    words = {EventStatus.CANCELLED: "Cancelled: ", EventStatus.POSTPONED: "Postponed: "}
    start, end = (one.date() if session.all_day else one.astimezone(dt.UTC) for one in (session.start, session.end))
    title = words.get(session.status, "") + session.title
    return session.uid, start, end, title, description(session, SITEURL, WORDING)
