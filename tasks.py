"""The site's verbs, each of which calls one function elsewhere: `make serve`, or `.venv/bin/inv serve`."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

os.chdir(Path(__file__).parent)  # wherever a verb is called from, the site is here


@task
def serve(_context: Context, port: int = 0) -> None:
    """Show the site at http://127.0.0.1:8000/, and anew after every edit."""
    call("tools.serve.__main__", *([f"--port={port}"] if port else []))


@task
def build(_context: Context) -> None:
    """Build the public site into output/, or say everything that is wrong with it."""
    call("tools.build.__main__")


@task
def check(_context: Context, fix: bool = False) -> None:
    """Say everything that is wrong with the content, without building; --fix mends what calendars would lose."""
    call("tools.check", *(["--fix"] if fix else []))


@task
def diff(_context: Context, base: str = "", markdown: bool = False) -> None:
    """Say in words what subscribers of the calendars will see: against --base, or what was published last."""
    options = [*([f"--base={base}"] if base else []), *(["--markdown"] if markdown else [])]
    call("tools.published.__main__", "diff", *options)


@task
def new_post(_context: Context, title: str = "", date: str = "") -> None:
    """Write the file of a new post; asks for what is missing."""
    call("tools.new.__main__", "post", *given(title=title, date=date))


@task
def new_seminar(_context: Context, title: str = "", date: str = "", place: str = "") -> None:
    """Write the file of a new seminar; asks for what is missing."""
    call("tools.new.__main__", "seminar", *given(title=title, date=date, place=place))


@task
def messages(_context: Context) -> None:
    """Bring the theme's message catalogues up to date, and say what is still to translate."""
    call("tools.messages.__main__")


@task
def server_init(_context: Context, path: str, url: str = "") -> None:
    """Make a folder of this machine a server that publishes what is pushed to it."""
    call("tools.publishing.__main__", "init", path, f"--url={url}")


@task
def releases(_context: Context, server: str = "") -> None:
    """List the server's releases, and which one readers see."""
    call("tools.publishing.remote", "releases", f"--server={server}")


@task
def rollback(_context: Context, number: str = "", server: str = "") -> None:
    """Show readers the release before, or --number, until the next push."""
    call("tools.publishing.remote", "rollback", *([number] if number else []), f"--server={server}")


@task
def rebuild(_context: Context, server: str = "") -> None:
    """Let the server build the published commit as of now, as it does every night."""
    call("tools.publishing.remote", "rebuild", f"--server={server}")


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


@task(pre=[lint])
def test(_context: Context) -> None:
    """Lint, then run the tests; stop at the first that fails."""
    run("pytest", "--exitfirst")


@task
def lint_ics(_context: Context, files: str) -> None:
    """Check calendar files by RFC 5545; FILES is one file, or a pattern such as 'output/**/*.ics'."""
    call("tools.lint_ics.__main__", *(sorted(map(str, Path().glob(files))) or [files]))


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
