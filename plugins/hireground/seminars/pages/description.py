"""Write a calendar entry's plain-text description: only what the file says, and nothing that depends on `now`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.program import Program
from hireground.seminars.model.facts.ways import Availability, Registration, Way
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.links import fill
from hireground.seminars.pages.wording import Wording, phrase

AWAITED = {
    "title": phrase("Title to be announced"),
    "speakers": phrase("Speaker to be announced"),
    "place": phrase("Place to be announced"),
}
WALK_INS = phrase("Whoever comes without registering is welcome, too.")
STATUS = {
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.ON_AGAIN: "CONFIRMED",
    EventStatus.TENTATIVE: "TENTATIVE",
    EventStatus.POSTPONED: "CANCELLED",  # nobody should come on the old date; the new one brings it back
    EventStatus.CANCELLED: "CANCELLED",
}


class Parts(NamedTuple):
    """The parts of a description, in the order in which they stand with an empty line between them.

    An import takes descriptions apart by this order (`importing/own_calendars/entries.py`). Of what is called off, the
    news have the page's address, and there is no text.
    """

    news: str = ""
    summary: str = ""
    facts: str = ""
    text: str = ""
    page: str = ""

    def joined(self) -> str:
        """Write the description."""
        return "\n\n".join(filter(None, self))


def calendar_status(session: Session) -> str:
    """Return STATUS; some programs hide what is CANCELLED, so a site may choose that it is not called so."""
    return "CONFIRMED" if session.stays_visible and session.status in CALLED_OFF else STATUS[session.status]


def description(session: Session, siteurl: str, wording: Wording, text: str = "") -> str:
    """Say in plain text what a calendar has no field for; `text` is the seminar's own.

    The page's address is a line of its own: the last, or beside the news when nobody should come.
    """
    said, known, page = news(session, wording), _lines(facts(session, wording)), f"{siteurl}/{session.url}"
    if session.status in CALLED_OFF:
        return Parts(news=_lines([*said, page]), summary=session.summary, facts=known).joined()
    summary = "" if text and session.text_says_summary else session.summary
    return Parts(news=_lines(said), summary=summary, facts=known, text=text, page=page).joined()


def _lines(said: Iterable[str]) -> str:
    return "\n".join(filter(None, said))


def text_of(session: Session, texts: Mapping[str, str]) -> str:
    """Return the text of a session: its own, by its UID, else the seminar's, by its slug."""
    return texts.get(session.uid, texts.get(session.seminar_slug, ""))


def location(session: Session) -> str:
    """Write LOCATION (RFC 5545 3.8.1.7): the place with its street, else the link of an online session, or its name."""
    if session.place:
        return ", ".join(filter(None, (session.place.name, session.place.room, *session.place.lines)))
    return (session.online.url or session.online.name) if session.online else ""


def news(session: Session, wording: Wording) -> list[str]:
    """Say what became of the session: cancelled, postponed, on again or moved, and the author's note."""
    _ = wording.gettext
    if session.status is EventStatus.CANCELLED:
        return [_("This session is cancelled."), session.note]
    if session.status is EventStatus.POSTPONED:
        return [wording.state(session, RegistrationState.POSTPONED), session.note]
    said = [_("Takes place after all")] if session.status is EventStatus.ON_AGAIN else []
    if session.moves:
        said.append(_("Moved from {when}").format(when=wording.began(session.moves[-1], session)))
    return [*said, session.note]


def facts(session: Session, wording: Wording) -> Iterator[str]:
    """Say who speaks, what it costs, and how to register or to be there, a line each."""
    _ = wording.gettext
    if session.speakers:
        yield _("With {names}").format(names=wording.people(session.speakers))
    if numbered := _numbered(session, wording):
        yield _("{name}: {words}").format(name=_("Series"), words=numbered)
    if session.known is Known.DAY:
        yield wording.hours(session)
    yield from (_(words) for key, words in AWAITED.items() if key in session.awaited)
    yield from program(session.program, wording)
    if session.price:
        yield _("Price: {price}").format(price=wording.price(session))
    elif session.sponsor:
        yield _("{name}: {words}").format(name=_("Sponsor"), words=session.sponsor.name)
    if session.place and session.place.access and session.status not in CALLED_OFF:
        yield _("Getting there: {words}").format(words=" ".join(session.place.access.split()))
    if session.place and session.place.map and session.status not in CALLED_OFF:
        yield _("Map: {link}").format(link=session.place.map)
    if session.status not in CALLED_OFF:
        yield from _access(session, wording)


def _numbered(session: Session, wording: Wording) -> str:
    """Write `Rivers, no. 41`, where a session has a number of its own."""
    number = session.program.number
    if number is None:
        return ""
    return ", ".join(filter(None, (session.series, wording.gettext("no. {number}").format(number=number))))


LABELS = {
    "hosts": phrase("Hosts"), "language": phrase("Language"), "level": phrase("Level"),
    "capacity": phrase("Capacity"), "prerequisites": phrase("What you need"), "elsewhere": phrase("Also at"),
}  # fmt: skip


def program(held: Program, wording: Wording) -> Iterator[str]:
    """Say what else a date holds, a line each; the hours of an agenda are those of its place."""
    said = {"hosts": wording.people(held.hosts), "language": wording.spoken(held.language)}
    said |= {"level": held.shown_level, "capacity": held.capacity or "", "prerequisites": held.prerequisites or ""}
    for key, words in (*said.items(), ("elsewhere", ", ".join(held.elsewhere))):
        if words:
            flat = " ".join(words.split())
            yield wording.gettext("{name}: {words}").format(name=wording.gettext(LABELS[key]), words=flat)
    if held.doors:
        yield wording.gettext("Doors open at {hour}").format(hour=wording.hour(held.doors))
    yield from (f"{wording.hour(one.at)} {one.words}" for one in held.agenda)


def _access(session: Session, wording: Wording) -> Iterable[str]:
    _ = wording.gettext
    if session.recording:
        yield _("Recording: {link}").format(link=session.recording)
    elif session.registration:
        yield from _registration(session.registration, session, wording)
    elif session.is_walk_in:
        yield wording.state(session, RegistrationState.WALK_IN)
    elif session.is_by_invitation:
        yield wording.state(session, RegistrationState.INVITED)
    if session.slides:
        yield _("Slides: {link}").format(link=session.slides)
    if session.online and session.online.url:
        yield _("Online: {link}").format(link=session.online.url)
    elif session.online:
        yield wording.link_later(session)


def _registration(registration: Registration, session: Session, wording: Wording) -> Iterator[str]:
    """Say where to register, by what the file alone says: a calendar knows no `now`."""
    ways = registration.ways
    full = {_full(way, session, wording) for way in ways if way.availability is Availability.FULL}
    is_all_full = not registration.taking and len(full) == 1
    yield from full if is_all_full else ()
    for way in () if is_all_full else ways:
        if way.availability is Availability.FULL:
            words = _full(way, session, wording)
            yield wording.gettext("{name}: {words}").format(name=way.who, words=words) if way.who else words
        else:
            yield for_whom_line(way, _contacts(way, session, wording), session, wording)
    if registration.lottery and not is_all_full:
        yield wording.state(session, RegistrationState.OPEN)
    if registration.walk_ins:
        yield wording.gettext(WALK_INS)


def _contacts(way: Way, session: Session, wording: Wording) -> str:
    found = (fill(way.url, session) if way.url else None, way.email, way.phone)
    return wording.gettext(" or ").join(filter(None, found))


def _full(way: Way, session: Session, wording: Wording) -> str:
    if not way.waiting_list:
        return wording.state(session, RegistrationState.FULL)
    link = fill(way.waiting_list, session).removeprefix("mailto:")
    return wording.gettext("Full, with a waiting list: {link}").format(link=link)


def for_whom_line(way: Way, links: str, session: Session, wording: Wording) -> str:
    """Write `Register (online): https://…`, or `Register (for all 6 dates): …`."""
    who = ", ".join(filter(None, (way.who, wording.course(session))))
    if who:
        return wording.gettext("Register ({who}): {link}").format(who=who, link=links)
    return wording.gettext("Register: {link}").format(link=links)
