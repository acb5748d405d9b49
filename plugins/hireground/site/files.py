"""List the files of the content folder, and decide which of them may be read and which may be published.

Everything that opens a file of the content asks here first. Links, devices and the like are refused, hidden files do
not exist, and what readers are given is of a known kind.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath

from hireground.pictures.inspecting import EXPORT_HEIC
from hireground.text.git import linked_paths
from hireground.text.problems import CONTROL_CHARACTERS, InvalidContentError, Problem, printable, quoted
from hireground.text.source import LINK, TEXT_FOLDERS, is_junction, is_markdown, read_bytes, what_it_is
from hireground.urls import is_taken


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = {
    "pictures": ".avif .gif .ico .jpeg .jpg .png .svg .webp",
    "texts and tables": ".bib .csv .ics .json .md .pdf .rtf .srt .tex .tsv .txt .vcf .vtt",
    "documents": ".doc .docx .epub .key .numbers .odp .ods .odt .pages .ppt .pptx .xls .xlsx",
    "sound and film": ".flac .m4a .m4v .mov .mp3 .mp4 .oga .ogg .ogv .opus .wav .webm",
    "archives": ".7z .bz2 .gz .tar .tgz .xz .zip",
}
"""The kinds of files that are published as they are: a browser that opens one runs nothing of it."""
PUBLISHED = _words(" ".join(KINDS.values()))
ACTIVE = _words(
    ".atom .css .htm .html .js .kml .map .mathml .mht .mhtml .mjs .rdf .rss .shtml .svgz .swf .wasm .xht .xhtml "
    ".xml .xsl .xslt"
)
"""The kinds that a browser may run, or show as a page: published where authors are trusted with HTML."""
SERVED = _words(".asp .aspx .cgi .htm .html .jsp .php .phtml .pl .shtml")
"""What some servers make of a file wherever it stands in the name: `notes.php.txt`."""
JUNK = frozenset(
    {
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "icon\r",
        "__macosx",
        "__pycache__",
        "@eadir",
        "$recycle.bin",
        "lost+found",
    }
)
"""What systems and programs put beside files without being asked, in small letters."""
DEEPEST = 30
BY_GIT = "git has this as a link, and the file holds where it leads; delete it, and copy the file itself here"
BAD_NAME = "the name has a sign in it that no address can have; rename it"
LISTS = ("places", "people", "topics")
MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn", ".txt"})
LIKE_MARKDOWN = MARKDOWN | {".rst", ".docx", ".odt", ".html", ".htm", ".ipynb", ".adoc", ".org", ".rtf"}
OTHER_TEXT = "its text is not Markdown: write it as Markdown in a file of its own, and move this one out of the folder"
CONVERTED = {
    **dict.fromkeys((".html", ".htm"), "`hireground import` makes Markdown of a folder of them"),
    ".rst": "`hireground import` makes Markdown of a folder of them, and so does `pandoc -t gfm`",
    ".ipynb": "`jupyter nbconvert --to markdown` makes Markdown of a notebook, and its pictures",
    **dict.fromkeys((".docx", ".odt", ".org", ".rtf", ".adoc"), "`pandoc -t gfm` makes Markdown of it"),
}
"""How a text of another kind becomes Markdown."""
POST = re.compile(r"\s*(?:---|\+\+\+|title:)", re.IGNORECASE)
"""What a text begins with that is meant as a post, a page or a seminar."""


EXPORTED = {
    **dict.fromkeys((".heic", ".heif"), EXPORT_HEIC),
    **dict.fromkeys(
        (".tif", ".tiff", ".bmp", ".dib"), "open it, and export it as JPEG (photos) or PNG (drawings, scans)"
    ),
    **dict.fromkeys((".jpe", ".jfif", ".jif"), "rename it, so that it ends in .jpg"),
}
"""How pictures become what browsers show, by the end of their names."""


def is_hidden(path: PurePath) -> bool:
    """Tell what no author means as content: `.git`, `._about.md`, `.#about.md`, `Thumbs.db`, `about.md~`."""
    return any(map(_is_unseen, path.parts))


def _is_unseen(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in JUNK


def is_published(name: str, more: Collection[str] = ()) -> bool:
    """Tell whether a file of such a name may be published as it is; `more` are the kinds that the settings add."""
    return not kind_problem(name, more)


def kind_problem(name: str, more: Collection[str] = ()) -> str:
    """Say why a file of such a name is not published; nothing if it is."""
    *inner, suffix = PurePosixPath(name.lower()).suffixes or [""]
    if served := sorted({*inner} & SERVED - {*more}):
        return f"some servers run a file with {quoted(served[0])} in its name; rename it"
    if suffix in PUBLISHED or suffix in more:
        return ""
    if suffix in ACTIVE:
        why = f"a file that ends in {quoted(suffix)} may run in readers' browsers, and RAW_HTML is False"
        return f"{why}; take it out, or link to where it is published"
    if how := EXPORTED.get(suffix, ""):
        return f"browsers do not show {suffix} pictures; {how}"
    if not suffix:
        return "a file whose name has no ending is not published; rename it, or move it out of here"
    how = f'move it out of here, or write SITE_FILES = ("{printable(suffix)}",) in the settings'
    return f"files that end in {quoted(suffix)} are not published; {how}"


def addable_kind(name: str, more: Collection[str] = ()) -> str:
    """Return the ending that SITE_FILES has to name before a file is published; empty if it need not, or must not."""
    suffix = PurePosixPath(name.lower()).suffix
    if not suffix or suffix in {*ACTIVE, *EXPORTED, *SERVED} or not kind_problem(name, more):
        return ""
    return "" if kind_problem(name, {*more, suffix}) else suffix


@dataclass(frozen=True)
class ContentFiles:
    """The files of a content folder, by their paths from it; `problems` are about what cannot stand in it."""

    content: Path
    paths: tuple[PurePosixPath, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def names(self) -> frozenset[PurePosixPath]:
        """The same, to look one up."""
        return frozenset(self.paths)

    def __contains__(self, path: object) -> bool:
        """Tell whether a file is there."""
        return path in self.names

    def below(self, folder: str) -> Iterator[PurePosixPath]:
        """Yield the files of a folder of the content."""
        parts = PurePosixPath(folder).parts
        yield from (path for path in self.paths if path.parts[: len(parts)] == parts)

    def markdown(self, folder: str) -> Iterator[Path]:
        """Yield the Markdown files of a folder by their paths from the site's root."""
        yield from (self.content / path for path in self.below(folder) if is_markdown(path))

    def with_new(self, paths: Iterable[Path]) -> "ContentFiles":
        """Return these files and texts that are written and not saved yet."""
        new = [PurePosixPath(path) for path in paths]
        return replace(self, paths=tuple(sorted({*self.paths, *new}, key=lambda path: path.parts))) if new else self


def content_files(root: Path, content: Path) -> ContentFiles:
    """List what stands in `root/content`; what cannot stand there is among the problems, and not among the files."""
    paths: list[PurePosixPath] = []
    problems: list[Problem] = []
    links = linked_paths(root, content)
    for path, wrong in _entries(root / content):
        message = wrong or (BY_GIT if content / path in links else "")
        if message:
            problems.append(Problem(content / path, 1, 1, message))
        else:
            paths.append(path)
    paths.sort(key=lambda path: path.parts)
    return ContentFiles(content, tuple(paths), (*problems, *_twins(content, paths)))


def _twins(content: Path, paths: Iterable[PurePosixPath]) -> Iterator[Problem]:
    """Yield the files whose names are one on disks that know no case, or no two ways to write a letter."""
    firsts: dict[str, PurePosixPath] = {}
    for path in paths:
        first = firsts.setdefault(unicodedata.normalize("NFC", path.as_posix()).casefold(), path)
        if first is not path:
            words = f'"{printable(first.as_posix())}" is the same file on Macs and on Windows; rename one of the two'
            yield Problem(content / path, 1, 1, words)


def _entries(folder: Path) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield each visible file below a folder, with what is wrong with it; no link is followed."""
    waiting = [(str(folder), PurePosixPath())]
    while waiting:
        place, above = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError as error:
            if above.parts:
                yield above, f"the folder cannot be read ({error.strerror}); check who may read it"
            continue
        for entry in entries:
            if _is_unseen(entry.name):
                continue
            path = above / entry.name
            if entry.is_dir(follow_symlinks=False) and not is_junction(Path(entry.path)):
                message = _folder_problem(path)
                if not message:
                    waiting.append((entry.path, path))
            else:
                message = _entry_problem(entry)
            if message or not entry.is_dir(follow_symlinks=False):
                yield path, message


def _folder_problem(path: PurePosixPath) -> str:
    if is_markdown(path) and path.parts[0] in TEXT_FOLDERS:
        return what_it_is(stat.S_IFDIR)
    return "folders stand too deep in each other here; move this one up" if len(path.parts) > DEEPEST else ""


def _entry_problem(entry: "os.DirEntry[str]") -> str:
    """Say why what is not a folder cannot stand in the content; nothing if it can."""
    if entry.is_symlink() or is_junction(Path(entry.path)):
        return LINK
    if CONTROL_CHARACTERS.search(entry.name) or "\n" in entry.name or "\t" in entry.name:
        return BAD_NAME
    return "" if entry.is_file(follow_symlinks=False) else what_it_is(0)


def published_files(
    files: ContentFiles, folders: Iterable[str], linked: Iterable[PurePosixPath] = ()
) -> Iterator[PurePosixPath]:
    """Yield what is published as it is, if its kind lets it: all that is in some folders, and what texts link to."""
    found = {path for folder in folders for path in files.below(folder)} | (files.names & {*linked})
    yield from sorted(path for path in found if not is_source(path))


def is_source(path: PurePosixPath) -> bool:
    """Tell a text, which becomes a page, and people's and places' lists."""
    is_text = path.parts[0] in TEXT_FOLDERS and (is_markdown(path) or path.suffix == ".mkd")
    return is_text or (len(path.parts) == 1 and path.suffix == ".yaml")


def why_unpublished(path: PurePosixPath, kinds: Collection[str]) -> str:
    """Say why a text's link cannot lead to a file of the content; nothing if it can."""
    if len(path.parts) == 1 and path.suffix == ".yaml":
        return "the site reads this list, and gives it to nobody; take the link out"
    if is_source(path):
        return ""
    if path.parts[0] != "images" and is_taken(path.as_posix()):
        return "the site makes a file of this name itself; rename this one"
    return kind_problem(path.name, kinds)


def unpublished_problems(files: ContentFiles, folders: Collection[str], kinds: Collection[str]) -> Iterator[Problem]:
    """Yield the files of published folders that are not of a known kind; one that the settings name is their affair."""
    for path in published_files(files, folders):
        message = "" if path.as_posix() in folders else kind_problem(path.name, kinds)
        if message:
            yield Problem(files.content / path, 1, 1, message)


def unread_file_problems(root: Path, files: ContentFiles) -> Iterator[Problem]:
    """Yield the files that look like content and stand or end where nothing is read."""
    content = files.content
    if not (root / content).is_dir():
        yield Problem(content, 1, 1, "there is no such folder; PATH in the settings names the one that has the content")
    for path in files.paths:
        message, is_warning = ("", False) if path.parts[0].startswith("_") else _unread(root, content, path)
        if message:
            yield Problem(content / path, 1, 1, message, is_warning)


def _unread(root: Path, content: Path, path: PurePosixPath) -> tuple[str, bool]:
    """Say what is wrong with where a file stands, and whether it is only a warning."""
    is_alone, is_in_folder = len(path.parts) == 1, path.parts[0] in TEXT_FOLDERS
    if path.suffix.lower() in LIKE_MARKDOWN and not is_markdown(path) and (is_in_folder or is_alone):
        return _other_text(path) if is_in_folder or path.suffix.lower() != ".txt" else "", False
    if is_alone and path.stem.lower() in LISTS and path.name not in {f"{one}.yaml" for one in LISTS}:
        return f"nothing reads this; rename it to {quoted(f'{path.stem.lower()}.yaml')}", False
    if is_markdown(path) and (is_alone or not is_in_folder):
        words = "nothing reads this; move it to content/posts, content/pages or content/seminars"
        return words, not is_meant_as_post(root, content / path)
    return "", False


def _other_text(path: PurePosixPath) -> str:
    """Say how a text whose name ends otherwise becomes one that is read."""
    how = CONVERTED.get(path.suffix.lower())
    if path.suffix.lower() in MARKDOWN:
        stem = path.name.removesuffix(path.suffix).removesuffix(".md")
        how = f"rename this one to {quoted(f'{stem}.md')}"
    elif how:
        how = f"its text is not Markdown: {how}, and then move this one out of the content"
    return f"only files that end in .md or .markdown are read; {how or OTHER_TEXT}"


def is_meant_as_post(root: Path, path: Path) -> bool:
    """Tell whether a text begins as posts do."""
    try:
        return POST.match(read_bytes(root, path).decode("utf-8-sig", "replace")) is not None
    except InvalidContentError:
        return False
