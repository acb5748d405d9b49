"""For 14 days nobody edits the sample site: who builds whenever `next-change.json` says so serves nothing old.

The clock is faked, and nothing is built: the site is planned as of a moment, and a file is known by its key, as a build
knows it.
"""

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from built_site import ROOT, BuiltSite
from hypothesis import given, settings
from hypothesis import strategies as st

from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import Rendering, rendering
from hireground.moments import Change, next_change_file
from hireground.output import Output
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.site.site import Site
from hireground.store import Store
from hireground.urls import NEXT_CHANGE
from hireground.web.resources import read_resources

UTC = dt.UTC
BEGIN = dt.datetime(2027, 1, 10, 17, 23, tzinfo=UTC)
"""A post is due in these days, and dates of seminars begin, end and leave the feeds."""
DAYS, TURNS = 14, 28
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=number) for number in (1, 60, 3600, 86400))
EVERY = os.environ.get("EVERY_MOMENT")
"""Set by hand to look at all moments, which takes half a minute; else at one of each kind, and at others by chance."""


class Planned(NamedTuple):
    """The site as of a moment: the key of each file that readers get, and what `next-change.json` says."""

    keys: Mapping[str, str]
    next: Mapping[str, str]


class Turn(NamedTuple):
    """A moment that `next-change.json` names, and what happens then."""

    at: dt.datetime
    change: str


@dataclass(frozen=True)
class Clock:
    """Plans the site in a folder as of any moment."""

    root: Path
    store: Store = field(default_factory=Store)
    known: dict[dt.datetime, Planned] = field(default_factory=dict)

    def site(self, at: dt.datetime) -> tuple[Site, dict[str, Any]]:
        file = self.root / "publishconf.py"
        values = {**run_settings(file), "SITE_CARDS": False}
        return load_site(site_settings(values, file), at, self.store), values

    def planned(self, at: dt.datetime) -> Planned:
        if at not in self.known:
            outputs, keys, _templates = self.outputs(at)
            said = json.loads(outputs.pop(NEXT_CHANGE.url()).value)
            self.known[at] = Planned({path: keys.of(output) for path, output in outputs.items()}, said)
        return self.known[at]

    def outputs(self, at: dt.datetime) -> tuple[dict[str, Output], Keys, Rendering]:
        site, values = self.site(at)
        resources = read_resources(site)
        templates, keys = rendering(resources, values), Keys(resources, values)
        plan = Plan(resources, templates.render_block, keys, self.store)
        return {output.path: output for output in plan.outputs()}, keys, templates

    @cached_property
    def turns(self) -> list[Turn]:
        """The moments that are named one after the other, the beginning before them and one beyond the end."""
        site, turns = self.site(BEGIN)[0], [Turn(BEGIN, "")]
        while turns[-1].at < BEGIN + DAYS * DAY:
            said = json.loads(next_change_file(replace(site, now=turns[-1].at)))
            turns.append(Turn(dt.datetime.fromisoformat(said["at"]), said["change"]))
        return turns


@pytest.fixture(scope="module")
def clock(site: BuiltSite) -> Clock:
    return Clock(site.root.parent)


def test_the_site_changes_at_the_very_second_that_is_named(clock: Clock) -> None:
    looked_at = set[str]()
    for turn in clock.turns[1:-1]:
        if EVERY or turn.change not in looked_at:
            looked_at.add(turn.change)
            before, after = clock.planned(turn.at - SECOND), clock.planned(turn.at)
            assert before.next == {"at": f"{turn.at:%Y-%m-%dT%H:%M:%SZ}", "change": turn.change}
            assert before.keys != after.keys, turn
    assert looked_at == {
        Change.DAY_TURNS, Change.TEXT_IS_DUE, Change.REGISTRATION_CLOSES, Change.SESSION_STARTS, Change.SESSION_ENDS,
        Change.SESSION_IS_OLD,
    }  # fmt: skip


@settings(max_examples=200 if EVERY else 4)
@given(number=st.integers(0, TURNS - 1), share=st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0, 1))
def test_it_does_not_change_in_between(clock: Clock, number: int, share: float) -> None:
    """Not even in the last second before the next moment."""
    turn, after = clock.turns[number : number + 2]
    at = turn.at + (after.at - SECOND - turn.at) * share
    assert clock.planned(at.replace(microsecond=0)) == clock.planned(turn.at)


def test_a_page_whose_key_is_the_same_has_the_same_bytes(clock: Clock) -> None:
    """Nothing of the clock reaches a page past its key."""
    (old, old_keys, before), (new, new_keys, after) = (clock.outputs(at) for at in (BEGIN, BEGIN + DAYS * DAY))
    pages = [path for path in old.keys() & new.keys() if isinstance(old[path].maker, str)]
    same = [path for path in pages if old_keys.of(old[path]) == new_keys.of(new[path])]
    assert [path for path in sorted(same) if before.made(old[path]) != after.made(new[path])] == []
    assert 40 < len(same) < len(pages)


@dataclass(frozen=True)
class Asking:
    """Somebody who asks again and again whether the site is out of date, and builds then alone."""

    who: str
    every: dt.timedelta
    offset: dt.timedelta
    most: dt.timedelta

    def first(self, at: dt.datetime) -> dt.datetime:
        """Return the first time from a moment on at which it asks."""
        return at + (self.offset - (at - dt.datetime.fromtimestamp(0, UTC))) % self.every

    def builds(self, turns: list[dt.datetime]) -> list[tuple[dt.datetime, dt.datetime]]:
        """Return from when on the site was out of date, and when it was built for that, each time."""
        found: list[tuple[dt.datetime, dt.datetime]] = []
        for turn in turns:
            if not found or turn > found[-1][1]:
                found.append((turn, self.first(turn)))
        return found


ASKING = (
    Asking("a server of your own, each minute", MINUTE, 0 * MINUTE, 2 * MINUTE),
    Asking(
        "GitHub's job, GitLab's schedule, Netlify's function, Cloudflare's Worker, each hour", HOUR, 47 * MINUTE, HOUR
    ),
    Asking("something that builds each night", DAY, 3 * HOUR + 17 * MINUTE, DAY),
)


def test_the_table_of_the_docs_is_right(clock: Clock) -> None:
    turns = [one.at for one in clock.turns[1:-1]]
    assert len(turns) == TURNS
    others = sum(one.change != Change.DAY_TURNS for one in clock.turns[1:-1])
    rows = []
    for asking in ASKING:
        builds = asking.builds(turns)
        longest = max(built - turn for turn, built in builds)
        assert longest <= asking.most
        assert len(builds) <= others + DAYS
        rows.append(f"| {asking.who} | {len(builds)} | {longest // HOUR}:{-(-(longest % HOUR) // MINUTE):02} |")
    assert "\n".join(rows) in (ROOT / "docs/publishing.md").read_text("utf-8")
