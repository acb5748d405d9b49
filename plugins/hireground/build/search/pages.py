"""Find the pages of a built site that a search finds, and read each only when it is new."""

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from hireground.checksums import packed, put_file, unpacked
from hireground.store import digest
from hireground.text.localtime import FARTHEST

RANK = re.compile(rb'data-pagefind-sort="rank\[value\]" value="(-?\d+)"')
BODY = b"data-pagefind-body"
COMING = "coming"
KIND = "pages 1"


class SearchPage(NamedTuple):
    """A page of the site: its file, the month it belongs to, and the digest of what is indexed of it, in hex.

    A page that `is_marked` says what of it a search reads.
    """

    path: str
    month: str
    digest: str
    is_marked: bool = True


class Remembered(NamedTuple):
    """A page as it was read, from a file of that size and time."""

    size: int
    time: int
    page: SearchPage


def search_pages(
    folder: Path, memory: Path, files: Iterable[str], known: Mapping[str, tuple[int, int]]
) -> list[SearchPage]:
    """Return the pages that a search finds, in order: those that say what of them it reads, or all if none does.

    What was read of a file is kept in the file `memory`, and read again if the file has another size or time; those of
    some are `known`.
    """
    before, now = _read(memory), dict[str, Remembered]()
    for path in sorted(path for path in files if path.endswith(".html")):
        size, time = known.get(path) or state_of(f"{folder}/{path}")
        page = before.get(path)
        if page and (page.size, page.time) == (size, time):
            now[path] = page
        else:
            now[path] = Remembered(size, time, page_of(path, (folder / path).read_bytes()))
    if now != before:
        columns = zip(*((page.size, page.time, *page.page) for page in now.values()), strict=True)
        put_file(memory, packed(KIND, *map(list, columns)))
    pages = [each.page for each in now.values()]
    return [page for page in pages if page.is_marked] or pages


def state_of(file: str) -> tuple[int, int]:
    """Return a file's size, and its time in nanoseconds."""
    state = os.lstat(file)
    return state.st_size, state.st_mtime_ns


def page_of(path: str, html: bytes) -> SearchPage:
    """Return what is known of a page; its head says nothing that is indexed, so that style sheets may change in it."""
    rank = RANK.search(html)
    return SearchPage(
        path, month_of(int(rank[1]) if rank else 0), digest(html[html.find(b"<body") :]).hex(), BODY in html
    )


def month_of(rank: int) -> str:
    """Return the month of what is over, or was written, by the number that finds are ordered by."""
    if rank > FARTHEST // 2:
        return COMING
    return dt.datetime.fromtimestamp(rank, dt.UTC).isoformat()[:7]


def _read(memory: Path) -> dict[str, Remembered]:
    try:
        rows = zip(*unpacked(KIND, memory.read_bytes()), strict=True)
    except (OSError, ValueError):
        return {}
    return {path: Remembered(size, time, SearchPage(path, *rest)) for size, time, path, *rest in rows}
