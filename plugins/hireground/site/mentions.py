"""Find which posts mention which seminars, by a link to the file or by a block."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hireground.markdown.links import file_of, links_in
from hireground.seminars.block.fields import BlockFields, block_ics_path, matching
from hireground.seminars.block.find import NAME, Block, find_blocks
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.listings import all_sessions
from hireground.site.entry import Entry
from hireground.text.frontmatter import Document
from hireground.text.source import ENDINGS


def blocks_of(document: Document) -> Iterator[tuple[str, BlockFields]]:
    """Yield the title and keys of each block of a valid document."""
    for block in find_blocks(document):
        if isinstance(block, Block) and block.name == NAME:
            yield block.title, BlockFields.model_validate(block.document.fields)


def blocks_in(documents: Iterable[Document]) -> list[tuple[str, BlockFields]]:
    """Return the blocks of several valid documents."""
    return [block for document in documents for block in blocks_of(document)]


def block_calendars(document: Document, nameless: str) -> tuple[tuple[str, str], ...]:
    """Return the name and the path of each calendar that a document's blocks have; `nameless` is without a title."""
    return tuple((title or nameless, block_ics_path(title, fields)) for title, fields in blocks_of(document))


@dataclass(frozen=True)
class Mentionable:
    """The seminars that texts may mention; what a text is looked up in is worked out when the first one needs it."""

    seminars: tuple[Seminar, ...]
    content: Path

    @cached_property
    def by_file(self) -> Mapping[str, str]:
        """The slug of each seminar by its files, from the content's folder."""
        files = {path: one.slug for one in self.seminars for path in (one.source, *one.files)}
        return {path.relative_to(self.content).as_posix(): slug for path, slug in files.items()}

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """All dates, which blocks choose from."""
        return all_sessions(self.seminars)


def mentions(
    entries: Mapping[Path, Entry], seminars: Iterable[Seminar], content: Path
) -> Mapping[Path, tuple[str, ...]]:
    """Return the slugs of the seminars that each entry mentions, by the entry's path."""
    known = Mentionable(tuple(seminars), content)
    return {path: tuple(dict.fromkeys(_mentioned(entry.document, known))) for path, entry in entries.items()}


def _mentioned(document: Document, known: Mentionable) -> Iterator[str]:
    source = document.path.relative_to(known.content)
    for _title, fields in blocks_of(document):
        yield from (session.seminar_slug for session in matching(fields, known.sessions))
    if not any(ending in document.body for ending in ENDINGS) and "%" not in document.body:
        return  # a quick look, since few texts link to others
    for target in dict.fromkeys(link.target for link in links_in(document)):
        file = file_of(target, source)
        if file and file.as_posix() in known.by_file:
            yield known.by_file[file.as_posix()]
