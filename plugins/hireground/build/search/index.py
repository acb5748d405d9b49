"""Make the search index of a built site, in parts that are kept between builds.

Pagefind reads every page it is given each time, in a millisecond or three and a third of a megabyte each. So the pages
of a large site are indexed by the months they belong to, as many months together as make a part, and only the parts
whose pages changed are made anew. The browser merges them. A part is kept in `.cache/search` under the digest of what
it was made from, and linked into the site.
"""

import json
import logging
import os
import secrets
import shutil
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from hireground import urls
from hireground.build.search.first import SCRIPT, write_first
from hireground.build.search.pagefind import IGNORED, make_part, run_pagefind
from hireground.build.search.pages import SearchPage, search_pages
from hireground.build.search.solid_scripts import TOKEN, divided
from hireground.build.search.words import FOLDER as WORDS
from hireground.build.search.words import WORD, join_words, write_words
from hireground.checksums import Checksums, Sum, files_in, put_in_place
from hireground.output import link_or_copy
from hireground.store import digest

FOLDER = urls.PAGEFIND.url(path="").rstrip("/")
CACHE = Path(".cache", "search")
KEPT = 64
"""Parts that are kept: those of several outputs, such as the preview's with its drafts and the published one's."""
TOGETHER = 192
"""Pages that are one index: a part costs its readers four requests, and an edit half a second for each 200 pages."""
SMALLEST, MOST = 128, 12
"""Pages in a part, and large parts: where there would be more, parts are twice as large."""
PAGES = "pages"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Before:
    """What is in a folder already: its files, what some are known by, and what each part of an index is linked from."""

    files: Iterable[str]
    known: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


class Indexed(NamedTuple):
    """The name of the kept index that each part is linked from, and what the files are that were put there."""

    parts: Mapping[str, str]
    sums: Mapping[str, Sum]


def add_index(folder: Path, root: Path, language: str, before: Before | None = None) -> Indexed:
    """Write the index of a built site in `folder`.

    `root` is where the site keeps what it made. Parts that are there `before` stay if they are the same.
    """
    if find_spec("pagefind_bin") is None:
        log.warning("warning: no search index: pagefind-bin is not installed; the search page leads to the lists")
        return Indexed({}, {})
    before = before or Before(files_in(folder))
    parts = in_parts(search_pages(folder, root / CACHE / PAGES, before.files, before.known))
    kept = KeptParts(root / CACHE, language)
    indexes = kept.folders(folder, parts, before.parts)
    names = {part: index.name for part, index in indexes.items()}
    if names != before.parts:
        put_parts(folder / FOLDER, indexes, before.parts)
    sums = {f"{FOLDER}/{path}": one for path, one in kept.sums_of_new(indexes, before.parts)}
    kept.drop_old()
    return Indexed(names, sums)


def put_parts(folder: Path, indexes: Mapping[str, Path], before: Mapping[str, str]) -> None:
    """Put the parts of an index into its folder, and what belongs to all of them; those that were there stay."""
    named = [part for part in indexes if part]
    stay = {part for part, index in indexes.items() if before.get(part) == index.name}
    if named != [part for part in before if part]:  # which the first part's code says
        stay.discard("")
    remove_parts(folder, stay, before)
    for part, index in indexes.items():
        if part not in stay:
            link_all(index, folder / part)
    if named:
        join_words(folder, (folder / part if part else index for part, index in indexes.items()))
    if named and "" not in stay:
        code = folder / "pagefind.js"
        text = code.read_text("utf-8")
        code.unlink()  # the linked file is kept for other builds
        code.write_text(f"{text}export const parts={json.dumps(named)};\n", "utf-8")


def remove_parts(folder: Path, stay: Container[str], before: Iterable[str]) -> None:
    """Remove what is in an index's folder but the parts that stay; the first has no folder of its own."""
    named = {part for part in before if part}
    for path in [*folder.iterdir()] if before else []:
        if path.name not in stay and ("" not in stay or path.name in {*named, WORDS}):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def in_parts(pages: Iterable[SearchPage]) -> Mapping[str, list[SearchPage]]:
    """Divide pages into parts by month, the oldest first; the newest has no name, and is the index that leads to all.

    A part ends with the month in which it is full. So a new page is in the newest part, and the older ones stay. Where
    parts are large, the newest pages are in ever smaller ones, so that a new page never costs a large part: what is
    left of 1,000 pages after the large parts are parts of 512, 256 and 128, which become one once they are 1,024.
    """
    months = defaultdict[str, list[SearchPage]](list)
    for page in pages:
        months[page.month].append(page)
    left, largest = sum(map(len, months.values())), SMALLEST
    is_one = left <= TOGETHER
    while left > largest * MOST:
        largest *= 2
    full, name, part = dict[str, list[SearchPage]](), "", list[SearchPage]()
    for month in sorted(months):
        name = name or month
        part += months[month]
        if not is_one and len(part) >= size_of(left, largest):
            full[name] = part
            left -= len(part)
            name, part = "", []
    newest = part or (full.popitem()[1] if full else [])
    return {**full, "": newest}


def size_of(left: int, largest: int) -> int:
    """Return how many pages the next part has, if `left` are in none yet: the smallest part, doubled some times."""
    while left < largest > SMALLEST:
        largest //= 2
    return largest


class KeptParts:
    """The parts that builds of a site made, each in a folder named by the digest of what it was made from."""

    def __init__(self, folder: Path, language: str) -> None:
        self.sums = Checksums(folder)
        self.language = language
        said = (version("pagefind_bin"), ", ".join(IGNORED), TOKEN, WORD.pattern, language, SCRIPT)
        self.recipe = digest(*(part.encode() for part in said))

    def folders(
        self, site: Path, parts: Mapping[str, Iterable[SearchPage]], there: Mapping[str, str]
    ) -> Mapping[str, Path]:
        """Return the folder of each part's index; those that are neither kept nor `there` are made, on all cores."""
        pages = {part: [*of_part] for part, of_part in parts.items()}
        kept = {part: self.sums.folder / self._name(part, of_part) for part, of_part in pages.items()}
        asked = {part: folder for part, folder in kept.items() if not part or there.get(part) != folder.name}
        missing = [part for part, folder in asked.items() if not self.sums.is_whole(folder.name)]
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:  # each waits for a process
            for _made in threads.map(lambda part: self._make(site, part, pages[part], kept[part]), missing):
                pass
        self.sums.add(*(kept[part].name for part in missing))
        for folder in kept.values():
            with suppress(OSError):  # what is there already may be kept no more
                os.utime(folder)
        return kept

    def _name(self, part: str, pages: Iterable[SearchPage]) -> str:
        said = [text for page in pages for text in (page.path.encode(), page.digest.encode())]
        return digest(self.recipe, part.encode(), *said).hex()[:20]

    def _make(self, site: Path, part: str, of_part: Iterable[SearchPage], kept: Path) -> None:
        fresh = kept.with_name(f".{kept.name}-{secrets.token_hex(4)}")
        try:
            pages = fresh / "pages"
            pages.mkdir(parents=True)
            for page in of_part:
                put_page(site / page.path, pages / page.path)
            run_pagefind(pages, fresh / "index", self.language)
            write_words(fresh / "index")
            if part:
                make_part(fresh / "index", part)
            else:
                write_first(fresh / "index")
            put_in_place(fresh / "index", kept)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def sums_of_new(self, indexes: Mapping[str, Path], before: Mapping[str, str]) -> Iterator[tuple[str, Sum]]:
        """Yield what the files are of parts that were not there before, by their paths in the index's folder."""
        for part, index in indexes.items():
            if before.get(part) != index.name:
                for path, known in self.sums.within(index.name).items():
                    yield f"{part}/{path}".lstrip("/"), known

    def drop_old(self) -> None:
        """Remove the parts that no build used for long."""
        parts = [path for path in self.sums.folder.iterdir() if path.is_dir()]
        if dropped := sorted(parts, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
            for old in dropped:
                shutil.rmtree(old, ignore_errors=True)
            self.sums.forget_missing()


def put_page(source: Path, target: Path) -> None:
    """Put a page where it is indexed, divided into words if it is written without spaces."""
    page = source.read_bytes()
    copy = divided(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    if copy is page:
        link_or_copy(source, target)
    else:
        target.write_bytes(copy)


def link_all(source: Path, target: Path) -> None:
    """Link every file of a folder that is never changed in place into another."""
    for folder, _folders, names in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            link_or_copy(f"{folder}/{name}", f"{there}/{name}")
