"""Lines are folded at 75 octets and never inside a character."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from hireground.seminars.calendar.folding import folded, joined

LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=400)


@given(LINE | st.builds(str.__mul__, st.sampled_from(["\\", "^", "é", "\U0001d11e", "x\\", "ש;"]), st.integers(0, 200)))
def test_lines_are_folded_as_icalendar_folds_them(line: str) -> None:
    theirs: Any = Contentline
    assert folded(line.encode()) == theirs(line).to_ical()


@pytest.mark.parametrize("size", range(150))
def test_no_line_is_too_long_and_none_is_lost(size: int) -> None:
    line = ("x" * size + "\U0001d11e" * 40).encode()
    pieces = folded(line).split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert all(piece.decode() for piece in pieces)


def test_lines_end_with_what_mail_ends_them() -> None:
    assert joined(["BEGIN:X", "x" * 75, "END:X"]) == b"BEGIN:X\r\n" + b"x" * 74 + b"\r\n x\r\nEND:X\r\n"
