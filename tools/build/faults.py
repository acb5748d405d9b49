"""What Pelican logs and raises to one error that says all of it."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pelican.log import LimitFilter, console
from pelican.log import init as init_logging
from pelican.plugins import signals
from pelican.writers import FileOverwriteFailedError

from plugins.reader.problems import InvalidContentError, Problem


class BuildError(Exception):
    """A site that cannot be published: the content's problems, and what else Pelican complained of."""

    def __init__(self, problems: Sequence[Problem] = (), complaints: Sequence[str] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.complaints = tuple(dict.fromkeys(complaints))
        super().__init__("\n".join([*map(str, self.problems), *self.complaints]))


class Faults(logging.Handler):
    """Keeps what is wrong with one build; Pelican itself would log it and go on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.complaints: list[str] = []
        self.crash: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record, and the exception it was logged for."""
        if not is_fault(record):
            return
        cause = sys.exception()
        if isinstance(cause, InvalidContentError):
            self.problems += cause.problems
        elif isinstance(cause, Exception) and record.exc_info is not None:
            # Pelican's logger.exception passes exc_info=False unless it debugs; its logger.error leaves None.
            cause.add_note(one_line(record))
            self.crash = self.crash or cause
        else:
            self.complaints.append(one_line(record))

    def check(self, _sender: object = None) -> None:
        """Raise what was found so far; a crash beside invalid content is taken for its consequence."""
        if self.crash and not self.problems:
            raise self.crash
        if self.problems or self.complaints:
            raise BuildError(self.problems, self.complaints)


class Warnings(logging.Handler):
    """Prints what stops nothing, each line once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.printed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Print the record unless it is a fault; our own plugins say themselves that it is a warning."""
        word = "warning: " if record.name.startswith("pelican") else ""
        line = f"{word}{one_line(record)}\n"
        if not (is_fault(record) or is_silenced(record) or line in self.printed):
            self.printed.add(line)
            sys.stderr.write(line)


def is_fault(record: logging.LogRecord) -> bool:
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


@contextmanager
def attached(handler: logging.Handler) -> Iterator[None]:
    """Show `handler` all that is logged in the meantime."""
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


@contextmanager
def hushed() -> Iterator[None]:
    """Keep Pelican's own summary off the terminal."""
    before, console.quiet = console.quiet, True
    try:
        yield
    finally:
        console.quiet = before


@contextmanager
def faults_raised(folder: Path) -> Iterator[Faults]:
    """Raise what is logged while Pelican writes to `folder`: as soon as all content is read, and at the end."""
    faults = Faults()
    init_logging(handler=None, logs_dedup_min_level=logging.NOTSET + 1)  # or a second build would miss a fault
    try:
        with hushed(), attached(faults), signals.all_generators_finalized.connected_to(faults.check):
            yield faults
    except InvalidContentError as error:
        faults.problems += error.problems
    except FileOverwriteFailedError as error:
        address = Path(str(error).split('"')[1]).relative_to(folder)
        faults.complaints.append(f"two files want the address {address}; give one of them another slug")
    except Exception:
        if not faults.problems:
            raise
    faults.check()
