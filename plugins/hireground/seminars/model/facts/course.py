"""Give all dates of a course its one registration, and refuse what would be of one date alone."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.ways import Course
from hireground.seminars.model.facts.windows import Window, registration_of
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.seminars.model.registration_fields import RegistrationFields
from hireground.seminars.model.schema import SeminarFields, SessionFields
from hireground.seminars.model.times import Times, windows_of
from hireground.text.problems import Refusal, quoted
from hireground.text.yaml.marks import Loc

OF_ALL = ("price", "registration")
"""What a course has once."""
OF_ONE_DATE = re.compile(r"\{(?:date|time|uid)\}")
FEWEST = 2
"""Dates of a course; what is said of all of them is not worth saying of one."""


def in_course(sessions: tuple[Session, ...], fields: SeminarFields) -> tuple[tuple[Session, ...], list[Window]]:
    """Return the sessions with the registration of the course, and its windows, if it has one.

    It closes with the first date that takes place, unless its author names a moment up to the end of the last.
    """
    there = [one for one in sessions if one.status not in CALLED_OFF] or [*sessions]
    if not there:
        return sessions, []
    first, number = there[0], sum(one.status is not EventStatus.CANCELLED for one in sessions)
    course = Course(number, first.uid, first.start) if number >= FEWEST else None
    if not isinstance(fields.registration, RegistrationFields):
        return tuple(replace(one, course=course) for one in sessions), []
    end = max(one.end for one in there) if first.known is Known.HOUR else first.end
    times = Times(first.start, end, (), known=first.known)
    windows = [*windows_of(fields.registration, times, lambda key: ("registration", key))]
    registration = registration_of(fields.registration, windows)
    return tuple(replace(one, course=course, registration=registration) for one in sessions), windows


def course_problems(fields: SeminarFields) -> Iterator[tuple[Loc, Refusal]]:
    """Yield what is wrong with a course as a whole."""
    if fields.price is None and fields.registration is None:
        yield ("course",), Refusal('it has one price or one registration for all dates; write "price:" beside it')
    registration = fields.registration
    if not isinstance(registration, RegistrationFields):
        return
    links: dict[Loc, str | None] = {("url",): registration.url, ("waiting_list",): registration.waiting_list}
    links |= {("also", number, "url"): way.url for number, way in enumerate(registration.also)}
    for loc, link in links.items():
        if match := OF_ONE_DATE.search(link or ""):
            why = f"{quoted(match[0])} differs from date to date, and a course has one link for all"
            yield ("registration", *loc), Refusal(f"{why}; write it without")


def date_problems(loc: Loc, fields: SessionFields) -> Iterator[tuple[Loc, Refusal]]:
    """Yield what one date of a course cannot have alone."""
    for name in OF_ALL:
        if name in fields.model_fields_set:
            how = f'write "{name}:" at the left edge, or take "course: yes" out'
            yield (*loc, name), Refusal(f"the course has one {name} for all its dates; {how}")
