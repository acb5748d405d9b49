"""Work that is shared over the cores gives what it gives one after the other."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from hireground.shares import LEAST, shared

PROJECT = Path(__file__).parents[2]
NUMBERS = range(LEAST * 2 + 1)
WORK = """
import os, sys, time
from pathlib import Path
from hireground.shares import shared
parent = os.getpid()
def work(number):
    if os.getpid() == parent:
        print("begun", flush=True)
        time.sleep(60)
    Path(sys.argv[1], str(os.getpid())).touch()
    return "x" * 100_000
shared(work, range(80))
"""


@pytest.fixture(autouse=True)
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@pytest.mark.parametrize("count", [0, 1, LEAST - 1, LEAST, LEAST + 1, LEAST * 2 + 1])
def test_results_are_in_order(count: int) -> None:
    assert shared(lambda number: f"{number}", range(count)) == [f"{number}" for number in range(count)]


@pytest.mark.parametrize("cores", [2, LEAST - 1, LEAST, 1_000])
@pytest.mark.parametrize("count", [LEAST, LEAST * 3 + 1])
def test_each_value_is_worked_on_once_however_many_cores_there_are(
    cores: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr("hireground.shares.MOST", LEAST + 5)

    def work(number: int) -> int:
        (tmp_path / f"{number}").touch(exist_ok=False)
        return number * number

    assert shared(work, range(count)) == [number * number for number in range(count)]


def test_what_comes_first_is_done_here() -> None:
    done = list[int]()
    shared(str, NUMBERS, lambda: done.append(os.getpid()))
    shared(str, range(3), lambda: done.append(os.getpid()))
    assert done == [os.getpid()] * 2


def test_an_error_of_what_comes_first_is_raised() -> None:
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        shared(str, NUMBERS, fail)


def test_more_than_one_process_works() -> None:
    assert len(set(shared(lambda _number: os.getpid(), NUMBERS))) == (3 if sys.platform == "linux" else 1)


def test_a_thread_beside_the_first_does_all_of_it_itself() -> None:
    found = list[int]()
    thread = Thread(target=lambda: found.extend(shared(lambda _number: os.getpid(), NUMBERS)))
    thread.start()
    thread.join()
    assert {*found} == {os.getpid()}


def test_large_results_are_handed_on() -> None:
    assert shared(lambda number: f"{number}" * 100_000, NUMBERS)[-1] == f"{NUMBERS[-1]}" * 100_000


@pytest.mark.parametrize("wrong", [{0, 5}, {5, 6}, {7}, set(NUMBERS)])
def test_the_error_is_the_first(wrong: set[int]) -> None:
    def work(number: int) -> int:
        if number in wrong:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=f"^{min(wrong)}$"):
        shared(work, NUMBERS)


def test_a_process_that_dies_costs_only_time() -> None:
    here = os.getpid()

    def work(number: int) -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return f"{number}" * 100_000

    assert len(shared(work, NUMBERS)) == len(NUMBERS)


@pytest.mark.skipif(sys.platform != "linux", reason="no process is split off")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_process_is_left_behind(tmp_path: Path, end: signal.Signals) -> None:
    """Whoever reads the output of an ended build sees its end only when all processes that have it are gone."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    with subprocess.Popen(
        [sys.executable, "-c", WORK, tmp_path], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(end)
        process.communicate(timeout=120)
