"""A place knows its clocks: by its own zone, or by its country where all of it has the same."""

import pytest
from examples import TIMEZONE, session_of

from hireground.text.timezones import clocks_of, has_clocks_of, zone_abroad, zones_of_countries

BERLIN = "name: Werkraum, address: Kesselwerkstraße 7, city: Berlin, country: DE"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (f"place: {{{BERLIN}}}\nsessions: [2027-02-18 18:00]", "Europe/Berlin"),
        (f"sessions:\n  - {{start: 2027-02-18 18:00, place: {{{BERLIN}}}}}", "Europe/Berlin"),
        (f"place: {{{BERLIN}, timezone: Europe/Paris}}\nsessions: [2027-02-18 18:00]", "Europe/Paris"),
        (f"timezone: {TIMEZONE}\nplace: {{{BERLIN}}}\nsessions: [2027-02-18 18:00]", TIMEZONE),
        (f"place: {{{BERLIN}}}\nsessions:\n  - {{start: 2027-02-18 18:00, place: Bellevue Library}}", TIMEZONE),
        (f"place: {{{BERLIN}}}\nsessions:\n  - {{start: 2027-02-18 18:00, place: none}}", TIMEZONE),
        ("place: {name: Hall, address: 1 Main Street, country: US}\nsessions: [2027-02-18 18:00]", TIMEZONE),
        ("place: Bellevue Library\nsessions: [2027-02-18 18:00]", TIMEZONE),
    ],
)
def test_a_session_goes_by_the_clocks_of_its_place(keys: str, expected: str) -> None:
    session = session_of(keys)
    assert session.timezone.key == expected
    assert f"{session.start:%H:%M}" == "18:00"


def test_a_country_s_zones_have_its_clocks() -> None:
    for country, zones in zones_of_countries().items():
        assert all(has_clocks_of(name, country) for name in zones)


def test_a_zone_is_only_taken_from_a_country_of_one_kind_of_clocks() -> None:
    found = {country: zone_abroad(country, "Antarctica/Troll") for country in zones_of_countries()}
    assert {country for country in ("US", "AU", "BR", "CA", "RU", "ES", "PT", "MX", "NZ") if found[country]} == set()
    assert (found["DE"], found["JP"], found["IN"]) == ("Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata")
    for country, name in found.items():
        assert name is None or {*map(clocks_of, zones_of_countries()[country])} == {clocks_of(name)}


def test_a_site_s_own_zone_stays_where_the_clocks_are_the_same() -> None:
    assert zone_abroad("DE", "Europe/Vienna") is None
    assert zone_abroad("DE", "Europe/Berlin") is None
    assert zone_abroad("XX", "Europe/Berlin") is None
