"""Say until when talks may be proposed, with the states and transitions that registration has."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from hireground import urls
from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.facts.windows import LAST_MINUTE
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.registration import RegistrationState, window_state
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.views import Transition
from hireground.seminars.pages.wording import Wording, phrase

WORDS = {
    RegistrationState.NOT_YET_OPEN: phrase("Proposals from {opens}"),
    RegistrationState.OPEN: phrase("Until {closes}"),
    RegistrationState.CLOSED: phrase("Proposals closed {closes}"),
}


@dataclass(frozen=True)
class Call:
    """What visitors can do about a seminar's call at one moment; `ics_url` is the file of its deadline, or empty."""

    state: RegistrationState
    words: str
    action: Link | None
    later: tuple[Transition, ...]
    closes: dt.datetime
    ics_url: str


def call_of(seminar: Seminar, now: dt.datetime, wording: Wording) -> Call | None:
    """Return a seminar's call for proposals as it is at `now`; None without one, and once all dates are over."""
    asked = seminar.proposals
    if asked is None or all(one.end <= now for one in seminar.sessions):
        return None
    state = window_state(asked, now)
    moments = sorted(moment for moment in (asked.opens, asked.closes) if moment and moment > now)
    later = tuple(_transition(seminar, asked, moment, wording) for moment in moments)
    has_file = state is not RegistrationState.CLOSED and not is_always_open(seminar)
    ics_url = urls.proposals_of(seminar.url) if has_file else ""
    return Call(state, words_of(seminar, state, wording), _link(seminar, state, wording), later, asked.closes, ics_url)


def is_always_open(seminar: Seminar) -> bool:
    """Tell whether proposals are taken until the last date begins, which needs no deadline in words."""
    dated = [one.start for one in seminar.sessions if one.has_day]
    return bool(seminar.proposals and dated and seminar.proposals.closes == max(dated))


def words_of(seminar: Seminar, state: RegistrationState, wording: Wording) -> str:
    """Say a state so that it is still true tomorrow."""
    asked = seminar.proposals
    if asked is None or (state is RegistrationState.OPEN and is_always_open(seminar)):
        return ""
    opens = _moment(asked.opens, wording) if asked.opens else ""
    return wording.gettext(WORDS[state]).format(opens=opens, closes=_moment(asked.closes, wording))


def href_of(seminar: Seminar, wording: Wording) -> str:
    """Return where talks are proposed: a link, or a letter with its subject."""
    asked = seminar.proposals
    if asked is None or asked.url:
        return (asked and asked.url) or ""
    subject = wording.gettext("Proposal: {title}").format(title=seminar.title)
    return f"mailto:{quote(asked.email or '', safe='@')}?subject={quote(subject, safe='')}"


def _moment(moment: dt.datetime, wording: Wording) -> str:
    """Write a deadline: the day alone when the author gave a day, whose first or last minute was meant."""
    is_day = moment.time() in {dt.time(), LAST_MINUTE}
    return wording.day(moment) if is_day else wording.moment(moment)


def _transition(seminar: Seminar, asked: Registration, moment: dt.datetime, wording: Wording) -> Transition:
    state = window_state(asked, moment)
    return Transition(moment, state, words_of(seminar, state, wording), _link(seminar, state, wording))


def _link(seminar: Seminar, state: RegistrationState, wording: Wording) -> Link | None:
    if state is not RegistrationState.OPEN:
        return None
    return Link("propose", href_of(seminar, wording), wording.gettext("Propose a talk"))
