"""A content folder to its posts, pages and seminars, and every problem that the files have by themselves."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.reader.frontmatter import Document, read_document
from plugins.reader.history import ShallowHistoryError, last_commits
from plugins.reader.post import PageFields
from plugins.reader.problems import InvalidContentError, Problem
from plugins.seminars.assembly import Defaults
from plugins.seminars.frontmatter import parse_seminar
from plugins.seminars.model import Seminar
from plugins.seminars.timezones import zone
from plugins.seminars.translation import Translation, is_translation, parse_translation
from plugins.site.entry import Entry, parse_entry
from plugins.site.settings import SiteSettings
from plugins.site.strays import markdown_files


@dataclass
class Reading:
    """What reading gave so far; `unread` are the files whose text cannot be split into keys and body."""

    settings: SiteSettings
    now: dt.datetime
    documents: dict[Path, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)

    def history(self) -> Mapping[Path, dt.datetime]:
        """Return the files' last commits."""
        try:
            return last_commits(self.settings.root, self.settings.content)
        except ShallowHistoryError as error:
            self.problems.append(Problem(self.settings.content, 1, 1, str(error)))
            return {}

    def in_folder(self, folder: Path) -> Iterator[Document]:
        """Yield the documents of a folder."""
        for path in markdown_files(self.settings.root, folder):
            try:
                self.documents[path] = read_document(self.settings.root, path)
            except InvalidContentError as error:
                self.problems += error.problems
                self.unread.add(path)
            else:
                yield self.documents[path]

    def entries(self, folder: Path, model: type[PageFields]) -> dict[Path, Entry]:
        """Return the posts or pages of a folder."""
        entries = {}
        for document in self.in_folder(folder):
            try:
                entries[document.path] = parse_entry(document, model, zone(self.settings.timezone), self.now)
            except InvalidContentError as error:
                self.problems += error.problems
        return entries

    def seminars(
        self, defaults: Defaults, commits: Mapping[Path, dt.datetime]
    ) -> tuple[tuple[Seminar, ...], tuple[Translation, ...]]:
        """Return the seminars, and their translations."""
        seminars, translations = [], []
        for document in self.in_folder(self.settings.content / "seminars"):
            changed = commits.get(document.path) or file_time(self.settings.root / document.path)
            try:
                if is_translation(document):
                    translations.append(parse_translation(document, defaults.timezone, changed))
                else:
                    seminars.append(parse_seminar(document, defaults, changed))
            except InvalidContentError as error:
                self.problems += error.problems
        return tuple(seminars), tuple(translations)


def file_time(file: Path) -> dt.datetime:
    """Take the file's own time for what is not committed yet."""
    return dt.datetime.fromtimestamp(int(file.stat().st_mtime), dt.UTC)
