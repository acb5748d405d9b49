"""Read a folder of texts that no tool is known of, and what every tool's folder has in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from hireground.importing.addresses.permalinks import address_of
from hireground.importing.dates import as_written
from hireground.importing.fields import (
    DATE,
    SUMMARY,
    Habits,
    aliases_of,
    authors_of,
    date_of,
    dropped,
    first,
    image_of,
    lang_of,
    modified_of,
    slug_of,
    status_of,
    title_of,
    topics_of,
    words_of,
)
from hireground.importing.model import NO_DATE, Answers, Fate, Note, Source, SourceText
from hireground.importing.reading import TEXTS, Raw, UnreadableError, decoded, files_below, read
from hireground.importing.texts.expansions import expanded
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.importing.texts.restructured_text import restructured
from hireground.text.timezones import zone

OTHER_TEXTS = frozenset({".ipynb", ".adoc", ".org", ".textile", ".docx", ".odt"})
READ = TEXTS | {".rst"}
NO_TEXTS = frozenset({"readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "security"})
NO_ADDRESS = "an address that cannot be worked out"
FINISHED = "a page of HTML that no text is made of"
"""It has no keys, and its tool copies it as it is."""


@dataclass
class Folder:
    """A folder that is read: the pieces of text that others put in by a name, its files, what could not be read."""

    root: Path
    templates: Mapping[str, str] = field(default_factory=dict)
    by_lines: bool = False
    paths: list[PurePosixPath] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paths = files_below(self.root)

    def read(self, path: PurePosixPath) -> Raw | None:
        """Read one text; what cannot be read is said in the report."""
        try:
            if path.suffix.lower() == ".rst":
                return restructured(path, decoded(self.root / path))
            return read(self.root, path, by_lines=self.by_lines)
        except UnreadableError as error:
            self.notes.append(Note(Fate.TO_DECIDE, "a text that cannot be read", str(path), str(error)))
            return None

    def texts(self, below: str = "") -> Iterator[Raw]:
        """Read every text below a folder."""
        for path in self.paths:
            if below and not path.is_relative_to(below):
                continue
            if path.suffix.lower() in OTHER_TEXTS:
                kind = f"a text that ends in {path.suffix.lower()}, which is not read here"
                self.notes.append(Note(Fate.LEFT_OUT, kind, str(path)))
            elif path.suffix.lower() in READ and (raw := self.read(path)):
                raw, notes = expanded(raw, self.templates)
                self.notes += notes
                yield raw


def text_of(raw: Raw, section: str, habits: Habits, *, folder: PurePosixPath | None = None) -> SourceText:
    """Return a post or a page by its keys; its addresses are the tool's to say."""
    title, title_notes = title_of(raw)
    date, date_notes = date_of(raw, habits)
    image, image_alt = image_of(raw.keys)
    shown = next((found for name in DATE if (found := as_written(words_of(raw.keys.get(name))))), None)
    body, body_notes = markdown_of(raw.body, str(raw.path)) if raw.is_html else (raw.body, ())
    notes = [*title_notes, *date_notes, *dropped(raw), *body_notes]
    if date is None and section == "posts":
        notes.append(Note(Fate.TO_DECIDE, NO_DATE, str(raw.path)))
    return SourceText(
        source=raw.path.as_posix(), folder=raw.path.parent if folder is None else folder, section=section,
        slug=slug_of(raw), title=title, date=date,
        shown_date=shown or (None if isinstance(date, str) else date), modified=modified_of(raw.keys, habits),
        summary=first(raw.keys, SUMMARY), authors=authors_of(raw.keys, habits), topics=topics_of(raw.keys, habits),
        status=status_of(raw.keys), series=words_of(raw.keys.get("series")), image=image, image_alt=image_alt,
        lang=lang_of(raw.keys), body=body,
        addresses=tuple(old for one in aliases_of(raw.keys) if (old := address_of(one))), notes=tuple(notes),
    )  # fmt: skip


def habits_of(answers: Answers, timezone: str = "", *, divides_words: bool = False) -> Habits:
    """Return whose clocks a tool's dates are on: what its settings say, else what the author does."""
    there = answers.source_timezone or timezone
    return Habits(zone(answers.timezone), zone(there) if there else None, divides_words=divides_words)


def read_folder(root: Path, answers: Answers) -> Source:
    """Read a folder of texts: with a date they are posts, the others are pages; their old addresses are not known."""
    folder, habits = Folder(root), habits_of(answers)
    texts = []
    for raw in folder.texts():
        if raw.path.stem.lower() in NO_TEXTS and not raw.has_keys:
            continue
        date, _notes = date_of(raw, habits)
        texts.append(text_of(raw, "posts" if date else "pages", habits))
    by_path = other_files(folder)
    files = {f"/{path}": file for path, file in by_path.items()}
    return Source(
        name="a folder of texts", address=answers.address, texts=tuple(texts), by_path=by_path, files=files,
        notes=tuple(folder.notes),
    )  # fmt: skip


def other_files(folder: Folder) -> dict[PurePosixPath, Path]:
    """Return pictures and the like by their paths."""
    return {path: folder.root / path for path in folder.paths if path.suffix.lower() not in READ | OTHER_TEXTS}
