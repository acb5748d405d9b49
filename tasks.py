"""The site's verbs, each of which calls one function elsewhere: `make serve`, or `.venv/bin/inv serve`."""

import os
import sys
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from tools.verbs import call, flags, given, run

os.chdir(Path(__file__).parent)  # wherever a verb is called from, the site is here


@task
def serve(_context: Context, port: int = 0) -> None:
    """Show the site at http://127.0.0.1:8000/, and anew after every edit."""
    call("tools.serve.__main__", *flags(port=str(port or "")))


@task
def build(_context: Context) -> None:
    """Build the public site into output/, or say everything that is wrong with it."""
    call("tools.build.__main__")


@task
def check(_context: Context, fix: bool = False) -> None:
    """Say everything that is wrong with the content, without building; --fix mends what calendars would lose."""
    call("tools.check", *flags(fix=fix))


@task
def diff(_context: Context, base: str = "", markdown: bool = False) -> None:
    """Say in words what subscribers of the calendars will see: against --base, or what was published last."""
    call("tools.published.__main__", "diff", *flags(base=base, markdown=markdown))


@task(auto_shortflags=False, positional=["to"] if any(word.startswith("s3://") for word in sys.argv) else [])
def publish(  # noqa: PLR0913, PLR0917 -- each is a flag; Invoke knows no word that may be left out, hence the line above
    _context: Context, to: str | None = None, message: str = "", yes: bool = False, all_: bool = False, wait: str = "",
    endpoint_url: str = "", folder: str = "", keep_days: str = "", dry_run: bool = False, take_over: bool = False,
) -> None:  # fmt: skip
    """Check, commit and push content/, and wait until readers see it; or upload it: inv publish s3://bucket/folder."""
    if not to:
        call("tools.going_live.__main__", *flags(message=message, yes=yes, all=all_, wait=wait))
        return
    options = flags(endpoint_url=endpoint_url, folder=folder, keep_days=keep_days, dry_run=dry_run, take_over=take_over)
    call("tools.object_store.__main__", *options, to)


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
    run("pytest", "--exitfirst", "--numprocesses=auto", "--dist=loadfile")


@task
def bench(_context: Context, name: str) -> None:
    """Run the benchmark tests/benchmarks/NAME.py, such as `feeds`, which prints what it measures."""
    os.environ["PYTHONPATH"] = "tests"
    run(f"tests.benchmarks.{name}")


@task
def screenshots(_context: Context) -> None:
    """Take each kind of page, on a phone and a desktop, in light and dark, into .screenshots/."""
    os.environ["PYTHONPATH"] = "tests"
    run("tests.screenshots")


@task
def interop(_context: Context) -> None:
    """Print how many events of each kind of calendar each program reads as they are meant."""
    os.environ["PYTHONPATH"] = "tests"
    run("tests.interop_table")


@task
def lint_ics(_context: Context, files: str) -> None:
    """Check calendar files by RFC 5545; FILES is one file, or a pattern such as 'output/**/*.ics'."""
    call("tools.lint_ics.__main__", *(sorted(map(str, Path().glob(files))) or [files]))
