"""Choose the one link that visitors of a session need: register, join the waiting list, watch the recording."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.ways import Way
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.wording import Ways, Wording


@dataclass(frozen=True)
class Link:
    """An address and its words; `kind` names it for styles and scripts.

    `download` is the name of the file that the address gives, where it gives one. From `until` on
    it leads nowhere.
    """

    kind: str
    href: str
    text: str
    download: str = ""
    until: dt.datetime | None = None


def registration_link(session: Session, state: RegistrationState, wording: Wording, ways: Ways = ()) -> Link | None:
    """Return the one link that a visitor needs in this state, if there is one; `ways` are those that differ."""
    way = next((way for way, one in ways if one is state), session.registration)
    if way and state in TAKING:
        return Link("register", way_href(way, session, wording), for_whom(way, wording.register(session), wording))
    if way and way.waiting_list and state is RegistrationState.WAITING_LIST:
        return _waiting(way, session, wording, is_named=bool(ways))
    if session.online and session.online.url and state is RegistrationState.HAPPENING_NOW:
        return Link("join", session.online.url, wording.gettext("Join now"))
    if session.recording and state is RegistrationState.PAST:
        return Link("recording", session.recording, wording.gettext("Watch the recording"))
    return None


TAKING = frozenset({RegistrationState.OPEN, RegistrationState.FEW_PLACES})
"""States in which people can register."""


def _waiting(way: Way, session: Session, wording: Wording, *, is_named: bool) -> Link:
    words = wording.gettext("Join the waiting list")
    href = fill(way.waiting_list or "", session)
    return Link("waiting-list", href, for_whom(way, words, wording) if is_named else words)


def way_href(way: Way, session: Session, wording: Wording) -> str:
    """Return the address of one way to register: its template filled, a letter with subject and text, or a number's."""
    if way.url:
        return fill(way.url, session)
    return mailto(way.email, session, wording) if way.email else _tel(way.phone or "")


def _tel(number: str) -> str:
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def further_ways(session: Session, state: RegistrationState, wording: Wording, ways: Ways = ()) -> tuple[Link, ...]:
    """Return what a visitor may take instead of the one link: to write or to call, and links for others."""
    if session.registration is None or not (ways or state in TAKING):
        return ()
    each = ways or tuple((way, state) for way in session.registration.ways)
    first = next((way for way, one in each if one is state), None)
    found: list[Link] = []
    for way, one in each:
        links: list[Link] = []
        if one in TAKING:
            words = for_whom(way, wording.gettext("Register"), wording)
            links = [] if way is first else [Link("also", way_href(way, session, wording), words)]
            links += _beside(way, session, wording)
        elif one is RegistrationState.WAITING_LIST and way.waiting_list and way is not first:
            links = [_waiting(way, session, wording, is_named=True)]
        found += [replace(link, until=way.closes) for link in links]
    return tuple(found)


def _beside(way: Way, session: Session, wording: Wording) -> Iterator[Link]:
    """Yield the addresses of a way that are not its first."""
    if way.url and way.email:
        yield Link("also", mailto(way.email, session, wording), way.email)
    if way.phone and (way.url or way.email):
        yield Link("also", _tel(way.phone), way.phone.replace(" ", "\u00a0"))  # a number stays in one line


def for_whom(way: Way, words: str, wording: Wording) -> str:
    """Write `Register (online)`."""
    return wording.gettext("{words} ({who})").format(words=words, who=way.who) if way.who else words


def fill(template: str, session: Session) -> str:
    """Put the session's own date, time, seminar and UID into a link, percent-encoded."""
    values = {
        "date": f"{session.start:%Y-%m-%d}" if session.has_day else session.slug,
        "time": f"{session.start:%H:%M}" if session.known is Known.HOUR else "",
        "seminar": session.seminar_slug,
        "uid": session.uid,
    }
    return template.format_map({name: quote(value, safe="") for name, value in values.items()})


def mailto(address: str, session: Session, wording: Wording) -> str:
    """Return `mailto:` with a subject and a text that need only a name (RFC 6068)."""
    if session.course:
        subject = wording.gettext("Registration: {title}").format(title=session.seminar_title)
        body = wording.gettext("Please register me for all {number} dates of “{title}”.\r\n\r\nMy name: ")
        text = body.format(number=session.course.dates, title=session.seminar_title)
    else:
        subject = wording.gettext("Registration: {title}, {day}").format(title=session.title, day=wording.days(session))
        body = wording.gettext("Please register me for “{title}” on {when}.\r\n\r\nMy name: ")
        text = body.format(title=session.title, when=wording.when(session))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"
