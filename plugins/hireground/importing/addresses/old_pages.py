"""Read what the pages of an old site were called: in its built folder, in its sitemap, or in a list of addresses."""

import gzip
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote
from xml.etree.ElementTree import ParseError, XMLParser

from hireground.importing.addresses.permalinks import address_of
from hireground.importing.reading import HTML, UnreadableError, decoded, files_below
from hireground.terminal import RefusedError
from hireground.text.problems import InvalidContentError, Problem, bounded, quoted

MOST, MOST_BYTES = 200_000, 50_000_000
MOST_SITEMAPS = 500
MAY_BE_PAGES = frozenset({"", ".xml", ".rss", ".atom"})
BEGINS_PAGES = re.compile(rb"<(?:rss|feed|rdf:RDF|html|!doctype\s+html)\b", re.IGNORECASE)
HEAD = 1_000
"""Bytes in which a feed or a page says what it is."""
UNLISTED = frozenset({"404", "drafts"})
"""What tools call the page for errors, and the folder of what is not published."""
HOW_TO = "write it whole, https://old.example.org/a/, or from the root, /a/"


def old_pages(path: Path, base: str = "") -> tuple[str, ...]:
    """Return the addresses of an old site's pages and feeds from its root, each once; `base` is the path to that root.

    Raises `RefusedError`, or `InvalidContentError` for lines of a list.
    """
    pages: dict[str, str] = {}
    try:
        for one in _in_folder(path, base) if path.is_dir() else _in_file(path, base):
            if one:
                pages.setdefault(one.rstrip("/"), one)  # `/a` and `/a/` are one page
    except UnreadableError as error:
        raise RefusedError(f"{path} cannot be read: {error}") from None
    if not pages or len(pages) > MOST:
        what = f"more than {MOST:,}" if pages else "no"
        raise RefusedError(f"{path} has {what} pages; name a built site's folder, its sitemap.xml, or a list of them")
    return tuple(pages.values())


def _in_folder(folder: Path, base: str) -> Iterator[str]:
    """Yield the address of each page, without `.html` where the site's own sitemap has it so."""
    sitemap = folder / "sitemap.xml"
    listed = frozenset(_in_file(sitemap, base)) if sitemap.is_file() and not sitemap.is_symlink() else frozenset()
    for path in files_below(folder, leaving=frozenset()):
        if path.stem not in UNLISTED and path.parts[0] not in UNLISTED and _is_page(folder / path):
            yield _as_listed(path, listed)


def _is_page(file: Path) -> bool:
    if file.suffix.lower() in HTML:
        return True
    if file.suffix.lower() not in MAY_BE_PAGES:
        return False
    with file.open("rb") as opened:
        return bool(BEGINS_PAGES.search(opened.read(HEAD)))


def _as_listed(path: PurePosixPath, listed: Collection[str]) -> str:
    address = address_of(quote(f"/{path}"))
    short = address.removesuffix(".html")
    return short if short in listed and address not in listed else address


def _in_file(file: Path, base: str) -> Iterator[str]:
    text = _unpacked(file)
    if not text.lstrip().startswith("<"):
        yield from _in_lines(file, text.split("\n"), base)
        return
    pages, sitemaps = _in_sitemap(text)
    beside = {one.name: one for one in file.parent.iterdir() if one.is_file()} if sitemaps else {}
    for said in dict.fromkeys(PurePosixPath(address_of(one)).name for one in sitemaps[:MOST_SITEMAPS]):
        name = said if said in beside else said.removesuffix(".gz")  # some browsers unpack what they fetch
        if name not in beside:
            raise UnreadableError(f"it names {quoted(said)}, which is not beside it; put that there, too")
        pages += _in_sitemap(_unpacked(beside[name]))[0]
        if len(pages) > MOST:
            break
    yield from (address_of(one, base) for one in pages)


def _unpacked(file: Path) -> str:
    """Read a file as text, also one that is packed as sitemaps are, up to a size; raises `UnreadableError`."""
    if file.suffix.lower() != ".gz" or not file.read_bytes().startswith(b"\x1f\x8b"):
        return decoded(file, MOST_BYTES)
    try:
        with gzip.open(file) as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError("its packing is damaged") from None
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"larger than {MOST_BYTES // 1000:,} KB when it is unpacked")
    return data.decode("utf-8-sig", "replace")


def _in_lines(file: Path, lines: Iterable[str], base: str) -> Iterator[str]:
    """Yield the address of each line; empty lines, and those that begin with `#`, are none."""
    problems = list[Problem]()
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if re.match(r"https?://[^/\s]|/(?!/)", words) and (address := address_of(words, base)):
            yield address
        else:
            column = len(line) - len(line.lstrip()) + 1
            problems.append(Problem(file, number, column, f"{quoted(words)} is not an address; {HOW_TO}"))
    if problems:
        raise InvalidContentError([*bounded(problems)])


class _Addresses:
    """Collects the addresses of pages, and of further sitemaps, while XML is read."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {"url": [], "sitemap": []}
        self.path: list[str] = []
        self.words: list[str] = []

    def start(self, tag: str, _attributes: object) -> None:
        self.path.append(tag.rpartition("}")[2])
        self.words = []

    def data(self, words: str) -> None:
        self.words.append(words)

    def end(self, _tag: str) -> None:
        if self.path[-1] == "loc" and len(self.path) > 1 and self.path[-2] in self.found:
            self.found[self.path[-2]].append("".join(self.words).strip())
        self.path.pop()

    def doctype(self, *_declared: object) -> None:
        raise UnreadableError("it declares entities of its own, which no sitemap does")


def _in_sitemap(text: str) -> tuple[list[str], list[str]]:
    """Return the pages that a sitemap lists, and the sitemaps that it names."""
    collected = _Addresses()
    parser = XMLParser(target=collected)  # noqa: S314 -- what it is fed may declare nothing
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, RecursionError) as error:
        raise UnreadableError(f"it is damaged: {error}") from None
    return collected.found["url"], collected.found["sitemap"]
