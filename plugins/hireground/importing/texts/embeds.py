"""Take out of a body what browsers would not load or should not run: frames, scripts, styles and handlers."""

import re
from collections.abc import Iterator
from html import unescape

from hireground.importing.model import Fate, Note
from hireground.importing.texts.template_words import replaced
from hireground.text.web_addresses import video_site, watched

ATTRIBUTE = re.compile(r"""\s([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
FRAME = re.compile(r"<(iframe|embed|frame)\b([^<>]*)>(?:\s*</\1\s*>)?", re.IGNORECASE)
OBJECT = re.compile(r"<object\b([^<>]*)>(.*?)</object\s*>", re.IGNORECASE | re.DOTALL)
MEDIA = re.compile(r"<(video|audio)\b([^<>]*)>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
SCRIPT = re.compile(r"<script\b([^<>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
STYLE = re.compile(r"<style\b[^<>]*>.*?</style\s*>|<link\b[^<>]*>|<meta\b[^<>]*>", re.IGNORECASE | re.DOTALL)
FORM = re.compile(r"</?(?:form|input|button|select|textarea|label|option|noscript)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[a-zA-Z:_-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)+)(\s*/?)>")
REFUSED = re.compile(
    r"""\s(?:style|on[a-z]+|srcset|sizes|align|valign|bgcolor|border|cellpadding|cellspacing|frameborder|background)\s*=\s*"""
    r"""(?:"[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
HARMFUL = re.compile(r"(?:javascript|vbscript|data|file|about):", re.IGNORECASE)
KIND = "an embed became a link"


def without_embeds(body: str, source: str) -> tuple[str, tuple[Note, ...]]:
    """Put links in place of frames and films, and nothing in place of what would run."""
    if "<" not in body:
        return body, ()
    notes: list[Note] = []

    def said(fate: Fate, kind: str, detail: str, text: str) -> str:
        notes.append(Note(fate, kind, source, detail[:100]))
        return text

    def link(attributes: str, inner: str = "") -> str:
        address = _source(attributes) or _source(inner)
        if not address:
            return said(Fate.LEFT_OUT, "an embed without an address", attributes, "")
        title = _value(attributes, "title") or video_site(address)
        return said(Fate.CHANGED, KIND, address, f"[{_words(title or address)}](<{address}>)")

    def script(attributes: str, inner: str) -> str:
        address = _value(attributes, "src")
        if "gist.github.com" in address:
            return said(Fate.CHANGED, KIND, address, f"[Gist](<{address.removesuffix('.js')}>)")
        return said(Fate.LEFT_OUT, "a script", address or inner.strip(), "")

    body = replaced(body, OBJECT, lambda match: link(match[1], match[2]))
    body = replaced(body, FRAME, lambda match: link(match[2]))
    body = replaced(body, MEDIA, lambda match: link(match[2], match[3]))
    body = replaced(body, SCRIPT, lambda match: script(match[1], match[2]))
    body = replaced(body, STYLE, lambda match: said(Fate.LEFT_OUT, "a style sheet", match[0], ""))
    body = replaced(body, FORM, lambda match: said(Fate.LEFT_OUT, "a form", match[0], ""))
    return replaced(body, TAG, _plain_tag), tuple(notes)


def _plain_tag(match: re.Match[str]) -> str:
    return f"<{match[1]}{REFUSED.sub('', match[2])}{match[3]}>"


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for match in ATTRIBUTE.finditer(f" {text}"):
        yield match[1].lower(), unescape(match[2] or match[3] or match[4] or "").strip()


def _value(text: str, name: str) -> str:
    return next((value for found, value in _attributes(text) if found == name), "")


def _source(text: str) -> str:
    """Return the address that a frame or a film names, which never is a script's."""
    for name, value in _attributes(text):
        if name in {"src", "data", "data-src", "href"} and not HARMFUL.match(value):
            address = f"https:{value}" if value.startswith("//") else value
            return watched(re.sub(r"\s", "%20", address)) if "<" not in address else ""
    return ""


def _words(text: str) -> str:
    return re.sub(r"([\[\]<>])", r"\\\1", " ".join(text.split()))
