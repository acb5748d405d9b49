"""A session to the plain text below its title in a calendar: what is true by the file alone, without a `now`."""

from collections.abc import Iterable, Iterator

from plugins.seminars.links import fill, register_href
from plugins.seminars.model import Availability, EventStatus, Registration, Session
from plugins.seminars.registration import RegistrationState
from plugins.seminars.wording import Wording

CALLED_OFF = frozenset({EventStatus.CANCELLED, EventStatus.POSTPONED})
STATUS = {
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.TENTATIVE: "TENTATIVE",
    EventStatus.POSTPONED: "CANCELLED",  # nobody should come on the old date; the new one brings it back
    EventStatus.CANCELLED: "CANCELLED",
}


def calendar_status(session: Session) -> str:
    """Return STATUS; some programs hide what is CANCELLED, so a site may choose that it is not called so."""
    return "CONFIRMED" if session.stays_visible and session.status in CALLED_OFF else STATUS[session.status]


def description(session: Session, siteurl: str, wording: Wording, text: str = "") -> str:
    """Say in plain text what a calendar has no field for; `text` is the seminar's own.

    The page's address is a line of its own: the last, or beside the news when nobody should come.
    """
    news, facts, page = _news(session, wording), [*_facts(session, wording)], [f"{siteurl}/{session.url}"]
    is_off = session.status in CALLED_OFF
    parts = ([*news, *page], [session.summary], facts) if is_off else (news, [session.summary], facts, [text], page)
    return "\n\n".join("\n".join(filter(None, part)) for part in parts if any(part))


def _news(session: Session, wording: Wording) -> list[str]:
    _ = wording.gettext
    if session.status is EventStatus.CANCELLED:
        return [_("This session is cancelled."), session.note]
    if session.status is EventStatus.POSTPONED:
        return [wording.state(session, RegistrationState.POSTPONED), session.note]
    if session.moved:
        return [_("Moved from {when}").format(when=wording.began(session.previous_starts[-1], session)), session.note]
    return [session.note]


def _facts(session: Session, wording: Wording) -> Iterator[str]:
    _ = wording.gettext
    if session.speakers:
        yield _("With {names}").format(names=", ".join(person.name for person in session.speakers))
    if session.price:
        yield _("Price: {price}").format(price=wording.price(session.price))
    if session.status not in CALLED_OFF:
        yield from _ways_in(session, wording)


def _ways_in(session: Session, wording: Wording) -> Iterable[str]:
    _ = wording.gettext
    if session.recording:
        yield _("Recording: {link}").format(link=session.recording)
    elif session.registration:
        yield _registration(session.registration, session, wording)
    elif session.is_walk_in:
        yield wording.state(session, RegistrationState.WALK_IN)
    if session.online:
        yield _("Online: {link}").format(link=session.online.url)


def _registration(registration: Registration, session: Session, wording: Wording) -> str:
    """Say where to register, by what the file alone says: a calendar knows no `now`."""
    if registration.availability is not Availability.FULL:
        link = register_href(session, wording) if registration.url else registration.email
        return wording.gettext("Register: {link}").format(link=link)
    if not registration.waiting_list:
        return wording.state(session, RegistrationState.FULL)
    link = fill(registration.waiting_list, session).removeprefix("mailto:")
    return wording.gettext("Full, with a waiting list: {link}").format(link=link)
