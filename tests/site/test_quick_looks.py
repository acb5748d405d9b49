"""What a check passes over at once has nothing in it that the check would find."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.markdown.link_check import MAYBE_SUSPECT, SUSPECT
from hireground.markdown.links import code_spans
from hireground.prose.body import INDENTED, without_indented
from hireground.prose.forms import FORMS
from hireground.seminars.block.announcement import DATE, SIGNS

LONG_S = chr(0x17F)
"""Patterns that ignore case take it for an s."""
DATED = ("Dec", f"{LONG_S}ept", "MAY", "20", "26-12-05", "5", " ", "x")
CODE = ("`", "``", "```", "~~~", "~~~~", "\n\n", "    ", "\t", "- ", "\n```\n")
WORDS = (
    "script", f"{LONG_S}cript", "data", "DATA", ":", " :", "&#", "&colon", "<a href=", "<", "x", "=", " ", "\n", *CODE,
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
FENCE_OR_TICKS = re.compile(r"^(?P<fence>[ ]{0,3}(?:`{3,}+|~{3,}+))[^\n]*+\n|`++", re.MULTILINE)
LINE_STARTS = re.compile(r"(?:\A|(?<=\n\n))" + INDENTED.pattern)


def test_who_hides_a_scheme_is_looked_at() -> None:
    found = {text for text in map("".join, product(WORDS, repeat=3)) if SUSPECT.search(text)}
    assert {text for text in found if not MAYBE_SUSPECT.search(text)} == set()
    assert f"{LONG_S}cript :x" in found


def test_a_line_with_a_date_has_a_sign_of_one() -> None:
    found = {text for text in map("".join, product(DATED, repeat=4)) if DATE.search(text)}
    assert {text for text in found if not any(sign in text.casefold() for sign in SIGNS)} == set()
    assert f"{LONG_S}ept 55" in found


@given(TEXTS)
def test_code_begins_at_the_first_sign_of_it(text: str) -> None:
    first = FENCE_OR_TICKS.search(text)
    starts = [start for start, _end in code_spans(text)]
    assert starts == sorted(starts)
    assert not starts or (first and starts[0] >= first.start())
    assert not (first and first["fence"]) or starts[0] == first.start()


@given(TEXTS)
def test_only_indented_lines_behind_an_empty_one_are_blanked(text: str) -> None:
    blanked = without_indented(text)
    allowed = {place for match in LINE_STARTS.finditer(text) for place in range(*match.span())}
    changed = {place for place, (one, other) in enumerate(zip(text, blanked, strict=True)) if one != other}
    assert changed <= allowed


@pytest.mark.parametrize("pattern", [one.pattern for _, forms in FORMS for one in forms if one.pattern[0] == "^"])
def test_a_form_of_whole_lines_is_found_only_where_a_line_begins(pattern: str) -> None:
    assert all(choice.startswith("^") for choice in re.split(r"\|(?=\^)", pattern))
    assert re.sub(r"\[[^\]]*\]|\(.*\)|\\.", "", pattern).count("|") == pattern.count("|^")
