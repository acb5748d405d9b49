"""Choose the tests that answer soonest after an edit: `make test-quick`, or `make test-quick ROOM=calendar`.

What differs from the last commit leads to modules, these to the modules that import them, and all of them to tests.
Tests of the rooms that were touched come first, then the others by how directly they import what changed, cheap ones
before dear ones, until SECONDS are full; slow tests of other rooms are left out. What each takes is in
`tests/seconds.txt`.
"""

import ast
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Keep what each test takes in `tests/seconds.txt`: slow tests by name, the others of a file in one sum.
#
# `UPDATE_SECONDS=1 make test`, on a machine that does nothing else, writes it anew for all that ran.

COSTS = Path(__file__).parents[1] / "seconds.txt"
WORTH_A_LINE = 1.0


@dataclass(frozen=True)
class Unit:
    """A slow test, or all quick tests of a file together."""

    name: str
    seconds: float

    @property
    def file(self) -> str:
        return self.name.partition("::")[0]

    @property
    def room(self) -> str:
        return self.file.split("/")[1]


def known_units() -> list[Unit]:
    """Read what was measured."""
    lines = (line.split(maxsplit=1) for line in COSTS.read_text("utf-8").splitlines())
    return [Unit(name, float(seconds)) for seconds, name in lines]


def known_seconds() -> dict[str, float]:
    """Return the sum of each file."""
    found: defaultdict[str, float] = defaultdict(float)
    for unit in known_units():
        found[unit.file] += unit.seconds
    return found


@dataclass(frozen=True)
class Seconds:
    """What tests take while they run; all cases of a test are counted as one."""

    measured: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, nodeid: str, seconds: float) -> None:
        """Count a part of a test."""
        self.measured[nodeid.partition("[")[0]] += seconds

    def write(self) -> None:
        """Write what was measured; files of which nothing ran keep their lines."""
        files = {name.partition("::")[0] for name in self.measured}
        units: defaultdict[str, float] = defaultdict(float)
        for unit in known_units():
            if unit.file not in files and Path(unit.file).is_file():
                units[unit.name] = unit.seconds
        for name, seconds in self.measured.items():
            units[name if seconds >= WORTH_A_LINE else name.partition("::")[0]] += seconds
        lines = (f"{seconds:7.1f} {name}\n" for name, seconds in sorted(units.items()))
        COSTS.write_text("".join(lines), "utf-8")


ROOT = Path(__file__).parents[2]
PLUGINS, TESTS, SUPPORT = ROOT / "plugins", ROOT / "tests", ROOT / "tests" / "support"
SECONDS = 56.0
"""How much fits into a minute on two cores, which also have to start."""
SLOW = 10.0
"""What takes longer than this runs only if its own room was touched."""
COMMAND = "hireground.__main__"
HOUSE = "house"
"""The room of whatever belongs to no other: documents, settings, locks."""


def git(*arguments: str) -> list[str]:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in run.stdout.split("\0") if name]


def changed_files() -> list[str]:
    """Return what differs from the last commit; where nothing does, what that commit changed."""
    new = git("ls-files", "-z", "--others", "--exclude-standard")
    return sorted({*git("diff", "-z", "--name-only", "HEAD"), *new}) or git(
        "diff", "-z", "--name-only", "HEAD~1", "HEAD"
    )


def python_files() -> dict[str, Path]:
    """Return the engine's modules, the tests' helpers and the tests, by the names that importers use."""
    engine = {module_name(path.relative_to(PLUGINS)): path for path in PLUGINS.rglob("*.py")}
    support = {path.stem: path for path in SUPPORT.glob("*.py")}
    return engine | support | {name_of(path): path for path in TESTS.glob("*/test_*.py")}


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Yield what a file imports, or names as text to be imported later; "hireground" alone is the command."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (module, *(f"{module}.{alias.name}" for alias in names))
            case ast.Constant(value="hireground"):
                yield COMMAND
            case ast.Constant(value=str(text)):
                yield from re.findall(r"\bhireground(?:\.\w+)+", text)


def with_packages(module: str) -> Iterator[str]:
    """Yield a module and the packages that it is in, which are imported with it."""
    yield module
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def importers(files: Mapping[str, Path]) -> Mapping[str, set[str]]:
    """Return who imports each module."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, path in files.items():
        for module in {outer for inner in imported(path) for outer in with_packages(inner)} & files.keys():
            found[module].add(name)
    return found


def distances(start: Iterable[str], edges: Mapping[str, set[str]]) -> dict[str, int]:
    """Return how many imports lie between what was changed and each module that can notice."""
    found = dict.fromkeys(start, 0)
    ring = set(found)
    while ring:
        ring = {name for module in ring for name in edges.get(module, ())} - found.keys()
        found |= dict.fromkeys(ring, max(found.values()) + 1)
    return found


def touched(changed: Iterable[str], files: Mapping[str, Path]) -> tuple[set[str], set[str]]:
    """Return the modules and the rooms that changed files belong to."""
    names = {name_of(path): name for name, path in files.items()}
    modules, rooms = set(), set()
    for file in changed:
        if file in names:
            modules.add(names[file])
        modules |= set(users_of_data(file, files))
        rooms |= rooms_of(file)
    return modules, rooms


def rooms_of(file: str) -> set[str]:
    """Return the rooms of tests for a file: `plugins/hireground/seminars/calendar/x.py` has its own in `calendar`."""
    rooms = {path.name for path in TESTS.iterdir() if any(path.glob("test_*.py"))}
    if file.startswith(("tests/support/", "tests/cases/", "tests/errors/")):
        return set()  # those that use it say which
    inner = [part for part in Path(file).with_suffix("").parts if part in rooms]
    is_code = file.startswith("plugins/")
    return {inner[-1]} if inner else set() if is_code else {HOUSE}


def users_of_data(file: str, files: Mapping[str, Path]) -> Iterator[str]:
    """Yield the tests and helpers that name the folder of a case."""
    found = re.match(r"tests/(cases/[\w-]+|errors)[/.]", file)
    if found:
        word = re.compile(r"[ /\"]+".join(["", *found[1].split("/"), ""]))  # "cases/live", or "cases" / "live"
        yield from (name for name, path in files.items() if TESTS in path.parents and word.search(path.read_text()))


def all_units() -> list[Unit]:
    """Return what each test takes; a file that was never measured is taken to be quick."""
    known = known_units()
    files = {unit.file for unit in known}
    return known + [Unit(name_of(path), 1) for path in TESTS.glob("*/test_*.py") if name_of(path) not in files]


def selected(units: Iterable[Unit], rooms: set[str], near: Mapping[str, int]) -> tuple[list[Unit], list[Unit]]:
    """Part the tests that can notice a change into those that run and those that are left out."""
    wanted = [unit for unit in units if unit.room in rooms or unit.file in near]
    wanted.sort(key=lambda unit: (unit.room not in rooms, near.get(unit.file, 0), unit.seconds))
    run, left, total = [], [], 0.0
    for unit in wanted:
        is_foreign = unit.room not in rooms and near.get(unit.file) != 0
        if total + unit.seconds > SECONDS or (is_foreign and unit.seconds > SLOW):
            left.append(unit)
        else:
            run.append(unit)
            total += unit.seconds
    return run, left


def command(run: Iterable[Unit], units: Iterable[Unit]) -> list[str]:
    """Write the call of pytest: each file, without its slow tests that are not to run."""
    names = {unit.name for unit in run}
    files = sorted({unit.file for unit in run})
    out = [unit.name for unit in units if unit.file in files and unit.name not in names and "::" in unit.name]
    whole = [name for name in files if name in names]
    single = [name for name in sorted(names) if name.partition("::")[0] not in whole]
    return [*whole, *single, *(f"--deselect={name}" for name in out)]


def left_out(left: Iterable[Unit]) -> Iterator[str]:
    """Write a line for each room of which something is left out."""
    rooms: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in left:
        rooms[unit.room].append(unit)
    for room, units in sorted(rooms.items()):
        names = sorted({Path(unit.file).stem for unit in units})
        yield f"Left out of {room}, {sum(unit.seconds for unit in units):.0f} s: {', '.join(names)}"


def main(room: str) -> int:
    """Run what is chosen, and say what is left out."""
    files = python_files()
    modules, rooms = (set(), {room}) if room else touched(changed_files(), files)
    near = distances(modules, importers(files))
    units = all_units()
    run, left = selected(units, rooms, near)
    say(f"{len({unit.file for unit in run})} files of tests for {', '.join(sorted(rooms | modules)) or 'no change'}")
    if not run:
        return 0
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "--numprocesses=2",
        "--dist=loadfile",
        "--no-loadscope-reorder",
        *command(run, units),
    ]
    code = subprocess.run(pytest, cwd=ROOT, check=False).returncode
    for line in left_out(left):
        say(line)
    say("`make test` runs all of them, and lints.")
    return code


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ROOM", "")))
