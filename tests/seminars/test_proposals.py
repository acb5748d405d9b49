"""A call for proposals: what its page says, when that changes, its deadline as a file, and structured data."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
from examples import NOW, PUBLISHER, SITEURL, WORDING, seminar_of

from hireground.lint_ics import lint
from hireground.seminars.calendar.reminder import deadline_file, deadline_of_proposals
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.pages import proposing, seminar_page, session_pages
from hireground.seminars.pages.proposals import Call, call_of

DATES = "[2026-12-08 18:00, 2027-02-09 18:00]"
LINK = "url: https://example.org/propose"
SAID = {
    # the call: its state on 23 November, its words, where it leads, and the states that follow
    f"{{{LINK}, closes: 2026-11-30}}": ("open", "Until Monday, November 30, 2026", True, ["closed"]),
    f"{{{LINK}, closes: 2026-11-30 12:00}}": (
        *("open", "Until Monday, November 30, 2026, 12:00\u202fPM", True, ["closed"]),
    ),
    f"{{{LINK}, closes: 2026-11-20}}": ("closed", "Proposals closed Friday, November 20, 2026", False, []),
    f"{{{LINK}, opens: 2026-12-01, closes: 2026-12-06}}": (
        *("not-yet-open", "Proposals from Tuesday, December 1, 2026", False, ["open", "closed"]),
    ),
    f"{{{LINK}, closes: 1 week before}}": (
        *("open", "Until Tuesday, December 1, 2026, 6:00\u202fPM", True, ["closed"]),
    ),
    f"{{{LINK}}}": ("open", "", True, ["closed"]),
}


def calling(call: str, dates: str = DATES) -> Seminar:
    return seminar_of(f"---\ntitle: Knots & co\nsummary: Six knots.\nproposals: {call}\nsessions: {dates}\n---\n")


def call_at(seminar: Seminar, now: dt.datetime = NOW) -> Call:
    call = call_of(seminar, now, WORDING)
    assert call
    return call


@pytest.mark.parametrize("call", SAID)
def test_a_page_says_what_can_be_done(call: str) -> None:
    found = call_at(calling(call))
    states = [one.state for one in found.later]
    assert (found.state, found.words, bool(found.action), states) == SAID[call]


@pytest.mark.parametrize("call", SAID)
def test_what_a_page_says_of_later_is_what_a_later_build_says(call: str) -> None:
    seminar = calling(call)
    for change in call_at(seminar).later:
        then = call_at(seminar, change.since)
        assert (change.state, change.words, change.action) == (then.state, then.words, then.action)


def test_once_all_is_over_nothing_is_said() -> None:
    over = dt.datetime(2027, 2, 10, 12, tzinfo=dt.UTC)
    assert call_of(calling(f"{{{LINK}, closes: 2026-11-30}}"), over, WORDING) is None
    context = render_context([calling("{email: a@example.org}")], over, SITEURL, WORDING)
    assert proposing(calling("{email: a@example.org}"), context) == {}


def test_a_letter_says_what_it_is_about() -> None:
    action = call_at(calling("{email: talks@example.org, closes: 2026-11-30}")).action
    assert action
    assert action.href == "mailto:talks@example.org?subject=Proposal%3A%20Knots%20%26%20co"


def test_the_deadline_is_a_file_that_keeps_its_name() -> None:
    seminar = calling(f"{{{LINK}, closes: 2026-11-30 12:00}}")
    found = []
    for one in (seminar, replace(seminar, title="Ropes")):
        deadline = deadline_of_proposals(one, PUBLISHER, WORDING)
        assert deadline
        data = deadline_file(deadline)
        assert lint(Path("proposals.ics"), data) == ()
        (event,) = icalendar.Calendar.from_ical(data).events
        assert event.start == dt.datetime(2026, 11, 30, 20, tzinfo=dt.UTC)
        assert (event["TRANSP"], event["URL"]) == ("TRANSPARENT", f"{SITEURL}/seminars/example/")
        assert len(event.walk("VALARM")) == 1
        found.append((event["UID"], str(event["SUMMARY"])))
    assert [words for _uid, words in found] == ["Proposals close: Knots & co", "Proposals close: Ropes"]
    assert found[0][0] == found[1][0]
    assert call_at(seminar).ics_url == "seminars/example/proposals.ics"
    assert call_at(calling(f"{{{LINK}}}")).ics_url == ""  # nobody needs to be reminded of a last date


def test_search_engines_are_told_where_and_until_when() -> None:
    seminar = calling(f"{{{LINK}, opens: 2026-11-01, closes: 2026-11-30}}")
    context = render_context([seminar], NOW, SITEURL, WORDING)
    value = seminar_page(seminar, context, {seminar.url: None}, (), ()).value
    assert value["call"] == call_at(seminar)
    assert [page.value["call"] for page in session_pages(seminar, context, {seminar.url: None})] == [value["call"]] * 2
    assert value["json_ld"]["potentialAction"] == {
        "@type": "ApplyAction",
        "name": "Propose a talk",
        "target": "https://example.org/propose",
        "startTime": "2026-11-01T00:00:00-07:00",
        "endTime": "2026-11-30T23:59:00-08:00",
    }


def test_a_seminar_without_a_call_has_none() -> None:
    seminar = seminar_of(f"---\ntitle: Knots\nsummary: Six knots.\nsessions: {DATES}\n---\n")
    context = render_context([seminar], NOW, SITEURL, WORDING)
    value = seminar_page(seminar, context, {seminar.url: None}, (), ()).value
    assert "call" not in value
    assert all("call" not in page.value for page in session_pages(seminar, context, {seminar.url: None}))
    assert "potentialAction" not in value["json_ld"]
