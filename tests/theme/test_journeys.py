"""What readers come for takes few taps, on a phone."""

import datetime as dt

import pytest
from browser import JOURNEYS, Phone, visiting
from built_site import NOW, BuiltSite
from playwright.sync_api import Browser


@pytest.mark.parametrize("words", JOURNEYS)
def test_a_journey_takes_few_taps(words: str, chromium: Browser, site: BuiltSite) -> None:
    journey, most, _before = JOURNEYS[words]
    with visiting(chromium, site, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.clock.install(time=NOW + dt.timedelta(minutes=1))
        taken = journey(Phone(page, ""))
    assert taken.taps <= most.taps
    assert taken.screen <= most.screen
