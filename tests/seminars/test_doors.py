"""Doors, rooms and maps are said in words and to machines."""

import pytest
from examples import NOW, SITEURL, WORDING, session_of

from hireground.seminars.model.registration import standing
from hireground.seminars.pages.description import facts
from hireground.seminars.pages.schema_org import education_event

KEYS = """doors: {doors}
place: {{name: Town Hall, address: 1 Main St, rooms: [Great Hall], map: "https://maps.example.org/hall"}}
room: Great Hall
online: {online}
sessions: [{start}]"""


@pytest.mark.parametrize(
    ("doors", "start", "told"),
    [
        ("17:30", "2026-12-05 18:00", "2026-12-05T17:30:00-08:00"),
        ("23:30", "2026-12-05 00:30", "2026-12-04T23:30:00-08:00"),
    ],
)
def test_doors_rooms_and_maps_are_told(doors: str, start: str, told: str) -> None:
    session = session_of(KEYS.format(doors=doors, start=start, online="yes"))
    event = education_event(session, standing(session, NOW), SITEURL)
    assert event["doorTime"] == told
    place, _online = event["location"]
    assert place["hasMap"] == "https://maps.example.org/hall"
    assert session.place is not None
    assert session.program.doors is not None
    assert session.place.room == "Great Hall"
    lines = [*facts(session, WORDING)]
    assert f"Doors open at {WORDING.hour(session.program.doors)}" in lines
    assert "Map: https://maps.example.org/hall" in lines


def test_a_link_that_comes_later_is_said_in_a_word() -> None:
    later = session_of(KEYS.format(doors="17:30", start="2026-12-05 18:00", online="yes"))
    assert later.online is not None
    assert later.online.url is None
    assert session_of(KEYS.format(doors="17:30", start="2026-12-05 18:00", online="no")).online is None
