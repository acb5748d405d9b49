"""Results that are kept between builds: found when they are right, worked out again when anything is wrong."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.store import FILE, Store, digest, opened


def keep(root: Path, key: bytes, value: bytes) -> bytes:
    with opened(root) as store:
        return store.keep(key, lambda: value)


def test_what_is_kept_is_found_in_the_next_build(tmp_path: Path) -> None:
    assert keep(tmp_path, b"key", b"first") == b"first"
    assert keep(tmp_path, b"key", b"second") == b"first"
    assert keep(tmp_path, b"other", b"third") == b"third"


def test_a_result_is_made_once_in_a_build() -> None:
    store, made = Store(), list[int]()

    def make() -> bytes:
        made.append(1)
        return b"value"

    assert [store.keep(b"key", make) for _ in range(3)] == [b"value"] * 3
    assert made == [1]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:100])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def something_else(file: Path) -> None:
    file.write_text("no database\n" * 300)


def another_value(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE result SET value = ?", (b"forged",))
    connection.close()


def another_table(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE result (key TEXT)")
    connection.close()


@pytest.mark.parametrize("damage", [cut, emptied, something_else, another_value, another_table])
def test_what_is_damaged_is_worked_out_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    keep(tmp_path, b"key", b"right")
    damage(tmp_path / FILE)
    assert keep(tmp_path, b"key", b"right again") == b"right again"
    assert keep(tmp_path, b"next", b"after it") == b"after it"


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where a folder should be")
    assert keep(tmp_path, b"key", b"value") == b"value"


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_digests_tell_parts_apart(some: list[bytes], others: list[bytes]) -> None:
    assert (digest(*some) == digest(*others)) == (some == others)
