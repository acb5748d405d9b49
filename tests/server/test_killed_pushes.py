"""Pushes are killed, each with all its processes at once; then the next publishes, with no hand on the server."""

from collections import Counter

import pytest
from killed_pushes import TRIALS, kill_pushes


def test_pushes_killed_at_any_moment(capsys: pytest.CaptureFixture[str]) -> None:
    scenes = kill_pushes(TRIALS, seed=26)
    moments = sum((one.moments for one in scenes), Counter())
    readings = sum(one.watcher.readings for one in scenes)
    with capsys.disabled():
        print(f"\n{TRIALS} pushes killed, {readings} readings meanwhile: {dict(moments)}")  # noqa: T201
    assert [problem for one in scenes for problem in one.watcher.problems] == []
    assert sum(moments.values()) == TRIALS
    assert readings > TRIALS
