"""Find the text that a session has of its own: in the list of dates, or in a file beside the seminar's.

A folder is one seminar: `index.md` says what holds for all, and each file beside it is a date with its text.

    content/seminars/colloquium/index.md          title, place, and dates without a text of their own
    content/seminars/colloquium/2027-03-01.md     start, title, speakers; its abstract is the text below

The dates of files come after those of the list, in the order of their names, so that UIDs are the same however a
seminar is divided.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from hireground.text.fields import split_names
from hireground.text.fixes import value_at
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, moved
from hireground.text.source import name_of
from hireground.text.yaml.marks import Data, Loc, Mark, Marks

NO_MARKS = Marks({}, {})
DATED: dict[str, Data] = {"sessions": []}
"""What tells whoever reads a text that the dates in it are known to calendars."""


@dataclass(frozen=True, kw_only=True)
class OwnText:
    """Markdown of one session, which begins in `line` of `source`, at `column` if its lines are joined.

    Each line is `indent` columns in where the text stands below `|`; in quotes it is None, since lines are joined
    there. One that `is_body` is the whole body of its file.
    """

    source: Path
    markdown: str
    line: int
    indent: int | None = 0
    column: int = 1
    is_body: bool = False

    @property
    def document(self) -> Document:
        """The text alone, as what blocks and links are looked for in."""
        return Document(self.source, DATED, NO_MARKS, self.markdown, self.line)

    @cached_property
    def summary(self) -> str:
        """Its first words, for where only words can stand."""
        from hireground.prose.first_words import summary_from  # noqa: PLC0415 -- for texts without a summary

        return summary_from(self.markdown)

    def placed(self, problem: Problem) -> Problem:
        """Put a problem of the text where its words stand in the file."""
        if self.indent is None:
            return replace(problem, line=self.line, column=self.column, message=problem.said, fix=None)
        fix = problem.fix and moved(problem.fix, self.indent)
        if fix and self.indent:
            start = "\n" + " " * self.indent
            lines = (replace(one, text=one.text.replace("\n", start)) for one in fix.replacements)
            fix = replace(fix, replacements=tuple(lines))
        return replace(problem, column=problem.column + self.indent, fix=fix)


def text_below(document: Document, loc: Loc) -> OwnText | None:
    """Return the text that is the value of a key."""
    markdown, mark = value_at(document, loc), document.marks.value(loc)
    if not (isinstance(markdown, str) and markdown.strip()):
        return None
    is_below = mark.indent is not None
    return OwnText(
        source=mark.file or document.path, markdown=markdown, line=mark.line + is_below, indent=mark.indent,
        column=mark.column,
    )  # fmt: skip


INDEX = "index.md"


@dataclass(frozen=True)
class Talk:
    """The file of one date; `changed` is its last commit, where somebody asked for that."""

    document: Document
    changed: dt.datetime | None = None

    @property
    def text(self) -> OwnText | None:
        """The text below its keys."""
        body = self.document.body
        if not body.strip():
            return None
        return OwnText(source=self.document.path, markdown=body, line=self.document.body_line, is_body=True)


@dataclass(frozen=True)
class FolderDocument(Document):
    """An `index.md` whose list of dates goes on with those of the files beside it, by their number in it."""

    talks: Mapping[int, Talk] = field(default_factory=dict)

    def spell(self, loc: Loc) -> str:
        """Write the path of a key in its own file."""
        return self.syntax.spell(own_loc(self, loc))


def own_loc(document: Document, loc: Loc) -> Loc:
    """Return where a key stands in its own file."""
    is_talk = loc[:1] == ("sessions",) and len(loc) > 1 and loc[1] in talks_of(document)
    return loc[2:] if is_talk else loc


def talks_of(document: Document) -> Mapping[int, Talk]:
    """Return the files that are dates of a seminar, by their number in its list."""
    return document.talks if isinstance(document, FolderDocument) else {}


def is_index(path: Path) -> bool:
    """Tell whether a file is what a folder of dates has in common; the folder of all seminars is none."""
    return path.name == INDEX and name_of(path) == path.parent.name


def joined(index: Document, talks: Iterable[Talk]) -> Document:
    """Return an index with the dates of the files beside it; as it is, where its own are not a list."""
    listed = index.fields.get("sessions")
    items: list[Data] = [*split_names(listed)] if isinstance(listed, str) else []
    items = listed if isinstance(listed, list) else items
    found = dict(enumerate(talks, len(items)))
    if not found or isinstance(listed, dict):
        return index
    marks = Marks(dict(index.marks.keys), dict(index.marks.values))
    for number, talk in found.items():
        _add_marks(marks, ("sessions", number), talk.document)
    fields = {**index.fields, "sessions": [*items, *(talk.document.fields for talk in found.values())]}
    return FolderDocument(index.path, fields, marks, index.body, index.body_line, index.syntax, found)


def _add_marks(marks: Marks, loc: Loc, document: Document) -> None:
    own = document.marks
    for found, known in ((own.keys, marks.keys), (own.values, marks.values)):
        known |= {(*loc, *name): replace(mark, file=document.path) for name, mark in found.items()}
    marks.values[loc] = replace(own.keys.get(("start",), Mark(1, 1)), file=document.path)


def grouped(
    documents: Iterable[Document], is_translation: Callable[[Document], bool]
) -> Iterator[tuple[Document, list[Document]]]:
    """Yield each document that is a seminar or a translation, with the files that are its dates."""
    documents = list(documents)
    folders: dict[Path, list[Document]] = {one.path.parent: [] for one in documents if is_index(one.path)}
    alone = []
    for one in documents:
        if one.path.parent in folders and not is_index(one.path) and not is_translation(one):
            folders[one.path.parent].append(one)
        else:
            alone.append(one)
    for one in alone:
        yield one, folders[one.path.parent] if is_index(one.path) else []
