"""A seminar's file to a `Seminar`: every problem it has, or none."""

import datetime as dt

from plugins.reader.frontmatter import Document
from plugins.reader.strict_yaml import Data, Key
from plugins.reader.model import validate
from plugins.reader.names import split_names
from plugins.reader.problems import InvalidContentError, Problem
from plugins.seminars.assembly import Assembly, Defaults
from plugins.seminars.model import Seminar
from plugins.seminars.written import SeminarFields, SessionFields


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
    if "sessions" in document.fields and not isinstance(items, list):
        items = _split(document, items, problems)
    found: list[tuple[Key, SessionFields]] = []
    for number, item in enumerate(items if isinstance(items, list) else ()):
        way = ("sessions", number)
        data: Data = {"start": item} if isinstance(item, str) else item
        try:
            found.append((way, validate(SessionFields, document, way, data, context)))
        except InvalidContentError as error:
            problems += error.problems
    return found


def _split(document: Document, items: Data, problems: list[Problem]) -> Data:
    """Read a line of dates with commas, which is what `Key: value` lines have."""
    if isinstance(items, str):
        return [*split_names(items)]
    message = 'sessions: this should be a list of dates; write "- 2026-12-05 18:00" on the next line'
    problems.append(document.problem(document.marks.value(("sessions",)), message))
    return None
