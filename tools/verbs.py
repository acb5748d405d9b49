"""What the verbs of tasks.py are made of: a tool called, a program run, and flags written out again."""

import os
import subprocess
import sys
from importlib import import_module

from invoke.exceptions import Exit


def call(module: str, *arguments: str) -> None:
    """Call a tool's `main`; it is imported only here, so that a fault in one tool breaks no other verb."""
    leave(import_module(module).main(arguments))


def run(*command: str) -> None:
    """Run a Python program, saying which, and stop if it fails."""
    sys.stdout.write(f"{' '.join(command)}\n")
    sys.stdout.flush()
    leave(subprocess.run([sys.executable, "-m", *command], check=False).returncode)  # noqa: S603 -- our own words


def leave(code: int) -> None:
    """Stop with an exit code, unless all is well."""
    if code:
        raise Exit(code=code)


def given(**options: str) -> list[str]:
    """Write what is said as arguments; what is not may stand in a variable, as make hands it on: TITLE="…"."""
    values = {name: value or os.environ.get(name.upper(), "") for name, value in options.items()}
    title = values.pop("title")
    arguments = [f"--{name}={value}" for name, value in values.items() if value]
    return [*arguments, "--", title] if title else arguments


def flags(**options: str | bool) -> list[str]:
    """Write `--keep-days=7` for what is said, and `--dry-run` for what is wanted."""
    said = {f"--{name.replace('_', '-')}": value for name, value in options.items() if value}
    return [name if value is True else f"{name}={value}" for name, value in said.items()]
