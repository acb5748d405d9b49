"""What repeats without end is read in time that grows as it does: no pattern is ended by the seconds it may compute.

`inv bench patterns` reads all of them, and prints the slowest.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEAST = 60


def test_no_pattern_takes_its_seconds() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.patterns", "--quick"], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "plugins"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(run.stdout.splitlines()[-1].split()[0]) >= LEAST
