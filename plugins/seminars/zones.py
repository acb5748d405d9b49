"""An author's words to the name of a time zone: a city's clocks, never an offset."""

import re

from plugins.reader.fields import expect_text
from plugins.reader.quote import quoted, write
from plugins.reader.suggest import did_you_mean
from plugins.seminars.timezones import zone_names

EXAMPLE = "America/Los_Angeles"
ABBREVIATIONS = {
    "UTC": "UTC",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "PACIFIC": "America/Los_Angeles",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "MOUNTAIN": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "CENTRAL": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "EASTERN": "America/New_York",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "WET": "Europe/Lisbon",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}
OFFSET = re.compile(r"(?:UTC|GMT)? ?[+-]? ?\d{1,2}(?::?\d\d)?", re.IGNORECASE)


def parse_zone(text: object) -> str:
    """Let an IANA name pass; abbreviations are refused, since they name an offset, not a place's clocks."""
    name = expect_text(text)
    if name in zone_names() and ("/" in name or name == "UTC"):
        return name
    if OFFSET.fullmatch(name):
        why = "is an offset, and a zone is named after a city, since clocks change"
        raise ValueError(f'{quoted(name)} {why}; write one such as "{EXAMPLE}"')
    if meant := zone_meant(name):
        raise ValueError(f'no such zone "{name}"; a zone is named after a city: {write(meant)}')
    raise ValueError(
        f"no such zone {quoted(name)}; {did_you_mean(name, zone_names(), f'write one such as {quoted(EXAMPLE)}')}"
    )


def zone_meant(name: str) -> str:
    """Find the zone of an abbreviation, or of a city alone; empty if there is none."""
    word = name.upper().removesuffix(" TIME").strip("() ")
    city = name.strip().replace(" ", "_").lower()
    cities = (known for known in sorted(zone_names()) if known.lower().rpartition("/")[2] == city and "/" in known)
    return ABBREVIATIONS.get(word) or next(cities, "")
