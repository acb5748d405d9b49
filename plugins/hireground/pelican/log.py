"""Turn what Pelican logs and raises into one error that lists all of it."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pelican.log import LimitFilter, console
from pelican.log import init as init_logging
from pelican.plugins import signals
from pelican.writers import FileOverwriteFailedError

from hireground.terminal import attached, count
from hireground.text.problems import InvalidContentError, Problem


class ProblemLog(logging.Handler):
    """Keeps what is wrong with one build; Pelican itself would log it and go on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.unplaced: list[str] = []
        self.crash: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record, and the exception it was logged for."""
        if not is_problem(record):
            return
        cause = sys.exception()
        if isinstance(cause, InvalidContentError):
            self.problems += cause.problems
        elif isinstance(cause, Exception) and record.exc_info is not None:
            # Pelican's logger.exception passes exc_info=False unless it debugs; its logger.error leaves None.
            cause.add_note(one_line(record))
            self.crash = self.crash or cause
        else:
            self.unplaced.append(one_line(record))

    def check(self, _sender: object = None) -> None:
        """Raise what was found so far; a crash is left out if there is invalid content, its likely cause."""
        if self.crash and not self.problems:
            raise self.crash
        if self.problems or self.unplaced:
            raise InvalidContentError(self.problems, self.unplaced)


class Warnings(logging.Handler):
    """Prints what stops nothing, each line once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.printed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Print the record unless it is an error; our own plugins mark their warnings themselves."""
        word = "warning: " if record.name.startswith("pelican") else ""
        line = f"{word}{one_line(record)}\n"
        if not (is_problem(record) or is_silenced(record) or line in self.printed):
            self.printed.add(line)
            sys.stderr.write(line)


def is_problem(record: logging.LogRecord) -> bool:
    """Tell what stops a build from what is only worth a line."""
    return record.levelno >= logging.ERROR or is_unresolved(record) or is_lost(record)


def is_unresolved(record: logging.LogRecord) -> bool:
    """Tell whether Pelican met a link to no file, which it only warns of."""
    return str(record.msg).startswith("Unable to find")


def is_lost(record: logging.LogRecord) -> bool:
    """Tell whether Pelican could not copy a file, such as to a full disk, of which it also only warns."""
    return str(record.msg).startswith("A problem occurred copying file")


def is_silenced(record: logging.LogRecord) -> bool:
    """Tell whether the settings' LOG_FILTER names this record."""
    return not {(record.levelno, record.msg), (record.levelno, record.getMessage())}.isdisjoint(LimitFilter._ignore)  # noqa: SLF001 -- Pelican keeps it nowhere else


def one_line(record: logging.LogRecord) -> str:
    """Say a record in one line."""
    if is_unresolved(record):
        return (
            record.getMessage().replace("Unable to find", "a link leads to a file that is not there:").partition(",")[0]
        )
    return ": ".join(line.strip().rstrip(":") for line in record.getMessage().splitlines() if line.strip())


def refused_plainly(record: logging.LogRecord) -> bool:
    """Let Pelican say problems of the content as lines to click on, and without the traceback of whoever found them."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, InvalidContentError):
        console.print(str(error), soft_wrap=True, markup=False, highlight=False, emoji=False)
        record.msg, record.args = "%s; nothing was written", (count(len(error.problems), "problem"),)
        record.exc_info = None
    return True


@contextmanager
def hushed() -> Iterator[None]:
    """Keep Pelican's own summary off the terminal."""
    before, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = before


@contextmanager
def problems_raised(folder: Path) -> Iterator[ProblemLog]:
    """Raise what is logged while Pelican writes to `folder`: as soon as all content is read, and at the end."""
    problems = ProblemLog()
    init_logging(handler=None, logs_dedup_min_level=logging.NOTSET + 1)  # or a second build would miss an error
    try:
        with hushed(), attached(problems), signals.all_generators_finalized.connected_to(problems.check):
            yield problems
    except InvalidContentError as error:
        problems.problems += error.problems
        problems.unplaced += error.unplaced
    except FileOverwriteFailedError as error:
        address = Path(str(error).split('"')[1]).relative_to(folder)
        problems.unplaced.append(f"two files want the address {address}; give one of them another slug")
    except Exception:
        if not problems.problems:
            raise
    problems.check()
