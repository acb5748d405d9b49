"""Parse a seminar's file into a `Seminar`, or report every problem it has."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from hireground.seminars.model.build import Assembly, Written
from hireground.seminars.model.folder import talks_of
from hireground.seminars.model.model import Defaults, Place, Seminar
from hireground.seminars.model.schema import SeminarFields, SessionFields, TalkFields
from hireground.text.fields import split_names
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import Fix, InvalidContentError, Problem, Refusal, Replacement, write
from hireground.text.timezones import zone, zone_abroad, zone_names
from hireground.text.validation import validate
from hireground.text.yaml.marks import Data

MOST_SESSIONS = 2_000
"""A date on every day of five years; each is a page of its own."""
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def parse_seminar(document: Document, defaults: Defaults, last_commit: dt.datetime) -> Seminar:
    """Build a `Seminar`; raises `InvalidContentError` with all that is wrong."""
    name = _zone_name(document.fields, defaults.places)
    timezone = zone(name or _zone_abroad(document.fields, defaults) or defaults.timezone)
    problems: list[Problem] = []
    fields = None
    try:
        fields = validate(SeminarFields, document, context=_context(document, defaults, timezone))
    except InvalidContentError as error:
        problems += error.problems
    written = _sessions(document, defaults, name, problems)
    if fields is None or problems:
        raise InvalidContentError(problems)
    return Assembly(document, fields, defaults, timezone, last_commit).seminar(written)


def _context(document: Document, defaults: Defaults, timezone: ZoneInfo) -> dict[str, object]:
    """Return what fields are read with: the records that they may name, the zone of their hours, and their file."""
    source = Path(*document.path.parts[1:])
    return {
        "places": defaults.places, "people": defaults.people, "timezone": timezone, "source": source,
        "unicode_slugs": defaults.slugs.is_unicode, "siteurl": defaults.siteurl,
    }  # fmt: skip


def _sessions(document: Document, defaults: Defaults, timezone: str | None, problems: list[Problem]) -> list[Written]:
    found: list[Written] = []
    for number, item in enumerate(_items(document, problems)):
        loc = ("sessions", number)
        if refusal := _misshapen(item):
            problems.append(refused(document, loc, refusal))
            continue
        data: Data = {"start": item} if isinstance(item, str) else item
        holder = data if isinstance(data, dict) and "place" in data else document.fields
        name = _zone_name(data, defaults.places) or timezone or _zone_abroad(holder, defaults)
        own = {**_context(_file(document, number), defaults, zone(name or defaults.timezone)), "item": data}
        try:
            if talk := talks_of(document).get(number):
                fields: SessionFields = validate(TalkFields, talk.document, context=own)
            else:
                fields = validate(SessionFields, document, loc, data, own)
            found.append(Written(loc, fields, name))
        except InvalidContentError as error:
            problems += error.problems
    return found


def _file(document: Document, number: int) -> Document:
    """Return the document that an item of the list stands in."""
    talk = talks_of(document).get(number)
    return talk.document if talk else document


def _items(document: Document, problems: list[Problem]) -> list[Data]:
    """Return the dates as they are written; none where they are no list, or too long a one."""
    items = document.fields.get("sessions")
    if isinstance(items, str) and re.match(r"-\d{4}", items):
        problems.append(_no_space(document, items))
        return []
    if isinstance(items, str):  # a line of dates with commas, which is what `Key: value` lines have
        items = [*split_names(items)]
    if isinstance(items, dict):
        problems.append(_no_hyphen(document, items))
    if isinstance(items, list) and len(items) > MOST_SESSIONS:
        problems.append(_too_many(document, len(items)))
        return []
    return items if isinstance(items, list) else []


def _too_many(document: Document, number: int) -> Problem:
    words = f"sessions: {number:,} are too many, and {MOST_SESSIONS:,} is the most; write several seminars"
    return document.problem(document.marks.value(("sessions",)), words)


def _zone_name(fields: Data, places: Mapping[str, Place]) -> str | None:
    """Return the zone that keys name, or their place has; None if neither is one.

    It is wanted before the keys have their types, since a start in another zone is said in this one.
    """
    if not isinstance(fields, dict):
        return None
    place = fields.get("place")
    if isinstance(place, str):
        of_place: object = places[place].timezone if place in places else None
    else:
        of_place = place.get("timezone") if isinstance(place, dict) else None
    for name in (fields.get("timezone"), of_place):
        if isinstance(name, str) and name in zone_names():
            return name
    return None


def _zone_abroad(fields: Mapping[str, Data], defaults: Defaults) -> str | None:
    """Return the zone of the place's country, where all of it has the same clocks, and other ones than the site."""
    place = fields.get("place")
    if isinstance(place, str):
        country: object = defaults.places[place].country if place in defaults.places else None
    else:
        country = place.get("country") if isinstance(place, dict) else None
    return zone_abroad(country, defaults.timezone) if isinstance(country, str) else None


def _no_space(document: Document, line: str) -> Problem:
    """Say that a hyphen lacks its space, which makes a text of the list."""
    loc, mark = ("sessions",), document.marks.value(("sessions",))
    is_own_line = mark.line == mark.end[0] > document.marks.key(loc).line
    place = (mark.line, mark.column + 1)
    words = write(f"- {line[1:17].strip()}")
    fix = Fix((Replacement(place, place, " "),), words) if is_own_line else None
    message = f"{document.spell(loc)}after the hyphen of a list comes a space"
    return document.problem(mark, message if fix else f"{message}; {words}", fix=fix)


def _no_hyphen(document: Document, keys: dict[str, Data]) -> Problem:
    """Say where the hyphen of the first item belongs."""
    loc, message = ("sessions",), "a group of keys stands here, and a list belongs"
    if document.marks.value(loc).is_flow:
        return refused(document, loc, Refusal(message, [keys]))
    name, value = next(iter(keys.items()), ("start", "2026-12-05 18:00"))
    line = f"- {name}: {value}" if isinstance(value, str) else "- 2026-12-05 18:00"
    return refused(document, loc, Refusal(f"{message}; {write(line)} as the first line"))


def _misshapen(item: Data) -> Refusal | None:
    """Say what is wrong with an item that is neither a date nor keys; None if nothing is."""
    if item is None:
        return Refusal(
            'nothing is written in this item; write a date, as in "- 2026-12-05 18:00", or take the hyphen out'
        )
    if isinstance(item, list):
        first = next((one for one in item if isinstance(one, str)), "2026-12-05 18:00")
        return Refusal(f"a list stands inside a list; {write(f'- {first}')}, and so each date on a line of its own")
    if isinstance(item, dict) and len(item) == 1:
        name, value = next(iter(item.items()))
        if DATE.match(name) and isinstance(value, str):
            return Refusal("the colon makes a key of the date", f"{name} {value}")
    return None
