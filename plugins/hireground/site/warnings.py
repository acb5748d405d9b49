"""Warn of probable slips, which keep nothing from being published."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from hireground.markdown.links import without_code
from hireground.seminars.block.announcement import announcements
from hireground.seminars.model.facts.awaited import OPEN, Known, is_awaited
from hireground.seminars.model.folder import talks_of
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Seminar, Session
from hireground.site.names.questions import asked
from hireground.text.budgets import near
from hireground.text.dates_meant import MONTHS, WEEKDAYS, days_in
from hireground.text.fields import CURLY, split_names
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, quoted
from hireground.text.yaml.marks import Data, Loc

NAMES = "|".join(month.capitalize() for month in MONTHS)
SHORT = "|".join(month[:3].capitalize() for month in MONTHS)
DAY_NAME = rf"(?P<weekday>(?:{'|'.join(WEEKDAYS)})|(?:{'|'.join(day[:3] for day in WEEKDAYS)})\b\.?),?\s+"
MONTH_NAME = rf"(?P<month>{NAMES}|(?:{SHORT})\b\.?)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
YEAR = r"(?P<year>\d{4})\b"
DATED = tuple(
    re.compile(rf"\b{DAY_NAME}{date}")
    for date in (
        rf"(?:the\s+)?{MONTH_NAME}\s+{DAY},?\s+{YEAR}",
        rf"(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH_NAME},?\s+{YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b",
    )
)
AFTER_DAY = rf"[a-z]{{0,6}}\.?,?\s+(?:the\s+)?(?:\d|{SHORT})"
SUSPECT = re.compile("|".join([*(f"{day[:3]}{AFTER_DAY}" for day in WEEKDAYS), r"\]\[[^\]]", r"\[\^"]))
"""Each choice begins with one sign, so that all other signs are passed over at once."""
INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+")
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]+\S")
REFERENCE = re.compile(r"(?<!\[)\[(?P<text>[^\[\]]+)\]\[(?P<label>[^\[\]\n]+)\](?!\])|\[(?P<note>\^[^\[\]\s]+)\](?!:)")
BARE = re.compile(r"!\[\s*\]\[([^\[\]\n]+)\]")
DEFINED = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:", re.MULTILINE)


def prose_warnings(document: Document) -> Iterator[Problem]:
    """Yield the slips of a body, outside its code."""
    if SUSPECT.search(document.body):  # a quick look, since few bodies have any of it
        body = _without_indented(without_code(document.body))
        for start, message in (*_weekdays(body), *_references(body)):
            yield document.problem(document.mark_at(start), message, is_warning=True)


def announcement_warnings(document: Document) -> Iterator[Problem]:
    """Yield what reads like an announcement of dates, which no calendar knows as long as it is prose."""
    for one in announcements(document.body) if "sessions" not in document.fields else ():
        how = f"`hireground import {document.path.as_posix()}` makes a seminar of it, with calendars"
        words = f"this reads like an announcement of {len(one.dates)} dates; {how}"
        yield document.problem(document.mark_at(one.start), words, is_warning=True)


def _weekdays(body: str) -> Iterator[tuple[int, str]]:
    for pattern in DATED:
        for match in pattern.finditer(body):
            message = _wrong_weekday(match)
            if message:
                yield match.start(), message


def _references(body: str) -> Iterator[tuple[int, str]]:
    known = {label.lower() for label in DEFINED.findall(body)}
    for match in REFERENCE.finditer(body):
        label = match["note"] or match["label"]
        if " ".join(label.lower().split()) not in known:
            words = f'{quoted(f"[{label}]")} is explained nowhere; write a line "[{label}]: …" below, or take it out'
            yield match.end() - len(label) - 1, words
    for match in BARE.finditer(body):
        yield match.start(), f'a picture without a description; write "![What it shows][{match[1]}]"'


def _without_indented(body: str) -> str:
    """Put spaces in place of indented code, which follows an empty line and no item of a list."""

    def blank(match: re.Match[str]) -> str:
        above = match.string[: match.start()].rstrip("\n").rpartition("\n")[2]
        return match[0] if ITEM.match(above) else re.sub(r"[^\n]", " ", match[0])

    return INDENTED.sub(blank, body)


def _wrong_weekday(match: re.Match[str]) -> str:
    """Say what day a date is; empty if it is what the text says, or no date."""
    year, month, day = int(match["year"]), _month(match["month"]), int(match["day"])
    if not (year >= dt.MINYEAR and 1 <= month <= len(MONTHS) and 1 <= day <= days_in(year, month)):
        return ""
    date = dt.date(year, month, day)
    said = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"].rstrip(".")))
    if said == date.weekday():
        return ""
    right = WEEKDAYS[date.weekday()]
    other = date + dt.timedelta((said - date.weekday() + 3) % 7 - 3)
    text = " ".join(match[0].split())
    fixed = text.replace(match["weekday"], right[: None if len(match["weekday"]) > len("Thu.") else 3], 1)
    return f"{quoted(text)}: that day is a {right}; write {quoted(fixed)}, or the day meant, {WEEKDAYS[said]} {other}"


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(words.lower().rstrip(".")))


MORNING = dt.time(6)
NEARLY = 0.85
LONGEST = dt.timedelta(hours=12)
SOON = dt.timedelta(days=60)
HAPPENS = frozenset(EventStatus) - CALLED_OFF


def session_warnings(document: Document, sessions: Iterable[Session], now: dt.datetime) -> Iterator[Problem]:
    """Yield sessions at night, very long ones, and those cancelled without a word, each line of the file once."""
    sessions = tuple(sessions)
    nights = dict(pair for session in reversed(sessions) for pair in _at_night(session))
    lengths = dict(pair for session in reversed(sessions) for pair in _very_long(document, session))
    unexplained = dict(pair for session in sessions for pair in _unexplained(document, session, now))
    found = (*nights.items(), *lengths.items(), *unexplained.items())
    yield from (_warning(document, loc, message) for loc, message in found)


def _unexplained(document: Document, session: Session, now: dt.datetime) -> Iterator[tuple[Loc, str]]:
    if session.status is EventStatus.CANCELLED and not session.note and session.end > now:
        loc = next(
            (loc for loc in ((*session.loc, "status"), ("status",)) if loc in document.marks.values), session.loc
        )
        yield loc, f"cancelled, and nobody is told why; {WHY}"


WHY = 'write it beside, as in "note: The speaker is ill, and a new date follows."'


def _at_night(session: Session) -> Iterator[tuple[Loc, str]]:
    if not session.all_day and session.start.time() < MORNING:
        noon = session.start + dt.timedelta(hours=12)
        where = f"{session.start:%Y-%m-%d %H:%M} is at night in {session.timezone.key}"
        yield (*session.loc, "start"), f'{where}; if the afternoon is meant, write "{noon:%Y-%m-%d %H:%M}"'


def _very_long(document: Document, session: Session) -> Iterator[tuple[Loc, str]]:
    length = session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)
    if not session.all_day and length > LONGEST:
        ways = ((*session.loc, "end"), (*session.loc, "duration"), ("duration",), (*session.loc, "start"))
        loc = next((loc for loc in ways if loc in document.marks.keys), session.loc)
        hours = length / dt.timedelta(hours=1)
        yield loc, f'{hours:g} hours is a long session; if whole days are meant, write "all_day: yes" beside "start:"'


def open_rules(document: Document, sessions: Iterable[Session], now: dt.datetime) -> Iterator[Problem]:
    """Yield the rules without an end that soon run out of dates, since their file has not changed for long."""
    last = {session.loc: session for session in sorted(sessions, key=lambda one: one.start)}
    for loc, fields in groups(document):
        session = last.get(loc)
        if session and fields.get("until") == OPEN and session.start < now + SOON:
            words = f"its last date is {session.start:%Y-%m-%d}, a year after this file changed; if it goes on, write"
            yield _warning(document, (*loc, "until"), f'{words} "modified: {now:%Y-%m-%d}" at the left edge')


def overdue(document: Document, sessions: Iterable[Session], now: dt.datetime) -> Iterator[Problem]:
    """Yield the sessions of a month that is over, whose day nobody has written."""
    for session in sessions:
        if session.known is Known.MONTH and session.end <= now:
            words = f'{session.start:%Y-%m} is over; write the day it was on, as in "{session.start:%Y-%m}-12 18:00"'
            yield _warning(document, (*session.loc, "start"), f"{words}, or take it out")


def overlaps(seminars: Iterable[Seminar], documents: Mapping[Path, Document]) -> Iterator[Problem]:
    """Yield the sessions that start in a room while another still has it."""
    rooms: defaultdict[tuple[str, str], list[tuple[Session, Seminar]]] = defaultdict(list)
    for seminar in seminars:
        for session in seminar.sessions:
            if session.place and session.status in HAPPENS and session.known is Known.HOUR:
                rooms[session.place.name, session.place.room].append((session, seminar))
    for meetings in rooms.values():
        meetings.sort(key=lambda pair: (pair[0].start, pair[1].source))
        latest, owner = meetings[0]
        for session, seminar in meetings[1:]:
            if session.start < latest.end:
                yield _taken(documents, session, seminar, latest, owner)
            if session.end > latest.end:
                latest, owner = session, seminar


def _taken(
    documents: Mapping[Path, Document], session: Session, seminar: Seminar, latest: Session, owner: Seminar
) -> Problem:
    mark, file = documents[owner.source].marks.value((*latest.loc, "start")), latest.source or owner.source
    where = ", ".join(filter(None, (latest.place.name, latest.place.room))) if latest.place else ""
    who = f"{quoted(latest.title)} ({file.as_posix()}:{mark.line})"
    until = f"{latest.end.astimezone(session.timezone):%Y-%m-%d %H:%M}"
    words = f'{where} is taken until {until} by {who}; write another hour, or the room, as in "room: Room 2"'
    return _warning(documents[seminar.source], (*session.loc, "start"), words)


def streetless(document: Document) -> Iterator[Problem]:
    """Yield the places of a seminar's file that have no street, without which search engines show no event."""
    for loc, fields in groups(document):
        place = fields.get("place")
        if isinstance(place, dict) and not place.get("address") and not is_awaited(place.get("name")):
            yield _warning(document, (*loc, "place"), no_street(place.get("name")))


def misspelled_people(document: Document, people: Collection[str]) -> Iterator[Problem]:
    """Yield the names that are nearly, but not quite, a name in `people.yaml`."""
    for loc, fields in groups(document):
        for key in ("speakers", "authors", "author"):
            for number, name in enumerate(_names(fields.get(key))):
                meant = "" if name in people else near(name, people, NEARLY)
                if meant and meant != name.strip(CURLY):  # what is in curly quotes is said of them
                    words = f"{quoted(name)} is not in content/people.yaml"
                    yield asked(document, (*loc, key, number), Refusal(words, meant, is_guess=True))


def _names(value: Data) -> list[str]:
    if isinstance(value, str):
        return split_names(value)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def groups(document: Document) -> Iterator[tuple[Loc, Mapping[str, Data]]]:
    """Yield the front matter's keys, and those of each session in it, with the path of each."""
    yield (), document.fields
    sessions = document.fields.get("sessions")
    for number, item in enumerate(sessions if isinstance(sessions, list) else ()):
        if isinstance(item, dict) and number not in talks_of(document):
            yield ("sessions", number), item


def no_street(name: Data) -> str:
    """Say that a place has no street."""
    who = quoted(name) if isinstance(name, str) else "the place"
    return f'{who} has no street, and without one Google shows no event; write "address: 1 Main Street"'


def _warning(document: Document, loc: Loc, message: str) -> Problem:
    return document.problem(document.marks.value(loc), f"{document.spell(loc)}{message}", is_warning=True)
