"""Check, compare and build a site with this server's engine: what runs in the sandbox, in the site's folder."""

import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path

from hireground.site.settings_file import ineffective_lines, is_data

HISTORY = ("git", "rev-parse", "--quiet", "--verify", "HEAD^{tree}")
"""What the site's dates come from: without it they would all be silently gone."""
SHOWN = 10


def main(steps: list[str], changed: list[str]) -> int:
    """Take the steps that are named; stop at the first that fails, with its exit code."""
    try:
        subprocess.run(HISTORY, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- fixed words
        if is_data():
            say_ineffective(changed)
        else:
            sys.path.append(str(Path.cwd()))  # where a site's own plugins are
        if "check" in steps and (code := call("check")):
            return code
        if "diff" in steps:
            call("diff")
        return call("build", "--output", "output", "--gzip")
    except Exception as error:  # noqa: BLE001 -- the site's code, where it has some, or the engine's
        return complain(error)


def call(*arguments: str) -> int:
    """Call a verb of the engine, as an author does; the command line is imported only here."""
    code: int = import_module("hireground.cli").main(arguments)
    return code


def say_ineffective(changed: list[str]) -> None:
    """Name the lines of settings files that would be run elsewhere, or that the engine itself decides here."""
    for file in map(Path, changed):
        for line in ineffective_lines(file)[:SHOWN]:
            words = "kept, but without effect: this server reads a site's settings, and runs none"
            sys.stdout.write(f"{file}:{line}: {words}\n")


def complain(error: Exception) -> int:
    """Say in one line what is broken, and where."""
    here = Path.cwd()
    files = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [f" at {file.relative_to(here)}:{line}" for file, line in files if file.is_relative_to(here)]
    sys.stdout.write(f"The site cannot be built: {type(error).__name__}: {error}{''.join(own[-1:])}\n")
    return 2
