"""Read where people meet: countries, coordinates, and links of online sessions (RFC 7986 CONFERENCE)."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from hireground.markdown.links import named_file
from hireground.text.fields import NONE, Line, Url, check_url, expect_text, listed, refuse_twice
from hireground.text.problems import Refusal, nearest, not_among, one_of, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import EMAIL

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
    hint = "" if meant else 'write its two letters, such as "US" or "DE"'
    raise Refusal(f"{quoted(code)} is no country's code", meant or None, hint=hint)


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
        raise _geo_meant(value)
    latitude, longitude = map(float, parts)
    if abs(latitude) <= MOST_NORTH and abs(longitude) <= MOST_EAST:
        return latitude, longitude
    if abs(longitude) <= MOST_NORTH and abs(latitude) <= MOST_EAST:
        raise Refusal("latitude, which comes first, goes from -90 to 90", [parts[1], parts[0]])
    raise Refusal("latitude goes from -90 to 90, longitude from -180 to 180; copy both from a map again")


def _geo_meant(value: object) -> Refusal:
    parts = value if isinstance(value, list) else [value]
    text = ", ".join(part if isinstance(part, str) else "…" for part in parts)
    found = LOOSE_NUMBER.findall(text)
    why = f"{quoted(text)} is no latitude and longitude"
    is_all = not re.sub(r"[\s,;°()\[\]]", "", LOOSE_NUMBER.sub("", text))
    is_pair = len(found) == len(("latitude", "longitude"))
    signs = "".join(sign.upper() for _number, sign in found)
    if not (is_all and is_pair and (not signs or re.fullmatch("[NS][EW]", signs))):
        return Refusal(f"{why}; {HOW_TO}")
    return Refusal(why, [("-" if sign.upper() in {"S", "W"} else "") + _decimal(number) for number, sign in found])


def _decimal(number: str) -> str:
    return number.lstrip("+").replace(",", ".")


def wrong_room(room: str, rooms: tuple[str, ...]) -> Refusal | None:
    """Refuse a room that a place has not, if it says which it has."""
    if not rooms or room in rooms:
        return None
    meant = nearest(room, rooms)
    hint = "" if meant else f"write {one_of(rooms)}"
    return Refusal(f"{quoted(room)} is none of the rooms there", meant or None, is_guess=True, hint=hint)


class Feature(StrEnum):
    """What people have there, in the words of RFC 7986 §6.3 and RFC 8984 §4.2.6."""

    AUDIO = "audio"
    VIDEO = "video"
    SCREEN = "screen"
    CHAT = "chat"
    PHONE = "phone"


def parse_feature(text: object) -> Feature:
    """Read one feature."""
    word = expect_text(text)
    if word not in set(Feature):
        why = f"{quoted(word)} is nothing that a meeting on the web has"
        raise not_among(why, word, Feature, one_of(Feature))
    return Feature(word)


Features = Annotated[
    tuple[Annotated[Feature, BeforeValidator(parse_feature)], ...],
    BeforeValidator(listed),
    AfterValidator(refuse_twice),
]


def check_file(value: str, info: ValidationInfo) -> str:
    """Let an address pass, and a file of content/images, which becomes its address."""
    context = info.context or {}
    file = named_file(value, context.get("source", Path()))
    if file is None:
        return check_url(value)
    if file.parts[0] != "images":
        raise Refusal(f'{quoted(value)} is not in content/images; copy it there, and write "/images/{file.name}"')
    return f"{context.get('siteurl', '')}/{quote(file.as_posix())}"


UrlOrFile = Annotated[str, AfterValidator(check_file)]


class Online(Model):
    """A meeting; a call with picture and sound unless the author says something else.

    Without a link it has a name, and those who register are sent the link.
    """

    url: Url | None = Field(None, examples=["https://meet.example.org/career"])
    name: Line = Field("Online", examples=["Video call"])
    features: Features = Field((Feature.AUDIO, Feature.VIDEO), examples=["[chat]"])


def check_online(online: Online | None) -> Online | None:
    """Refuse a meeting that has neither a link nor a name."""
    if online and not online.url and "name" not in online.model_fields_set:
        how = 'write its link, "url: https://meet.example.org/career", or "name: Video call" if people get it later'
        raise Refusal(f"neither a link nor a name; {how}")
    return online


def online_link(value: object) -> object:
    """Read a link alone as the link of an online session; `yes` is one whose link people get later."""
    if not isinstance(value, str):
        return value
    if value.lower() in {"yes", "true"}:
        return {"name": "Online"}
    if value.lower() in {"no", "false"}:
        return None
    if EMAIL.fullmatch(value):
        raise Refusal(f'{quoted(value)} is no link; write one such as "online: https://meet.example.org/career"')
    return None if value == NONE else {"url": value}


OnlineOrLink = Annotated[Online | None, BeforeValidator(online_link), AfterValidator(check_online)]
