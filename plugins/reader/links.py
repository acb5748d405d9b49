"""Ordinary relative links to files, as Pelican's `{filename}` and `{static}`, and where each stands in its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from plugins.reader.frontmatter import Document
from plugins.reader.strict_yaml import Mark

ATTRIBUTE = re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster)\s*=\s*)(["'])([^"'<>]*)\2""")
INLINE = re.compile(r"""\]\([ \t]*<?(?P<target>[^\n()<>"']*+(?:\([^\n()]*+\)[^\n()<>"']*+)*+)>?[^)\n]*+\)""")
REFERENCE = re.compile(r"\]:[ \t]*<?(?P<target>[^\s<>]++)")
LABEL = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]++")
HTML = re.compile(
    r"""<(?P<tag>[a-zA-Z]++)[^<>]*?\s(?:href|src|poster)\s*=\s*["'](?P<target>[^"'<>]*+)["'][^<>]*+>?"""
    r"""|<(?P<automatic>(?:https?|ftp)://[^<>\s]*+)>"""
)
CODE = re.compile(
    r"^(?P<fence>[ ]{0,3}(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
ALT = re.compile(r"""\salt\s*=\s*["']""")
PELICAN = re.compile(r"\{(filename|static|attach)\}|\|(filename|static|attach)\|")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True)
class Link:
    """One link or image of a body, as written, and where; `is_indented` as code may be.

    `described` is an image that has no description, with one.
    """

    target: str
    mark: Mark
    is_image: bool
    described: str
    is_indented: bool


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


def picture_url(image: str | None, source: Path) -> str | None:
    """Return the address, from the site's root, of a picture that the front matter of `source` names."""
    file = file_of(image.strip(), source) if image else None
    return quote(file.as_posix()) if file else None


def resolve(html: str, source: Path) -> str:
    """Mark every relative link with what Pelican calls it; `source` is the file's path in the content folder."""

    def mark(match: re.Match[str]) -> str:
        start, quote, target = match.groups()
        if PELICAN.match(target) or file_of(target, source) is None:
            return match[0]
        kind = "{filename}" if urlsplit(target).path.endswith(".md") else "{static}"
        return f"{start}{quote}{kind}{target}{quote}"

    return ATTRIBUTE.sub(mark, html)


def without_code(body: str) -> str:
    """Put spaces in place of code, so that everything else stays where it is."""
    if "`" not in body and "~~~" not in body:
        return body
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), body)


def links_in(document: Document) -> Iterator[Link]:
    """Yield the links of a body outside its code; what stands in an indented block of code is yielded too."""
    body = without_code(document.body)
    matches = [*INLINE.finditer(body), *REFERENCE.finditer(body), *HTML.finditer(body)]
    for match in sorted(matches, key=re.Match.start):
        name = "automatic" if match["target"] is None else "target"
        target, mark = match[name].strip(), mark_at(document, body, match.start(name))
        line = body[body.rfind("\n", 0, match.start()) + 1 : match.start()]
        is_indented = line.startswith(("    ", "\t"))
        if match.re is HTML:
            yield Link(target, mark, match["tag"] == "img", _described_tag(match), is_indented)
        elif match.re is INLINE:
            text = _text(body, match.start())
            described = f"![What it shows]({target})" if text.startswith("![") and not text[2:].strip() else ""
            yield Link(target, mark, text.startswith("!["), described, is_indented)
        elif LABEL.fullmatch(line):
            yield Link(target, mark, is_image=False, described="", is_indented=False)


def _text(body: str, end: int) -> str:
    """Return what stands before the `](…)` of a link, with its bracket and the `!` of an image."""
    start = body.rfind("[", 0, end)
    if start < 0 or "]" in body[start:end]:
        return ""
    return body[start - 1 : end] if body[start - 1 : start] == "!" else body[start:end]


def _described_tag(match: re.Match[str]) -> str:
    """Write an image with a description; empty if it has one, or says that it needs none: alt=""."""
    is_bare = match["tag"] == "img" and not ALT.search(match[0])
    return f'<img src="{match["target"]}" alt="What it shows">' if is_bare else ""


def mark_at(document: Document, body: str, position: int) -> Mark:
    """Return the place in the file of a position in the body."""
    return Mark(body.count("\n", 0, position) + document.body_line, position - body.rfind("\n", 0, position))
