"""Name the HTML that the pages' policy keeps from readers: frames, foreign media, forms, scripts and styles."""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from hireground.prose.body import Body, Finding, is_escaped, shown
from hireground.text.web_addresses import video_site, watched

ELEMENTS = "iframe|frame|embed|object|applet|script|style|link|form|video|audio"
SUSPECT = re.compile(rf"<(?:{ELEMENTS})\b|\b(?:style|on[a-z]+)\s*=", re.IGNORECASE)
"""What few texts have; only those are converted to see what is left of it."""
VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'<>}]++)"""
ATTRIBUTE = re.compile(rf"""([a-zA-Z][\w:-]*+)\s*+=\s*+({VALUE})""")
ELEMENT = re.compile(
    rf"<(?P<tag>{ELEMENTS})(?=[\s>/])(?P<attributes>[^<>]*+)>",
    re.IGNORECASE,
)
TAG = re.compile(rf"<[a-zA-Z][\w-]*+(?:\s++[^\s\"'<>=/]++(?:\s*+=\s*+{VALUE})?+)*+\s*+/?>|\{{:?[^\n{{}}]*\}}")
WITHOUT_EFFECT = re.compile(rf"\s++(?:style|on[a-z]++)\s*+=\s*+{VALUE}", re.IGNORECASE)
ALONE = re.compile(rf"\s*\{{:?\s*+(?:style|on[a-z]++)\s*+=\s*+{VALUE}\s*+\}}", re.IGNORECASE)
FRAMES = frozenset({"iframe", "frame", "embed", "object", "applet"})
MEDIA = {"video": "film", "audio": "sound"}
SOURCES = ("src", "data", "data-src")
LOADED = ("src", "poster")
FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def policy_findings(body: Body) -> Iterator[Finding]:
    """Yield what browsers are told not to load, run or apply, with what to write instead."""
    if ("<" not in body.source and "=" not in body.source) or not SUSPECT.search(body.source):
        return
    text = body.markup
    found = [match for match in ELEMENT.finditer(text) if not is_escaped(text, match.start())]
    spans = [match for match in TAG.finditer(text) if WITHOUT_EFFECT.search(match[0]) or ALONE.fullmatch(match[0])]
    if not found and not spans:
        return
    left = _Left()
    left.feed(body.html())
    left.close()
    for match in found:
        tag = match["tag"].lower()
        if tag in left.tags and (finding := _of_element(body, text, match, tag)):
            yield finding
    if left.has_attributes and spans:
        yield from _attributes(spans)


def _of_element(body: Body, text: str, match: re.Match[str], tag: str) -> Finding | None:
    said = _said(match["attributes"])
    if tag in FRAMES:
        return _frame(body, text, match, tag, said)
    if tag in MEDIA:
        return _media(body, text, match, tag, said)
    if tag == "form":
        how = "write a link to the form's own page"
        message = (
            f"{shown(match[0])} sends what readers write to another site, which browsers are told not to do; {how}"
        )
        return Finding(*match.span(), message) if FOREIGN.match(said.get("action", "")) else None
    if tag == "script":
        how = "write a link to what it shows, or take it out"
        return Finding(*match.span(), f"{shown(match[0])} is a script, which browsers are told not to run; {how}")
    if tag == "style" or "stylesheet" in said.get("rel", "").lower():
        how = "take it out; colors are settings, and rules stand in a theme of your own"
        message = f"{shown(match[0])} is a style sheet in a text, which browsers are told not to apply; {how}"
        return Finding(*match.span(), message, is_warning=True)
    return None


def _frame(body: Body, text: str, match: re.Match[str], tag: str, said: Mapping[str, str]) -> Finding:
    address = next((said[name] for name in SOURCES if said.get(name)), "")
    message = f"{shown(match[0])} shows another page within this one, which browsers are told not to do"
    end = _end(text, match, tag)
    if not address or not end or not _is_link(address):
        return Finding(*match.span(), f"{message}; write a link to what it shows")
    return Finding(match.start(), end, message, _link(body, match.start(), end, address, said.get("title", "")))


def _media(body: Body, text: str, match: re.Match[str], tag: str, said: Mapping[str, str]) -> Finding | None:
    """Find a film or a sound that another site has; one of several files may be the site's own."""
    end = _end(text, match, tag)
    inner = text[match.end() : end or match.end()]
    loaded = [said[name] for name in LOADED if said.get(name)]
    loaded += [_bare(value) for name, value in ATTRIBUTE.findall(inner) if name.lower() in LOADED]
    foreign = [one for one in loaded if FOREIGN.match(one)]
    if not foreign:
        return None
    message = f"{shown(match[0])} loads another site's {MEDIA[tag]}, which browsers are told not to do"
    if not end or foreign != loaded or len(foreign) > 1:
        name = urlsplit(foreign[0]).path.rpartition("/")[2] or "talk.mp4"
        how = f'copy it to content/images, and name it as in "../images/{name}", or write a link'
        return Finding(*match.span(), f"{message}; {how}")
    return Finding(match.start(), end, message, _link(body, match.start(), end, foreign[0], said.get("title", "")))


def _attributes(spans: list[re.Match[str]]) -> Iterator[Finding]:
    """Yield one finding for all attributes that have no effect, taking them all out."""
    held = []
    for tag in spans:
        if ALONE.fullmatch(tag[0]):
            held.append((tag.start(), tag.end(), ""))
            continue
        held += [(tag.start() + one.start(), tag.start() + one.end(), "") for one in WITHOUT_EFFECT.finditer(tag[0])]
    first, *others = held
    count = f", and {len(others):,} more below it," if others else ""
    said = spans[0].string[first[0] : first[1]]
    message = f"{shown(said)}{count} has no effect: browsers are told to take styles and scripts from files alone"
    words = "take them out" if others else "take it out"
    yield Finding(*first[:2], message, "", is_warning=True, words=words, more=tuple(others))


def _said(attributes: str) -> dict[str, str]:
    return {name.lower(): _bare(value) for name, value in ATTRIBUTE.findall(attributes)}


def _bare(value: str) -> str:
    return unescape(value.strip("\"'")).strip()


def _end(text: str, match: re.Match[str], tag: str) -> int:
    """Return where an element ends; 0 if it is never closed in the same paragraph or two."""
    if tag in {"embed", "frame"} or match[0].endswith("/>"):
        return match.end()
    closing = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, match.end(), match.end() + 2_000)
    return closing.end() if closing else 0


def _is_link(address: str) -> bool:
    return bool(FOREIGN.match(address)) or not re.match(r"[a-zA-Z][\w+.-]*:", address)


def _link(body: Body, start: int, end: int, address: str, title: str) -> str:
    """Write a link, in Markdown where it stands in a paragraph of its own, and as HTML among other HTML."""
    whole = watched(f"https:{address}" if address.startswith("//") else address)
    words = " ".join((title or video_site(whole) or _name(whole)).split())
    source = body.source
    is_apart = not source[:start].rpartition("\n\n")[2].strip() and not source[end:].partition("\n\n")[0].strip()
    if not is_apart or re.search(r"[<>\s]", whole):
        return f'<a href="{escape(whole)}">{escape(words)}</a>'
    target = f"<{whole}>" if set("()") & set(whole) else whole
    escaped = re.sub(r"([\[\]<>*_`\\])", r"\\\1", words)
    return f"[{escaped}]({target})"


def _name(address: str) -> str:
    parts = urlsplit(address)
    return parts.netloc.removeprefix("www.") or parts.path.rpartition("/")[2] or address


class _Left(HTMLParser):
    """Says which elements are in converted HTML, and whether any has an attribute without effect."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.has_attributes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.has_attributes = self.has_attributes or any(name == "style" or name.startswith("on") for name, _ in attrs)
