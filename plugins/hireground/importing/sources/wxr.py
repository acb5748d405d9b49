"""Parse what WordPress exports (WXR): items with their keys, as text, from XML that declares nothing of its own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, XMLParser

from hireground.importing.reading import UnreadableError, decoded
from hireground.terminal import RefusedError

LARGEST = 500_000_000
NAMESPACES = {
    "wp": "http://wordpress.org/export/1.2/", "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Item:
    """One item of an export: its keys by their names without a namespace, its terms, and its metadata."""

    keys: Mapping[str, str]
    terms: tuple[tuple[str, str, str], ...]
    meta: Mapping[str, tuple[str, ...]]
    comments: int

    def get(self, name: str) -> str:
        """Return a key's text."""
        return self.keys.get(name, "").strip()

    def said(self, name: str) -> str:
        """Return the first value of a piece of metadata."""
        return next(iter(self.meta.get(name, ())), "").strip()

    def names(self, *domains: str) -> Iterator[str]:
        """Yield the names of the terms of some kinds."""
        yield from (name for domain, _slug, name in self.terms if domain in domains)


@dataclass(frozen=True)
class Export:
    """A whole export: where the site is, the names of its authors, and its items."""

    address: str
    authors: Mapping[str, str]
    items: tuple[Item, ...]

    @property
    def base(self) -> str:
        """The path below which the old site stood, as in `https://example.org/blog`; empty for none."""
        return urlsplit(self.address).path.rstrip("/")


def read_wxr(file: Path) -> Export:
    """Read an export; raises `RefusedError`."""
    try:
        text = CONTROL.sub("", decoded(file, LARGEST))
    except UnreadableError as error:
        raise RefusedError(f"{file.name} cannot be read: {error}") from None
    channel = _parsed(text, file.name).find("channel")
    if channel is None:
        raise RefusedError(f"{file.name} is no export of WordPress; its menu Tools, Export makes one")
    keys = {_name(child): child.text or "" for child in channel if child.tag != "item"}
    authors = {}
    for child in channel:
        if _name(child) == "author":
            of = {_name(one): one.text or "" for one in child}
            authors[of.get("author_login", "")] = of.get("author_display_name") or of.get("author_login", "")
    address = (keys.get("base_blog_url") or keys.get("link") or keys.get("base_site_url") or "").strip()
    return Export(address, authors, tuple(_item(one) for one in channel.findall("item")))


def _parsed(text: str, name: str) -> Element:
    start = text.find("<rss")
    if start < 0 or "<!" in re.sub(r"<!--.*?-->", "", text[:start], flags=re.DOTALL):
        why = "it declares entities of its own" if start >= 0 else "there is no <rss> in it"
        raise RefusedError(f"{name} is not read: {why}, which no export of WordPress does")
    end = text.find(">", start)
    head = text[start:end]
    missing = "".join(f' xmlns:{one}="{url}"' for one, url in NAMESPACES.items() if f"xmlns:{one}=" not in head)
    parser = XMLParser()  # noqa: S314 -- there is no declaration in what it is fed
    try:
        parser.feed(f"{head}{missing}{text[end:]}")
        root: Element = parser.close()
    except (ParseError, RecursionError) as error:
        raise RefusedError(f"{name} is damaged: {error}") from None
    return root


def _name(element: Element) -> str:
    namespace, _, name = element.tag.rpartition("}")
    return f"excerpt:{name}" if "excerpt" in namespace else name


def _item(element: Element) -> Item:
    keys: dict[str, str] = {}
    terms = []
    meta: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    comments = 0
    for child in element:
        name = _name(child)
        if name == "category":
            terms.append((child.get("domain", "category"), child.get("nicename", ""), (child.text or "").strip()))
        elif name == "postmeta":
            pair = {_name(one): one.text or "" for one in child}
            meta[pair.get("meta_key", "")] += (pair.get("meta_value", ""),)
        elif name == "comment":
            comments += 1
        else:
            keys.setdefault(name, child.text or "")
    return Item(keys, tuple(terms), dict(meta), comments)
