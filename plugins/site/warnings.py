"""What is probably a slip, and keeps nothing from being published."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from plugins.reader.frontmatter import Document
from plugins.reader.model import spell
from plugins.reader.names import split_names
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted
from plugins.reader.strict_yaml import Data, Key
from plugins.seminars.model import EventStatus, Seminar, Session

MORNING = dt.time(6)
NEARLY = 0.85
LONGEST = dt.timedelta(hours=12)
HAPPENS = frozenset({EventStatus.CONFIRMED, EventStatus.TENTATIVE})


def session_warnings(document: Document, sessions: Iterable[Session]) -> Iterator[Problem]:
    """Yield the sessions at night and the very long ones, each line of the file once."""
    sessions = tuple(sessions)
    nights = dict(pair for session in reversed(sessions) for pair in _at_night(session))
    lengths = dict(pair for session in reversed(sessions) for pair in _very_long(document, session))
    yield from (_warning(document, way, message) for way, message in (*nights.items(), *lengths.items()))


def _at_night(session: Session) -> Iterator[tuple[Key, str]]:
    if not session.all_day and session.start.time() < MORNING:
        noon = session.start + dt.timedelta(hours=12)
        where = f"{session.start:%Y-%m-%d %H:%M} is at night in {session.timezone.key}"
        yield (*session.way, "start"), f'{where}; if the afternoon is meant, write "{noon:%Y-%m-%d %H:%M}"'


def _very_long(document: Document, session: Session) -> Iterator[tuple[Key, str]]:
    length = session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)
    if not session.all_day and length > LONGEST:
        ways = ((*session.way, "end"), (*session.way, "duration"), ("duration",), (*session.way, "start"))
        way = next((way for way in ways if way in document.marks.keys), session.way)
        hours = length / dt.timedelta(hours=1)
        yield way, f'{hours:g} hours is a long session; if whole days are meant, write "all_day: yes" beside "start:"'


def overlaps(seminars: Iterable[Seminar], documents: Mapping[Path, Document]) -> Iterator[Problem]:
    """Yield the sessions that start in a room while another still has it."""
    rooms: defaultdict[tuple[str, str], list[tuple[Session, Seminar]]] = defaultdict(list)
    for seminar in seminars:
        for session in seminar.sessions:
            if session.place and session.status in HAPPENS:
                rooms[session.place.name, session.place.room].append((session, seminar))
    for meetings in rooms.values():
        meetings.sort(key=lambda meeting: (meeting[0].start, meeting[1].source))
        latest, owner = meetings[0]
        for session, seminar in meetings[1:]:
            if session.start < latest.end:
                yield _taken(documents, session, seminar, latest, owner)
            if session.end > latest.end:
                latest, owner = session, seminar


def _taken(
    documents: Mapping[Path, Document], session: Session, seminar: Seminar, latest: Session, owner: Seminar
) -> Problem:
    line = documents[owner.source].marks.value((*latest.way, "start")).line
    where = ", ".join(filter(None, (latest.place.name, latest.place.room))) if latest.place else ""
    who = f"{quoted(latest.title)} ({owner.source.as_posix()}:{line})"
    until = f"{latest.end.astimezone(session.timezone):%Y-%m-%d %H:%M}"
    words = f'{where} is taken until {until} by {who}; write another hour, or the room, as in "room: Room 2"'
    return _warning(documents[seminar.source], (*session.way, "start"), words)


def streetless(document: Document) -> Iterator[Problem]:
    """Yield the places of a seminar's file that have no street, without which search engines show no event."""
    for way, fields in groups(document):
        place = fields.get("place")
        if isinstance(place, dict) and not place.get("address"):
            yield _warning(document, (*way, "place"), no_street(place.get("name")))


def misspelt_people(document: Document, people: Collection[str]) -> Iterator[Problem]:
    """Yield the names that are nearly those of somebody in `people.yaml`."""
    for way, fields in groups(document):
        for key in ("speakers", "authors", "author"):
            for number, name in enumerate(_names(fields.get(key))):
                near = () if name in people else get_close_matches(name, people, n=1, cutoff=NEARLY)
                if near:
                    words = f"{quoted(name)} is not in content/people.yaml; did you mean {quoted(near[0])}?"
                    yield _warning(document, (*way, key, number), words)


def _names(value: Data) -> list[str]:
    if isinstance(value, str):
        return split_names(value)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def groups(document: Document) -> Iterator[tuple[Key, Mapping[str, Data]]]:
    """Yield the front matter's keys, and those of each session, with the way to them."""
    yield (), document.fields
    sessions = document.fields.get("sessions")
    for number, item in enumerate(sessions if isinstance(sessions, list) else ()):
        if isinstance(item, dict):
            yield ("sessions", number), item


def no_street(name: Data) -> str:
    """Say that a place has no street."""
    who = quoted(name) if isinstance(name, str) else "the place"
    return f'{who} has no street, and without one Google shows no event; write "address: 1 Main Street"'


def _warning(document: Document, way: Key, message: str) -> Problem:
    return document.problem(document.marks.value(way), f"{spell(way)}{message}", is_warning=True)
