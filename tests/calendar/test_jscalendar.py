"""Each `cases/jscalendar/<name>.md` beside its Group of Events (RFC 8984).

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/calendar/test_jscalendar.py`, then read
every line of `git diff tests/cases/jscalendar` as a program would.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import icalendar
import pytest
from examples import PUBLISHER, SITEURL, WORDING, calendar_of, seminar_of, session_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.calendar.jscalendar import event, group
from hireground.seminars.model.model import Place, Session
from hireground.text.timezones import zone, zone_names

# Check JSCalendar by RFC 8984's tables of properties alone, as far as a public calendar needs them.

Check = Callable[[Any], bool]
ID = r"[A-Za-z0-9_-]{1,255}"


def like(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None


def one_of(*values: str) -> Check:
    return lambda value: value in values


def objects(kind: str) -> Check:
    """Id[kind], and not empty."""
    return lambda value: (
        bool(value) and all(re.fullmatch(ID, key) and one["@type"] == kind for key, one in value.items())
    )


def flags(pattern: str) -> Check:
    """String[Boolean], whose values are true."""
    return lambda value: bool(value) and all(like(pattern)(key) and one is True for key, one in value.items())


TEXT = like(".+")
URI = like(r"(?:https?://|mailto:)[!-~]+")
UTC = like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
RELATION = one_of("describedby", "alternate", "related", "icon")
ROLES = "owner|attendee|optional|informational|chair|contact"
FEATURES = "audio|chat|feed|moderator|phone|screen|video"
DURATION = r"P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?)?"
GEO = r"geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?"

REQUIRED = {
    "Group": {"uid", "updated", "entries"},
    "Event": {"uid", "updated", "start"},
    "Location": set(),
    "VirtualLocation": {"uri"},
    "Link": {"href"},
    "Participant": {"roles"},
}
PROPERTIES: dict[str, dict[str, Check]] = {
    "Group": {
        "entries": lambda value: all(one["@type"] == "Event" for one in value),
        "uid": TEXT, "updated": UTC, "prodId": TEXT, "title": TEXT, "description": TEXT,
        "color": like("[a-z]+"), "locale": like("[a-z]{2}(-[A-Z]{2})?"), "source": URI, "links": objects("Link"),
    },
    "Event": {
        "uid": TEXT, "updated": UTC, "start": like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00"), "duration": like(DURATION),
        "timeZone": lambda value: value in available_timezones(), "showWithoutTime": lambda value: value is True,
        "sequence": lambda value: type(value) is int and value >= 0, "title": TEXT, "description": TEXT,
        "status": one_of("confirmed", "cancelled", "tentative"), "freeBusyStatus": one_of("free", "busy"),
        "locations": objects("Location"), "virtualLocations": objects("VirtualLocation"), "links": objects("Link"),
        "participants": objects("Participant"), "keywords": flags(".+"),
    },
    "Location": {"name": TEXT, "description": TEXT, "coordinates": like(GEO), "links": objects("Link")},
    "VirtualLocation": {"uri": URI, "name": TEXT, "features": flags(FEATURES)},
    "Link": {
        "href": URI, "rel": RELATION, "contentType": like("[a-z]+/[a-z]+"), "title": TEXT, "display": one_of("graphic"),
    },
    "Participant": {
        "roles": flags(ROLES), "name": TEXT, "email": like("[^@]+@[^@]+"), "description": TEXT,
        "kind": one_of("individual"), "links": objects("Link"),
    },
}  # fmt: skip


def problems(thing: dict[str, Any], loc: str = "") -> Iterator[str]:
    """Yield the way to everything that the tables do not allow."""
    kind = thing["@type"]
    yield from (f"{loc}/{name}: missing" for name in REQUIRED[kind] - thing.keys())
    for name, value in thing.items():
        if name == "@type":
            continue
        if not PROPERTIES[kind].get(name, lambda _value: False)(value):
            yield f"{loc}/{name}: {value!r}"
        inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
        for one in inner:
            if isinstance(one, dict):
                yield from problems(one, f"{loc}/{name}")


FOLDER = Path(__file__).parents[1] / "cases"
CASES = sorted((FOLDER / "jscalendar").glob("*.md"))
SEMINARS = [*CASES, *sorted((FOLDER / "seminars").glob("*.md"))]
ZONES = sorted(name for name in zone_names() if "/" in name)
BASE = session_of("place: Bellevue Library\nsessions: [2026-12-05 09:00]")
LENGTH = re.compile(r"P(?:(\d+)D|T(?:(\d+)H)?(?:(\d+)M)?)")


def sessions_in(case: Path) -> tuple[Session, ...]:
    return seminar_of(case.read_text("utf-8"), case.stem).sessions


def written(sessions: tuple[Session, ...], siteurl: str = SITEURL) -> bytes:
    return group(sessions, replace(PUBLISHER, siteurl=siteurl), WORDING)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_group(case: Path) -> None:
    text = f"{json.dumps(json.loads(written(sessions_in(case))), ensure_ascii=False, indent=1)}\n"
    file = case.with_suffix(".json")
    if os.environ.get("UPDATE_CASES"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


def test_bytes() -> None:
    assert written((), "") == (
        b'{"@type":"Group","uid":"cb369368-d760-590e-88ef-714944503d71","prodId":"-//Hire Ground//Seminars 1.0//EN",'
        b'"updated":"1970-01-01T00:00:00Z","title":"Hire Ground","description":"Plain talk about finding work",'
        b'"color":"seagreen","locale":"en","entries":[]}\n'
    )


@pytest.mark.parametrize("siteurl", [SITEURL, ""], ids=["public", "laptop"])
@pytest.mark.parametrize("case", SEMINARS, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_the_rfc_allows_every_property(case: Path, siteurl: str) -> None:
    assert list(problems(json.loads(written(sessions_in(case), siteurl)))) == []


def instants(made: dict[str, Any]) -> tuple[dt.datetime | dt.date, dt.datetime | dt.date]:
    """Read start and end as RFC 8984 means them: days by the calendar, hours and minutes in real time."""
    start = dt.datetime.fromisoformat(made["start"])
    match = LENGTH.fullmatch(made.get("duration", "PT0M"))
    assert match
    days, hours, minutes = (int(number or 0) for number in match.groups())
    if made.get("showWithoutTime"):
        assert "timeZone" not in made
        return start.date(), start.date() + dt.timedelta(days)
    begins = start.replace(tzinfo=zone(made["timeZone"])).astimezone(dt.UTC)
    assert days == 0
    return begins, begins + dt.timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize("case", SEMINARS, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_every_fact_is_the_calendar_s(case: Path) -> None:
    sessions = sessions_in(case)
    entries = {one["uid"]: one for one in json.loads(written(sessions))["entries"]}
    events = icalendar.Calendar.from_ical(calendar_of(*sessions)).events
    assert {str(one["UID"]) for one in events} == set(entries)
    for one in events:
        made = entries[str(one["UID"])]
        assert instants(made) == (one.start, one.end)
        assert made["sequence"] == one["SEQUENCE"]
        assert dt.datetime.fromisoformat(made["updated"]) == one.DTSTAMP
        assert made["status"].upper() == one["STATUS"]
        assert (made["freeBusyStatus"] == "free") == (one.get("TRANSP") == "TRANSPARENT")
        assert made["description"] == one["DESCRIPTION"]
        assert str(one["SUMMARY"]).removeprefix("Cancelled: ").removeprefix("Postponed: ") == made["title"]
        assert made["links"]["page"]["href"] == one["URL"]
        assert set(made.get("keywords", ())) == set(one.categories)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_place_on_earth_has_coordinates(latitude: float, longitude: float) -> None:
    made = event(replace(BASE, place=Place.model_construct(name="x", geo=(latitude, longitude))), SITEURL, WORDING)
    assert list(problems(made)) == []
    read = [float(number) for number in made["locations"]["place"]["coordinates"].removeprefix("geo:").split(",")]
    assert read == pytest.approx([latitude, longitude], abs=1e-6)


MINUTES = st.integers(5 * 525_600, 130 * 525_600).map(lambda count: dt.datetime.fromtimestamp(count * 60, dt.UTC))
"""Every minute from 1975 to 2100."""


@given(MINUTES, st.integers(1, 14 * 24 * 60), st.sampled_from(ZONES))
def test_any_times_in_any_zone_are_read_as_meant(moment: dt.datetime, minutes: int, name: str) -> None:
    local = moment.astimezone(zone(name)).replace(second=0)
    if local.replace(fold=0).astimezone(dt.UTC) != local.replace(fold=1).astimezone(dt.UTC):
        return  # the front matter refuses an hour that happens twice
    ends = local.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    session = replace(BASE, start=local, end=ends.astimezone(zone(name)), timezone=zone(name))
    assert instants(event(session, SITEURL, WORDING)) == (local.astimezone(dt.UTC), ends)


def test_the_group_is_as_old_as_its_youngest_session() -> None:
    younger = replace(BASE, modified=BASE.modified + dt.timedelta(days=3))
    assert json.loads(written((younger, BASE)))["updated"] == "2026-11-23T08:00:00Z"
