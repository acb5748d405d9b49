"""Whatever goes wrong with a push, readers see whole pages, the repository is sound, and the next push works."""

from collections import Counter
from collections.abc import Iterator

import pytest
from kills import TRIALS, Scene, kill_pushes, scene
from publishing_faults import FAULTS, Fault


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One server that all of this happens to."""
    with scene(tmp_path_factory.mktemp("faults")) as one:
        yield one


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_readers_never_notice(shared: Scene, fault: Fault) -> None:
    shared.must_publish()
    words = fault.suffer(shared)
    assert fault.words in words
    assert shared.server.is_sound()
    shared.must_publish()
    shared.watcher.look()
    assert shared.watcher.faults == []


def test_pushes_killed_at_random_moments(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with all its processes at once; then the next push publishes, with no hand on the server."""
    scenes = kill_pushes(TRIALS, seed=26)
    moments = sum((one.moments for one in scenes), Counter())
    readings = sum(one.watcher.readings for one in scenes)
    with capsys.disabled():
        print(f"\n{TRIALS} pushes killed (200 with CI=true), {readings} readings meanwhile: {dict(moments)}")  # noqa: T201
    assert [fault for one in scenes for fault in one.watcher.faults] == []
    assert sum(moments.values()) == TRIALS
    assert readings > TRIALS
