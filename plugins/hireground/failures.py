"""Say why a verb failed, in words for the person who can fix it, and return the exit code."""

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from jinja2 import TemplateSyntaxError

from hireground.terminal import RefusedError, count, shown
from hireground.text.problems import InvalidContentError, Problem, printable
from hireground.text.reports import report
from hireground.theme import THEME_FOLDER

CONTENT, OTHER, STOPPED = 1, 2, 130
LOG_FILE = Path(".cache", "hireground.log")
ELSEWHERE = "name another folder with --output, or let yourself write there"
UNWRITABLE = {
    errno.ENOSPC: ("the disk is full", "make room, and run this again"),
    getattr(errno, "EDQUOT", errno.ENOSPC): ("the disk is full", "make room, and run this again"),
    errno.EROFS: ("this disk can only be read", ELSEWHERE),
    errno.EPERM: ("this may not be written by you", ELSEWHERE),
    errno.EACCES: ("this may not be written or read by you", ELSEWHERE),
}
ENGINE = Path(__file__).resolve().parent


def fail(error: BaseException, root: Path, *, shows_traceback: bool = False) -> int:
    """Print what went wrong; `root` is the site's folder."""
    if isinstance(error, BrokenPipeError):  # whoever read our lines, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OTHER
    code, words = explain(error, root)
    if shows_traceback and not isinstance(error, RefusedError | InvalidContentError | KeyboardInterrupt):
        traceback.print_exception(error)
    sys.stderr.write(f"{words}\n")
    return code


def explain(error: BaseException, root: Path) -> tuple[int, str]:
    """Return the exit code and the words for an error."""
    match error:
        case KeyboardInterrupt():
            return STOPPED, str(error) or "stopped; nothing was published"
        case RefusedError():
            return OTHER, str(error)
        case InvalidContentError():
            return CONTENT, refused(error, root)
    if isinstance(error, OSError) and error.errno in UNWRITABLE:
        return OTHER, unwritable(error)
    story = f"the whole story is in {keep(error, root)}"
    place = place_of(error, root.resolve())
    if place and not is_ours(place[0]):
        return CONTENT, f"{explain_author_error(error, *place, root)}{story}"
    at = f" at {shown(place[0])}:{place[1]}" if place else ""
    return OTHER, f"This is our bug, not yours: {one_line(error)}{at}; {story}"


def unwritable(error: OSError) -> str:
    """Say that the machine, and nothing that anybody wrote, keeps files from being written."""
    what, how = UNWRITABLE[error.errno or 0]
    where = f": {shown(Path(os.fsdecode(error.filename)).absolute())}" if error.filename else ""
    return f"{what} ({error.strerror}){where}; {how}; nothing was published"


def refused(error: InvalidContentError, root: Path) -> str:
    """Say every problem with the line of its file, then how many there are."""
    mistakes = [problem for problem in error.problems if not problem.is_warning]
    number = count(len(mistakes) + len(error.unplaced), "problem")
    files = len({problem.path for problem in mistakes})
    where = f" in {count(files, 'file')}" if files else ""
    unplaced = "".join(f"{message}\n" for message in error.unplaced)
    return f"{report(error.problems, root)}{unplaced}{number}{where}; nothing was published"


def explain_author_error(error: BaseException, file: Path, line: int, root: Path) -> str:
    """Say that a template, a plugin or a settings file of the author's is broken, and where."""
    kind = "code" if file.suffix == ".py" else "template"
    home = root.resolve()
    path = file.resolve().relative_to(home) if file.resolve().is_relative_to(home) else file
    return report([Problem(path, line, 1, f"this {kind} does not run: {one_line(error)}")], root)


def one_line(error: BaseException) -> str:
    """Say an error in one line: its type, its message, and what Pelican was doing."""
    words = " ".join([type(error).__name__ + ":", *str(error).split()]).rstrip(":")
    return printable(words + "".join(f" ({note})" for note in getattr(error, "__notes__", ())), 400)


def place_of(error: BaseException, root: Path) -> tuple[Path, int] | None:
    """Return the innermost file and line that are ours or the author's; libraries between them are passed over."""
    return next((place for place in places(error) if is_ours(place[0]) or is_theirs(place[0], root)), None)


def places(error: BaseException) -> Iterator[tuple[Path, int]]:
    """Yield where an error comes from, the innermost first; Jinja writes its templates among Python's frames."""
    if isinstance(error, SyntaxError | TemplateSyntaxError) and error.filename:
        yield Path(error.filename), error.lineno or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        yield Path(frame.filename), frame.lineno or 1


def is_ours(file: Path) -> bool:
    """Tell whether a file is the engine's, or its theme's."""
    return any(file.resolve().is_relative_to(folder) for folder in (ENGINE, THEME_FOLDER.resolve()))


def is_theirs(file: Path, root: Path) -> bool:
    """Tell whether a file is the site's own, or a plugin's that its author has installed."""
    parts = file.parts
    if "site-packages" in parts:
        inside = parts[parts.index("site-packages") + 1 :]
        return inside[:2] == ("pelican", "plugins") and len(inside) > len(("pelican", "plugins", "x.py"))
    return file.is_file() and file.resolve().is_relative_to(root)


def keep(error: BaseException, root: Path) -> Path:
    """Write an error's traceback to a file, in the site where there is one, and return its path."""
    story = "".join(traceback.format_exception(error))
    with suppress(OSError):
        if (root / "pelicanconf.py").is_file():
            file = root / LOG_FILE
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(story, "utf-8", errors="backslashreplace")
            return shown(file)
    with tempfile.NamedTemporaryFile("w", prefix="hireground-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(story)
    return Path(log.name)
