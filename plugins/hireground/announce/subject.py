"""Find what an author wants to announce: a seminar, a day, or a month, with its coming dates."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from hireground import urls
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.proposals import Call, call_of
from hireground.seminars.pages.wording import Wording
from hireground.site.site import Site
from hireground.terminal import RefusedError
from hireground.text.source import is_markdown, name_of

DAY, MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What is announced: a title, the coming dates in order of time, and the addresses of its page and its calendar.

    `calls` are the seminars that take proposals of talks, or will, each with its call as it is now.
    """

    title: str
    summary: str
    url: str
    calendar: str
    sessions: tuple[Session, ...]
    calls: tuple[tuple[Seminar, Call], ...] = ()


def find(site: Site, words: str, wording: Wording) -> Announcement:
    """Find a seminar by its file or the name in its address, a day (2026-12-05) or a month (2026-12).

    Raises `RefusedError` for what the site does not have, or what has no coming date.
    """
    if DAY.fullmatch(words):
        found = of_a_day(site, words, wording)
    elif MONTH.fullmatch(words):
        found = of_a_month(site, words, wording)
    else:
        found = of_a_seminar(site, words)
    if not found.sessions:
        raise RefusedError(f"{words} has no coming date; hireground upcoming lists what is coming")
    return replace(found, calls=tuple(calls_of(site, found.sessions, wording)))


def calls_of(site: Site, sessions: Sequence[Session], wording: Wording) -> Iterator[tuple[Seminar, Call]]:
    """Yield the seminars that some dates belong to and that take proposals, or will."""
    slugs = {session.seminar_slug for session in sessions}
    for seminar in site.seminars:
        call = call_of(seminar, site.now, wording) if seminar.slug in slugs else None
        if call and call.state is not RegistrationState.CLOSED:
            yield seminar, call


def of_a_seminar(site: Site, words: str) -> Announcement:
    """Announce every coming date of a seminar."""
    name = name_of(Path(words)) if is_markdown(Path(words)) else words
    seminars = {seminar.slug: seminar for seminar in site.seminars}
    files = {name_of(seminar.source): seminar for seminar in site.seminars}
    seminar = seminars.get(name) or files.get(name)
    if seminar is None:
        near = get_close_matches(name, seminars, n=1)
        hint = f'did you mean "{near[0]}"?' if near else "write the name of its file, a day as 2026-12-05, or a month"
        raise RefusedError(f'there is no seminar "{words}" in public; {hint}')
    return Announcement(
        title=seminar.title, summary=seminar.summary, url=seminar.url, calendar=urls.calendar_of(seminar.url),
        sessions=coming(site, seminar, lambda _session: True),
    )  # fmt: skip


def of_a_day(site: Site, words: str, wording: Wording) -> Announcement:
    """Announce what is on a day: one date by its own page, several by the list of seminars."""
    day = parsed(words, "%Y-%m-%d")
    sessions = within(site, lambda session: session.start.date() == day)
    if len(sessions) == 1:
        return of_a_session(sessions[0])
    url = urls.SEMINARS.url()
    return Announcement(title=wording.day(day), summary="", url=url, calendar=urls.calendar_of(url), sessions=sessions)


def of_a_session(session: Session) -> Announcement:
    """Announce one date by its own page."""
    return Announcement(
        title=session.title, summary=session.summary, url=session.url, calendar=session.ics_url, sessions=(session,)
    )


def of_a_month(site: Site, words: str, wording: Wording) -> Announcement:
    """Announce what is on in a month, by the month's own page."""
    month = parsed(words, "%Y-%m")
    sessions = within(site, lambda session: session.start.date().replace(day=1) == month)
    url = urls.MONTH.url(year=f"{month:%Y}", month=f"{month:%m}")
    return Announcement(
        title=wording.month(month), summary="", url=url, calendar=urls.calendar_of(url), sessions=sessions
    )


def parsed(words: str, form: str) -> dt.date:
    """Read a day or a month; raises `RefusedError` for one that no calendar has."""
    try:
        return dt.datetime.strptime(words, form).replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise RefusedError(f"{words} is in no calendar; write a day as 2026-12-05, or a month as 2026-12") from None


def within(site: Site, is_meant: Callable[[Session], bool]) -> tuple[Session, ...]:
    """Return the coming dates of all seminars that are meant, in order of time."""
    found = [one for seminar in site.seminars for one in coming(site, seminar, is_meant)]
    return tuple(sorted(found, key=lambda session: (session.start, session.title)))


def coming(site: Site, seminar: Seminar, is_meant: Callable[[Session], bool]) -> tuple[Session, ...]:
    """Return the dates of a seminar that are not over."""
    return tuple(one for one in seminar.sessions if one.end > site.now and is_meant(one))
