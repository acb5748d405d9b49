"""Read every post, page and seminar of a content folder, and collect the problems of each file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.mathematics.fields import with_formulas
from hireground.metadata.published import Inspector
from hireground.seminars.model.model import Defaults, Seminar
from hireground.seminars.model.people import Person
from hireground.site.entry import Entry, entry_warnings, parse_entry
from hireground.site.files import ContentFiles, content_files
from hireground.site.mentions import mentions
from hireground.site.post import PageFields
from hireground.site.settings import SiteSettings
from hireground.slugs import DEFAULT, Slugs
from hireground.store import Store
from hireground.text.frontmatter import Document, read_document
from hireground.text.git import ShallowHistoryError, last_commits
from hireground.text.problems import InvalidContentError, Problem, bounded
from hireground.text.timezones import zone

if TYPE_CHECKING:
    from hireground.seminars.model.translation import Translation

OF_POSTS = frozenset({"tags", "category", "categories", "author", "authors", "status", "layout"})
"""Keys that posts have and seminars have not."""


@dataclass
class Reading:
    """What reading gave so far, and `store` what earlier builds did.

    `slugs` and `people` say what addresses call things. `unread` are the files whose text cannot be split into keys and
    body, `talks` those that are one date of a seminar. `held` are texts that an editor holds and has not saved.
    """

    settings: SiteSettings
    now: dt.datetime
    documents: dict[Path, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    talks: set[Path] = field(default_factory=set)
    store: Store = field(default_factory=Store)
    slugs: Slugs = DEFAULT
    people: Mapping[str, Person] = field(default_factory=dict)
    held: Mapping[Path, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> ContentFiles:
        """The files of the content folder."""
        files = content_files(self.settings.root, self.settings.content)
        new = [path for path in self.held if not (self.settings.root / path).exists()]
        return files.with_new(path.relative_to(files.content) for path in new if path.is_relative_to(files.content))

    @cached_property
    def inspector(self) -> Inspector:
        """What says whether a file may be published as it is."""
        return Inspector(self.settings.root)

    def history(self) -> Mapping[Path, dt.datetime]:
        """Return the files' last commits."""
        try:
            return last_commits(self.settings.root, self.settings.content)
        except ShallowHistoryError as error:
            self.problems.append(Problem(self.settings.content, 1, 1, str(error)))
            return {}

    def in_folder(self, folder: str) -> Iterator[Document]:
        """Yield the documents of a folder of the content."""
        return self.read(self.files.markdown(folder))

    def read(self, paths: Iterable[Path]) -> Iterator[Document]:
        """Yield the documents of files."""
        for path in paths:
            try:
                read = read_document(self.settings.root, path, self.held.get(path))
                with read.costs():
                    self.documents[path], problems = with_formulas(read, is_on=self.settings.has_formulas)
            except InvalidContentError as error:
                self.problems += bounded(error.problems)
                self.unread.add(path)
            else:
                self.problems += problems
                yield self.documents[path]

    def entries(self, folder: str, model: type[PageFields]) -> dict[Path, Entry]:
        """Return the posts or pages of a folder."""
        return self.entries_of(self.in_folder(folder), model)

    def entries_of(self, documents: Iterable[Document], model: type[PageFields]) -> dict[Path, Entry]:
        """Return the posts or pages that documents are."""
        entries = {}
        for document in documents:
            try:
                refuse_misplaced(document, is_seminar=False)
                with document.costs():
                    entry = parse_entry(document, model, zone(self.settings.timezone), self.now, self.slugs)
                    self.problems += entry_warnings(entry)
                    entries[document.path] = entry
            except InvalidContentError as error:
                self.problems += bounded(error.problems)
        return entries

    @property
    def looked_at(self) -> Mapping[Path, Document]:
        """The documents that are looked at one by one: all of them."""
        return self.documents

    def mentions(self, entries: Mapping[Path, Entry], seminars: tuple[Seminar, ...]) -> Mapping[Path, tuple[str, ...]]:
        """Return the slugs of the seminars that each entry mentions, by the entry's path."""
        return mentions(entries, seminars, self.settings.content)

    @property
    def number(self) -> int:
        """How many texts there are; a date with a file of its own is none."""
        return len(self.documents) - len(self.talks)

    def changed(self, path: Path, commits: Mapping[Path, dt.datetime]) -> dt.datetime:
        """Return when a file last changed."""
        file = self.settings.root / path
        return commits.get(path) or (file_time(file) if path not in self.held or file.exists() else self.now)

    def seminars(
        self, defaults: Defaults, commits: Mapping[Path, dt.datetime]
    ) -> "tuple[tuple[Seminar, ...], tuple[Translation, ...]]":
        """Return the seminars, each date of which has the time of its own last change, and their translations."""
        from hireground.seminars.calendar.revised import Commits, with_own_times  # noqa: PLC0415 -- as below

        seminars, translations = self.seminars_of(self.in_folder("seminars"), defaults, commits)
        history = Commits(self.settings.root, self.settings.content / "seminars", commits)
        return with_own_times(seminars, history, defaults, self.store), translations

    def seminars_of(
        self, documents: Iterable[Document], defaults: Defaults, commits: Mapping[Path, dt.datetime]
    ) -> "tuple[tuple[Seminar, ...], tuple[Translation, ...]]":
        """Return the seminars and translations that documents are."""
        # A build after an edit of a post reads no seminar, and so does without the code for it.
        from hireground.seminars.model.folder import Talk, grouped, joined  # noqa: PLC0415
        from hireground.seminars.model.parse import parse_seminar  # noqa: PLC0415
        from hireground.seminars.model.translation import is_translation, parse_translation  # noqa: PLC0415

        seminars, translations = [], []
        for index, dates in grouped(documents, is_translation):
            changed = self.changed(index.path, commits)
            document = joined(index, [Talk(one, self.changed(one.path, commits)) for one in dates])
            self.documents[index.path] = document
            self.talks |= {one.path for one in dates}
            try:
                refuse_misplaced(document, is_seminar=True)
                with document.costs():
                    if is_translation(document):
                        translations.append(parse_translation(document, defaults.timezone, changed, self.slugs))
                    else:
                        seminars.append(parse_seminar(document, defaults, changed))
            except InvalidContentError as error:
                self.problems += bounded(error.problems)
        return tuple(seminars), tuple(translations)


def refuse_misplaced(document: Document, *, is_seminar: bool) -> None:
    """Raise where a seminar stands among posts or pages, or a post among seminars."""
    fields = document.fields
    if not is_seminar and "sessions" in fields:
        words = "a text with sessions is a seminar; move this file to content/seminars"
        raise InvalidContentError([document.problem(document.marks.key(("sessions",)), f"sessions: {words}")])
    is_day = ":" not in str(fields.get("date", ":"))
    if is_seminar and "sessions" not in fields and (is_day or ("date" in fields and fields.keys() & OF_POSTS)):
        words = "a text with a date and no sessions is a post; move this file to content/posts, or write its sessions"
        raise InvalidContentError([document.problem(document.marks.key(("date",)), f"date: {words}")])


def file_time(file: Path) -> dt.datetime:
    """Take the file's own time for what is not committed yet."""
    return dt.datetime.fromtimestamp(int(file.stat().st_mtime), dt.UTC)
