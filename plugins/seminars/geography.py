"""An author's words to a country's code, and to a place on the map."""

import re

from plugins.reader.quote import quoted, write

COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
OTHER_NAMES = {"UK": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB", "USA": "US", "AMERICA": "US"}
NUMBER = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,12})?", re.ASCII)
LOOSE_NUMBER = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,12})?)\s*°?\s*([NSEWO])?", re.ASCII | re.IGNORECASE)
MOST_NORTH, MOST_EAST = 90.0, 180.0
HOW_TO = 'write it as in "geo: [47.6205, -122.1934]"'


def check_country(code: str) -> str:
    """Let two capital letters pass that ISO 3166-1 knows."""
    if COUNTRY.fullmatch(code) and code in _codes():
        return code
    meant = _country_meant(code)
    how = write(f"country: {meant}") if meant else 'write its two letters, such as "country: US" or "country: DE"'
    raise ValueError(f"{quoted(code)} is no country's code; {how}")


def _codes() -> set[str]:
    from babel.core import get_global  # noqa: PLC0415 -- Babel's tables are wanted only where a country is said

    return {code for code in get_global("territory_currencies") if COUNTRY.fullmatch(code)} - {"UK", "EU"}


def _country_meant(words: str) -> str:
    from babel import Locale  # noqa: PLC0415 -- a large table, wanted only for this message

    upper = words.upper().replace(".", "").strip()
    code = OTHER_NAMES.get(upper, upper)
    named = (known for known, name in Locale("en").territories.items() if name.upper() == upper)
    return code if code in _codes() else next(named, "")


def parse_geo(value: object) -> tuple[float, float]:
    """Read `[latitude, longitude]` in degrees."""
    parts = value if isinstance(value, list | tuple) else ()
    if len(parts) != len(("latitude", "longitude")) or not all(NUMBER.fullmatch(str(part)) for part in parts):
        raise ValueError(f"{_geo_meant(value)}")
    latitude, longitude = map(float, parts)
    if abs(latitude) <= MOST_NORTH and abs(longitude) <= MOST_EAST:
        return latitude, longitude
    if abs(longitude) <= MOST_NORTH and abs(latitude) <= MOST_EAST:
        fixed = f"geo: [{parts[1]}, {parts[0]}]"
        raise ValueError(f"latitude, which comes first, goes from -90 to 90; {write(fixed)}")
    raise ValueError("latitude goes from -90 to 90, longitude from -180 to 180; copy both from a map again")


def _geo_meant(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    text = ", ".join(part if isinstance(part, str) else "…" for part in parts)
    found = LOOSE_NUMBER.findall(text)
    why = f"{quoted(text)} is no latitude and longitude"
    if len(found) != len(("latitude", "longitude")):
        return f"{why}; {HOW_TO}"
    degrees = [
        ("-" if sign.upper() in {"S", "W"} else "") + number.lstrip("+").replace(",", ".") for number, sign in found
    ]
    return f"{why}; {write(f'geo: [{degrees[0]}, {degrees[1]}]')}"
