"""What is wrong in the texts, and in the pictures beside them: links, images, blocks, slips."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from plugins.reader.frontmatter import Document
from plugins.reader.hidden_links import addresses_in
from plugins.reader.link_faults import Folder, file_fault, link_problems
from plugins.reader.links import file_of
from plugins.reader.markdown import converter
from plugins.reader.model import spell
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted, write
from plugins.seminars.block_problems import Known, block_problems
from plugins.seminars.translation import SeminarFile
from plugins.site.entry import Entry, Visibility
from plugins.site.prose import prose_warnings
from plugins.site.settings import SiteSettings
from plugins.site.warnings import groups

IMAGE = "../images/library.jpg"


def body_problems(
    settings: SiteSettings,
    documents: Mapping[Path, Document],
    entries: Mapping[Path, Entry],
    seminars: tuple[SeminarFile, ...],
    known: Known,
) -> Iterator[Problem]:
    """Yield what is wrong in each document's body and with its picture; `known` is what its blocks may show."""
    folder = content_folder(settings, entries, seminars)
    for path, document in documents.items():
        source = path.relative_to(settings.content)
        is_seen = PurePosixPath(source) not in folder.hidden
        shown = folder if is_seen and not settings.shows_drafts else folder.without_hidden()
        yield from link_problems(document, source, shown, targets(document))
        yield from image_problems(document, source, shown)
        yield from block_problems(document, known)
        yield from prose_warnings(document)


def content_folder(settings: SiteSettings, entries: Mapping[Path, Entry], seminars: Iterable[SeminarFile]) -> Folder:
    """Return the content's files, and what readers cannot see of them."""
    root = settings.root / settings.content
    files = frozenset(PurePosixPath(file.relative_to(root)) for file in root.rglob("*") if file.is_file())
    hidden = {path: _why_hidden(entry) for path, entry in entries.items() if not entry.is_public}
    hidden |= {seminar.source: "a draft that readers cannot see" for seminar in seminars if seminar.is_draft}
    return Folder(files, {PurePosixPath(path.relative_to(settings.content)): why for path, why in hidden.items()})


def _why_hidden(entry: Entry) -> str:
    if entry.visibility is Visibility.SCHEDULED and entry.date:
        return f"which readers cannot see before {entry.date:%Y-%m-%d %H:%M}"
    return "a draft that readers cannot see"


def image_problems(document: Document, source: Path, folder: Folder) -> Iterator[Problem]:
    """Yield what is wrong with the pictures that the front matter names."""
    for way, fields in groups(document):
        target, place = fields.get("image"), (*way, "image")
        if not isinstance(target, str) or not target.strip():
            continue
        file = file_of(target.strip(), source)
        message = file_fault(file, target.strip(), source, folder, is_image=True) if file else _no_file(target)
        mark = document.marks.value(place)
        if message:
            yield document.problem(mark, f"{spell(place)}{message}")
        elif "image_alt" not in fields:
            example = write("image_alt: The reading room of a library")
            words = f"{spell(place)}a picture without a description; below it, {example}"
            yield document.problem(mark, words, is_warning=True)


def _no_file(target: str) -> str:
    return f'{quoted(target)} is no file of the site; copy the picture to content/images, and write "{IMAGE}"'


def targets(document: Document) -> Callable[[], frozenset[str]]:
    """Convert a body at most once, and only when asked."""
    known: list[frozenset[str]] = []

    def found() -> frozenset[str]:
        if not known:
            known.append(addresses_in(converter().convert(document.body)))
        return known[0]

    return found
