"""Say what an author should know of a new date before it is announced: a place that is taken, and a holiday."""

import datetime as dt
from collections.abc import Iterable, Iterator

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.left_out import holiday_of
from hireground.seminars.model.model import Place, Seminar, Session
from hireground.site.load import read_records
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.site.warnings import HAPPENS
from hireground.text.localtime import add_duration, attach_zone
from hireground.text.problems import quoted
from hireground.text.timezones import zone


def advice(settings: SiteSettings, now: dt.datetime, start: dt.datetime, place_name: str) -> Iterator[str]:
    """Yield what speaks against a date: `start` on the clocks of its place, which may have no record."""
    reading = Reading(settings, now)
    people, places = read_records(reading)
    place = dict(places).get(place_name)
    begins = attach_zone(start, zone((place and place.timezone) or settings.timezone))
    ends = add_duration(begins, settings.seminars.duration)
    if begins < now:
        yield f"{start:%Y-%m-%d %H:%M} is over already"
    if name := holiday(place, start.date()):
        yield f"{start:%Y-%m-%d} is a holiday there: {name}"
    defaults = settings.defaults(places, people, reading.slugs)
    seminars, _translations = reading.seminars_of(reading.in_folder("seminars"), defaults, {})
    for seminar, session in meetings(seminars, place_name, begins, ends):
        hours = f"{session.start:%H:%M} to {session.end:%H:%M}"
        yield f"{place_name} is taken then: {quoted(session.title)}, {hours} ({seminar.source.as_posix()})"


def meetings(
    seminars: Iterable[Seminar], place_name: str, begins: dt.datetime, ends: dt.datetime
) -> Iterator[tuple[Seminar, Session]]:
    """Yield the dates that are in a place at a time."""
    for seminar in seminars:
        for session in seminar.sessions:
            is_there = session.place is not None and session.place.name == place_name
            is_on = session.status in HAPPENS and session.known is Known.HOUR
            if is_there and is_on and session.start < ends and begins < session.end:
                yield seminar, session


def holiday(place: Place | None, day: dt.date) -> str:
    """Name the public holiday that a day is where a place is; empty for a working day, or an unknown country."""
    return holiday_of(place.country, place.region, day) if place and place.country else ""
