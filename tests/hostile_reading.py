"""A built file to all that it says, each with its place, as readers of its format find it: none of them is ours."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import PurePath
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import icalendar

Said = tuple[str, str]
"""A place in a file, and what stands there."""
Reading = Callable[[bytes], Iterator[Said]]


def by_html5lib(data: bytes) -> Iterator[Said]:
    """Read a page as browsers do; raises where they would have to guess."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    yield from _tree("", parser.parse(data))


def _tree(way: str, element: ET.Element) -> Iterator[Said]:
    here = f"{way}/{element.tag}"
    if not isinstance(element.tag, str):
        yield f"{way}/comment", element.text or ""
    else:
        yield from _element(here, {str(name): value for name, value in element.attrib.items()})
        yield from _text(here, element.attrib.get("type"), element.text or "")
        for child in element:
            yield from _tree(here, child)
    yield f"{here} after", element.tail or ""


def by_tokens(data: bytes) -> Iterator[Said]:
    """Read a page tag by tag with Python's own parser."""
    parser = _Tokens(convert_charrefs=True)
    parser.feed(data.decode())
    parser.close()
    yield from parser.said


class _Tokens(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.said: list[Said] = []
        self.kind: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"an attribute twice: {attrs}"
        self.said += _element(tag, values)
        self.kind = values.get("type") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.said.append((f"/{tag}", ""))
        self.kind = None

    def handle_data(self, data: str) -> None:
        self.said += _text("text", self.kind, data)

    def handle_comment(self, data: str) -> None:
        self.said.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.said.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.said.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.said.append(("section", data))


def _element(here: str, attributes: dict[str, str]) -> Iterator[Said]:
    yield here, ""
    for name, value in attributes.items():
        yield from _address(f"{here}@{name}", value) if name in {"href", "src"} else [(f"{here}@{name}", value)]


def _address(way: str, url: str) -> Iterator[Said]:
    """Take an address apart: what stands in its query must not become another parameter."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http", "webcal", "mailto"}:
        yield way, url
        return
    yield f"{way} scheme", parts.scheme
    yield f"{way} host", parts.netloc
    yield f"{way} path", unquote(parts.path, errors="strict")
    yield f"{way} fragment", unquote(parts.fragment, errors="strict")
    for name, value in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)):
        yield from _address(f"{way}?{name}", value) if name in {"cid", "url"} else [(f"{way}?{name}", value)]


def _text(here: str, kind: str | None, text: str) -> Iterator[Said]:
    if kind == "application/ld+json":
        yield from _json(here, json.loads(text))
    elif text:
        yield f"{here} text", text


def by_json(data: bytes) -> Iterator[Said]:
    """Read JSON."""
    yield from _json("", json.loads(data))


def _json(way: str, value: object) -> Iterator[Said]:
    if isinstance(value, dict):
        for name, inner in value.items():
            is_link = name in {"href", "uri", "url"} and isinstance(inner, str)
            yield f"{way} key", name
            yield from _address(f"{way}.{name}", str(inner)) if is_link else _json(f"{way}.*", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _json(f"{way}[{number}]", inner)
    else:
        yield f"{way}={type(value).__name__}", str(value)


def by_icalendar(data: bytes) -> Iterator[Said]:
    """Read a calendar with collective/icalendar."""
    read = icalendar.Calendar.from_ical(data)
    for component in read.walk():
        assert component.errors == []
        yield str(component.name), ""
        for name, value in component.property_items(recursive=False):
            yield f"{component.name}.{name}", _plain(name, value)
            yield from ((f"{component.name}.{name};{key}", str(one)) for key, one in _parameters(value))


def _parameters(value: object) -> Iterator[tuple[str, object]]:
    yield from dict(getattr(value, "params", {})).items()


def _plain(name: str, value: object) -> str:
    if isinstance(value, icalendar.vCategory):
        return "\n".join(map(str, value.cats))
    if name == "NAME" or name.startswith("X-WR-"):  # the library leaves what it knows no type of as it is written
        return re.sub(r"\\(.)", r"\1", str(value))
    written = value if isinstance(value, str) else getattr(value, "to_ical", str)()
    return written.decode() if isinstance(written, bytes) else str(written)


def by_element_tree(data: bytes) -> Iterator[Said]:
    """Read XML; the HTML in a feed is read in its turn."""
    root = ET.fromstring(data)  # noqa: S314 -- our own file
    described = {id(one) for item in root.iter("item") for one in item.findall("description")}
    for element in root.iter():
        yield element.tag, ""
        for name, value in element.attrib.items():
            yield f"{element.tag}@{name}", value
        text = element.text or ""
        if element.get("type") == "html" or id(element) in described:
            yield from ((f"{element.tag} {way}", said) for way, said in by_tokens(text.encode()))
        else:
            yield f"{element.tag} text", text
        yield f"{element.tag} after", element.tail or ""


def by_lines(data: bytes) -> Iterator[Said]:
    """Read plain text: no line breaks but its own, and no matter how it is wrapped."""
    text = data.decode()
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} - {"\n"} and sign != "\n"]
    yield "words", re.sub(r"^(=+|-+)$|\s+", "", text, flags=re.MULTILINE)


READINGS: dict[str, Reading] = {
    ".html": by_tokens,
    ".json": by_json,
    ".webmanifest": by_json,
    ".ics": by_icalendar,
    ".xml": by_element_tree,
    ".atom": by_element_tree,
    ".svg": by_element_tree,
    ".txt": by_lines,
}


def said_in(path: PurePath, data: bytes) -> list[Said]:
    """Return all that a file says."""
    reading = READINGS.get(path.suffix)
    return [*reading(data)] if reading else [("bytes", data.decode("latin-1"))]
