"""Say what each key takes as it is written: what a model's readers let pass, and not what they make of it.

Front matter is read as text, so that `no`, `17` and `2026-12-05` are words to us; to an editor they may be a truth
value, a number or a text. A pattern counts for texts alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hireground.embeds.services import parse_sites
from hireground.seminars.model import fields as seminar_keys
from hireground.seminars.model.facts.awaited import parse_hour
from hireground.seminars.model.facts.program import parse_doors, parse_item
from hireground.seminars.model.left_out import parse_left_out
from hireground.seminars.model.places import check_country, parse_geo
from hireground.seminars.model.prices import parse_duration, parse_price
from hireground.seminars.model.registration_fields import parse_deadline
from hireground.seminars.model.translation import parse_titles, parse_words
from hireground.site.look import parse_links, parse_pair, parse_profiles, parse_said
from hireground.site.seminar_settings import parse_days, parse_switch
from hireground.text import fields as keys
from hireground.text.languages import check_language
from hireground.text.timezones import parse_zone, zone_names

Schema = dict[str, Any]
Reader = Callable[..., object]


def matching(pattern: str) -> Schema:
    """Return a text of some form; spaces around it count for nothing."""
    return {"type": "string", "pattern": rf"^\s*(?:{pattern})\s*$"}


def any_case(word: str) -> str:
    """Return the pattern of a word in small letters or large."""
    return "".join(f"[{one.upper()}{one.lower()}]" if one.isalpha() else re.escape(one) for one in word)


def words(choices: Iterable[str]) -> Schema:
    """Return one of some words, which may have capitals."""
    listed = [*choices]
    return {"anyOf": [{"enum": listed}, matching("|".join(map(any_case, listed)))]}


def either(*schemas: Schema) -> Schema:
    """Return one of several shapes, each once."""
    flat = [part for one in schemas for part in (one["anyOf"] if [*one] == ["anyOf"] else [one])]
    several = [one for number, one in enumerate(flat) if one not in flat[:number]]
    return several[0] if len(several) == 1 else {"anyOf": several}


def listing(items: Schema) -> Schema:
    """Return a list; where its items are words, a line of them with commas is one too."""
    whole = {"type": "array", "items": items}
    return whole if "$ref" in items else either(VALUE, whole)


VALUE: Schema = {"type": ["string", "number", "boolean"]}
TEXT: Schema = {**VALUE, "pattern": r"\S"}
NUMBER: Schema = {"type": ["string", "number"]}
SPACED: Schema = {"type": "string", "pattern": r"^\s|\s$"}
"""A word in quotes with spaces around it, which are not looked at."""
PAIR: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
TEXTS_BY_NAME: Schema = {"type": "object", "additionalProperties": VALUE}
DAY = r"(?:[A-Za-z]+,? +)?\d{4}-\d\d-\d\d"
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
LINKS: Schema = {"type": "array", "items": PAIR}
DATES: Schema = either(VALUE, {"type": "array", "items": either(VALUE, {"$ref": "#/$defs/Session"})})
"""The list of sessions, whose items are read one by one."""
READ_BY: Mapping[Reader, Schema] = {
    keys.parse_yes: either({"type": "boolean"}, words(keys.YES)),
    keys.read_moment: matching(rf"{DAY}(?:[ T].*)?"),
    keys.check_url: matching(rf"{any_case('http')}[Ss]?:.*"),
    keys.parse_name: VALUE,
    seminar_keys.parse_start: TEXT,
    parse_hour: TEXT,
    seminar_keys.parse_former: matching(rf"{DAY}(?:[ T].*)?"),
    seminar_keys.parse_end: TEXT,
    seminar_keys.parse_count: either({"type": "integer", "minimum": 0, "maximum": 9999}, matching(r"\d{1,4}")),
    seminar_keys.parse_until: TEXT,
    parse_duration: matching(r"(?:\d{1,4}\s*[a-z]+\s*)+"),
    parse_price: either(VALUE, {"type": "array", "items": VALUE, "minItems": 1}),
    parse_geo: {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2},
    parse_item: matching(rf"{CLOCK}\s[\s\S]+"),
    parse_doors: matching(CLOCK),
    parse_left_out: TEXT,
    parse_deadline: TEXT,
    parse_titles: TEXTS_BY_NAME,
    parse_words: TEXTS_BY_NAME,
    parse_zone: either({"enum": sorted(name for name in zone_names() if "/" in name or name == "UTC")}, SPACED),
    check_language: matching(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    check_country: matching("[A-Z]{2}"),
    parse_switch: {"type": "boolean"},
    parse_days: either({"type": "integer", "minimum": 0}, matching(r"\d+")),
    parse_pair: either({"type": "string"}, PAIR),
    parse_links: LINKS,
    parse_profiles: LINKS,
    parse_said: {"type": "object", "additionalProperties": TEXTS_BY_NAME},
    parse_sites: either(VALUE, {"type": "array", "items": VALUE}),
}
"""What the readers of values take, as far as a schema can say it; `check` is stricter."""
