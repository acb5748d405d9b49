"""Group sessions into listings by month, place, speaker, series, topic, language and level; they narrow lists, too."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TypeVar

from hireground import urls
from hireground.seminars.model.model import Place, Seminar, Session
from hireground.seminars.model.people import Person
from hireground.slugs import DEFAULT, Slugs

K = TypeVar("K", str, dt.date)


class Kind(StrEnum):
    """What the sessions of a listing have in common; the value is its template's name."""

    ALL = "seminars"
    MONTH = "month"
    PLACE = "place"
    SPEAKER = "speaker"
    SERIES = "series"
    TOPIC = "topic"
    LANGUAGE = "language"
    LEVEL = "level"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Sessions that share something, in order of time; `url` ends with a slash.

    A calendar stands beside the page, or is `kept_at` another address, which those have who subscribed.
    """

    kind: Kind
    name: str
    url: str
    sessions: tuple[Session, ...]
    place: Place | None = None
    person: Person | None = None
    month: dt.date | None = None
    kept_at: str = ""

    @property
    def slug(self) -> str:
        """The listing's name in an address, among those of its kind."""
        return f"{self.month:%Y-%m}" if self.month else urls.slug_of(self.url)

    @property
    def ics_url(self) -> str:
        """The address of the calendar beside the page."""
        return urls.calendar_of(self.kept_at or self.url)


def all_sessions(seminars: Iterable[Seminar]) -> tuple[Session, ...]:
    """Return every session of the site, in order of time; parallel ones of a seminar stand together, in its order."""
    places: dict[tuple[str, dt.datetime], str] = {}
    sessions = [one for seminar in seminars for one in seminar.sessions]
    for one in sessions:
        places.setdefault((one.seminar_id, one.start), one.uid)
    return tuple(sorted(sessions, key=lambda one: (one.sorted_at, places[one.seminar_id, one.start])))


def listings(
    sessions: tuple[Session, ...],
    month_name: Callable[[dt.date], str],
    everything: str,
    language_name: Callable[[str], str] = str,
) -> tuple[Listing, ...]:
    """Return every listing of the site; `everything` names the one that has all."""
    return (
        Listing(kind=Kind.ALL, name=everything, url=urls.SEMINARS.url(), sessions=sessions),
        *_months(sessions, month_name),
        *_places(sessions),
        *_speakers(sessions),
        *_named(Kind.SERIES, urls.SERIES, sessions, lambda one: {one.series_slug: one.series} if one.series else {}),
        *_topics(sessions),
        *_named(Kind.LANGUAGE, urls.SPOKEN, sessions, partial(_languages, language_name)),
        *_named(Kind.LEVEL, urls.LEVEL, sessions, _levels),
    )


def series_url(name: str, slugs: Slugs = DEFAULT) -> str:
    """Return the address of a series' listing."""
    return urls.SERIES.url(slug=slugs.of(name))


def topic_url(name: str, slugs: Slugs = DEFAULT) -> str:
    """Return the address of a topic's page."""
    return urls.TOPIC.url(slug=slugs.of_topic(name))


def place_url(place: Place) -> str:
    """Return the address of a place's listing."""
    return urls.PLACE.url(slug=place.slug)


def speaker_url(person: Person) -> str:
    """Return the address of a person's page."""
    return urls.PERSON.url(slug=person.slug)


def language_url(code: str) -> str:
    """Return the address of the listing of what is held in a language."""
    return urls.SPOKEN.url(slug=DEFAULT.of(code))


def level_url(name: str) -> str:
    """Return the address of a level's listing; empty for words that make no address."""
    slug = DEFAULT.of(name)
    return urls.LEVEL.url(slug=slug) if slug else ""


def _months(sessions: Iterable[Session], month_name: Callable[[dt.date], str]) -> Iterator[Listing]:
    for month, members in _grouped(sessions, lambda session: session.months).items():
        url = urls.MONTH.url(year=f"{month:%Y}", month=f"{month:%m}")
        yield Listing(kind=Kind.MONTH, name=month_name(month), url=url, sessions=members, month=month)


def _places(sessions: Iterable[Session]) -> Iterator[Listing]:
    groups = _grouped(sessions, _place_slugs)
    for members in groups.values():
        place = next(session.place for session in members if session.place)
        yield Listing(kind=Kind.PLACE, name=place.name, url=place_url(place), sessions=members, place=place)


def _place_slugs(session: Session) -> tuple[str, ...]:
    """Return the place's slug; one whose name is to be announced has no listing."""
    return (session.place.slug,) if session.place and not session.place.is_awaited else ()


def _speakers(sessions: Iterable[Session]) -> Iterator[Listing]:
    groups = _grouped(sessions, lambda session: [person.slug for person in session.speakers])
    for slug, members in groups.items():
        person = next(one for session in members for one in session.speakers if one.slug == slug)
        yield Listing(
            kind=Kind.SPEAKER, name=person.name, url=speaker_url(person), sessions=members, person=person,
            kept_at=urls.SPEAKER.url(slug=slug),
        )  # fmt: skip


def _topics(sessions: Iterable[Session]) -> Iterator[Listing]:
    for one in _named(Kind.TOPIC, urls.TOPIC, sessions, _topics_of):
        yield replace(one, kept_at=urls.SEMINAR_TOPIC.url(slug=one.slug))


def _topics_of(session: Session) -> Mapping[str, str]:
    return dict(zip(session.topic_slugs, session.topics, strict=False))


def _languages(language_name: Callable[[str], str], session: Session) -> Mapping[str, str]:
    code = session.program.language
    return {DEFAULT.of(code): language_name(code)} if code else {}


def _levels(session: Session) -> Mapping[str, str]:
    """Return the level that a session says; one whose words make no address has no listing."""
    level = session.program.level or ""
    slug = DEFAULT.of(level)
    return {slug: level} if slug else {}


def _named(
    kind: Kind, route: urls.Route, sessions: Iterable[Session], names: Callable[[Session], Mapping[str, str]]
) -> Iterator[Listing]:
    """Yield a listing of each name; `names` are those of a session, by their slugs."""
    spelled: dict[str, str] = {}
    for session in sessions:
        spelled = {**names(session), **spelled}
    for slug, members in _grouped(sessions, names).items():
        yield Listing(kind=kind, name=spelled[slug], url=route.url(slug=slug), sessions=members)


def _grouped(sessions: Iterable[Session], keys: Callable[[Session], Iterable[K]]) -> Mapping[K, tuple[Session, ...]]:
    groups: defaultdict[K, list[Session]] = defaultdict(list)
    for session in sessions:
        for key in dict.fromkeys(keys(session)):
            groups[key].append(session)
    return {key: tuple(groups[key]) for key in sorted(groups)}


class Flag(StrEnum):
    """What a session is or has, by which lists can be narrowed; `OPEN` changes with time, so js/filter.js finds it."""

    FREE = "free"
    ONLINE = "online"
    OPEN = "open"
    RECORDING = "recording"


def flags_of(session: Session) -> frozenset[Flag]:
    """Return the flags that a session has at any time."""
    found = {
        Flag.FREE: session.price is not None and session.price.is_free,
        Flag.ONLINE: session.online is not None,
        Flag.RECORDING: session.recording is not None,
    }
    return frozenset(flag for flag, is_so in found.items() if is_so)


def flags(sessions: Iterable[Session]) -> tuple[Flag, ...]:
    """Return the flags by which a list of `sessions` can be narrowed: what some of them have, and some have not."""
    listed = tuple(sessions)
    numbers = {flag: sum(flag in flags_of(one) for one in listed) for flag in Flag}
    is_asked = sum(one.registration is not None for one in listed)
    numbers[Flag.OPEN] = min(is_asked, len(listed) - 1)
    return tuple(flag for flag, number in numbers.items() if 0 < number < len(listed))


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list."""

    kind: Kind
    choices: tuple[Listing, ...]


def facet_slugs(session: Session) -> Mapping[Kind, tuple[str, ...]]:
    """Return the slugs of the listings that a session is in."""
    return {
        Kind.MONTH: tuple(f"{month:%Y-%m}" for month in session.months),
        Kind.TOPIC: session.topic_slugs,
        Kind.PLACE: _place_slugs(session),
        Kind.SPEAKER: tuple(person.slug for person in session.speakers),
        Kind.LANGUAGE: tuple(_languages(str, session)),
        Kind.LEVEL: tuple(_levels(session)),
    }


def facets(sessions: Iterable[Session], listings: Iterable[Listing]) -> tuple[Facet, ...]:
    """Return how a list of `sessions` can be narrowed; a facet that all of them share is left out."""
    wanted: dict[Kind, set[str]] = {}
    for session in sessions:
        for kind, slugs in facet_slugs(session).items():
            wanted.setdefault(kind, set()).update(slugs)
    choices = {kind: [one for one in listings if one.kind is kind and one.slug in wanted[kind]] for kind in wanted}
    return tuple(Facet(kind, tuple(found)) for kind, found in choices.items() if len(found) > 1)


def former_addresses(seminar: Seminar) -> dict[str, str]:
    """Return each address that a session had before it moved, with its own; two that left one day share the first's."""
    targets: dict[str, str] = {}
    for session in seminar.sessions:
        for slug in session.former_slugs:
            targets.setdefault(urls.SESSION.url(slug=seminar.slug, day=slug), session.url)
    return targets
