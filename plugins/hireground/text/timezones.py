"""Load IANA time zones from the pinned tzdata, and read the zone that an author wrote."""

import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hireground.text.budgets import near
from hireground.text.fields import expect_text
from hireground.text.problems import Refusal, quoted


@cache
def zone_names() -> frozenset[str]:
    """Every name `zone` accepts, aliases included."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def zones_of_countries() -> Mapping[str, tuple[str, ...]]:
    """Return the zones of each country by its two letters, as tzdata lists them."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for line in resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _coordinates, name, *_comment = line.split("\t")
            found[country] += (name,)
    return found


SOME_YEAR = 2026
"""Clocks of a country are compared in each month of it."""


@cache
def clocks_of(name: str) -> tuple[dt.timedelta | None, ...]:
    """Return how far a zone's clocks are from UTC in the middle of each month."""
    middles = (dt.datetime(SOME_YEAR, month, 15, 12, tzinfo=dt.UTC) for month in range(1, 13))
    return tuple(middle.astimezone(zone(name)).utcoffset() for middle in middles)


@cache
def has_clocks_of(name: str, country: str) -> bool:
    """Tell whether a zone's clocks are those of a country, somewhere in it; of some countries nobody knows."""
    zones = zones_of_countries().get(country, ())
    return not zones or name in zones or clocks_of(name) in set(map(clocks_of, zones))


def zone_abroad(country: str, here: str) -> str | None:
    """Return the zone of a country that has one kind of clocks alone, if they are not those of `here`."""
    zones = zones_of_countries().get(country, ())
    is_one = len(set(map(clocks_of, zones))) == 1
    return zones[0] if is_one and not has_clocks_of(here, country) else None


def zone_data(name: str) -> bytes:
    """Return the zone's TZif file (RFC 8536); a name that is not in `zone_names` raises ZoneInfoNotFoundError."""
    if name not in zone_names():
        raise ZoneInfoNotFoundError(f"no such zone: {name}")
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


class Zone(ZoneInfo):
    """A zone that can be pickled and copied: what comes out is the same object."""

    def __reduce__(self) -> tuple[object, ...]:
        return zone, (self.key,)


@cache
def zone(name: str) -> ZoneInfo:
    """Load a zone, one object per name; unknown names raise ZoneInfoNotFoundError, a KeyError."""
    return Zone.from_file(io.BytesIO(zone_data(name)), key=name)


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
    "BST": "Europe/London",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}
SAME_ALL_YEAR = frozenset({"UTC", "PT", "PACIFIC", "ET", "EASTERN", "JST", "MSK"})
"""The abbreviations that do not name an offset which their city has for half of the year only."""
OFFSET = re.compile(r"(?:UTC|GMT)? ?[+-]? ?\d{1,2}(?::?\d\d)?", re.IGNORECASE)


def parse_zone(text: object) -> str:
    """Let an IANA name pass; abbreviations are refused, since they name an offset, not a place's clocks."""
    name = expect_text(text)
    if name in zone_names() and ("/" in name or name == "UTC"):
        return name
    if OFFSET.fullmatch(name) or name.upper() in {"GMT", "WET"}:
        why = "is an offset, and a zone is named after a city, since clocks change"
        raise Refusal(f'{quoted(name)} {why}; write one such as "{EXAMPLE}"')
    words = f"no such zone {quoted(name)}"
    if meant := zone_meant(name):
        words = f"{words}, since a zone is named after a city"
        is_sure = name.upper() not in ABBREVIATIONS or name.upper() in SAME_ALL_YEAR
        raise Refusal(words, meant) if is_sure else Refusal(f'{words}; if its clocks are meant, write "{meant}"')
    known = _by_lower_case().get(near(name.lower(), _by_lower_case(), 0.85))
    raise Refusal(words, known, is_guess=True, hint="" if known else f'write one such as "{EXAMPLE}"')


def zone_meant(name: str) -> str:
    """Find the zone of an abbreviation or of a city's name; empty if there is none."""
    word = name.upper().removesuffix(" TIME").strip("() ")
    city = name.strip().replace(" ", "_").lower()
    return ABBREVIATIONS.get(word) or _by_city().get(city, "")


@cache
def _by_lower_case() -> Mapping[str, str]:
    """Return every zone by its name in small letters."""
    return {name.lower(): name for name in sorted(zone_names(), reverse=True)}


@cache
def _by_city() -> Mapping[str, str]:
    """Return the first zone that ends in each city's name, in small letters."""
    return {name.lower().rpartition("/")[2]: name for name in sorted(zone_names(), reverse=True) if "/" in name}
