"""What a calendar says is what the imported seminars say: the same instants, the same UIDs, the same words."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from hireground.seminars.model.model import Session
from hireground.site.load import load_site
from hireground.site.settings import read_settings

CASES = Path(__file__).parents[1] / "cases/seminars"
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
Moves = Callable[..., Any]
MONTHS_OF_RULES = (2027, 1, 1), (2027, 11, 1)
"""Rules without an end are compared in these."""


def sessions(site: Path) -> Iterator[Session]:
    for seminar in load_site(read_settings(site / "publishconf.py"), NOW).seminars:
        yield from seminar.sessions


def instants(calendars: list[Path]) -> dict[str, set[object]]:
    """Return when each event takes place, by its title, as another program reads the calendar."""
    found: dict[str, set[object]] = {}
    for file in calendars:
        for event in recurring_ical_events.of(Calendar.from_ical(file.read_text())).between(*MONTHS_OF_RULES):
            if event.get("STATUS") == "CANCELLED":
                continue
            start = event["DTSTART"].dt
            found.setdefault(str(event["SUMMARY"]), set()).add(start if isinstance(start, dt.datetime) else str(start))
    return found


@pytest.fixture
def moved(move: Moves) -> Any:  # noqa: ANN401 -- conftest's Move
    sample = move("ics")
    (sample.source / "template.ics").unlink()
    sample.run("--write", "--timezone=America/Los_Angeles")
    (sample.site / "content/seminars/seminar-2027-01-10.md").unlink()  # its title is the author's to write
    return sample


def test_instants_are_the_calendar_s(moved: Any) -> None:  # noqa: ANN401
    calendars = [moved.source / name for name in ("google.ics", "outlook.ics")]
    wanted = {title: starts for title, starts in instants(calendars).items() if title and title != "Nobody's zone"}
    first, last = (dt.datetime(*day, tzinfo=dt.UTC) for day in MONTHS_OF_RULES)
    found: dict[str, set[object]] = {}
    for one in sessions(moved.site):
        if first <= one.start < last and one.status.value != "cancelled":
            found.setdefault(one.title, set()).add(f"{one.start:%Y-%m-%d}" if one.all_day else one.start)
    assert {title: found.get(title) for title in wanted} == wanted


def test_uids_are_the_calendar_s(moved: Any) -> None:  # noqa: ANN401
    uids = {one.uid for one in sessions(moved.site)}
    wanted = {f"{letter}@google.com" for letter in "abdefg"} | {"040000008200E00074C5B7101A82E008", "floating"}
    assert wanted <= uids


def test_what_was_moved_and_cancelled_says_so(moved: Any) -> None:  # noqa: ANN401
    text = moved.text("content/seminars/working-group.md")
    assert "moved_from: 2027-03-04 16:00" in text
    assert "- start: 2027-04-01 16:00\n    status: cancelled" in text
    assert 'every: "4 weeks on Thursday"' in text


def test_no_guest_and_no_alarm_is_taken(moved: Any) -> None:  # noqa: ANN401
    assert not any(b"person@example.org" in data or b"PT10M" in data for data in moved.files().values())


def test_a_template_is_refused_with_a_word(move: Moves, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move("ics")
    assert sample.run(source=sample.source / "template.ics") == 2
    assert "it is a template, and no calendar" in capsys.readouterr().err


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=1000000", "FREQ=DAILY;INTERVAL=0"],
)
def test_a_rule_that_means_no_end_of_work_ends(move: Moves, tmp_path: Path, rule: str) -> None:
    sample = move("ics")
    event = f"BEGIN:VEVENT\nUID:x\nSUMMARY:X\nDTSTART:20270101T100000Z\nDURATION:PT1H\nRRULE:{rule}\nEND:VEVENT\n"
    file = tmp_path / "endless.ics"
    file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n")
    assert sample.run(source=file) in {0, 1}


TEN = (
    *("berlin-across-dst", "bilingual-workshop", "cancelled", "evening-course", "late-evening", "monthly-meetup"),
    *("moved-twice", "postponed", "two-days", "university-talks"),
)
"""Seminars of many kinds, and one that ends at an hour that comes twice."""
TWICE = """---
title: Clocks
summary: We watch the clocks go back.
timezone: America/Los_Angeles
sessions:
  - start: 2027-11-07 00:30
    end: 01:30 the second time
  - start: 2027-11-06 23:30
    end: 2027-11-07 01:30 the first time
---

Bring a clock.
"""
KEYS = ("start", "end", "title", "all_day", "status")


def test_seminars_of_many_kinds_come_back_from_our_own_feed(feed_moved: Moves) -> None:
    ten = {name: (CASES / f"{name}.md").read_text("utf-8") for name in TEN}
    own, sample = feed_moved({**ten, "clocks": TWICE})
    said, found = ({one.uid: one for one in sessions(site)} for site in (own, sample.site))
    assert {uid: [getattr(one, key) for key in KEYS] for uid, one in found.items()} == {
        uid: [getattr(one, key) for key in KEYS] for uid, one in said.items()
    }


OWN = """---
title: Knots
summary: Six knots, and when to use which.
place: {name: Old Hall, address: 1 Road}
sessions:
  - start: 2027-03-05 18:00
    end: "20:00"
  - start: 2027-03-19 18:00
    moved_from: 2027-03-12 18:00
    end: "20:00"
  - start: 2027-03-26 18:00
    status: cancelled
  - start: 2027-04-02
    end: 2027-04-03
    all_day: yes
---

Bring a rope.
"""


def test_our_own_feed_comes_back_as_it_was(feed_moved: Moves) -> None:
    own, sample = feed_moved({"knots": OWN})
    said = [(one.uid, one.start, one.end, one.title, one.all_day, one.status) for one in sessions(own)]
    assert [(one.uid, one.start, one.end, one.title, one.all_day, one.status) for one in sessions(sample.site)] == said
    assert "Six knots, and when to use which." in sample.text("content/seminars/knots.md")
