"""Thunderbird, subscribed once over HTTP, shows each date once and as it is, whatever its author does.

It runs where Debian's thunderbird and nginx are; `inv interop` prints the same.
"""

from pathlib import Path

from tests.interop.subscriber_life import life

SHOWN = Path(__file__).parents[1] / "cases" / "subscriber-life.txt"


def test_a_subscriber_sees_what_the_author_did(tmp_path: Path) -> None:
    assert [*life(tmp_path)] == SHOWN.read_text("utf-8").splitlines()
