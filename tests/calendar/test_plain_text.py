"""Each `cases/body_text/<name>.md` beside the text that a calendar shows; those called `cut-…` have little room.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/calendar/test_plain_text.py`, then read it.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.markdown.convert import converter
from hireground.seminars.block.extension import SeminarsBlocks
from hireground.seminars.calendar.plain_text import MOST_CHARACTERS, plain_text

CASES = sorted((Path(__file__).parents[1] / "cases" / "body_text").glob("*.md"))
LITTLE = 100


def html_of(markdown: str) -> str:
    return converter(SeminarsBlocks(lambda title, _fields: f"<h2>{title}</h2><ul><li>December</li></ul>")).convert(
        markdown
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_text(case: Path) -> None:
    most = LITTLE if case.stem.startswith("cut") else 10_000
    text = plain_text(html_of(case.read_text("utf-8")), most)
    file = case.with_suffix(".txt")
    if os.environ.get("UPDATE_CASES"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
    assert len(text) <= most


@pytest.mark.parametrize("start", ["x", "-1", "1.5", "\N{SUPERSCRIPT TWO}", "9" * 5000])
def test_a_list_that_begins_at_no_number_begins_at_one(start: str) -> None:
    assert plain_text(f'<ol start="{start}"><li>Rope</li><li>Light</li></ol>') == "1. Rope\n2. Light"


pieces = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<ol start='x'>",
        "<li>",
        "<p>",
        "</p>",
        "<a href='https://e.org'>",
        "</a>",
        "<br>",
        "<pre>",
        "<dl><dd>",
    ]
)


@given(st.lists(pieces | st.text(max_size=200), max_size=12).map("".join), st.integers(3, 900))
def test_any_html_becomes_a_text_of_that_length_at_most(html: str, most: int) -> None:
    text = plain_text(html, most)
    assert len(text) <= most
    assert text == text.strip("\n")


def test_a_long_text_keeps_most_of_the_room() -> None:
    text = plain_text("<p>Forty words.</p>" * 500)
    assert MOST_CHARACTERS * 0.9 < len(text) <= MOST_CHARACTERS
    assert text.endswith("words. …")
