"""A disk that is full at some moment of a push: the push is refused, and the next one works once there is room."""

from collections.abc import Iterator

import pytest
from killed_pushes import Scene, scene
from publishing_failures import ROOMS, fill_up, small_disk


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with small_disk(tmp_path_factory.mktemp("disk") / "small") as disk, scene(disk, keep=1) as one:
        yield one


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
def test_a_full_disk_refuses_a_push(filled: Scene, room: float) -> None:
    shown = filled.watcher.sees()
    push = fill_up(filled, room)
    assert not push.is_taken
    assert "server's disk is full" in push.words or "No space left on device" in push.log
    assert "warning: " not in push.words  # Pelican's own would leave the picture out
    assert filled.watcher.sees() == shown
    assert filled.server.is_sound()
    filled.must_publish()
    filled.watcher.look()
    assert filled.watcher.problems == []
