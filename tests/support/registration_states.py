"""List each kind of registration and the state that it is in from moment to moment."""

import datetime as dt
from dataclasses import replace
from typing import Any

from examples import session_of
from hypothesis import strategies as st

from hireground.seminars.model.facts.ways import Availability, Registration
from hireground.seminars.model.model import EventStatus, Session

OPENS, CLOSES, START, END = "2026-12-01 09:00", "2026-12-09 18:00", "2026-12-10 18:00", "2026-12-10 19:30"
MOMENTS = ("2026-11-01 00:00", OPENS, CLOSES, START, END)
"""The first instant of each span of a session's life, in Los Angeles; the last span has no end."""

URL = '{url: "https://register.example.org"'
SINCE = f"opens: {OPENS}, closes: {CLOSES}"
KINDS = {
    # a session's keys: what holds from each of MOMENTS until the next
    "silent": ("", "unannounced unannounced unannounced happening-now past"),
    "not needed": ("registration: not needed", "walk-in walk-in walk-in happening-now past"),
    "by invitation": (
        "registration: by invitation",
        "by-invitation by-invitation by-invitation happening-now past",
    ),
    "drawn": (f"registration: {URL}, lottery: yes, {SINCE}}}", "not-yet-open open closed happening-now past"),
    "by phone": (f'registration: {{phone: "+1 425 555 0100", {SINCE}}}', "not-yet-open open closed happening-now past"),
    "always open": (f"registration: {URL}}}", "open open open happening-now past"),
    "closes": (f"registration: {URL}, closes: {CLOSES}}}", "open open closed happening-now past"),
    "opens": (f"registration: {URL}, opens: {OPENS}}}", "not-yet-open open open happening-now past"),
    "opens and closes": (f"registration: {URL}, {SINCE}}}", "not-yet-open open closed happening-now past"),
    "by letter": (
        f"registration: {{email: a@example.org, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "few places": (
        f"registration: {URL}, {SINCE}, availability: few places}}",
        "not-yet-open few-places closed happening-now past",
    ),
    "full": (f"registration: {URL}, {SINCE}, availability: full}}", "not-yet-open full closed happening-now past"),
    "full from the first day": (f"registration: {URL}, availability: full}}", "full full full happening-now past"),
    "waiting list": (
        f"registration: {URL}, {SINCE}, availability: full, waiting_list: a@example.org}}",
        "not-yet-open waiting-list closed happening-now past",
    ),
    "a waiting list nobody needs": (
        f"registration: {URL}, {SINCE}, waiting_list: a@example.org}}",
        "not-yet-open open closed happening-now past",
    ),
    "tentative": (
        f"status: tentative\n    registration: {URL}, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "moved": (
        f"moved_from: 2026-12-03 18:00\n    registration: {URL}, {SINCE}}}",
        "not-yet-open open closed happening-now past",
    ),
    "cancelled": (
        f"status: cancelled\n    registration: {URL}, {SINCE}}}",
        "cancelled cancelled cancelled cancelled cancelled",
    ),
    "postponed": (
        f"status: postponed\n    registration: {URL}, {SINCE}, availability: full}}",
        "postponed postponed postponed postponed postponed",
    ),
}
SECOND = dt.timedelta(seconds=1)


def session(keys: str) -> Session:
    return session_of(f"sessions:\n  - start: {START}\n    {keys}")


def moment(span: int, of: Session) -> dt.datetime:
    return dt.datetime.fromisoformat(MOMENTS[span]).replace(tzinfo=of.timezone)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any session that can be: opens <= closes <= start < end."""
    base = session("")
    instants = sorted(draw(st.lists(st.integers(0, 40), min_size=3, max_size=3)))
    opens, closes, start = (base.start + dt.timedelta(hours=hours) for hours in instants)
    registration: dict[str, Any] = {
        "closes": closes,
        "opens": draw(st.sampled_from([None, opens])),
        "availability": draw(st.sampled_from(Availability)),
        "waiting_list": draw(st.sampled_from([None, "mailto:a@example.org"])),
    }
    return replace(
        base,
        start=start,
        end=start + dt.timedelta(hours=draw(st.integers(1, 30))),
        status=draw(st.sampled_from(EventStatus)),
        is_walk_in=draw(st.booleans()),
        registration=draw(st.sampled_from([None, Registration(url="https://example.org", **registration)])),
    )
