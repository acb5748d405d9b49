"""Results that are kept between builds: found when they are right, worked out again when anything is wrong."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.store import FILE, MUCH, Store, digest, opened


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


MANY = {b"%d" % number: bytes([number % 256]) * 50_000 for number in range(200)}


def test_many_results_are_written_before_a_build_ends_and_found_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for key, value in MANY.items():
            store.put(key, value)
            store.write_down()
        assert sum(map(len, store.fresh.values())) < MUCH
        assert {key: store.get(key) for key in MANY} == MANY
    with opened(tmp_path) as store:
        assert {key: store.get(key) for key in MANY} == MANY


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from hireground.store import FILE, MUCH, opened

with opened(Path(sys.argv[1])) as store:
    store.put(b"whole", bytes(MUCH))
    store.write_down()
    store.put(b"lost", b"value")
    if sys.argv[2] == "writing":
        connection = sqlite3.connect(Path(sys.argv[1], FILE))
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM result")
        rows = ((b"%d" % number, b"", bytes(3_000)) for number in range(1_000))
        connection.executemany("INSERT INTO result VALUES (?, ?, ?)", rows)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["between", "writing"])
def test_a_killed_build_leaves_what_it_had_written_down(tmp_path: Path, moment: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path, moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    with opened(tmp_path) as store:
        assert store.get(b"whole") == bytes(MUCH)
        assert store.get(b"lost") is None


@pytest.mark.parametrize("damage", [cut, something_else, another_table])
def test_a_file_that_is_damaged_during_a_build_costs_no_result_of_it(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    keep(tmp_path, b"key", b"right")
    with opened(tmp_path) as store:
        damage(tmp_path / FILE)
        store.put(b"other", bytes(MUCH))
        store.write_down()
        assert store.get(b"other") == bytes(MUCH)
    assert keep(tmp_path, b"next", b"after it") == b"after it"


FULL = """
import resource, signal, sys
from pathlib import Path
from hireground.store import FILE, MUCH, opened

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
with opened(Path(sys.argv[1])) as store:
    store.put(b"value", bytes(MUCH))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MUCH // 2, most))
    store.write_down()
    assert store.get(b"value") == bytes(MUCH) and store.file is None
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
"""


def test_results_wait_for_the_end_where_a_disk_is_full(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", FULL, tmp_path], check=True)
    assert keep(tmp_path, b"value", b"again") == bytes(MUCH)


def test_a_file_that_is_too_large_keeps_what_the_build_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hireground.store.LARGEST", 0)
    with opened(tmp_path) as store:
        for key in (b"used", b"unused"):
            store.put(key, key)
    with opened(tmp_path) as store:
        store.keep(b"new", lambda: bytes(MUCH))
        assert store.get(b"used") == b"used"
        store.write_down()
    with opened(tmp_path) as store:
        assert [store.get(key) is None for key in (b"used", b"new", b"unused")] == [False, False, True]


@given(st.lists(st.binary()), st.lists(st.binary()))
def test_digests_tell_parts_apart(some: list[bytes], others: list[bytes]) -> None:
    assert (digest(*some) == digest(*others)) == (some == others)
