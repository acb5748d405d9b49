"""What The Events Calendar repeats keeps its dates: by a rule in our words, by dates, or by its further items."""

import datetime as dt

import pytest

from hireground.importing.model import Answers, Fate
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import Date, Places
from hireground.importing.sources.event_rules import repeated
from hireground.importing.sources.events_calendar import Events
from hireground.importing.sources.wxr import Export, Item

ANSWERS = Answers(timezone="UTC")
START = dt.datetime.fromisoformat("2027-03-04 18:00")
Given = dict[str, object]


def php(value: object) -> str:
    """Write a value as PHP keeps it."""
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    items = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    pairs = [f"{php(key)}{php(one)}" for key, one in items]
    return f"a:{len(pairs)}:{{{''.join(pairs)}}}"


def rule(kind: str, end: Given | None = None, **custom: object) -> Given:
    return {"type": "Custom", "custom": {"type": kind, "interval": "1", **custom}, **(end or {"end-type": "Never"})}


AFTER = {"end-type": "After", "end-count": 4}
CASES = [
    (rule("Weekly", AFTER, week={"day": ["4"]}), [4, 11, 18, 25]),
    (rule("Weekly", {"end-type": "On", "end": "2027-03-18"}, week={"day": ["2", "4"]}), [4, 9, 11, 16, 18]),
    (rule("Daily", {**AFTER, "end-count": 3}, interval="2"), [4, 6, 8]),
    (rule("Monthly", {**AFTER, "end-count": 3}, month={"number": "First", "day": "4"}), [4, 1, 6]),
    (rule("Monthly", {**AFTER, "end-count": 2}, month={"same-day": "yes"}), [4, 4]),
    (rule("Date", date={"date": "2027-03-20"}), [4, 20]),
]


@pytest.mark.parametrize(("said", "days"), CASES, ids=lambda value: str(value)[:60])
def test_a_rule_gives_the_dates_that_the_plugin_shows(said: Given, days: list[int]) -> None:
    date = Date(start=START, end=START + dt.timedelta(hours=2), timezone="America/New_York", uid="1@example.org")
    found = repeated(date, php({"rules": [said]}), ANSWERS)
    assert found is not None
    first, *rest = found.dates
    assert (first.start, first.uid) == (START, "1@example.org")
    if rest and rest[0].rule:
        assert rest[0].rule["every"]
        assert rest[0].start == next(one for one in starts(days) if one > START)
    else:
        assert [one.start for one in rest] == starts(days)[1:]


def starts(days: list[int]) -> list[dt.datetime]:
    """Return the moments of days, each in the month after the one before where its number is no greater."""
    found, month, before = [], 3, 0
    for day in days:
        month += day <= before
        before = day
        found.append(START.replace(month=month, day=day))
    return found


def test_a_day_that_is_left_out_stays_out() -> None:
    said = {"rules": [rule("Weekly", AFTER)], "exclusions": [rule("Date", date={"date": "2027-03-18"})]}
    found = repeated(Date(start=START), php(said), ANSWERS)
    assert found is not None
    assert found.dates[-1].rule["except"] == (dt.date(2027, 3, 18),)


@pytest.mark.parametrize(
    "said",
    ["", "a:1:{", 'O:8:"stdClass":0:{}', "a:99999:{" * 50, php({"rules": [rule("Weekly"), rule("Daily")]}),
     php({"rules": [rule("Yearly", year={"filter": "1", "month-number": "Second"})]}),
     php({"rules": [rule("Weekly", {"end-type": "On", "end": "2027-99-99"})]})],
    ids=["nothing", "cut", "object", "deep", "two rules", "another rule", "no day"],
)  # fmt: skip
def test_what_is_not_known_is_left_to_the_author(said: str) -> None:
    assert repeated(Date(start=START), said, ANSWERS) is None


def test_further_items_of_an_event_are_its_dates() -> None:
    items = tuple(
        Item(
            {
                "post_type": "tribe_events", "post_id": f"{20 + number}", "post_parent": "20" if number else "0",
                "title": "An evening", "link": f"https://old.example.org/event/evening/2027-03-0{4 + number}/",
            },
            (),
            {
                "_EventStartDate": (f"2027-03-0{4 + number} 18:00:00",),
                "_EventEndDate": (f"2027-03-0{4 + number} 20:00:00",), "_EventTimezone": ("America/New_York",),
            },
            0,
        )
        for number in range(3)
    )  # fmt: skip
    export = Export("https://old.example.org", {}, items)
    events = Events(export, Answers(timezone="UTC"), Places(frozenset()))
    (one,) = events.series()
    assert [date.start for date in one.dates] == [START.replace(day=day) for day in (4, 5, 6)]
    assert len({date.uid for date in one.dates}) == 3
    assert one.addresses == ("/event/evening/", "/?p=20")
    ((file,), _notes) = seminar_files([one], "UTC")
    assert file.moved == {
        "/event/evening/2027-03-04/": "/seminars/an-evening/2027-03-04/",
        "/event/evening/2027-03-05/": "/seminars/an-evening/2027-03-05/",
        "/?p=21": "/seminars/an-evening/2027-03-05/",
        "/event/evening/2027-03-06/": "/seminars/an-evening/2027-03-06/",
        "/?p=22": "/seminars/an-evening/2027-03-06/",
    }
    assert not [note for note in events.notes if note.fate is Fate.TO_DECIDE]
