"""Convert the texts of a first build while its content is read and checked, for which it needs one core."""

import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from itertools import chain
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from tempfile import TemporaryFile

from hireground.build.texts import conversion_or_nothing, key_of
from hireground.checksums import files_in
from hireground.mathematics.fields import with_formulas
from hireground.shares import LEAST, MOST, SPLITS, end_when_told, end_with_the_first, started
from hireground.site.files import content_files
from hireground.site.settings import SiteSettings
from hireground.store import Store
from hireground.text.frontmatter import read_document
from hireground.text.problems import InvalidContentError

AT_ONCE = 1_000
"""Results that are kept in memory before they are written down."""


@dataclass(frozen=True)
class TextsAhead:
    """Processes that convert texts; each writes what it made into one of the files, which have no names."""

    processes: Sequence[ForkProcess] = ()
    files: Sequence[FileIO] = ()

    def put_into(self, store: Store) -> None:
        """Convert no more, and keep what was converted."""
        for process in self.processes:
            process.kill()
            process.join()
        for number, (key, made) in enumerate(chain.from_iterable(map(_results, self.files)), 1):
            store.put(key, made)
            if number % AT_ONCE == 0:
                store.write_down()


@contextmanager
def texts_ahead(own: SiteSettings, store: Store) -> Iterator[TextsAhead]:
    """Have the posts and pages of a site converted by all cores but one, if they are many and nothing is kept yet.

    The processes end with the context. Nothing depends on them: the build converts what they have not, and meets what
    is wrong with a text, or with the disk, itself.
    """
    is_worth_it = SPLITS and store.connection is None and len(files_in(own.root / own.content)) >= LEAST
    others = min(os.cpu_count() or 1, MOST) - 1 if is_worth_it else 0
    with ExitStack() as stack:
        files = list[FileIO]()
        with suppress(OSError):  # nothing can be written here
            files += [stack.enter_context(TemporaryFile(dir=own.root, buffering=0)) for _ in range(others)]
        processes = [
            get_context("fork").Process(target=_convert, args=(own, file, first, len(files)), daemon=True)
            for first, file in enumerate(files)
        ]
        stack.enter_context(started(processes))
        yield TextsAhead(processes, files)


def _results(file: FileIO) -> Iterator[tuple[bytes, bytes]]:
    """Read the results in a file, with their keys, up to its end or to where its process was killed."""
    file.seek(0)
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(file)  # noqa: S301 -- a process of this build wrote it


def _convert(own: SiteSettings, file: FileIO, first: int, step: int) -> None:
    """Convert one of `step` texts, from the `first` on, as long as the build lives that started this."""
    end_with_the_first()
    end_when_told()
    with suppress(Exception):
        files = content_files(own.root, own.content)
        for path in [*files.markdown("posts"), *files.markdown("pages")][first::step]:
            with suppress(InvalidContentError):
                document, _problems = with_formulas(read_document(own.root, path), is_on=own.has_formulas)
                text = str(document.fields.get("lang") or own.language), document.body
                if made := conversion_or_nothing(own.raw_html, text):
                    file.write(pickle.dumps((key_of(own.raw_html, text), made)))
