"""Invoke's tasks: `inv VERB` is `hireground VERB` with all its options; and what working on the code needs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from invoke.collection import Collection
from invoke.context import Context
from invoke.tasks import Task, task

from hireground.cli import VERBS, main

os.chdir(Path(__file__).parent)  # wherever a verb is called from, the site is here
NAMES = dict.fromkeys(verb.name.partition(" ")[0] for verb in VERBS)
if sys.argv[1:] and sys.argv[1] in NAMES:  # Invoke takes only options that it knows: hand the whole line on
    sys.exit(main(sys.argv[1:]))


FEW = 3  # tests that may fail for the machine's load


def listed(name: str) -> Task[Callable[[Context], None]]:
    """Let `inv --list` name a verb of the command."""

    def verb(_context: Context) -> None:
        sys.exit(main([name]))

    verb.__doc__ = "; ".join(verb.summary for verb in VERBS if verb.name.partition(" ")[0] == name)
    return Task(verb, name=name)


def run(*command: str) -> None:
    """Run a Python program, saying which, and stop if it fails."""
    sys.stdout.write(f"{' '.join(command)}\n")
    sys.stdout.flush()
    if code := subprocess.run([sys.executable, "-m", *command], check=False).returncode:  # noqa: S603 -- our own words
        sys.exit(code)


@task
def lint(_context: Context) -> None:
    """Look for mistakes in the code, with ruff and mypy."""
    run("ruff", "check")
    run("ruff", "format", "--check")
    run("mypy")


@task(name="format")
def lay_out(_context: Context) -> None:
    """Lay the code out as ruff does."""
    run("ruff", "check", "--fix")
    run("ruff", "format")


@task
def test(_context: Context) -> None:
    """Lint, and run the tests; stop where ten have failed."""
    run("ruff", "check")
    run("ruff", "format", "--check")
    processes = f"--numprocesses={(os.cpu_count() or 1) + 1}"  # many tests wait for servers, browsers and limits
    mypy = [sys.executable, "-m", "mypy"]  # one core's work for a minute
    with subprocess.Popen(mypy, stdout=subprocess.PIPE, text=True) as types:  # noqa: S603
        tests = [sys.executable, "-m", "pytest", "--maxfail=10", processes, "--dist=loadfile", "--no-loadscope-reorder"]
        code = subprocess.run(tests, check=False).returncode and run_alone()  # noqa: S603 -- our own words
        said, _ = types.communicate()
    sys.stdout.write(f"mypy\n{said}")
    sys.exit(code or types.returncode)


def run_alone() -> int:
    """Run what failed once more, one test after the other, if it is few; return pytest's code.

    A browser on a machine with more work than cores can lose a click. What passes alone is named as a race to mend.
    """
    kept = Path(".pytest_cache/v/cache/lastfailed")
    failed = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    if not 0 < len(failed) <= FEW:
        return 1
    sys.stdout.write("Once more, alone:\n")
    sys.stdout.flush()
    code = subprocess.run([sys.executable, "-m", "pytest", "--last-failed"], check=False).returncode
    if not code:
        races = "".join(f"    {name}\n" for name in failed)
        sys.stdout.write(f"Failed beside other tests and passed alone, so look for the race:\n{races}")
    return code


@task(name="test-quick")
def quick(_context: Context, room: str = "") -> None:
    """Run within a minute what the last edit can have broken, or the tests of one --room; say what was left out."""
    os.environ["ROOM"] = room
    run_with_tests("tests.support.quick_selection")


@task
def bench(_context: Context, name: str) -> None:
    """Run the benchmark tests/benchmarks/NAME.py, such as `feeds`, which prints what it measures."""
    run_with_tests(f"tests.benchmarks.{name}")


@task
def screenshots(_context: Context) -> None:
    """Take each kind of page, on a phone and a desktop, in light and dark, into .screenshots/."""
    run_with_tests("tests.benchmarks.screenshots")


@task
def interop(_context: Context) -> None:
    """Print how many events of each kind of calendar each program reads as they are meant."""
    run_with_tests("tests.benchmarks.interop_table")


def run_with_tests(module: str) -> None:
    """Run a module that imports what the tests use."""
    os.environ["PYTHONPATH"] = "plugins:tests/support"
    run(module)


namespace = Collection(*map(listed, NAMES), lint, lay_out, test, quick, bench, screenshots, interop)
