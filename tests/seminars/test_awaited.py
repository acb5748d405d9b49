"""What is not known yet: said in any language of the theme, and nobody and nowhere is made of it."""

import datetime as dt

import pytest
from examples import NOW, SITEURL, WORDING, seminar_of, session_of

from hireground.seminars.model.facts.awaited import Known, is_awaited, is_nobody
from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.listings import Kind, listings

AWAITED = (
    "TBA", "tbd", "T.B.A.", "TBC", "to be announced", "To be confirmed.", "is still to be decided", "not yet known",
    "Speaker to be announced", "Title TBA", "Date and hour to be announced", "announced later", "N.N.", "n. n.",
    "wird noch bekannt gegeben", "Ort wird noch bekanntgegeben", "noch offen", "steht noch nicht fest",
    "por anunciar", "Ponente por confirmar", "à préciser", "Lieu à confirmer", "da definire", "Luogo da annunciare",
    "nog niet bekend", "Spreker volgt nog", "n.t.b.", "a definir", "Data a confirmar", "未定", "会場は未定",
    "講師は後日お知らせします", "يُعلن لاحقًا", "سيعلن عنه لاحقا", "غير محدد", "يُعلن المتحدث لاحقًا",
)  # fmt: skip
KNOWN = (
    "Ada Example", "Nina N. Nolan", "Announced", "Known Unknowns", "To Be or Not to Be", "2026-12-05 18:00", "Later",
    "How to be confirmed in a job", "Tba Jones", "Lieu Tran", "Ort", "Place Vendôme",
)  # fmt: skip


@pytest.mark.parametrize("words", AWAITED)
def test_words_for_what_is_to_be_announced(words: str) -> None:
    assert is_awaited(words)


@pytest.mark.parametrize("words", KNOWN)
def test_words_that_say_something(words: str) -> None:
    assert not is_awaited(words)


def test_a_speaker_may_stand_as_nn() -> None:
    assert is_nobody("NN")
    assert not is_awaited("NN")  # a talk on neural networks


@pytest.mark.parametrize("words", AWAITED)
def test_it_makes_no_person_no_place_and_no_list(words: str) -> None:
    keys = f"place: {words}\nspeakers: ['{words}']\ntopics: ['{words}', knots]\nseries: '{words}'\nsessions:\n"
    session = session_of(f"{keys}  - {{start: 2027-03-02 18:00, title: '{words}'}}")
    assert session.awaited == {"place", "speakers", "title"}
    kinds = {one.kind: one.name for one in listings((session,), WORDING.month, "Seminars")}
    assert kinds == {Kind.ALL: "Seminars", Kind.MONTH: "March 2027", Kind.TOPIC: "knots"}


def dated(*starts: str) -> list[tuple[str, str, bool]]:
    """Return the day of each session in words, the known of it, and whether calendars have it."""
    lines = "".join(f"  - {start}\n" for start in starts)
    seminar = seminar_of(f"---\ntitle: Knots\nsummary: Six knots.\nsessions:\n{lines}---\n")
    return [(WORDING.days(one), str(one.known), one.is_in_calendars) for one in seminar.sessions]


def test_what_has_no_day_comes_after_what_has() -> None:
    assert dated("to be announced", "2027-03", "2027-04-01 18:00", "2027-03-31 18:00") == [
        ("Wednesday, March 31, 2027", "hour", True),
        ("March 2027", "month", False),
        ("Thursday, April 1, 2027", "hour", True),
        ("Date to be announced", "nothing", False),
    ]


def test_the_uid_of_a_day_is_that_of_its_hour() -> None:
    before = session_of("sessions:\n  - {start: 2027-03-02, hour: TBA}")
    after = session_of("sessions:\n  - 2027-03-02 18:00")
    assert (before.uid, before.url) == (after.uid, after.url)
    assert (before.known, before.is_in_calendars) == (Known.DAY, False)


def test_a_uid_that_is_written_outlives_the_arrival_of_the_date() -> None:
    uids = {
        session_of(f"sessions:\n  - {{start: {start}, uid: knots-7}}").uid
        for start in ("TBA", "2027-03", "2027-03-02 18:00")
    }
    assert uids == {"knots-7"}


def test_a_list_of_nothing_but_months_is_a_page_with_an_empty_calendar() -> None:
    seminar = seminar_of("---\ntitle: Knots\nsummary: Six.\nsessions: 2027-03\n---\n")
    context = render_context([seminar], NOW, SITEURL, WORDING)
    (view,) = context.coming(seminar.sessions)
    assert (view.days, view.hours, view.can_be_added, view.calendars) == (
        "March 2027",
        "Day to be announced",
        False,
        (),
    )
    assert view.session.url == "seminars/example/#2027-03"
    assert [one.name for one in context.having(Kind.MONTH)] == ["March 2027"]


def test_a_month_that_is_over_is_past() -> None:
    session = session_of("sessions: 2026-10")
    assert session.end <= NOW
    assert session.last_day == dt.date(2026, 10, 31)
