"""Find which posts mention which seminars, by a link to the file or by a block."""

from collections.abc import Iterable, Iterator, Mapping
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


def mentions(
    entries: Mapping[Path, Entry], seminars: Iterable[Seminar], content: Path
) -> Mapping[Path, tuple[str, ...]]:
    """Return the slugs of the seminars that each entry mentions, by the entry's path."""
    seminars = tuple(seminars)
    files = {path: one.slug for one in seminars for path in (one.source, *one.files)}
    by_file = {path.relative_to(content).as_posix(): slug for path, slug in files.items()}
    sessions = all_sessions(seminars)
    return {
        path: tuple(dict.fromkeys(_mentioned(entry.document, content, by_file, sessions)))
        for path, entry in entries.items()
    }


def _mentioned(
    document: Document, content: Path, by_file: Mapping[str, str], sessions: tuple[Session, ...]
) -> Iterator[str]:
    source = document.path.relative_to(content)
    for _title, fields in blocks_of(document):
        yield from (session.seminar_slug for session in matching(fields, sessions))
    if not any(ending in document.body for ending in ENDINGS) and "%" not in document.body:
        return  # a quick look, since few texts link to others
    for target in dict.fromkeys(link.target for link in links_in(document)):
        file = file_of(target, source)
        if file and file.as_posix() in by_file:
            yield by_file[file.as_posix()]
