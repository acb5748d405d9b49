"""`inv bench faults`: what goes wrong with pushes, how often it was tried, and what readers and authors saw.

`CI=true inv bench faults` kills 200 pushes instead of 20.
"""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from killed_pushes import TRIALS, Scene, kill_pushes, scene
from publishing_failures import FAULTS, ROOMS, Fault, fill_up, small_disk


def main() -> int:
    """Print the table, a row as soon as it is known."""
    row("fault", "trials", "what readers saw", "what the author saw")
    with TemporaryDirectory() as folder, scene(Path(folder), mode="code") as one:
        for problem in FAULTS:
            one.must_publish()
            row(problem.name, 1, *seen(one, problem.suffer(one), problem))
    disks()
    killed = kill_pushes(TRIALS, seed=26)
    moments = sum((one.moments for one in killed), Counter())
    problems = [problem for one in killed for problem in one.watcher.problems]
    readings = sum(one.watcher.readings for one in killed)
    row("kill -9 at a random moment", TRIALS, verdict(problems, readings), counted(moments))
    return 0


def seen(one: Scene, words: str, problem: Fault) -> tuple[str, str]:
    """Publish once more, and say what was seen."""
    one.must_publish()
    one.watcher.look()
    found, one.watcher.problems[:] = list(one.watcher.problems), []
    readings, one.watcher.readings = one.watcher.readings, 0
    lines = [line.strip() for line in words.splitlines() if problem.words and problem.words in line]
    return verdict(found, readings), lines[0] if lines else words.partition("\n")[0]


def disks() -> None:
    """Fill the disk at every moment of a push."""
    with TemporaryDirectory() as folder, small_disk(Path(folder, "small")) as disk, scene(disk, keep=1) as one:
        for name, room in ROOMS.items():
            push = fill_up(one, room)
            one.must_publish()
            one.watcher.look()
            line = next(line for line in push.log.splitlines() if "disk is full" in line or "No space" in line)
            row(f"a disk full at {name}", 1, verdict(one.watcher.problems, one.watcher.readings), line)


def verdict(problems: list[str], readings: int) -> str:
    """Say what readers noticed."""
    return f"{len(problems)} faults, such as {problems[0]}" if problems else f"whole pages, {readings:,} times"


def counted(moments: Counter[str]) -> str:
    """Say how far the pushes had come."""
    return ", ".join(f"{number} {moment}" for moment, number in moments.most_common())


def row(*cells: object) -> None:
    """Print a row of a Markdown table."""
    texts = [" ".join(str(cell).split()).replace("|", "\\|") for cell in cells]
    sys.stdout.write(f"| {' | '.join(texts)} |\n")
    if cells[0] == "fault":
        sys.stdout.write(f"|{'---|' * len(cells)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
