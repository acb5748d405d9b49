"""Lead the links of a body to where things are now, and say which of them lead nowhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from hireground.markdown.links import links_in
from hireground.text.frontmatter import Document
from hireground.text.yaml.marks import Mark, Marks

LONGEST = 2_000
"""Characters of the words of a link."""


@dataclass(frozen=True)
class Where:
    """Where a link leads now; a picture of another site becomes a link, and what leads nowhere, words."""

    target: str
    is_link: bool = False
    is_words: bool = False


Find = Callable[[str, bool], Where]
"""Is given the address as it is written, and whether it is a picture."""


def led(body: str, find: Find) -> str:
    """Return a body whose links lead where `find` says."""
    if "](" not in body and "]:" not in body and "<" not in body:
        return body
    document = Document(Path("text.md"), {}, Marks({}, {(): Mark(1, 1)}), body, 1)
    starts = [0, *accumulate(len(line) + 1 for line in body.split("\n"))]
    pieces, place = [], 0
    for start, target, is_image in _found(document, starts):
        if start < place:
            continue
        where = find(target, is_image)
        if where.target == target and not (where.is_link or where.is_words):
            continue
        first, last, text = _changed(body, start, target, where)
        if first < place:  # a picture within a link: the link around it is already written
            first, last, text = start, start + len(target), where.target or target
        pieces += [body[place:first], text]
        place = last
    return "".join([*pieces, body[place:]])


def _found(document: Document, starts: list[int]) -> Iterator[tuple[int, str, bool]]:
    for link in links_in(document):
        line = starts[link.mark.line - 1]
        start = line + link.mark.column - 1
        if not link.is_indented or _is_in_list(document.body, line):
            yield start, link.target, link.is_image


def _is_in_list(body: str, start: int) -> bool:
    """Tell whether an indented line goes on with a list's item or an element, and is no code."""
    before = body[max(0, start - LONGEST) : start].split("\n")
    for line in reversed(before):
        if line.strip() and not line.startswith((" ", "\t")):
            return bool(re.match(r"(?:[-*+]|\d+[.)]|\[\^|:|!!!)", line)) or _is_in_html(body, start)
    return _is_in_html(body, start)


def _is_in_html(body: str, start: int) -> bool:
    """Tell whether the lines above, up to an empty one, begin with an element."""
    lines = body[body.rfind("\n\n", max(0, start - LONGEST), start) + 1 : start].lstrip("\n").split("\n")
    return len(lines) > 1 and bool(re.match(r" {0,3}</?[A-Za-z]", lines[0]))


def _changed(body: str, start: int, target: str, where: Where) -> tuple[int, int, str]:
    """Return what of the body is replaced, from where to where, and by what."""
    end = start + len(target)
    if body[start - 1 : start] == "<" and body[end : end + 1] == ">" and not body[:start].endswith("](<"):
        words = target if where.is_words else f"[{target}]({where.target})"  # an address alone, between < and >
        return start - 1, end + 1, words
    if not (where.is_link or where.is_words):
        return start, end, _safe(where.target, body[start - 1 : start])
    opening, closing = _opening(body, start), _closing(body, end)
    if opening is None or closing is None:
        return _tag_changed(body, start, end, where)
    words = body[opening + 1 : body.rindex("]", opening, start)]
    first = opening - 1 if body[opening - 1 : opening] == "!" else opening
    if where.is_words:
        return first, closing, f"{words} ({where.target})" if where.target not in {"", words} else words
    name = where.target.rpartition("/")[2].partition("?")[0]
    return first, closing, f"[{words.strip() or name or 'Picture'}]({_safe(where.target, '')})"


def _safe(target: str, before: str) -> str:
    return f"<{target}>" if before != "<" and before not in {'"', "'"} and re.search(r"[\s()]", target) else target


def _tag_changed(body: str, start: int, end: int, where: Where) -> tuple[int, int, str]:
    """Turn an `<img>` into a link; of any other tag only the address is changed."""
    opened = body.rfind("<", max(0, start - LONGEST), start)
    closed = body.find(">", end)
    if opened < 0 or closed < 0 or not body.startswith("<img", opened):
        return start, end, where.target or "#"
    alt = re.search(r"""\balt\s*=\s*["']([^"']*)["']""", body[opened:closed])
    words = alt[1].strip() if alt else ""
    is_in_link = body.rfind("<a ", 0, opened) > body.rfind("</a>", 0, opened)
    if where.is_words or is_in_link:
        return opened, closed + 1, words or ("Picture" if is_in_link else "")
    name = where.target.rpartition("/")[2].partition("?")[0]
    return opened, closed + 1, f'<a href="{where.target}">{words or name or "Picture"}</a>'


def _opening(body: str, start: int) -> int | None:
    """Return where the words of an inline link begin: the bracket that the one before the address closes."""
    close = body.rfind("]", max(0, start - 5), start)
    if close < 0 or not re.fullmatch(r"\]\([ \t]*<?", body[close:start]):
        return None
    depth = 0
    for place in range(close, max(-1, close - LONGEST), -1):
        if body[place - 1 : place] == "\\":
            continue
        depth += {"]": 1, "[": -1}.get(body[place], 0)
        if depth == 0:
            return place
    return None


CLOSING = re.compile(r"""[ \t]*>?\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([^()]*\))?\s*\)(?:\{:?[^{}\n]*\})?""")


def _closing(body: str, end: int) -> int | None:
    match = CLOSING.match(body, end)
    return match.end() if match else None
