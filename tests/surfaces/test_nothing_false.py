"""Every surface says the same of a date as its file; change one fact on one of them, and a test names both.

`tests/cases/surfaces/said.txt` holds what each surface says: `UPDATE_CASES=1` writes it, and somebody reads it. A line
of `mutants.txt` that is not in the code any more fails; write what says the fact now.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from mutants import mutated
from small_surfaces import CASE, SURFACES, Files, Small, small_site

from hireground.build.rendering import rendering

SAID = CASE / "said.txt"
FACTS = {
    "page": "title place hours state price sponsor register access doors map ways",
    "list": "title place hours state price",
    "block": "place hours state price register",
    "calendar": "title place hours state news price register access doors map ways",
    "JSCalendar": "title place hours state news price register access link doors map ways",
    "JSON-LD": "title place hours state moved price sponsor register offer doors map ways course",
    "changes": "title text",
    "agenda": "text",
    **dict.fromkeys(
        ("Google", "Outlook", "Microsoft 365", "Yahoo"), "title place hours news price register access doors map ways"
    ),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return small_site(tmp_path_factory.mktemp("surfaces"))


@pytest.fixture(scope="module")
def files(small: Small) -> Files:
    return small.files()


def lines_of(files: Files, surface: str, fact: str) -> Iterator[str]:
    """Yield what a surface says of a fact, a line for each date of which it says something."""
    for date, said in files.said(surface).items():
        if words := said.get(fact, ""):
            yield f"{surface}, {fact}, {date}: {words}".replace("\u202f", " ").replace("\xa0", " ")


def wanted(surface: str, fact: str) -> list[str]:
    return [line for line in SAID.read_text("utf-8").splitlines() if line.startswith(f"{surface}, {fact}, ")]


EACH = [(surface, fact) for surface, facts in FACTS.items() for fact in facts.split()]


@pytest.mark.parametrize(("surface", "fact"), EACH, ids=lambda one: one)
def test_a_surface_says_what_the_file_says(files: Files, surface: str, fact: str) -> None:
    if os.environ.get("UPDATE_CASES"):
        SAID.write_text("".join(f"{line}\n" for each in EACH for line in lines_of(files, *each)), "utf-8")
    said = [*lines_of(files, surface, fact)]
    assert said, f"{surface} says nothing of {fact}"
    assert said == wanted(surface, fact)


def test_every_line_is_looked_at() -> None:
    assert sorted(line for each in EACH for line in wanted(*each)) == sorted(SAID.read_text("utf-8").splitlines())


class Mutant(NamedTuple):
    """A part of what says a fact on a surface, and what would stand there if it were false."""

    surface: str
    fact: str
    where: str
    old: str
    new: str


def mutants() -> Iterator[Mutant]:
    for written in (CASE / "mutants.txt").read_text("utf-8").split("\n\n"):
        head, old, new = written.rstrip("\n").split("\n")
        surface, fact, where = head.split(", ")
        yield Mutant(surface, fact, where, old.removeprefix("- "), new.removeprefix("+ "))


@pytest.mark.parametrize("mutant", tuple(mutants()), ids=lambda one: f"{one.surface}-{one.fact}-{one.where}")
def test_a_false_fact_is_found_on_its_surface(small: Small, mutant: Mutant) -> None:
    surface, fact, where, old, new = mutant
    with mutated(where, old, new, small.root / "theme"):
        templates = rendering(small.resources, small.values) if where.endswith(".html") else None
        files = small.files(SURFACES[surface][0], templates)
    false = {named for one, named in EACH if one == surface and [*lines_of(files, one, named)] != wanted(one, named)}
    assert fact in false


def test_the_page_that_says_how_to_subscribe_leads_to_the_deadlines(small: Small) -> None:
    page = small.page_at("subscribe/index.html")
    assert 'href="webcal://hireground.example.org/seminars/deadlines.ics"' in page
    assert 'href="https://hireground.example.org/seminars/deadlines.ics"' in page
