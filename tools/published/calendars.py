"""Files, as bytes, to the seminars in them: one state of the site, without those that cannot be read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.reader.frontmatter import Document, parse_document
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.source import decode
from plugins.seminars.assembly import Defaults
from plugins.seminars.frontmatter import parse_seminar
from plugins.seminars.model import Person, Place, Seminar
from plugins.seminars.translation import is_translation
from plugins.site.directory import read_directory
from plugins.site.settings import SiteSettings

DIRECTORIES = ("places.yaml", "people.yaml")
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Stands for the time of a last commit, which is never compared."""


@dataclass(frozen=True, kw_only=True)
class File:
    """One seminar's file: `text` as it is, with its own line ends."""

    text: str
    document: Document
    seminar: Seminar


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One state of the site; `faults` says of each file that is no seminar what is wrong with it first."""

    files: Mapping[Path, File]
    faults: Mapping[Path, Problem]

    @property
    def public(self) -> tuple[Seminar, ...]:
        """The seminars that calendars have."""
        return tuple(file.seminar for file in self.files.values() if not file.seminar.is_draft)


def site_defaults(settings: SiteSettings, directories: Mapping[str, bytes]) -> Defaults:
    """Return what is true of every seminar, with the places and people of `places.yaml` and `people.yaml`."""
    with TemporaryDirectory(prefix="published-") as folder:
        for name, data in directories.items():
            (Path(folder) / name).write_bytes(data)
        places = read_directory(Path(folder), Path(DIRECTORIES[0]), Place, [])
        people = read_directory(Path(folder), Path(DIRECTORIES[1]), Person, [])
    return settings.defaults(places, people)


def read_calendar(contents: Mapping[Path, bytes], defaults: Defaults) -> Calendar:
    """Read every file of `contents`; translations have no dates of their own."""
    files, faults = {}, {}
    for path, data in sorted(contents.items()):
        try:
            document = parse_document(path, decode(path, data))
            if not is_translation(document):
                files[path] = _file(document, data, defaults)
        except InvalidContentError as error:
            faults[path] = error.problems[0]
    return Calendar(files=files, faults=faults)


def read_file(path: Path, data: bytes, defaults: Defaults) -> File:
    """Read one seminar's file; raises `InvalidContentError`."""
    return _file(parse_document(path, decode(path, data)), data, defaults)


def _file(document: Document, data: bytes, defaults: Defaults) -> File:
    return File(text=data.decode(), document=document, seminar=parse_seminar(document, defaults, NEVER))
