"""The build as a command: exit 0 if the site is published, 1 if its content is wrong, 2 if something else is."""

import signal
import sys
import time
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.build.faults import BuildError, Warnings, attached
from tools.build.replacement import RefusedError
from tools.build.site import build_site
from tools.build.words import blamed, built, refused

LOG_FILE = Path(".cache/build.log")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site; print one line, or every problem."""
    options = parse(arguments)
    started = time.monotonic()
    try:
        with attached(Warnings()), ended_cleanly():
            build_site(options.settings, options.output, compressed=options.gzip)
    except BuildError as error:
        return complain(1, refused(error, options.settings.parent))
    except RefusedError as error:
        return complain(2, str(error))
    except KeyboardInterrupt:
        return complain(130, "stopped; nothing was published")
    except Exception as error:  # the last net: whatever is ours to mend
        if options.debug:
            raise
        return complain(2, f"{blamed(error)}; the whole story is in {keep(error, options.settings.parent)}")
    sys.stdout.write(f"{built(options.output, time.monotonic() - started)}\n")
    return 0


def parse(arguments: Sequence[str] | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser("python -m tools.build", description="Build the site into a folder, whole or not at all.")
    parser.add_argument("--settings", type=Path, default=Path("publishconf.py"), help="publishconf.py if not said")
    parser.add_argument("--output", type=Path, default=Path("output"), help="the folder to replace, output if not said")
    parser.add_argument("--gzip", action="store_true", help="write a .gz beside each file that is smaller for it")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a fault of ours")
    return parser.parse_args(arguments)


def complain(code: int, words: str) -> int:
    """Print what went wrong and pass the exit code on."""
    sys.stderr.write(f"{words}\n")
    return code


def keep(error: Exception, root: Path) -> Path:
    """Write an error's traceback to a file and return its path."""
    file = root / LOG_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(traceback.format_exception(error)), "utf-8")
    return file


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Let SIGTERM end the build as Ctrl-C does, so that nothing half-built stays."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main())
