"""Compare the zone of a place with its country."""

from pydantic import ValidationInfo

from hireground.text.problems import Refusal, one_of, quoted
from hireground.text.timezones import clocks_of, has_clocks_of, zones_of_countries

FEW = 5
"""So many zones can be listed in one line."""


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
