"""Turn relative links to files into Pelican's `{filename}` and `{static}`, and locate links in their source."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from hireground.embeds.letter import without_letters
from hireground.text.frontmatter import Document
from hireground.text.problems import Refusal, quoted
from hireground.text.source import ENDINGS
from hireground.text.yaml.marks import Mark

ATTRIBUTE = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster)\s*=\s*)(["'])([^"'<>]*)\2""")
INLINE = re.compile(r"""\]\([ \t]*+<?(?P<target>[^\n()<>"']*+(?:\([^\n()]*+\)[^\n()<>"']*+)*+)>?""")
"""A link as far as its address; the title and the bracket after it are looked for apart, each place once."""
REFERENCE = re.compile(r"\]:[ \t]*+<?(?P<target>[^\s<>]++)")
LABEL = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]++")
HTML = re.compile(
    r"""(?<!(?<!\\)\\)<(?P<tag>[a-zA-Z]++)[^<>]*?\s(?:href|src|poster)\s*=\s*["'](?P<target>[^"'<>]*+)["'][^<>]*+>?"""
    r"""|<(?P<automatic>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\s]*+)>"""
)
"""A tag behind a backslash is words."""
RUN = re.compile(r"``*+|~~~~*+")
REST_OF_CLOSING = re.compile(r"[ \t]*+$", re.MULTILINE)
BLANK_LINE = re.compile(r"\n[ \t>]*\n")
"""No code within a line goes on behind it."""
FENCE = 3
"""From this many on, backticks may also be a fence in an item of a list."""
INDENT = 4
LONGEST_LABEL = 1_000
"""CommonMark has it."""
ALT = re.compile(r"""\salt\s*=\s*["']""")
PELICAN = re.compile(r"\{(filename|static|attach)\}|\|(filename|static|attach)\|")
LIKE_FILE = re.compile(r"/|\.\w{1,5}(?:#|$)")
LEADING = frozenset(
    ("href", "src", "action", "formaction", "poster", "data", "cite", "background", "srcdoc", "srcset", "xlink:href")
)
"""The attributes that a browser may follow or load."""
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True)
class BodyLink:
    """One link or image of a body, as written, and where; `is_indented` as code may be.

    `described` is an image that has no description, with one; `is_torn` is an address with a space in it, which is
    printed as text.
    """

    target: str
    mark: Mark
    is_image: bool
    described: str
    is_indented: bool
    is_torn: bool = False


def file_of(target: str, source: Path) -> PurePosixPath | None:
    """Return the file that a relative link means, from the root of the content, or None for an address."""
    path = PELICAN.sub("", target)
    is_marked = path != target
    if SCHEME.match(path) or path.startswith("{"):  # Pelican's {author}, {tag}, {category} and {index}
        return None
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    if not parts.path or parts.netloc or (parts.path.startswith("/") and not is_marked):
        return None
    start = "" if parts.path.startswith("/") else source.parent.as_posix()
    return PurePosixPath(normpath(f"{start}/{unquote(parts.path).lstrip('/')}".lstrip("/")))


def root_file(target: str) -> PurePosixPath | None:
    """Return the file, from the root of the content, that an address from the site's root may be; None for others."""
    if not target.startswith("/") or target.startswith("//"):
        return None
    try:
        path = urlsplit(target).path
    except ValueError:
        return None
    return PurePosixPath(normpath(unquote(path)).lstrip("/"))


def as_read(target: str) -> str:
    """Return an address as it is read, without backslashes and with the letters that `%20` and its like stand for."""
    return unquote(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", target))


def torn(link: BodyLink) -> Refusal | None:
    """Say what keeps an address with a space in it from being one; None if it has none."""
    words = f"{quoted(link.target)} has a space in it, where an address ends"
    return Refusal(words, link.target.replace(" ", "%20")) if link.is_torn else None


def folder_problem(target: str, folder: PurePosixPath, files: Container[PurePosixPath]) -> Refusal:
    """Say which text a link to a folder means, if the folder is a text's own."""
    text = next((name for name in map("index{}".format, ENDINGS) if folder / name in files), "")
    path, sign, place = target.partition("#")
    if text:
        return Refusal(f"{quoted(target)} is the folder of a text", f"{path.rstrip('/')}/{text}{sign}{place}")
    return Refusal(f"{quoted(target)} is a folder; write a file in it")


def named_file(value: str, source: Path) -> PurePosixPath | None:
    """Return the file that a value above a text names, where an address might stand; None for anything else."""
    value = value.strip()
    if value.startswith("//") or not value.startswith(("/", "./", "../", "images/")):
        return None
    return root_file(value) or file_of(value, source)


def picture_url(image: str | None, source: Path) -> str | None:
    """Return the address, from the site's root, of a picture that the front matter of `source` names."""
    file = (file_of(image.strip(), source) or root_file(image.strip())) if image else None
    return quote(file.as_posix()) if file else None


def resolve(html: str, source: Path, siteurl: str = "", files: Container[PurePosixPath] = ()) -> str:
    """Mark every relative link with what Pelican calls it; `source` is the file's path in the content folder.

    A link from the site's root leads to one of the content's `files`, or to a page below `siteurl`.
    """

    def mark(match: re.Match[str]) -> str:
        start, quote, target = match.groups()
        if at_root := root_file(unescape(target)):
            return f"{start}{quote}{'{static}' if at_root in files else siteurl}{target}{quote}"
        if PELICAN.match(target) or file_of(target, source) is None:
            return match[0]
        kind = "{filename}" if urlsplit(target).path.endswith(ENDINGS) else "{static}"
        return f"{start}{quote}{kind}{target}{quote}"

    return ATTRIBUTE.sub(mark, html)


@lru_cache(maxsize=4)
def without_code(body: str) -> str:
    """Put spaces in place of code and of what stands in letters, so that everything else stays where it is."""
    body = without_letters(body)
    if "`" not in body and "~~~" not in body:
        return body
    pieces, place = [], 0
    for start, end in code_spans(body):
        pieces += [body[place:start], re.sub(r"[^\n]", " ", body[start:end])]
        place = end
    return "".join([*pieces, body[place:]])


@lru_cache(maxsize=4)
def code_spans(body: str) -> tuple[tuple[int, int], ...]:
    """Return where code starts and ends."""
    return tuple(_code(body))


def _code(body: str) -> Iterator[tuple[int, int]]:
    """Yield where code starts and ends, in time that grows as the text does."""
    # Every place where code may end is looked up by how it must look: a fence by the whole of it, backticks by their
    # number. So text that opens again and again and never closes is read once.
    fences, ticks = defaultdict[str, list[int]](list), defaultdict[int, list[int]](list)
    ends, runs = dict[int, int](), [*RUN.finditer(body)]
    for run in runs:
        if run[0][0] == "`":
            ticks[len(run[0])].append(run.start())
        fence, start = _fence(body, run)
        if fence and (closing := REST_OF_CLOSING.match(body, run.end())):
            fences[fence].append(start)
            ends[start] = closing.end()
    paragraphs = [blank.start() for blank in BLANK_LINE.finditer(body)]
    place = 0
    for run in runs:
        if run.start() < place:
            continue
        fence, start = _fence(body, run)
        opened = body.find("\n", run.end()) + 1 if fence else 0
        if opened:
            first = _first(fences[fence], opened)
            place = len(body) if first is None else ends[first]
            yield start, place
        elif run[0][0] == "`" and (span := _span(run, ticks, paragraphs)):
            place = span[1]
            yield span


def _fence(body: str, run: re.Match[str]) -> tuple[str, int]:
    """Return the fence that a run of signs is, with its indent, and where its line starts; empty if it is none."""
    furthest = max(run.start() - INDENT, 0)
    start = max(body.rfind("\n", furthest, run.start()) + 1, furthest)
    indent = body[start : run.start()]
    is_fence = len(run[0]) >= FENCE and len(indent) < INDENT and not indent.strip(" ")
    return (f"{indent}{run[0]}" if is_fence else ""), start


def _span(run: re.Match[str], ticks: Mapping[int, list[int]], paragraphs: list[int]) -> tuple[int, int] | None:
    """Return where code between backticks starts and ends, if the run opens it."""
    is_fence = len(run[0]) >= FENCE
    for length in range(len(run[0]), 0, -1):  # fewer of them may close where as many do not
        closing = _first(ticks[length], run.end()) if length in ticks else None
        end = _first(paragraphs, run.end()) if closing is not None and not is_fence else None
        if closing is not None and (end is None or closing < end):
            return run.end() - length, closing + length
    return None


def _first(places: list[int], start: int) -> int | None:
    """Return the first of some places that is not before `start`."""
    number = bisect_left(places, start)
    return places[number] if number < len(places) else None


def links_in(document: Document) -> Iterator[BodyLink]:
    """Yield the links of a body outside its code; what stands in an indented block of code is yielded too."""
    body = without_code(document.body)
    matches = [*_inline(body), *REFERENCE.finditer(body), *(HTML.finditer(body) if "<" in body else ())]
    for match in sorted(matches, key=re.Match.start):
        name = "automatic" if match["target"] is None else "target"
        target, mark = match[name].strip(), document.mark_at(match.start(name))
        line = document.line_before(match.start(), LONGEST_LABEL)
        is_indented = line.startswith((" " * INDENT, "\t"))
        if match.re is HTML:
            yield BodyLink(target, mark, match["tag"] == "img", _described_tag(match), is_indented)
        elif match.re is INLINE:
            text = _text(body, match.start())
            described = f"![What it shows]({target})" if text.startswith("![") and not text[2:].strip() else ""
            is_torn = (
                " " in target
                and not is_indented
                and "{{" not in target
                and "{%" not in target
                and body[match.start(name) - 1] != "<"
                and bool(LIKE_FILE.search(target))
            )
            yield BodyLink(target, mark, text.startswith("!["), described, is_indented, is_torn)
        elif LABEL.fullmatch(line):
            yield BodyLink(target, mark, is_image=False, described="", is_indented=False)


def _inline(body: str) -> Iterator[re.Match[str]]:
    """Yield the links that are closed in their line."""
    place, close, newline = 0, -1, -1
    while match := INLINE.search(body, place):
        close = body.find(")", match.end()) % (len(body) + 1) if close < match.end() else close
        newline = body.find("\n", match.end()) % (len(body) + 1) if newline < match.end() else newline
        if close < newline:
            yield match
            place = close + 1
        else:
            place = match.start() + 1


def _text(body: str, end: int) -> str:
    """Return what stands before the `](…)` of a link, with its bracket and the `!` of an image."""
    start = body.rfind("[", max(0, end - LONGEST_LABEL), end)
    if start < 0 or "]" in body[start:end]:
        return ""
    return body[start - 1 : end] if body[start - 1 : start] == "!" else body[start:end]


def _described_tag(match: re.Match[str]) -> str:
    """Write an image with a description; empty if it has one, or says that it needs none: alt=""."""
    is_bare = match["tag"] == "img" and not ALT.search(match[0])
    return f'<img src="{match["target"]}" alt="What it shows">' if is_bare else ""


def addresses_in(html: str) -> frozenset[str]:
    """Return every address of converted HTML that a browser may follow or load."""
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    return frozenset(parser.found)


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the library's
        self.found |= {value or "" for name, value in attrs if name in LEADING}
