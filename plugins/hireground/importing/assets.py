"""Choose where pictures and other files stand in the new site, and copy only those that a text shows or links to."""

import re
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

from hireground.importing.model import Fate, Note
from hireground.site.files import ACTIVE, addable_kind, kind_problem
from hireground.slugs import slugify

LARGEST = 200_000_000
FOLDERS = re.compile(
    r"^(?:(?:static|assets|images?|img|media|uploads|files|wp-content|content|pictures|photos)/)+", re.IGNORECASE
)
MAGIC = (
    (b"\x89PNG", (".png",)),
    (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    (b"GIF8", (".gif",)),
    (b"RIFF", (".webp", ".wav")),
)
UNNAMED = "a file that readers get once you write"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


class Assets:
    """The files that texts need; each source file is copied once, whoever names it.

    `kinds` are those that the site publishes beside the usual ones. A file of another kind is copied too, where the
    settings may name it: its link is right then.
    """

    def __init__(self, kinds: Collection[str] = ()) -> None:
        self.kinds = kinds
        self.copies: dict[PurePosixPath, Path] = {}
        self._refused: list[Note] = []
        self._unnamed: dict[str, list[tuple[str, str]]] = {}
        self._by_source: dict[Path, PurePosixPath | None] = {}
        self._names: set[str] = set()

    @property
    def notes(self) -> Iterator[Note]:
        """Yield what was left out, and what is published once the settings name its kind."""
        yield from self._refused
        names = "".join(f'"{kind}", ' for kind in sorted({*self.kinds, *self._unnamed} - ACTIVE))
        for source, wanted in chain.from_iterable(self._unnamed.values()):
            yield Note(Fate.TO_DECIDE, f"{UNNAMED} SITE_FILES = ({names.rstrip()}) in pelicanconf.py", source, wanted)

    def place(self, file: Path, wanted: PurePosixPath, source: str) -> PurePosixPath | None:
        """Return where a file stands in the content folder; None if it cannot be published."""
        if file not in self._by_source:
            self._by_source[file] = self._placed(file, wanted, source)
        return self._by_source[file]

    def _placed(self, file: Path, wanted: PurePosixPath, source: str) -> PurePosixPath | None:
        kind = addable_kind(file.name, self.kinds)
        if why := _refusal(file, {*self.kinds, kind}):
            self._refused.append(Note(Fate.LEFT_OUT, "a file that cannot be published", source, f"{wanted}: {why}"))
            return None
        if kind:
            self._unnamed.setdefault(kind, []).append((source, f"{wanted}"))
        path = self._free(_path(wanted, _suffix(file)))
        self.copies[path] = file
        return path

    def _free(self, path: PurePosixPath) -> PurePosixPath:
        number, free = 2, path
        while str(free).lower() in self._names:
            free = path.with_stem(f"{path.stem}-{number}")
            number += 1
        self._names.add(str(free).lower())
        return free


def _refusal(file: Path, kinds: Collection[str]) -> str:
    """Say why a file is not copied; nothing if it is."""
    try:
        if file.is_symlink() or not file.is_file():
            return "it is a link"
        size = file.stat().st_size
    except OSError as error:
        return error.strerror or "it cannot be read"
    if not size:
        return "it is empty"
    return "it is too large" if size > LARGEST else kind_problem(file.name, kinds)


def _suffix(file: Path) -> str:
    """Return the ending that a picture should have by what is in it; else the one that it has."""
    suffix = file.suffix.lower()
    if suffix in PICTURES:
        with file.open("rb") as opened:
            start = opened.read(12)
        for magic, suffixes in MAGIC:
            if start.startswith(magic) and suffix not in suffixes:
                return suffixes[0]
    return suffix


def _path(wanted: PurePosixPath, suffix: str) -> PurePosixPath:
    """Return a path below images/ whose every part can stand in an address."""
    inner = PurePosixPath(FOLDERS.sub("", wanted.as_posix().lstrip("/")))
    parts = [clean for part in inner.parent.parts if (clean := _clean(part))]
    return PurePosixPath("images", *parts, f"{_clean(inner.stem) or 'file'}{suffix}")


def _clean(name: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")
    return kept if kept and name.isascii() else slugify(name)
