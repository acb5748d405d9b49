"""Convert the bodies of posts, pages and seminars to HTML, and resolve every link in them.

The conversion depends on the text alone: it is kept between builds. Blocks of seminars, pictures and links depend on
the rest of the site, and are put in afterwards.
"""

import json
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from html import unescape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from markdown import Markdown

from hireground.blog.model import reading_minutes
from hireground.build.cluster.crew import Crew
from hireground.markdown.convert import converter, has_contents
from hireground.markdown.links import file_of, resolve
from hireground.mathematics.formulas import is_installed
from hireground.pictures.index import PictureIndex
from hireground.pictures.tags import with_pictures
from hireground.seminars.block.extension import SeminarsBlocks
from hireground.store import Store, digest
from hireground.text.aside import Aside
from hireground.text.budgets import OutOfTimeError, one_file
from hireground.text.languages import SOURCE_LANGUAGE

MARKED = re.compile(
    r"(<[^\>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*)"
    r"""(["'])[{|](?:filename|static)[|}](.*?)\2"""
)
"""A link to a file, as `resolve` marks it, or its author did."""
MARKS = ("{filename}", "{static}", "|filename|", "|static|")
PLACE_OF_BLOCK = re.compile("\x1f([0-9]+)\x1f")
"""What stands for a block until it is put in: a control character, which no text may hold."""
NO_FILES = frozenset[PurePosixPath]()
"""What most texts lead to; each empty set of its own would have 216 bytes."""
LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "nh3")


@dataclass(frozen=True, kw_only=True)
class Body:
    """A text to convert; `source` is its file from the content folder, `toc` whether its author wants contents."""

    source: Path
    markdown: str
    lang: str | None = None
    toc: bool | None = None
    has_picture: bool = False


class Conversion(NamedTuple):
    """What comes of a text by itself: HTML, its contents, the minutes to read it, and the title and keys of each block.

    In the HTML stands a mark in place of each block, and the minutes are those of the text without blocks.
    """

    html: str
    toc: str
    minutes: int
    blocks: list[tuple[str, dict[str, Any]]]


class LongText:
    """A text that is needed when its page is made; until then it may be put aside, known by its digest."""

    __slots__ = ("_aside", "_digest", "_number", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._digest = text, b""
        self._aside: Aside | None = None
        self._number = 0

    def __reduce__(self) -> tuple[type, tuple[str]]:
        """Pickle the text itself, since another process does not have the file."""
        return LongText, (self.read(),)

    @property
    def digest(self) -> bytes:
        """The digest by which keys know the text."""
        self._digest = self._digest or digest(self.read().encode())
        return self._digest

    def read(self) -> str:
        """Return the text."""
        return self._aside.read(self._number).decode() if self._aside else self._text

    def put_aside(self, aside: Aside) -> None:
        """Move the text to a file, as far as that takes it."""
        data = self.read().encode()
        if (number := aside.put(data)) is not None:
            self._digest, self._text = digest(data), ""
            self._aside, self._number = aside, number


@dataclass(frozen=True, kw_only=True)
class ConvertedText:
    """A converted text: every link in `html` has a whole address; `linked` are the files it leads to."""

    text: LongText
    toc: str
    minutes: int
    linked: frozenset[PurePosixPath]

    @property
    def html(self) -> str:
        """Its HTML."""
        return self.text.read()


LanguageAndMarkdown = tuple[str, str]
"""The language that a text is in, and the text."""
BlockRenderer = Callable[[str | None, str, Mapping[str, Any]], str]
"""A language, a block's title and its keys as they are written, to the block's HTML."""


@dataclass(frozen=True, kw_only=True)
class TextConverter:
    """Converts the texts of a site.

    `urls` are the addresses of content files that become pages, from the site's root; `files` are all content files.
    """

    siteurl: str
    urls: Mapping[PurePosixPath, str]
    pictures: PictureIndex
    render_block: BlockRenderer
    store: Store
    language: str = SOURCE_LANGUAGE
    files: Container[PurePosixPath] = ()
    is_raw: bool = True
    crew: Crew = field(default_factory=Crew)

    def convert(self, body: Body) -> ConvertedText:
        """Convert a text, and put in what depends on the rest of the site: blocks, pictures and addresses."""
        html, toc, minutes, blocks = self._converted((self._language(body), body.markdown))
        if blocks:
            made = [self.render_block(body.lang, title, written) for title, written in blocks]
            html = PLACE_OF_BLOCK.sub(lambda match: made[int(match[1])], html)
            minutes = reading_minutes(html)
        contents = toc if has_contents(body.toc, body.markdown, html) else ""
        html = with_pictures(html, body.source, self.pictures, has_seen_one=body.has_picture)
        html = resolve(html, body.source, self.siteurl, self.files)
        linked = set[PurePosixPath]()

        def with_address(match: re.Match[str]) -> str:
            return f"{match[1]}{match[2]}{self._address(match[3], body.source, linked)}{match[2]}"

        if any(mark in html for mark in MARKS):
            html = MARKED.sub(with_address, html)
        return ConvertedText(text=LongText(html), toc=contents, minutes=minutes, linked=frozenset(linked) or NO_FILES)

    def prepare(self, bodies: Iterable[Body]) -> None:
        """Convert what is not known of many texts, on all cores; what costs too much is left to `convert`."""
        texts = [(self._language(body), body.markdown) for body in bodies]
        wanted = {self._key(text): text for text in texts}
        self.store.keep_all(wanted, partial(self.crew.shared, partial(conversion_or_nothing, self.is_raw)))

    def _language(self, body: Body) -> str:
        return body.lang or self.language

    def _converted(self, text: LanguageAndMarkdown) -> Conversion:
        return Conversion(*json.loads(self.store.keep(self._key(text), lambda: conversion(self.is_raw, text))))

    def _key(self, text: LanguageAndMarkdown) -> bytes:
        return key_of(self.is_raw, text)

    def _address(self, target: str, source: Path, linked: set[PurePosixPath]) -> str:
        """Return the whole address of a file that a text links to; one that is not a page is added to `linked`."""
        parts = urlsplit(target)
        for path in (parts.path, unquote(parts.path), unescape(parts.path)):
            file = file_of(f"{{static}}{path}", source)
            if file and (url := self.urls.get(file, "")):
                break
        else:
            file = file_of(f"{{static}}{parts.path}", source)
            url = file.as_posix() if file else parts.path
            linked |= {file} if file else set()
        return urlunsplit(parts._replace(path=urljoin(f"{self.siteurl}/", url)))


def key_of(is_raw: bool, text: LanguageAndMarkdown) -> bytes:  # noqa: FBT001 -- the site's setting
    """Return the key under which the conversion of a text is kept."""
    return digest(b"text", conversion_code(), bytes([is_raw]), *(part.encode() for part in text))


def conversion_or_nothing(is_raw: bool, text: LanguageAndMarkdown) -> bytes:  # noqa: FBT001 -- likewise
    """Convert a text by itself; nothing comes of one that costs too much."""
    try:
        with one_file():
            return conversion(is_raw, text)
    except (OutOfTimeError, RecursionError):
        return b""


def conversion(is_raw: bool, text: LanguageAndMarkdown) -> bytes:  # noqa: FBT001 -- likewise
    """Convert a text by itself, and return its `Conversion` as JSON, which is what the store keeps."""
    language, markdown = text
    return json.dumps(_converter(language, is_raw=is_raw).convert(markdown)).encode()


@cache
def _converter(language: str, *, is_raw: bool) -> "MarkdownConverter":
    return MarkdownConverter(language, is_raw=is_raw)


class MarkdownConverter:
    """Python-Markdown with a mark in place of each block of seminars."""

    def __init__(self, language: str, *, is_raw: bool) -> None:
        self.blocks: list[tuple[str, dict[str, Any]]] = []
        self.markdown: Markdown = converter(SeminarsBlocks(self._mark), is_raw=is_raw, language=language)

    def convert(self, markdown: str) -> Conversion:
        """Convert a text."""
        self.blocks = []
        html = self.markdown.reset().convert(markdown)
        return Conversion(html, getattr(self.markdown, "toc", ""), reading_minutes(html), self.blocks)

    def _mark(self, title: str, written: Mapping[str, Any]) -> str:
        self.blocks.append((title, dict(written)))
        return f"\x1f{len(self.blocks) - 1}\x1f"


@cache
def conversion_code() -> bytes:
    """Return the digest of all that a conversion depends on beside the text: our code and the libraries."""
    rooms = ("hireground.markdown", "hireground.mathematics", "hireground.embeds", "hireground.seminars.block")
    code = [
        file.read_bytes()
        for room in rooms
        for file in sorted(files(room).iterdir(), key=str)
        if file.name.endswith(".py")
    ]
    formulas = version("math-core").encode() if is_installed() else b""
    return digest(*(version(name).encode() for name in LIBRARIES), formulas, *code)
