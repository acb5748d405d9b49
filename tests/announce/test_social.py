"""What social.json and the letters say of each date is what its calendar file says: read back from the words alone."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_timezone, get_timezone_name
from built_site import SITEURL, BuiltSite
from examples import NOW
from icalendar import Calendar, Event

from hireground.announce.social import coming, social
from hireground.announce.subject import of_a_session
from hireground.announce.texts import letter
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.seminars.pages.wording import Wording
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.web.resources import read_resources

CASES = Path(__file__).parents[1] / "cases"
LIMITS = {"linkedin": 3000, "mastodon": 500, "bluesky": 300}
DAY = r"\w+day, (\w+ \d{1,2}, \d{4})"
CLOCK = r"(\d{1,2}:\d\d [AP]M)"
WHEN = re.compile(
    rf"{DAY}(?: to {DAY})?, (?:All day|Hour to be announced|(?:From )?{CLOCK}(?: to {CLOCK})?, ([^:\n]+?))(?=:|\n|$)"
)
LINK = re.compile(r"https://\S+")
Facts = tuple[object, object, str]


def read_back(text: str) -> Facts:
    """Read when a date begins and ends, and the name of its clocks, out of the words of a text."""
    found = WHEN.search(text.replace("\u202f", " "))
    assert found, text
    first, last, start, end, zone = found.groups()
    day = dt.datetime.strptime(first, "%B %d, %Y").date()  # noqa: DTZ007 -- the words say no zone here
    if not start:
        return day, dt.datetime.strptime(last or first, "%B %d, %Y").date(), ""  # noqa: DTZ007
    return moment(day, start), moment(day, end) if end else None, zone


def moment(day: dt.date, clock: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.datetime.strptime(clock, "%I:%M %p").time())  # noqa: DTZ007


def said_in(event: Event) -> Facts:
    """Read the same out of a calendar's entry; a night ends on the day it began on, as the words have it."""
    start = event.start
    if not isinstance(start, dt.datetime):
        last = event.end if "DTEND" in event else start + dt.timedelta(days=1)
        return start, last - dt.timedelta(days=1), ""
    zone = get_timezone_name(get_timezone(str(start.tzinfo)), "long", locale="en", zone_variant="generic")
    end = None if "DTEND" not in event and "DURATION" not in event else event.end
    clock = dt.datetime.combine(start.date(), end.time()) if isinstance(end, dt.datetime) else None
    return start.replace(tzinfo=None), clock, zone


def compare(item: Mapping[str, Any], text: str, event: Event) -> None:
    assert read_back(text) == said_in(event), text
    assert any(name in text for name in where(event)), (where(event), text)
    assert LINK.findall(text)[-1] in {item["url"], item["calendar"]}
    assert item["url"] in text
    assert str(event["UID"]) == item["uid"]


def where(event: Event) -> list[str]:
    """Return what a calendar calls the place: an online one by the name of its room, or by that word alone."""
    name = str(event.get("LOCATION", "")).partition(",")[0]
    if not name.startswith("http"):
        return [name]
    rooms = event.get("CONFERENCE", [])
    labels = [one.params.get("LABEL", "") for one in (rooms if isinstance(rooms, list) else [rooms])]
    return [*filter(None, labels), "Online"]


def held(items: list[dict[str, Any]], event_of: Mapping[str, Event]) -> None:
    for item in items:
        event = event_of[item["uid"]]
        start = event.start.isoformat(timespec="minutes") if isinstance(event.start, dt.datetime) else str(event.start)
        assert item["start"] == start
        for network, text in item["texts"].items():
            assert len(text) <= LIMITS[network]
            compare(item, text, event)


def test_the_example_site(site: BuiltSite) -> None:
    written = json.loads((site.root / "seminars/social.json").read_text("utf-8"))
    assert (written["version"], written["url"]) == (1, f"{SITEURL}/")
    events: dict[str, Event] = {}
    for item in written["items"]:
        file = site.root / item["calendar"].removeprefix(f"{SITEURL}/")
        events |= {str(event["UID"]): event for event in Calendar.from_ical(file.read_bytes()).events}
        assert (site.root / item["card"]["url"].removeprefix(f"{SITEURL}/")).is_file()
        assert item["card"]["alt"]
    assert len(written["items"]) > 20
    held(written["items"], events)


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Plan the site of ten seminars of different kinds."""
    root = tmp_path_factory.mktemp("ten") / "site"
    shutil.copytree(CASES / "ten-seminars", root)
    for name in re.findall(r"(?m)^\[(.+)\]$", (root / "said.txt").read_text("utf-8")):
        shutil.copy(CASES / "seminars" / f"{name}.md", root / "content" / "seminars")
    values = run_settings(root / "pelicanconf.py")
    resources = read_resources(load_site(site_settings(values, root / "pelicanconf.py"), NOW))
    return Plan(resources, rendering(resources, values).render_block, Keys(resources, values))


def events_of(plan: Plan) -> Iterator[tuple[str, Event]]:
    for output in plan.calendars[0]:
        if re.fullmatch(r"seminars/[^/]+/calendar\.ics", output.path) and callable(output.maker):
            for event in Calendar.from_ical(output.maker(output.value)).events:
                yield str(event["UID"]), event


def test_ten_seminars_of_different_kinds(ten: Plan) -> None:
    events = dict(events_of(ten))
    items = json.loads(social(ten.site, ten.resources.wording, lambda _url: None))["items"]
    known = [item for item in items if item["uid"] in events]
    assert len(known) >= 10
    held(known, events)


def test_each_letter_says_what_the_calendar_says(ten: Plan) -> None:
    events = dict(events_of(ten))
    siteurl = ten.site.settings.siteurl
    for session in coming(ten.site):
        if event := events.get(str(session.uid)):
            item = {"url": f"{siteurl}/{session.url}", "calendar": f"{siteurl}/{session.ics_url}", "uid": session.uid}
            compare(item, letter(of_a_session(session), siteurl, Wording("en")), event)
