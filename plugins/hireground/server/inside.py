"""Check, compare and build a site with this server's engine: what runs in the sandbox, in the site's folder."""

import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from hireground.site.settings_file import ineffective_lines, is_data

HISTORY = ("git", "rev-parse", "--quiet", "--verify", "HEAD^{tree}")
"""What the site's dates come from: without it they would all be silently gone."""
SHOWN = 10


def main(told: Sequence[str]) -> int:
    """Check and compare if that is `told`, and build; stop at the first that fails, with its exit code.

    Settings files that a push changes are told too.
    """
    if subprocess.run(HISTORY, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603 -- fixed words
        sys.stdout.write("The site cannot be built: git has no history of it here.\n")
        return 2
    if is_data():
        say_ineffective([word for word in told if word.endswith(".py")])
    else:
        sys.path.append(str(Path.cwd()))  # where a site's own plugins are
    if "check" in told and (code := call("check")):
        return code
    if "diff" in told:
        call("diff")
    return call("build", "--output", "output", "--gzip")


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
