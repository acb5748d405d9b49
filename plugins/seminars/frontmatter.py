"""A seminar's file to a `Seminar`: every problem it has, or none."""

import datetime as dt
import re

from plugins.reader.frontmatter import Document
from plugins.reader.model import spell, validate
from plugins.reader.names import split_names
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.quote import write
from plugins.reader.strict_yaml import Data, Key
from plugins.seminars.assembly import Assembly, Defaults
from plugins.seminars.model import Seminar
from plugins.seminars.written import SeminarFields, SessionFields

DATE = re.compile(r"\d{4}-\d\d-\d\d")


def parse_seminar(document: Document, defaults: Defaults, last_commit: dt.datetime) -> Seminar:
    """Build a `Seminar`; raises `InvalidContentError` with all that is wrong."""
    context: dict[str, object] = {"places": defaults.places, "people": defaults.people}
    problems: list[Problem] = []
    fields = None
    try:
        fields = validate(SeminarFields, document, context=context)
    except InvalidContentError as error:
        problems += error.problems
    written = _sessions(document, context, problems)
    if fields is None or problems:
        raise InvalidContentError(problems)
    return Assembly(document, fields, defaults, last_commit).seminar(written)


def _sessions(
    document: Document, context: dict[str, object], problems: list[Problem]
) -> list[tuple[Key, SessionFields]]:
    items = document.fields.get("sessions")
    if isinstance(items, str) and re.match(r"-\d{4}", items):
        words = f"after the hyphen of a list comes a space; {write(f'- {items[1:17].strip()}')}"
        problems.append(_problem(document, ("sessions",), words))
        return []
    if isinstance(items, str):  # a line of dates with commas, which is what `Key: value` lines have
        items = [*split_names(items)]
    if isinstance(items, dict):
        message = f"a group of keys stands here, and a list belongs; {_dash(items)}"
        problems.append(_problem(document, ("sessions",), message))
    found: list[tuple[Key, SessionFields]] = []
    for number, item in enumerate(items if isinstance(items, list) else ()):
        way = ("sessions", number)
        message = _misshapen(item)
        if message:
            problems.append(_problem(document, way, message))
            continue
        try:
            data: Data = {"start": item} if isinstance(item, str) else item
            found.append((way, validate(SessionFields, document, way, data, context)))
        except InvalidContentError as error:
            problems += error.problems
    return found


def _problem(document: Document, way: Key, message: str) -> Problem:
    return document.problem(document.marks.value(way), f"{spell(way)}{message}")


def _dash(keys: dict[str, Data]) -> str:
    """Say where the hyphen of the first item belongs."""
    name, value = next(iter(keys.items()), ("start", "2026-12-05 18:00"))
    return write(f"- {name}: {value}" if isinstance(value, str) else "- 2026-12-05 18:00") + " as the first line"


def _misshapen(item: Data) -> str:
    """Say what is wrong with an item that is neither a date nor keys; empty if nothing is."""
    if item is None:
        return 'nothing is written in this item; write "- 2026-12-05 18:00", or take the hyphen out'
    if isinstance(item, list):
        first = next((one for one in item if isinstance(one, str)), "2026-12-05 18:00")
        return f"a list stands inside a list; {write(f'- {first}')}, and so each date on a line of its own"
    if isinstance(item, dict) and len(item) == 1:
        name, value = next(iter(item.items()))
        if DATE.match(name) and isinstance(value, str):
            return f"the colon makes a key of the date; {write(f'- {name} {value}')}"
    return ""
