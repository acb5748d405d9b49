"""`inv bench faults`: what goes wrong with pushes, how often it was tried, and what readers and authors saw.

`CI=true inv bench faults` kills 200 pushes instead of 20.
"""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from kills import TRIALS, Scene, kill_pushes, scene
from publishing_faults import FAULTS, Fault
from small_disk import ROOMS, fill_up, small_disk


def main() -> int:
    """Print the table, a row as soon as it is known."""
    row("fault", "trials", "what readers saw", "what the author saw")
    with TemporaryDirectory() as folder, scene(Path(folder)) as one:
        for fault in FAULTS:
            one.must_publish()
            row(fault.name, 1, *seen(one, fault.suffer(one), fault))
    disks()
    killed = kill_pushes(TRIALS, seed=26)
    moments = sum((one.moments for one in killed), Counter())
    faults = [fault for one in killed for fault in one.watcher.faults]
    readings = sum(one.watcher.readings for one in killed)
    row("kill -9 at a random moment", TRIALS, verdict(faults, readings), counted(moments))
    return 0


def seen(one: Scene, words: str, fault: Fault) -> tuple[str, str]:
    """Publish once more, and say what was seen."""
    one.must_publish()
    one.watcher.look()
    found, one.watcher.faults[:] = list(one.watcher.faults), []
    readings, one.watcher.readings = one.watcher.readings, 0
    lines = [line.strip() for line in words.splitlines() if fault.words and fault.words in line]
    return verdict(found, readings), lines[0] if lines else words.partition("\n")[0]


def disks() -> None:
    """Fill the disk at every moment of a push."""
    with TemporaryDirectory() as folder, small_disk(Path(folder, "small")) as disk, scene(disk, keep=1) as one:
        for name, room in ROOMS.items():
            push = fill_up(one, room)
            one.must_publish()
            one.watcher.look()
            line = next(line for line in push.log.splitlines() if "disk is full" in line or "No space" in line)
            row(f"a disk full at {name}", 1, verdict(one.watcher.faults, one.watcher.readings), line)


def verdict(faults: list[str], readings: int) -> str:
    """Say what readers noticed."""
    return f"{len(faults)} faults, such as {faults[0]}" if faults else f"whole pages, {readings:,} times"


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
