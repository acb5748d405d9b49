"""A build's outcome in words."""

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

from tools.build.faults import BuildError
from tools.build.replacement import shown
from tools.check.report import report


def built(output: Path, seconds: float) -> str:
    """Say what stands in `output` now."""
    pages = count(sum(1 for _ in output.rglob("*.html")), "page")
    calendars = count(sum(1 for _ in output.rglob("*.ics")), "calendar")
    return f"Built {pages} and {calendars} in {seconds:.1f} s into {shown(output)}/"


def refused(error: BuildError, root: Path) -> str:
    """Say every problem with the line of its file, then how many there are."""
    mistakes = [problem for problem in error.problems if not problem.is_warning]
    number = count(len(mistakes) + len(error.complaints), "problem")
    files = len({problem.path for problem in mistakes})
    where = f" in {count(files, 'file')}" if files else ""
    complaints = "".join(f"{complaint}\n" for complaint in error.complaints)
    return f"{report(error.problems, root)}{complaints}{number}{where}; nothing was published"


def blamed(error: Exception) -> str:
    """Say in one line that an error is ours, and where it happened."""
    words = " ".join([type(error).__name__ + ":", *str(error).split()]).rstrip(":")
    context = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    return f"This is our bug, not yours: {words}{context}{_place(error)}; nothing was published"


def _place(error: Exception) -> str:
    """Name the last line of the site's own code, or of its templates, that the error went through."""
    if isinstance(error, SyntaxError | TemplateSyntaxError) and error.filename:
        return f" at {shown(Path(error.filename))}:{error.lineno}"
    here = Path.cwd()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(here) and "site-packages" not in file.parts:
            return f" at {shown(file)}:{frame.lineno}"
    return ""


def count(number: int, noun: str) -> str:
    """Write `1 page` or `1,234 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
