"""Whatever goes wrong with a push, readers see whole pages, the repository is sound, and the next push works."""

from collections.abc import Iterator

import pytest
from killed_pushes import Scene, scene
from publishing_failures import FAULTS, Fault


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One server that all of this happens to."""
    with scene(tmp_path_factory.mktemp("faults"), mode="code") as one:
        yield one


@pytest.mark.parametrize("problem", FAULTS, ids=lambda problem: problem.name)
def test_readers_never_notice(shared: Scene, problem: Fault) -> None:
    words = problem.suffer(shared)
    assert problem.words in words
    assert shared.server.is_sound()
    shared.must_publish()
    shared.watcher.look()
    assert shared.watcher.problems == []
