"""Check the author's own HTML: what is never closed, never opened, or no element at all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from hireground.markdown.extensions import split_words
from hireground.prose.body import Body, Finding, is_escaped, shown

TAG = re.compile(
    r"""<(?P<closing>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>(?:\s+[^\s"'<>=/]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))?)*+"""
    r"\s*(?P<self>/?))>"
)
OPEN_QUOTE = re.compile(
    r"""<(?P<name>[a-zA-Z][\w-]*)\s(?:[^<>"'\n=]|=\s*"[^"<>\n]*"|=\s*'[^'<>\n]*')*+=\s*(?P<quote>["'])[^"'<>\n]*>"""
)
VOID = split_words("area base basefont br col embed hr img input link meta param source track wbr")
OPTIONAL = split_words("body caption colgroup dd dt head html li optgroup option p rp rt tbody td tfoot th thead tr")
"""Elements that may stay open."""
PAIRED = split_words(
    "a abbr acronym address article aside audio b bdi bdo big blockquote button canvas center cite code data datalist "
    "del details dfn dialog dir div dl em fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "header hgroup i iframe ins kbd label legend main map mark marquee math menu menuitem meter nav nobr noframes "
    "noscript object ol output picture pre progress q rb rtc ruby s samp script search section select slot small span "
    "strike strong style sub summary sup svg table template textarea time title tt u ul var video xmp"
)  # fmt: skip
KNOWN = VOID | OPTIONAL | PAIRED
FOREIGN = re.compile(r"<(svg|math)[\s>]", re.IGNORECASE)
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:|[^<>\s@]+@")


def element_findings(body: Body) -> Iterator[Finding]:
    """Yield elements that are not closed or not opened, comments without an end, and what is no element."""
    words = body.words
    if "<" not in words:
        return
    start = words.find("<!--")
    if start >= 0 and not is_escaped(words, start):
        message = 'a comment that begins here is never closed, and hides all below it; write "-->" where it ends'
        yield Finding(start, start + 4, message)
        words = words[:start]
    cut = list(OPEN_QUOTE.finditer(words))
    for match in cut:
        yield Finding(
            match.start(), match.end(), f"the quote in {shown(match[0])} is never closed; write it before the >"
        )
    yield from _unbalanced(words, cut)


def _unbalanced(words: str, cut: Iterable[re.Match[str]]) -> Iterator[Finding]:
    """Find tags that are never closed or opened, and elements that HTML does not have; `cut` are open already."""
    opened = defaultdict[str, list[re.Match[str]]](list)
    for match in cut:
        opened[match["name"].lower()].append(match)
    is_foreign = FOREIGN.search(words) is not None
    for match in _tags(words):
        name = match["name"].lower()
        if name not in KNOWN and not is_foreign and "-" not in name:
            yield _unknown(words, match)
        elif name in PAIRED and not match["closing"]:
            opened[name].append(match)
        elif name in PAIRED and opened[name]:
            opened[name].pop()
        elif name in PAIRED:
            yield Finding(match.start(), match.end(), f"{shown(match[0])} closes what was never opened", "")
    for match in (one for waiting in opened.values() for one in waiting if one.re is TAG):
        how = f'write "</{match["name"]}>" where it ends'
        yield Finding(
            match.start(), match.end(), f"{shown(match[0])} is never closed, and takes in all below it; {how}"
        )


def _tags(words: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a tag, and is neither escaped nor an address between < and >."""
    for match in TAG.finditer(words):
        is_address = ADDRESS.match(words, match.start() + 1, match.end()) or words.endswith("](", 0, match.start())
        if not (is_escaped(words, match.start()) or is_address):
            yield match


def _unknown(words: str, match: re.Match[str]) -> Finding:
    name, text = match["name"], match[0]
    if name[0].isupper() and not words[match.start() - 1 : match.start()].isalnum():
        message = f"{shown(text)} is a component of another program, and nobody would see what it makes"
        return Finding(match.start(), match.end(), f"{message}; write it in Markdown or HTML")
    message = f"{shown(text)} is no element of HTML, and browsers leave it out"
    return Finding(match.start(), match.end(), message, f"\\{text}")
