"""Parse what WordPress exports (WXR): items with their keys, as text, from XML that declares nothing of its own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
TERMS = {"category": ("category_nicename", "cat_name"), "tag": ("tag_slug", "tag_name")}
"""What the channel calls the slug and the name of each kind of term."""
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


@dataclass(frozen=True, order=True)
class Term:
    """A category or a tag: `number` is what WordPress numbers it by, `parent` the slug of the category it is in."""

    domain: str
    slug: str
    name: str
    number: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Export:
    """A whole export: where the site is, its authors' names and `numbers` by their logins, its items and terms."""

    address: str
    authors: Mapping[str, str]
    items: tuple[Item, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()

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
    people = [_keys(one) for one in channel if _name(one) == "author"]
    authors = {
        one.get("author_login", ""): one.get("author_display_name") or one.get("author_login", "") for one in people
    }
    numbers = {one.get("author_login", ""): one.get("author_id", "") for one in people}
    terms = tuple(_term(_name(one), _keys(one)) for one in channel if _name(one) in TERMS)
    address = (keys.get("base_blog_url") or keys.get("link") or keys.get("base_site_url") or "").strip()
    return Export(address, authors, tuple(map(_item, channel.findall("item"))), numbers, terms)


def _keys(element: Element) -> dict[str, str]:
    return {_name(one): (one.text or "").strip() for one in element}


def _term(kind: str, keys: Mapping[str, str]) -> Term:
    slug, name = TERMS[kind]
    domain = "category" if kind == "category" else "post_tag"
    parent = keys.get("category_parent", "")
    return Term(domain, keys.get(slug, ""), keys.get(name, ""), keys.get("term_id", ""), parent)


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
