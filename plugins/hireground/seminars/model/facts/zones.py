"""Compare the zone of a place with its country."""

import datetime as dt

from pydantic import ValidationInfo

from hireground.text.problems import Refusal, one_of, quoted
from hireground.text.timezones import clocks_of, has_clocks_of, zone, zones_of_countries

FEW = 5
"""This many zones can be listed in one line."""


def check_zone(name: str | None, info: ValidationInfo) -> str | None:
    """Refuse a zone whose clocks no part of the place's country has; `country` and `city` are read before."""
    country = info.data.get("country")
    if not name or not country or has_clocks_of(name, country):
        return name
    zones = zones_of_countries()[country]
    city = str(info.data.get("city") or "").replace(" ", "_")
    here = [zone for zone in zones if zone.endswith(f"/{city}")] if city else []
    is_one = len(set(map(clocks_of, zones))) == 1
    meant = next(iter(here or (zones if is_one else ())), None)
    listed = f"write {one_of(zones)}" if len(zones) <= FEW else f'write one of its own, such as "{zones[0]}"'
    hint = "" if meant else f"{listed}, or another country"
    raise Refusal(f"{quoted(name)} has other clocks than {country}", meant, hint=hint)


def other_clocks(name: str, country: str, city: str, start: dt.datetime, here: str) -> tuple[str, str] | None:
    """Return why a place cannot have the site's own zone at a start, and the zone to write; None if it can."""
    zones = zones_of_countries().get(country, ())
    offsets = {start.astimezone(zone(one)).utcoffset() for one in zones}
    if not zones or start.utcoffset() in offsets:
        return None
    cities = [one for one in zones if one.endswith(f"/{city.replace(' ', '_')}")]
    meant = next(iter(cities if len(offsets) > 1 else zones), "")
    example = f'"timezone: {meant}"' if meant else 'its zone, as in "timezone: Europe/Berlin",'
    return f"{quoted(name)} is in {country}, where clocks are not those of {here}", example
