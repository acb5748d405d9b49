"""Sessions to listings: by month, place, speaker, series and topic, each a page with a calendar beside it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from plugins.reader.fields import slugify
from plugins.seminars.model import Person, Place, Seminar, Session

K = TypeVar("K", str, dt.date)


class Kind(StrEnum):
    """What the sessions of a listing have in common; the value is its template's name."""

    ALL = "seminars"
    MONTH = "month"
    PLACE = "place"
    SPEAKER = "speaker"
    SERIES = "series"
    TOPIC = "topic"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Sessions that share something, in order of time; `url` ends with a slash."""

    kind: Kind
    name: str
    url: str
    sessions: tuple[Session, ...]
    place: Place | None = None
    person: Person | None = None
    month: dt.date | None = None

    @property
    def slug(self) -> str:
        """The listing's name in an address, among those of its kind."""
        return f"{self.month:%Y-%m}" if self.month else self.url.rstrip("/").rpartition("/")[2]

    @property
    def ics_url(self) -> str:
        """The address of the calendar beside the page."""
        return f"{self.url}calendar.ics"


def all_sessions(seminars: Iterable[Seminar]) -> tuple[Session, ...]:
    """Return every session of the site, in order of time."""
    return tuple(sorted((one for seminar in seminars for one in seminar.sessions), key=_order))


def _order(session: Session) -> tuple[dt.datetime, str]:
    return session.start, session.uid


def listings(
    sessions: tuple[Session, ...], month_name: Callable[[dt.date], str], everything: str
) -> tuple[Listing, ...]:
    """Return every listing of the site; `everything` names the one that has all."""
    return (
        Listing(kind=Kind.ALL, name=everything, url="seminars/", sessions=sessions),
        *_months(sessions, month_name),
        *_places(sessions),
        *_speakers(sessions),
        *_named(Kind.SERIES, series_url, sessions, lambda session: [session.series] if session.series else []),
        *_named(Kind.TOPIC, topic_url, sessions, lambda session: session.topics),
    )


def series_url(name: str) -> str:
    """Return the address of a series' listing."""
    return f"seminars/series/{slugify(name)}/"


def topic_url(name: str) -> str:
    """Return the address of a topic's listing."""
    return f"seminars/about/{slugify(name)}/"


def _months(sessions: Iterable[Session], month_name: Callable[[dt.date], str]) -> Iterator[Listing]:
    for month, members in _grouped(sessions, lambda session: [session.start.date().replace(day=1)]).items():
        url = f"seminars/{month:%Y/%m}/"
        yield Listing(kind=Kind.MONTH, name=month_name(month), url=url, sessions=members, month=month)


def _places(sessions: Iterable[Session]) -> Iterator[Listing]:
    groups = _grouped(sessions, lambda session: [session.place.slug] if session.place else [])
    for slug, members in groups.items():
        place = next(session.place for session in members if session.place)
        yield Listing(kind=Kind.PLACE, name=place.name, url=f"seminars/in/{slug}/", sessions=members, place=place)


def _speakers(sessions: Iterable[Session]) -> Iterator[Listing]:
    groups = _grouped(sessions, lambda session: [person.slug for person in session.speakers])
    for slug, members in groups.items():
        person = next(one for session in members for one in session.speakers if one.slug == slug)
        yield Listing(kind=Kind.SPEAKER, name=person.name, url=f"seminars/by/{slug}/", sessions=members, person=person)


def _named(
    kind: Kind, url_of: Callable[[str], str], sessions: Iterable[Session], names: Callable[[Session], Iterable[str]]
) -> Iterator[Listing]:
    spelled: dict[str, str] = {}
    for session in sessions:
        for name in names(session):
            spelled.setdefault(url_of(name), name)
    for url, members in _grouped(sessions, lambda session: map(url_of, names(session))).items():
        yield Listing(kind=kind, name=spelled[url], url=url, sessions=members)


def _grouped(sessions: Iterable[Session], keys: Callable[[Session], Iterable[K]]) -> Mapping[K, tuple[Session, ...]]:
    groups: defaultdict[K, list[Session]] = defaultdict(list)
    for session in sessions:
        for key in dict.fromkeys(keys(session)):
            groups[key].append(session)
    return {key: tuple(groups[key]) for key in sorted(groups)}
