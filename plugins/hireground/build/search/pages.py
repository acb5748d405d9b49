"""Find the pages of a built site that a search finds, and read each only when it is new."""

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from hireground.checksums import files_in
from hireground.store import digest
from hireground.text.localtime import FARTHEST

RANK = re.compile(rb'data-pagefind-sort="rank\[value\]" value="(-?\d+)"')
BODY = b"data-pagefind-body"
COMING = "coming"


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


def search_pages(folder: Path, memory: Path) -> list[SearchPage]:
    """Return the pages that a search finds, in order: those that say what of them it reads, or all if none does.

    What was read of a file is kept in the file `memory`, and read again if the file has another size or time.
    """
    before, now = _read(memory), dict[str, Remembered]()
    for path in sorted(path for path in files_in(folder) if path.endswith(".html")):
        state, known = os.lstat(f"{folder}/{path}"), before.get(path)
        if known and (known.size, known.time) == (state.st_size, state.st_mtime_ns):
            now[path] = known
        else:
            now[path] = Remembered(state.st_size, state.st_mtime_ns, page_of(path, (folder / path).read_bytes()))
    if now != before:
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps(now), "utf-8")
    pages = [each.page for each in now.values()]
    return [page for page in pages if page.is_marked] or pages


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


def _read(memory: Path) -> Mapping[str, Remembered]:
    try:
        found = json.loads(memory.read_bytes())
        return {path: Remembered(size, time, SearchPage(*page)) for path, (size, time, page) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
