"""Sessions side by side are a program by hour and room, on the days that are not over."""

import datetime as dt

import pytest
from examples import NOW, SITEURL, WORDING, seminar_of

from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.month_grid import RoomPlan, room_plans

PLACE = "{name: Town Hall, address: 1 Main Street, city: Bellevue, country: US, rooms: [Hall, Attic]}"
TALKS = """\
  - {start: 2027-07-01 09:00, end: 10:00, title: Opening}
  - {start: 2027-07-01 10:00, end: 11:00, title: Bowlines, room: Attic}
  - {start: 2027-07-01 10:00, end: 11:00, title: Braids, room: Hall}
  - {start: 2027-07-01 10:30, end: 12:00, title: Splices, room: Attic}
  - {start: 2027-07-01 11:00, end: 11:30, title: Called off, room: Hall, status: cancelled}
"""


def plans(sessions: str, now: dt.datetime = NOW, place: str = PLACE) -> list[RoomPlan]:
    seminar = seminar_of(f"---\ntitle: Rope Days\nsummary: Knots.\nplace: {place}\nsessions:\n{sessions}---\n")
    return [*room_plans(render_context([seminar], now, SITEURL, WORDING).of(seminar.sessions))]


def titles(plan: RoomPlan) -> dict[str, tuple[list[list[str]], list[str]]]:
    return {
        f"{hour.start:%H:%M}": (
            [[view.session.title for view in cell] for cell in hour.cells],
            [view.session.title for view in hour.for_all],
        )
        for hour in plan.hours
    }


def test_a_day_is_by_hour_and_room_as_its_place_names_them() -> None:
    (plan,) = plans(TALKS)
    assert (plan.day, plan.rooms) == (dt.date(2027, 7, 1), ("Hall", "Attic"))
    assert titles(plan) == {
        "09:00": ([[], []], ["Opening"]),
        "10:00": ([["Braids"], ["Bowlines"]], []),
        "10:30": ([[], ["Splices"]], []),
        "11:00": ([["Called off"], []], []),
    }


@pytest.mark.parametrize(
    "sessions",
    [
        "  - {start: 2027-07-01 09:00, end: 10:00, room: Hall}\n  - {start: 2027-07-01 10:00, room: Attic}\n",
        "  - {start: 2027-07-01 09:00, title: A}\n  - {start: 2027-07-01 09:00, title: B, room: Attic}\n",
        "  - {start: 2027-07-01, all_day: yes, room: Hall}\n  - {start: 2027-07-01 09:00, room: Attic}\n",
        "  - {start: 2027-07-01 09:00, room: Hall}\n  - {start: 2027-07-02 09:00, room: Attic}\n",
    ],
    ids=["one after another", "one without a room", "a whole day", "two days"],
)
def test_what_is_not_side_by_side_has_none(sessions: str) -> None:
    assert plans(sessions) == []


def test_a_day_that_is_over_has_none() -> None:
    assert plans(TALKS, dt.datetime(2027, 7, 2, tzinfo=dt.UTC)) == []
