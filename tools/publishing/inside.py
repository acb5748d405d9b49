"""The site's own check, calendar difference and build, with the site's libraries: the part that runs in the sandbox.

It comes from the server and imports what was pushed, from the folder that it runs in.
"""

import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path

HISTORY = ("git", "rev-parse", "--quiet", "--verify", "HEAD^{tree}")
"""What the site's dates come from: without it they would all be silently gone."""


def main(steps: list[str]) -> int:
    """Take the steps that are named; stop at the first that fails, with its exit code."""
    try:
        subprocess.run(HISTORY, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- fixed words
        if "check" in steps and (code := call("tools.check")):
            return code
        if "diff" in steps:
            call("tools.published.__main__", "diff")
        return call("tools.build.__main__", "--output", "output", *gzip())
    except Exception as error:  # noqa: BLE001 -- the site's own tools are broken, and cannot say so
        return blame(error)


def gzip() -> list[str]:
    """Ask for compressed siblings, which the web server sends, if the pushed build can make them."""
    build = import_module("tools.build.__main__")
    return ["--gzip"] if hasattr(build.parse([]), "gzip") else []


def call(module: str, *arguments: str) -> int:
    """Call one of the site's tools."""
    code: int = import_module(module).main(arguments)
    return code


def blame(error: Exception) -> int:
    """Say in one line what is broken, and where."""
    here = Path.cwd()
    files = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [f" at {file.relative_to(here)}:{line}" for file, line in files if file.is_relative_to(here)]

    sys.stdout.write(f"The site's own tools do not run: {type(error).__name__}: {error}{''.join(own[-1:])}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
