"""Ordinary relative links to files, as Pelican's `{filename}` and `{static}`, and the links that lead nowhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from plugins.reader.frontmatter import Document
from plugins.reader.problems import Problem
from plugins.reader.strict_yaml import Mark
from plugins.reader.suggest import did_you_mean

ATTRIBUTE = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster)\s*=\s*)(["'])([^"'<>]*)\2""")
IN_SOURCE = re.compile(
    r"""!?\[(?P<text>[^\[\]\n]*)\]\(\s*<?(?P<inline>[^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?[^)\n]*\)"""
    r"""|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?(?P<reference>[^\s<>]+)"""
    r"""|<[a-zA-Z][^<>]*?\s(?:href|src|poster)\s*=\s*["'](?P<html>[^"'<>]*)["']""",
    re.MULTILINE,
)
CODE = re.compile(
    r"^(?P<fence>[ ]{0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
PELICAN = re.compile(r"\{(filename|static|attach)\}|\|(filename|static|attach)\|")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
ALLOWED_SCHEMES = frozenset({"https:", "http:", "mailto:", "tel:", "webcal:"})


@dataclass(frozen=True)
class Link:
    """One link or image of a body, as written, and where."""

    target: str
    mark: Mark
    is_image: bool
    alt: str | None


def file_of(target: str, source: Path) -> PurePosixPath | None:
    """Return the file that a relative link means, from the root of the content, or None for an address."""
    path = PELICAN.sub("", target)
    is_marked = path != target
    parts = urlsplit(path)
    if not parts.path or parts.netloc or (parts.path.startswith("/") and not is_marked) or SCHEME.match(path):
        return None
    if path.startswith("{"):  # Pelican's {author}, {tag}, {category} and {index}
        return None
    start = "" if parts.path.startswith("/") else source.parent.as_posix()
    return PurePosixPath(normpath(f"{start}/{unquote(parts.path).lstrip('/')}".lstrip("/")))


def resolve(html: str, source: Path) -> str:
    """Mark every relative link with what Pelican calls it; `source` is the file's path in the content folder."""

    def mark(match: re.Match[str]) -> str:
        start, quote, target = match.groups()
        if PELICAN.match(target) or file_of(target, source) is None:
            return match[0]
        kind = "{filename}" if urlsplit(target).path.endswith(".md") else "{static}"
        return f"{start}{quote}{kind}{target}{quote}"

    return ATTRIBUTE.sub(mark, html)


def links_in(document: Document) -> Iterator[Link]:
    """Yield the links of a body outside its code; what stands in an indented block of code is yielded too."""
    body = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), document.body)
    for match in IN_SOURCE.finditer(body):
        name = next(name for name in ("inline", "reference", "html") if match[name] is not None)
        line = body.count("\n", 0, match.start(name)) + document.body_line
        column = match.start(name) - body.rfind("\n", 0, match.start(name))
        is_image = match[0].startswith(("!", "<img"))
        yield Link(match[name], Mark(line, column), is_image, _alt(match) if is_image else None)


def _alt(match: re.Match[str]) -> str | None:
    if match["text"] is not None:
        return match["text"].strip()
    written = re.search(r"""\salt\s*=\s*["']([^"']*)["']""", match[0])
    return written[1] if written else None


def link_problems(
    document: Document, source: Path, files: frozenset[PurePosixPath], hidden: frozenset[PurePosixPath],
    targets: Callable[[], frozenset[str]],
) -> Iterator[Problem]:  # fmt: skip
    """Yield what is wrong with a body's links.

    `files` are the content's files, `hidden` those that readers cannot see; `targets` gives what the body really links
    to once it is converted, and is asked only when something seems wrong.
    """
    for link in links_in(document):
        message = _fault(link, source, files, hidden)
        if message and link.target in targets():
            yield document.problem(link.mark, message)
        elif link.is_image and not link.alt:
            words = "an image without a description; write what it shows: ![The reading room](…)"
            yield document.problem(link.mark, words, is_warning=True)


def _fault(link: Link, source: Path, files: frozenset[PurePosixPath], hidden: frozenset[PurePosixPath]) -> str | None:
    scheme = SCHEME.match(link.target)
    if scheme and scheme[0].lower() not in ALLOWED_SCHEMES:
        return f'"{scheme[0]}" links are not allowed; write an address that starts with https://'
    file = file_of(link.target, source)
    if file is None or file in files - hidden:
        return None
    what = "image" if link.is_image else "link to a file"
    if file in hidden:
        return f'link to "{file}", which readers cannot see yet; publish it first, or take the link out'
    return f'{what} that is not there: "{link.target}"; {_nearest(file, link.target, source, files)}'


def _nearest(file: PurePosixPath, target: str, source: Path, files: frozenset[PurePosixPath]) -> str:
    """Suggest a file with the same name elsewhere, or a like name."""
    same = [known for known in sorted(files) if known.name == file.name]
    if not same:
        by_name = {known.name: known for known in sorted(files, reverse=True)}
        guess = did_you_mean(file.name, by_name)
        same = [known for name, known in by_name.items() if f'"{name}"' in guess]
    if not same:
        return "check the name, and that the file is in the content folder"
    steps = PurePosixPath(*[".."] * len(source.parent.parts)) / same[0]
    near = same[0].name if same[0].parent == PurePosixPath(source.parent.as_posix()) else steps.as_posix()
    return f'did you mean "{near}"?' if near != target else "check the name"


def targets_in(html: str) -> frozenset[str]:
    """Return every link target of converted HTML."""
    from html import unescape  # noqa: PLC0415 -- wanted only when a link seems wrong

    return frozenset(unescape(match[3]) for match in ATTRIBUTE.finditer(html))
