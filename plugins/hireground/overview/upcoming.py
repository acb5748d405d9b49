"""Gather what is coming: dates of seminars, posts that are due, and what registration does until then."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hireground import urls
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.model.registration import RegistrationState, registration_state, standing
from hireground.seminars.pages.proposals import call_of
from hireground.seminars.pages.wording import Wording
from hireground.site.entry import Entry, Visibility
from hireground.site.site import Site


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The next thing a registration or a call does by itself: it "opens" or "closes", in this many whole `days`."""

    what: str
    at: dt.datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A date of a seminar, a call for proposals by its last day, or a post that waits for its date.

    Aware datetimes, and a path from the site's root. `state` is one of `RegistrationState`, or "scheduled" for a post;
    `ways` has the state of each way to register, by what it is for, where they differ. `warnings` counts what `check`
    says of the file.
    """

    kind: str
    start: dt.datetime
    end: dt.datetime | None
    title: str
    where: str
    status: str
    state: str
    url: str
    source: Path
    is_all_day: bool = False
    known: Known = Known.HOUR
    is_draft: bool = False
    moved_from: tuple[dt.datetime, ...] = ()
    deadline: Deadline | None = None
    ways: Mapping[str, str] = field(default_factory=dict)
    warnings: int = 0


def upcoming(site: Site) -> list[Coming]:
    """Return what is coming or has begun, in order of time; drafts too where the site shows them to its authors."""
    warned = Counter(problem.path for problem in site.warnings)
    dates = (
        coming_session(seminar, session, site.now, warned[seminar.source])
        for seminar in site.seminars
        for session in seminar.sessions
        if session.end > site.now
    )
    calls = (one for seminar in site.seminars for one in coming_call(seminar, site.now, warned[seminar.source]))
    posts = (coming_post(entry, warned[entry.path]) for entry in due(site.posts.values()))
    return sorted((*dates, *calls, *posts), key=lambda one: (one.start, one.title))


def coming_session(seminar: Seminar, session: Session, now: dt.datetime, warnings: int) -> Coming:
    """Describe a date of a seminar at a moment."""
    state, ways = standing(session, now)
    return Coming(
        kind="session", start=session.start, end=session.end, title=session.title, where=Wording("en").where(session),
        status=session.status, state=state, url=session.url, source=seminar.source,
        is_all_day=session.all_day, known=session.known, is_draft=seminar.is_draft, moved_from=session.moves,
        deadline=deadline(session, now), ways={way.who: one.value for way, one in ways}, warnings=warnings,
    )  # fmt: skip


def coming_call(seminar: Seminar, now: dt.datetime, warnings: int) -> Iterator[Coming]:
    """Describe a seminar's call for proposals, unless it is over or has no deadline of its own."""
    asked, call = seminar.proposals, call_of(seminar, now, Wording("en"))
    if asked is None or call is None or not call.ics_url:
        return
    opens = asked.opens if asked.opens and asked.opens > now else None
    at = opens or asked.closes
    happens = Deadline(what="opens" if opens else "closes", at=at, days=(at - now).days)
    yield Coming(
        kind="proposals", start=asked.closes, end=None, title=seminar.title, where="", status="", state=call.state,
        url=seminar.url, source=seminar.source, is_draft=seminar.is_draft, deadline=happens, warnings=warnings,
    )  # fmt: skip


def deadline(session: Session, now: dt.datetime) -> Deadline | None:
    """Return what registration does next, unless nobody can come any more."""
    state = registration_state(session, now)
    if session.registration is None or state in {RegistrationState.CANCELLED, RegistrationState.POSTPONED}:
        return None
    ways = session.registration.ways
    moments = [*((way.opens, "opens") for way in ways), *((way.closes, "closes") for way in ways)]
    at, what = min(((at, what) for at, what in moments if at and at > now), default=(None, ""))
    return Deadline(what=what, at=at, days=(at - now).days) if at else None


def due(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries that wait for their date."""
    return (entry for entry in entries if entry.visibility is Visibility.SCHEDULED)


def coming_post(entry: Entry, warnings: int) -> Coming:
    """Describe a post that waits for its date."""
    if entry.date is None:
        raise ValueError("a text without a date waits for nothing")
    return Coming(
        kind="post", start=entry.date, end=None, title=entry.fields.title, where="", status="", state="scheduled",
        url=post_url(entry), source=entry.path, warnings=warnings,
    )  # fmt: skip


def post_url(entry: Entry) -> str:
    """Return the address of a post's page, from the site's root."""
    route = urls.TRANSLATED_POST if entry.fields.translation else urls.POST
    return route.url(lang=entry.fields.lang or "", slug=entry.slug)
