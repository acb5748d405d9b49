"""Find the signs of other markup languages and editors, which mean nothing here and would be printed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hireground.markdown.links import code_spans
from hireground.prose.body import LARGEST, Body, Finding, boxed, is_escaped, shown
from hireground.prose.forms import FORMS, Form
from hireground.prose.meanings import linked
from hireground.prose.tags import BOXES

SEEN = "which readers would see as it stands"
LANGUAGES = frozenset(
    (
        "r",
        "python",
        "julia",
        "bash",
        "sh",
        "sql",
        "js",
        "javascript",
        "ojs",
        "rust",
        "c",
        "cpp",
        "java",
        "mermaid",
        "dot",
    )
)
"""What a notebook runs between fences: here it is code."""
EMOJI = {
    "smile": "😄", "smiley": "😃", "grin": "😁", "joy": "😂", "wink": "😉",
    "heart": "\u2764\ufe0f", "thumbsup": "👍", "+1": "👍", "tada": "🎉", "rocket": "🚀",
    "fire": "🔥", "warning": "\u26a0\ufe0f", "calendar": "📅", "bulb": "💡", "star": "\u2b50",
    "white_check_mark": "\u2705", "heavy_check_mark": "\u2714\ufe0f", "x": "\u274c", "wave": "👋",
    "clap": "👏", "eyes": "👀", "memo": "📝", "point_right": "👉", "coffee": "\u2615",
    "books": "📚", "mag": "🔍", "email": "📧", "link": "🔗", "clock": "🕰\ufe0f",
}  # fmt: skip
"""The commonest of the names that chat programs and code hosts turn into pictures."""
EMOJI_NAME = re.compile(r":(\+1|[a-z][a-z0-9_+-]{1,40}):(?![\w:/`])")
ROLE = re.compile(r"\{[a-z][\w:.-]{0,40}\}(?=`)|:(?:[a-z][\w+.-]{0,40}:){1,3}(?=`)")
COLONS = re.compile(
    r"^[ \t>]*(?P<colons>:{3,})[ \t]*(?:\{?[ ]?\.?(?P<kind>[A-Za-z][\w:-]*)(?P<title>[^\n]*))?$", re.MULTILINE
)
FENCE_INFO = re.compile(r"(?P<fence>[ ]{0,3}(?:`{3,}|~{3,}))[ ]*\{(?P<name>[A-Za-z][\w:-]*)[^\n{}]*\}[^\n]*")
RST_LINK = re.compile(r"`(?P<text>[^`<>\n]+?)[ \t]*<(?P<target>[^`<>\s]+)>`")


def dialect_findings(body: Body) -> Iterator[Finding]:
    """Yield the signs of other languages outside code."""
    words = body.words
    for rare, forms in FORMS:
        for form in forms if rare in words else ():
            for match in _matches(form.found, words) if form.sign in words else ():
                if not is_escaped(words, match.start()):
                    yield _finding(form, match)
    if ":::" in words:
        yield from _colons(body)
    if "`" in body.source or "~~~" in body.source:
        yield from _beside_code(body)
    if ":" in words:
        yield from _emoji(words)


def _matches(pattern: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds; one of whole lines is tried where a line begins, and not at each letter."""
    if not pattern.pattern.startswith("^"):
        yield from pattern.finditer(words)
        return
    start = 0
    while start >= 0:
        match = pattern.match(words, start)
        if match:
            yield match
        start = words.find("\n", match.end() if match else start) + 1 or -1


def _finding(form: Form, match: re.Match[str]) -> Finding:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    message = f"{shown(match[0])} is {form.kind}, {SEEN}"
    meant = form.meaning(match) if form.meaning else None
    if meant is None:
        return Finding(start, match.end(), f"{message}; {form.how}", seen=form.seen)
    return Finding(start, match.end(), message, meant.lstrip(), seen=form.seen)


def _chunk(match: re.Match[str]) -> str | None:
    is_code = match["name"].lower() in LANGUAGES and match["fence"][0] != ":"
    return f"{match['fence']}{match['name'].lower()}" if is_code else None


def _colons(body: Body) -> Iterator[Finding]:
    """Yield the boxes between lines of colons, as Docusaurus, MyST, Pandoc and VuePress have them."""
    opened = list[re.Match[str]]()
    for match in COLONS.finditer(body.words):
        if match["kind"]:
            opened.append(match)
        elif opened:
            yield _box(body, opened.pop(), match)
    for match in opened:
        yield _box(body, match, None)


def _box(body: Body, opening: re.Match[str], closing: re.Match[str] | None) -> Finding:
    start, end = opening.start("colons"), opening.end()
    text = body.source[start:end]
    message = f"{shown(text)} is a box of Docusaurus, MyST or Pandoc, {SEEN}"
    kind = BOXES.get(opening["kind"].lower().removeprefix("callout-"))
    if not (kind and closing) or closing.start() - end > LARGEST or "```" in body.source[end : closing.start()]:
        return Finding(
            start, end, f'{message}; write "!!! note" and the text below it, indented by four spaces', seen=":::"
        )
    title = opening["title"].strip(' []\t{}"')
    box = boxed(body, (start, end), (closing.start("colons"), closing.end()), kind, "" if "=" in title else title)
    return replace(box, message=message, seen=":::")


def _beside_code(body: Body) -> Iterator[Finding]:
    """Yield what gives code a meaning elsewhere: `{ref}` before it, `_` after it, and `{note}` beside its fence."""
    source = body.source
    for start, end in code_spans(source):
        fence = FENCE_INFO.match(source, start, end)
        if fence:
            at = start + len(fence[0]) - len(fence[0].lstrip())
            kind = f"{shown(fence[0])} begins what MyST or a notebook runs, and readers would see its source"
            meant = _chunk(fence)
            how = "" if meant else '; write a box as in "!!! note", a picture or a table in its place'
            yield Finding(at, fence.end(), f"{kind}{how}", meant.lstrip() if meant else None)
        elif source[end : end + 1] == "_" and not source[end + 1 : end + 2].isalnum() and "\n" not in source[start:end]:
            link = RST_LINK.fullmatch(source, start, end)
            stop = end + 1 + (source[end + 1 : end + 2] == "_")
            if link:
                message = f"{shown(source[start:stop])} is a link of reStructuredText, {SEEN}"
                yield Finding(start, stop, message, linked(link))
    for match in ROLE.finditer(source) if "}`" in source or ":`" in source else ():
        before = source[match.start() - 1 : match.start()]
        if body.words[match.start()] == match[0][0] and not before.isalnum() and before not in {"\\", ":"}:
            words = f"{shown(match[0])} is a role of MyST or reStructuredText, {SEEN}; take it out, or write a link"
            yield Finding(match.start(), match.end(), words, seen=match[0][:1])


def _emoji(words: str) -> Iterator[Finding]:
    for match in EMOJI_NAME.finditer(words):
        if words[match.start() - 1 : match.start()].isalnum() or words[match.start() - 1 : match.start()] in {":", "/"}:
            continue
        meant = EMOJI.get(match[1])
        how = "" if meant else "; write the sign itself, or take it out"
        message = f"{shown(match[0])} is the name of a sign in other programs, {SEEN}{how}"
        yield Finding(match.start(), match.end(), message, meant, is_warning=True, seen=match[0][:2])
