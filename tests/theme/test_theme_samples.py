"""The page that shows every state shows every state, whenever it is built."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from hireground.seminars.model.people import Organizer
from hireground.seminars.model.registration import RegistrationState, registration_state
from hireground.seminars.pages.links import registration_link
from hireground.seminars.pages.samples import samples
from hireground.seminars.pages.wording import Wording


@pytest.mark.parametrize("now", ["2026-11-26T00:30:00", "2027-03-14T10:00:00", "2028-02-29T23:59:59"])
def test_every_state_has_a_sample(now: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    shown = samples(moment, ZoneInfo("America/Los_Angeles"), Organizer(name="Hire Ground"))
    assert {registration_state(one, moment) for one in shown} == set(RegistrationState)
    assert len({one.uid for one in shown}) == len(shown)
    assert any(one.moves for one in shown)
    assert any(one.all_day for one in shown)


def test_who_is_late_finds_the_way_in() -> None:
    now = dt.datetime(2026, 11, 26, 18, 30, tzinfo=dt.UTC)
    shown = samples(now, ZoneInfo("America/Los_Angeles"), Organizer(name="Hire Ground"))
    (under_way,) = (one for one in shown if registration_state(one, now) is RegistrationState.HAPPENING_NOW)
    link = registration_link(under_way, RegistrationState.HAPPENING_NOW, Wording("en_US"))
    assert link
    assert (link.kind, link.href) == ("join", "https://meet.example.org/sample")
