"""Choose the one link that visitors of a session need: register, join the waiting list, watch the recording."""

from dataclasses import dataclass
from urllib.parse import quote

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.wording import Wording


@dataclass(frozen=True)
class Link:
    """An address and its words; `kind` names it for styles and scripts.

    `download` is the name of the file that the address gives, where it gives one.
    """

    kind: str
    href: str
    text: str
    download: str = ""


def registration_link(session: Session, state: RegistrationState, wording: Wording) -> Link | None:
    """Return the one link that a visitor needs in this state, if there is one."""
    registration = session.registration
    if registration and state in {RegistrationState.OPEN, RegistrationState.FEW_PLACES}:
        return Link("register", register_href(session, wording), wording.register(session.price))
    if registration and registration.waiting_list and state is RegistrationState.WAITING_LIST:
        return Link("waiting-list", fill(registration.waiting_list, session), wording.gettext("Join the waiting list"))
    if session.online and session.online.url and state is RegistrationState.HAPPENING_NOW:
        return Link("join", session.online.url, wording.gettext("Join now"))
    if session.recording and state is RegistrationState.PAST:
        return Link("recording", session.recording, wording.gettext("Watch the recording"))
    return None


def register_href(session: Session, wording: Wording) -> str:
    """Return the registration address, its template filled, or a `mailto:` link with subject and text."""
    registration = session.registration
    if registration is None:
        return ""
    return fill(registration.url, session) if registration.url else mailto(registration.email or "", session, wording)


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
    when = wording.when(session)
    subject = wording.gettext("Registration: {title}, {day}").format(title=session.title, day=wording.days(session))
    body = wording.gettext("Please register me for “{title}” on {when}.\r\n\r\nMy name: ")
    text = body.format(title=session.title, when=when)
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(text, safe='')}"
