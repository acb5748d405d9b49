"""Check the body of each text and the pictures beside it: links, images, blocks, slips."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from hireground.markdown.convert import converter
from hireground.markdown.limits import limit_problems
from hireground.markdown.link_check import FileNames, Folder, LinkedFiles, link_problems
from hireground.markdown.links import addresses_in, file_of, root_file
from hireground.markdown.mathematics import formula_problems
from hireground.mathematics.signs import has_formulas
from hireground.pictures.model import is_picture
from hireground.prose.check import prose_problems
from hireground.prose.summary import summary_problems
from hireground.seminars.block.check import KnownNames, block_problems
from hireground.seminars.block.find import may_have_blocks, without_other_blocks
from hireground.seminars.model.folder import OwnText
from hireground.seminars.model.model import Seminar
from hireground.shares import shared
from hireground.site.directory import PEOPLE_FILE, list_document
from hireground.site.entry import Entry, Visibility
from hireground.site.files import is_source, why_unpublished
from hireground.site.links.following import Following
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.site.warnings import announcement_warnings, groups, prose_warnings
from hireground.store import Store, digest, engine
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem, Refusal, bounded, quoted, write
from hireground.text.syntax import spell
from hireground.text.yaml.marks import Data, Loc

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile

IMAGE = "../images/library.jpg"
TOGETHER = 2_000
"""Texts that are checked together: each process that checks some of them has these in memory, too."""
PEOPLE = ("speakers", "hosts", "people")
"""The keys that hold a list of people; the last is what the list in content/people.yaml is read as."""
ENDLESS = re.compile(r"&#(?:\d{8}|[xX][\da-fA-F]{7})[\da-fA-F]*+")
"""A reference to a character, by a number that none has; libraries stop at the longest ones."""


class NotedFiles(LinkedFiles):
    """Says what is wrong with one text's links to files, and notes the files with which nothing is."""

    @cached_property
    def right(self) -> set[PurePosixPath]:
        """The files that the text leads to rightly."""
        return set()

    def problem(self, file: PurePosixPath, target: str, *, is_image: bool) -> Refusal | None:
        """Say what is wrong with a link to a file of the content; None if nothing is."""
        refusal = super().problem(file, target, is_image=is_image)
        if refusal is None:
            self.right.add(file)
        return refusal


@dataclass(frozen=True)
class TextCheck:
    """A text to be checked: what it may link to, what its blocks may show, and whether all blocks are ours."""

    document: Document
    files: NotedFiles
    known: KnownNames
    is_own: bool

    @property
    def has_block(self) -> bool:
        """Whether the text may show seminars."""
        return may_have_blocks(self.document)

    def problems(self) -> tuple[tuple[Problem, ...], frozenset[PurePosixPath]]:
        """Return what is wrong in the text, and the files that it leads to rightly."""
        found = text_problems(self.document, self.files, self.known, is_own=self.is_own)
        return found, frozenset(self.files.right)


@dataclass(frozen=True)
class CleanTexts:
    """The texts that had no problem when an earlier build looked at them, each with the files that it leads to.

    Whether a text is right depends on the text, on the engine, and on whether readers see the files that it leads to:
    no other file that is added, renamed or hidden makes it wrong. A text that has a problem or a warning is looked at
    each time, since only its own words say what is wrong; so is one with a block, which shows seminars.
    """

    store: Store
    settings: SiteSettings

    def problems(self, checks: Iterable[TextCheck]) -> Iterator[Problem]:
        """Yield what is wrong in texts; those that are not known to have no problem are checked on all cores."""
        keys = {self._key(one): one for one in checks}
        self.store.fetch(keys)
        unknown = {key: one for key, one in keys.items() if one.has_block or not self._is_clean(key, one.files.folder)}
        rest = iter(unknown.items())
        while some := [*islice(rest, TOGETHER)]:
            results = shared(TextCheck.problems, [one for _key, one in some])
            for (key, one), (found, linked) in zip(some, results, strict=True):
                yield from found
                if not found and not one.has_block:
                    self.store.put(key, "\0".join(["clean", *sorted(map(str, linked))]).encode())

    def _is_clean(self, key: bytes, folder: Folder) -> bool:
        kept, names, hidden = self.store.get(key), folder.names.paths, folder.hidden
        linked = [PurePosixPath(path) for path in kept.decode().split("\0")[1:]] if kept else ()
        are_seen = (one in names and one not in hidden and not folder.refuses(one) for one in linked)
        return kept is not None and all(are_seen)

    def _key(self, one: TextCheck) -> bytes:
        document, fields = one.document, repr(one.document.fields).encode()
        return digest(b"clean", self._said, str(document.path).encode(), fields, document.body.encode())

    @cached_property
    def _said(self) -> bytes:
        """What is said of all texts: by the engine and by settings."""
        said = repr((sorted(self.settings.kinds), self.settings.foreign_posts is None)).encode()
        return digest(engine(), said)


def body_problems(
    reading: Reading,
    folder: Folder,
    seminars: "tuple[SeminarFile, ...]",
    known: KnownNames,
    links: Following | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong in each document's body and with its picture; `known` is what its blocks may show."""
    settings = reading.settings
    whole, checks = folder.without_hidden(), list[TextCheck]()
    for path, document in reading.looked_at.items():
        source = path.relative_to(settings.content)
        is_seen = PurePosixPath(source) not in folder.hidden
        linked = folder if is_seen and not settings.shows_drafts else whole
        files = NotedFiles(source, linked, links.page_finder(source)) if links else NotedFiles(source, linked)
        checks.append(TextCheck(document, files, known, settings.foreign_posts is None))
    yield from CleanTexts(reading.store, settings).problems(checks)
    for text in texts_of(seminars):
        seen = LinkedFiles(text.source.relative_to(settings.content), whole)
        for problem in text_problems(text.document, seen, known, is_own=settings.foreign_posts is None):
            yield text.placed(problem)


def people_problems(settings: SiteSettings, folder: Folder) -> Iterator[Problem]:
    """Yield the people of the site's list whose photo is no picture of the site."""
    if people := list_document(settings.root, settings.content / PEOPLE_FILE, []):
        yield from photo_problems(people, (), people.fields, LinkedFiles(Path(PEOPLE_FILE), folder))


def texts_of(seminars: "Iterable[SeminarFile]") -> Iterable[OwnText]:
    """Return the texts that sessions have in the front matter, each once."""
    sessions = (session for seminar in seminars if isinstance(seminar, Seminar) for session in seminar.sessions)
    return dict.fromkeys(one.own_text for one in sessions if one.own_text and not one.own_text.is_body)


def text_problems(document: Document, files: LinkedFiles, known: KnownNames, *, is_own: bool) -> tuple[Problem, ...]:
    """Return what is wrong in one document, as far as it has the time; blocks are all ours where the site `is_own`.

    What this looks at beside the document is named in `CleanTexts`, or a text that was right is not looked at again.
    """
    if reference := ENDLESS.search(document.body):
        words = f"{quoted(reference[0])} is the number of no character; take it out"
        return (document.problem(document.mark_at(reference.start()), words),)
    if limits := tuple(limit_problems(document)):
        return limits
    html = converted(document)
    found = chain(
        link_problems(document, files, lambda: addresses_in(html())),
        image_problems(document, files),
        block_problems(document if is_own else without_other_blocks(document), known, files),
        prose_warnings(document),
        announcement_warnings(document),
        prose_problems(document, html, files, has_policy=is_own),
        summary_problems(document),
        formula_problems(document, converter()) if has_formulas(document.body) else (),
    )
    try:
        with document.costs():
            return tuple(bounded(found))
    except InvalidContentError as error:
        return error.problems


def content_folder(reading: Reading, entries: Mapping[Path, Entry], seminars: "Iterable[SeminarFile]") -> Folder:
    """Return the content's files, and what readers cannot see of them."""
    settings, files = reading.settings, FileNames(reading.files.names)
    hidden = {path: _why_hidden(entry) for path, entry in entries.items() if not entry.is_public}
    drafts = [seminar for seminar in seminars if seminar.is_draft]
    dates = [path for one in drafts if isinstance(one, Seminar) for path in one.files]
    hidden |= dict.fromkeys((*(one.source for one in drafts), *dates), "a draft that readers cannot see")
    why_hidden = {PurePosixPath(path.relative_to(settings.content)): why for path, why in hidden.items()}
    if settings.foreign_posts is not None:  # what else is published there, is Pelican's affair
        return Folder(files, why_hidden)
    return Folder(files, why_hidden, partial(_refusal, reading))


def _refusal(reading: Reading, file: PurePosixPath) -> str:
    """Say why a text's link cannot lead to a file; what stands in a published folder is looked at by itself."""
    settings = reading.settings
    if why := why_unpublished(file, settings.kinds):
        return why
    is_elsewhere = is_source(file) or is_picture(file) or any(file.is_relative_to(one) for one in settings.static_paths)
    return "" if is_elsewhere else reading.inspector.problem(settings.content / file)


def _why_hidden(entry: Entry) -> str:
    if entry.visibility is Visibility.SCHEDULED and entry.date:
        return f"which readers cannot see before {entry.date:%Y-%m-%d %H:%M}"
    return "a draft that readers cannot see"


def image_problems(document: Document, files: LinkedFiles) -> Iterator[Problem]:
    """Yield what is wrong with the pictures that the front matter names."""
    for loc, fields in groups(document):
        yield from photo_problems(document, loc, fields, files)
        target, place = fields.get("image"), (*loc, "image")
        if not isinstance(target, str) or not target.strip():
            continue
        mark = document.marks.value(place)
        if refusal := _picture_refusal(target, files):
            yield refused(document, place, refusal)
        elif "image_alt" not in fields:
            example = write("image_alt: The reading room of a library")
            words = f"{spell(place)}a picture without a description; below it, {example}"
            yield document.problem(mark, words, is_warning=True)


def photo_problems(document: Document, loc: Loc, fields: Mapping[str, Data], files: LinkedFiles) -> Iterator[Problem]:
    """Yield the people of a group of keys whose photo is no picture of the site."""
    for key in PEOPLE:
        people = fields.get(key)
        for number, person in enumerate(people if isinstance(people, list) else ()):
            photo = person.get("photo") if isinstance(person, dict) else None
            if isinstance(photo, str) and photo.strip() and (refusal := _picture_refusal(photo, files)):
                yield refused(document, (*loc, key, number, "photo"), refusal)


def _picture_refusal(target: str, files: LinkedFiles) -> Refusal | None:
    """Say why a key cannot name a picture; None if it can."""
    file = file_of(target.strip(), files.source) or root_file(target.strip())
    return files.problem(file, target.strip(), is_image=True) if file else _no_file(target)


def _no_file(target: str) -> Refusal:
    how = f'copy the picture to content/images, and write it as in "{IMAGE}"'
    return Refusal(f"{quoted(target)} is no file of the site; {how}")


def converted(document: Document) -> Callable[[], str]:
    """Convert a body at most once, and only when asked."""
    return cache(lambda: converter().convert(document.body))
