"""Each `cases/agenda/<name>.md` beside its agenda of 23 November 2026, 04:00 in Los Angeles.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/calendar/test_agenda.py`, then read every
line of `git diff tests/cases/agenda` as the reader of a mail would.
"""

import os
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from examples import NOW, SITENAME, SITEURL, WORDING, seminar_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.calendar.agenda import WIDTH, agenda, columns, wrapped
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.listings import all_sessions
from hireground.seminars.pages.views import session_view

FOLDER = Path(__file__).parents[1] / "cases"
CASES = sorted((FOLDER / "agenda").glob("*.md"))
SEMINARS = sorted((FOLDER / "seminars").glob("*.md"))


def seminar_in(case: Path) -> Seminar:
    return seminar_of(case.read_text("utf-8"), case.stem)


def written(*seminars: Seminar) -> str:
    views = [session_view(session, NOW, SITEURL, WORDING) for session in all_sessions(seminars)]
    return agenda(views, SITENAME, SITEURL, WORDING).decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_agenda(case: Path) -> None:
    text = written(seminar_in(case))
    file = case.with_suffix(".txt")
    if os.environ.get("UPDATE_CASES"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


def test_the_whole_site_s() -> None:
    seminars = [seminar_in(case) for case in [*CASES, *SEMINARS]]
    text = written(*seminars)
    lines = text.split("\n")
    assert [line for line in lines if columns(line) > WIDTH and "://" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    coming = [one for one in all_sessions(seminars) if one.end > NOW]
    assert [line.strip() for line in lines if line.startswith(f"  {SITEURL}/")] == [
        f"{SITEURL}/{one.url}" for one in coming
    ]
    months = [line for line, rule in pairwise(lines) if rule and set(rule) == {"-"}]
    assert months == list(dict.fromkeys(map(month_of, coming)))
    assert written(*reversed(seminars)) == text


def month_of(session: Session) -> str:
    return WORDING.month(session.start) if session.months else "Date to be announced"


WIDTHS = {"abc": 3, "\u00e4": 1, "a\u0308": 1, "\u5b66": 2, "\U0001f44d": 2, "\u200e": 0, "\uff57": 2}


@pytest.mark.parametrize("text", WIDTHS)
def test_columns_are_a_terminal_s(text: str) -> None:
    assert columns(text) == WIDTHS[text]


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
WORDS = st.lists(
    st.text(LETTERS, min_size=1, max_size=90).map(str.strip).filter(lambda word: word and not word.split()[1:])
)


@given(WORDS, st.sampled_from(["", "  "]))
def test_any_words_stay_and_fit(words: list[str], indent: str) -> None:
    lines = wrapped(" ".join(words), indent, indent)
    assert [line for line in lines if columns(line) > WIDTH and "://" not in line] == []
    assert all(line.startswith(indent) for line in lines)
    joined = "".join(lines).replace(" ", "")
    assert joined == "".join(words).replace("\u00a0", "").replace("\u202f", "")


def test_an_address_stays_whole_and_an_hour_with_its_half_of_the_day() -> None:
    address = f"{SITEURL}/{'a' * 80}"
    assert wrapped(f"See {address} now") == ["See", address, "now"]
    assert wrapped("x" * 67 + " 9:00\u202fAM") == ["x" * 67, "9:00 AM"]


def test_marks_stay_with_their_letter() -> None:
    (first, *_rest) = wrapped("e\u0301" * 100)
    assert not unicodedata.combining(_rest[0][0])
    assert columns(first) == WIDTH
