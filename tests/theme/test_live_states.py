"""The table of states in a reader's browser: at every moment the page says what `registration_state` says."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import visiting
from built_site import MACHINES, BuiltSite, build, copy_project, write_menu_pages
from examples import WORDING
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from registration_states import KINDS, MOMENTS, SECOND, START, moment, session, sessions

from hireground.seminars.model.model import Session
from hireground.seminars.model.registration import registration_state
from hireground.seminars.pages.views import later_transitions
from hireground.slugs import slugify

MATRIX = Path(__file__).parents[1] / "cases" / "live" / "states.txt"
SEMINAR = """\
---
title: {kind}
summary: One session, whose registration is {kind}.
price: free
sessions:
  - start: {start}
    {keys}
---
"""
WAKE = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory, site: BuiltSite) -> BuiltSite:
    """Build a site of one seminar for each row of the table."""
    folder = tmp_path_factory.mktemp("states")
    copy_project(folder, site)
    for part in ("posts", "pages", "seminars"):
        shutil.rmtree(folder / "content" / part)
        (folder / "content" / part).mkdir()
    write_menu_pages(folder / "content")
    for kind, (keys, _) in KINDS.items():
        text = SEMINAR.format(kind=kind, start=START, keys=keys)
        (folder / "content" / "seminars" / f"{slugify(kind)}.md").write_text(text, "utf-8")
    output = build(folder, "output", MACHINES[0])
    return BuiltSite(output)


@pytest.fixture(scope="module")
def reader(chromium: Browser, states: BuiltSite) -> Iterator[Page]:
    """A reader far from Los Angeles, with the clock in our hand."""
    with visiting(chromium, states, timezone_id="Asia/Kolkata") as context:
        page = context.new_page()
        page.clock.install()
        yield page


def instants(span: int) -> list[dt.datetime]:
    """Return the first and the last second of a span."""
    first = moment(span, session(""))
    return [first, moment(span + 1, session("")) - SECOND] if span + 1 < len(MOMENTS) else [first]


def at(page: Page, now: dt.datetime) -> None:
    page.clock.set_fixed_time(now)


@pytest.mark.parametrize("span", range(len(MOMENTS)))
def test_a_page_opened_at_any_moment_is_true(span: int, reader: Page) -> None:
    for now in instants(span):
        at(reader, now)
        reader.goto("seminars/2026/12/")
        rows = reader.locator("main li.row").all()
        found = {row.locator(".p-name").inner_text(): row.get_attribute("data-state") for row in rows}
        assert found == {kind: states.split()[span] for kind, (_, states) in KINDS.items()}


def test_what_a_page_says_while_it_stays_open(reader: Page) -> None:
    assert "\n".join(matrix(reader)) + "\n" == MATRIX.read_text("utf-8")


def matrix(page: Page) -> Iterator[str]:
    """Yield each row of the table, and what its ticket says as the months pass before an open page."""
    for kind in KINDS:
        at(page, moment(0, session("")))
        page.goto(f"seminars/{slugify(kind)}/2026-12-10/")
        yield kind
        for span, name in enumerate(MOMENTS):
            said = set()
            for now in instants(span):
                at(page, now)
                page.evaluate(WAKE)
                said.add(says(page))
            (one,) = said
            yield f"  {name}  {one}"


def says(page: Page) -> str:
    """Return a ticket's state, its words, and the link to follow."""
    ticket = page.locator(".ticket")
    state = ticket.get_attribute("data-state") or ""
    words = ticket.locator("[data-says]:not([hidden])").all_inner_texts()
    links = [f"[{one.inner_text()}]" for one in ticket.locator("[data-does]:not([hidden])").all()]
    return " ".join([f"{state:14}", *words, *links]).replace("\u202f", " ").rstrip()


@given(sessions(), st.integers(-3, 80), st.lists(st.integers(-3, 80), min_size=1))
def test_whenever_a_page_was_built_it_is_true_afterwards(
    reader: Page, one: Session, built: int, later: list[int]
) -> None:
    base = session("").start
    now = base + dt.timedelta(hours=built)
    transitions = [stage.data for stage in later_transitions(one, now, WORDING)]
    moments = [max(now, base + dt.timedelta(hours=hour)) for hour in later]
    found = looked_up(reader, transitions, moments)
    assert [state or registration_state(one, now) for state in found] == [
        registration_state(one, instant) for instant in moments
    ]


def looked_up(page: Page, transitions: list[Any], moments: list[dt.datetime]) -> list[str | None]:
    """Ask the script which stage holds at each moment; None where none has begun."""
    code = """async ([stages, moments]) => {
        const { stageAt } = await import("/live.js");
        return moments.map((now) => stageAt(stages, now)?.[1] ?? null);
    }"""
    found: list[str | None] = page.evaluate(code, [transitions, [one.timestamp() * 1000 for one in moments]])
    return found


def test_a_stage_is_told_once_and_in_order() -> None:
    one = session('registration: {url: "https://example.org", opens: 2026-12-01 09:00}')
    shut = replace(one, end=one.start + dt.timedelta(hours=1))
    transitions = later_transitions(shut, moment(0, one), WORDING)
    assert [stage.state for stage in transitions] == ["open", "happening-now", "past"]
    assert [stage.since for stage in transitions] == [moment(1, one), one.start, shut.end]
