"""Take out of drawings (SVG) and rich text (RTF) what programs wrote of their authors."""

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

Cleaner = Callable[[bytes], bytes]
PATHS = re.compile(rb"""\s[\w.-]+:(?:docname|docbase|absref|export-filename|author)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""Where a drawing lay on its author's computer, in attributes that only its program reads."""
EMBEDDED = re.compile(rb"data:([\w./+-]+)((?:;[\w=-]+)*?)(;base64)?,([^\"'\s)<>]+)")


def cleaned_drawing(data: bytes, inner: Cleaner) -> bytes:
    """Return a drawing without metadata; comments stay, since licenses stand in them. `inner` cleans its pictures."""
    spans = _spans(data)
    if spans is None:
        return data
    for start, end in reversed(spans):
        data = data[:start] + data[end:]
    return EMBEDDED.sub(lambda match: _embedded(match, inner), PATHS.sub(b"", data))


def _spans(data: bytes) -> list[tuple[int, int]] | None:
    """Return where elements of metadata begin and end; None where it is not a drawing."""
    found = list[tuple[int, int]]()
    opened = list[int]()
    parser = expat.ParserCreate("utf-8", " ")
    kinds = list[str]()

    def start(name: str, _attributes: dict[str, str]) -> None:
        kinds.append(name.rpartition(" ")[2])
        if opened or name.rpartition(" ")[2] in {"metadata", "RDF", "xmpmeta"}:
            opened.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        if opened and (begun := opened.pop()) is not None and not opened:
            stop = data.index(b">", parser.CurrentByteIndex) + 1
            found.append((begun, stop))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- the library's
    except expat.ExpatError:
        if kinds[:1] == ["svg"]:
            raise ValueError("this drawing is damaged; export it anew, as plain SVG") from None
        return None
    return found if kinds[0] == "svg" else None


def _embedded(match: re.Match[bytes], inner: Cleaner) -> bytes:
    kind, more, is_base64, written = match.groups()
    try:
        old = base64.b64decode(unquote_to_bytes(written)) if is_base64 else unquote_to_bytes(written)
    except (binascii.Error, ValueError):
        return match[0]
    new = inner(old)
    return match[0] if new == old else b"data:%b%b;base64,%b" % (kind, more, base64.b64encode(new))


GROUPS = re.compile(rb"\{\s*(?:\\\*\s*)?\\(?:info|userprops|revtbl|xmpns)\b")
BRACES = re.compile(rb"\\.|[{}]", re.DOTALL)
"""The parts of rich text that say who wrote and changed it."""


def cleaned_rich_text(data: bytes) -> bytes:
    """Return rich text without the facts about it."""
    parts, at = [], 0
    while match := GROUPS.search(data, at):
        parts.append(data[at : match.start()])
        depth, at = 0, len(data)
        for sign in BRACES.finditer(data, match.start()):
            depth += (sign[0] == b"{") - (sign[0] == b"}")
            if not depth:
                at = sign.end()
                break
    return b"".join([*parts, data[at:]])
