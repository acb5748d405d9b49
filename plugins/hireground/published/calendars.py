"""Read the seminars of one state of the site, leaving out files that cannot be read."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hireground.seminars.calendar.feeds import with_hours
from hireground.seminars.model.folder import Talk, grouped, joined
from hireground.seminars.model.model import Defaults, Place, Seminar
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.people import Person
from hireground.seminars.model.translation import is_translation
from hireground.site.directory import read_directory
from hireground.site.settings import SiteSettings
from hireground.text.fixes import line_as_list
from hireground.text.frontmatter import Document, parse_document
from hireground.text.problems import InvalidContentError, Problem, apply
from hireground.text.source import decode

DIRECTORIES = ("places.yaml", "people.yaml")
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Stands for the time of a last commit, which is never compared."""


@dataclass(frozen=True, kw_only=True)
class SeminarFile:
    """One seminar's file: `text` as it is, with its own line ends."""

    text: str
    document: Document
    seminar: Seminar


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One state of the site; `faults` has the first problem of each file that cannot be read as a seminar."""

    files: Mapping[Path, SeminarFile]
    problems: Mapping[Path, Problem]

    @property
    def public(self) -> tuple[Seminar, ...]:
        """The seminars that calendars have."""
        return tuple(file.seminar for file in self.files.values() if not file.seminar.is_draft)


def site_defaults(settings: SiteSettings, directories: Mapping[Path, bytes]) -> Defaults:
    """Return what is true of every seminar, with the places and people of `places.yaml` and `people.yaml`."""
    with laid_out(directories) as folder:
        places = read_directory(folder, settings.content / DIRECTORIES[0], Place, [])
        people = read_directory(folder, settings.content / DIRECTORIES[1], Person, [])
    return settings.defaults(places, people)


@contextmanager
def laid_out(files: Mapping[Path, bytes]) -> Iterator[Path]:
    """Write the files of another state of the site into a folder, for as long as they are read."""
    with TemporaryDirectory(prefix="published-") as folder:
        for path, data in files.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_bytes(data)
        yield Path(folder)


def read_calendar(contents: Mapping[Path, bytes], defaults: Defaults) -> Calendar:
    """Read every file of `contents`; translations have no dates of their own."""
    files, problems, documents = {}, {}, []
    for path, data in sorted(contents.items()):
        try:
            documents.append(parse_document(path, decode(path, data)))
        except InvalidContentError as error:
            problems[path] = error.problems[0]
    for index, dates in grouped(documents, is_translation):
        if is_translation(index):
            continue
        try:
            files[index.path] = _file(joined(index, map(Talk, dates)), contents[index.path], defaults)
        except InvalidContentError as error:
            problems[index.path] = error.problems[0]
    return Calendar(files=files, problems=problems)


def read_file(path: Path, data: bytes, defaults: Defaults) -> SeminarFile:
    """Read one seminar's file; raises `InvalidContentError`."""
    return _file(parse_document(path, decode(path, data)), data, defaults)


def with_list(file: SeminarFile, defaults: Defaults) -> SeminarFile:
    """Return a seminar's file with its dates as a list, if they stand in a line: there each can have further keys."""
    fix = line_as_list(file.document, ("sessions",))
    return read_file(file.document.path, apply(file.text, [fix]).encode(), defaults) if fix else file


def _file(document: Document, data: bytes, defaults: Defaults) -> SeminarFile:
    seminar = with_hours(parse_seminar(document, defaults, NEVER))
    return SeminarFile(text=data.decode(), document=document, seminar=seminar)
