"""What is read out of an author's words is no more than they say: seats, towns with codes, currencies, numbers."""

from zoneinfo import ZoneInfo

import pytest
from examples import NOW, SITEURL, WORDING, session_of

from hireground.seminars.model.facts.program import Program
from hireground.seminars.model.model import Place
from hireground.seminars.model.registration import standing
from hireground.seminars.pages.calendar_links import calendar_links
from hireground.seminars.pages.description import description, location
from hireground.seminars.pages.schema_org import education_event

SEATS = {
    "40": 40, "40 seats, 10 on the floor": 40, "up to 25 people": 25, "max. 30": 30, "room for 12": 12,
    "1,200 seats": 1200, "1.200 Plätze": 1200, "60 Personen": 60, "20 plazas": 20, "15 personnes": 15, "30 posti": 30,
    "18 lugares": 18, "9 deelnemers": 9, "50名": 50, "80 席": 80, "35 مقعدا": 35,
    "9 rooms": None, "3 tables of eight": None, "40-50 seats": None, "2 x 20": None, "20 (10 online)": None,
    "half of it": None, "2 floors, 40 seats": None, "12 placeholders": None, "about 30 people": None,
}  # fmt: skip


@pytest.mark.parametrize("words", SEATS)
def test_a_number_of_people_or_seats_and_no_other(words: str) -> None:
    assert Program(capacity=words).seats == SEATS[words]


ZONES = {
    "Europe/Berlin": "Central European Time", "UTC": "UTC", "Etc/UTC": "UTC", "GMT": "UTC",
    "Etc/GMT+3": "GMT-03:00",  # POSIX counts to the west
}  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_has_a_name_that_people_know(name: str) -> None:
    assert WORDING.zone(ZoneInfo(name)) == ZONES[name]


ADDRESSES = {
    # the country: the code, the town and the region, as people there write them
    "AT": ("8010", "Graz", "", "8010 Graz"), "CH": ("3011", "Bern", "", "3011 Bern"),
    "DE": ("20457", "Hamburg", "", "20457 Hamburg"), "ES": ("28013", "Madrid", "", "28013 Madrid"),
    "FR": ("75001", "Paris", "", "75001 Paris"), "IT": ("00184", "Roma", "RM", "00184 Roma, RM"),
    "NL": ("1012 JS", "Amsterdam", "", "1012 JS Amsterdam"), "PT": ("4000-001", "Porto", "", "4000-001 Porto"),
    "US": ("98004", "Bellevue", "WA", "Bellevue, WA 98004"),
    "CA": ("H2X 1Y4", "Montréal", "QC", "Montréal, QC H2X 1Y4"),
    "GB": ("SW1A 1AA", "London", "", "London, SW1A 1AA"), "AU": ("2000", "Sydney", "NSW", "Sydney, NSW 2000"),
    "": ("98004", "Bellevue", "WA", "Bellevue, WA 98004"),
}  # fmt: skip


@pytest.mark.parametrize("country", ADDRESSES)
def test_the_postal_code_stands_where_its_country_writes_it(country: str) -> None:
    code, city, region, line = ADDRESSES[country]
    keys = f"name: Hall, address: Main Street 1, city: {city}, region: '{region}', postal_code: '{code}'"
    one = session_of(f"place: {{{keys}{f', country: {country}' if country else ''}}}\ntimezone: UTC\n{DATE}")
    assert one.place
    assert one.place.lines == ("Main Street 1", line)
    assert location(one) == f"Hall, Main Street 1, {line}"
    if country:
        address = education_event(one, standing(one, NOW), SITEURL)["location"]["address"]
        assert (address["postalCode"], address["addressLocality"]) == (code, city)


DATE = "sessions: [2026-12-05 18:00]"
CURRENCIES = {
    "price: free\nplace: {name: Hall, country: PT}": ["EUR"],
    "price: free\nplace: {name: Hall, country: JP}": ["JPY"],
    "price: donation\nplace: {name: Hall, country: GB}": ["GBP"],
    "price: [25 CHF, free for members]\nplace: {name: Hall, country: DE}": ["CHF", "CHF"],
    "price: [free for members, 25 CHF]": ["CHF", "CHF"],
    "price: free\nonline: https://meet.example.org": [None],
    "price: 25 USD\nplace: {name: Hall, country: PT}": ["USD"],
}


@pytest.mark.parametrize("keys", CURRENCIES)
def test_nothing_costs_nothing_in_the_money_of_the_place(keys: str) -> None:
    one = session_of(f"{keys}\nregistration: not needed\ntimezone: UTC\n{DATE}")
    offers = education_event(one, standing(one, NOW), SITEURL)["offers"]
    each = offers if isinstance(offers, list) else [offers]
    assert [offer.get("priceCurrency") for offer in each] == CURRENCIES[keys]
    assert all(offer["price"] for offer in each)


@pytest.mark.parametrize(("series", "words"), [("series: Rivers\n", "Series: Rivers, no. 12"), ("", "Series: no. 12")])
def test_calendars_say_the_number_of_a_talk(series: str, words: str) -> None:
    one = session_of(f"{series}sessions: [{{start: 2026-12-05 18:00, number: 12}}]")
    assert words in description(one, SITEURL, WORDING).splitlines()
    link = next(link.href for link in calendar_links(one, SITEURL, WORDING) if link.kind == "google")
    assert "no.%2012" in link


def test_a_place_without_a_town_has_no_stray_comma() -> None:
    assert Place(name="Hall", postal_code="8010", country="AT").lines == ("8010",)
