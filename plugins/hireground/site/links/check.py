"""Follow the links of texts to addresses of the site, and to places within a text."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from hireground import urls
from hireground.markdown.link_check import (
    MOST_COMPARED,
    MOST_HINTS,
    Folder,
    LinkedFiles,
    judged,
    refused_link,
    relative,
)
from hireground.markdown.links import BodyLink, addresses_in, file_of, links_in, root_file
from hireground.site.files import is_source
from hireground.site.links.addresses import Addresses
from hireground.site.links.places import Places
from hireground.slugs import slugify
from hireground.text.budgets import near
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, did_you_mean, nearest, quoted
from hireground.text.source import spelled
from hireground.text.yaml.marks import Mark

SIGNS = re.compile(r"""(?:\]\(|\]:|=)[ \t]*+["'<]?+(?:[/#]|\{(?:category|tag|author|index)\})|\.(?:md|markdown)#""")
"""What a body has in it that leads to an address from the root, or to a place in a text."""
PARTS_OF_SIGNS = ("](", "]:", "=", ".md#", ".markdown#")
PELICAN_LIST = re.compile(r"\{(category|tag|author|index)\}(.*)")
"""A link to a list of Pelican's own, by its name."""
LIKE = 0.6
NOTHING_LIKE_IT = "check it, or take the link out"


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a link; a warning where it still leads somewhere."""

    refusal: Refusal
    is_warning: bool = False


@dataclass(frozen=True)
class SiteLinks:
    """What links may lead to, as one kind of reader sees it; without `addresses` only files and places are checked."""

    siteurl: str
    folder: Folder
    places: Places
    addresses: Addresses | None
    elsewhere: tuple[str, ...] = ()

    def has_signs(self, body: str) -> bool:
        """Tell whether a body may lead to an address of the site, or to a place."""
        may_have = any(sign in body for sign in PARTS_OF_SIGNS)  # which is found in a hundredth of the time
        return bool(may_have and SIGNS.search(body)) or bool(self._host and self._host in body)

    def is_named(self, fields: Mapping[str, object]) -> bool:
        """Tell whether the keys above a body may lead to an address of the site."""
        return bool(self._host and self._host in repr(fields).lower())

    def problems(self, document: Document, source: Path, html: Callable[[], str]) -> Iterator[Problem]:
        """Yield the links of a body to addresses and places that are not there; `html` converts it."""
        judge = TextLinks(self, source)
        links = [link for link in links_in(document) if not link.is_torn]
        for link, verdict in judged(links, judge.verdict, lambda: addresses_in(html())):
            yield refused_link(document, link, verdict.refusal, is_warning=verdict.is_warning)

    def from_root(self, target: str) -> str | None:
        """Return an address of this site from its root, with the slash before it; None for any other."""
        if target.startswith("/") and not target.startswith("//"):
            return target
        parts = _split(target)
        if not (parts and self._host and parts.netloc.lower() == self._host and parts.scheme in {"", "http", "https"}):
            return None
        base = urlsplit(self.siteurl).path
        path = target.partition("//")[2].partition("/")[2]
        below = f"/{path}".removeprefix(base)
        return (below or "/") if f"/{path}".startswith(base) and below[:1] in {"", "/", "?", "#"} else None

    @cached_property
    def _host(self) -> str:
        return urlsplit(self.siteurl).netloc.lower()


class TextLinks:
    """Judges the links of one text; the first that lead nowhere come with hints of what is meant."""

    def __init__(self, site: SiteLinks, source: Path) -> None:
        self.site, self.source, self.files = site, source, LinkedFiles(source, site.folder)
        known = len(site.addresses.texts) + len(site.addresses.pages) if site.addresses else 0
        self.hints = min(MOST_HINTS, MOST_COMPARED // (known + 1))

    def verdict(self, link: BodyLink) -> Verdict | None:
        """Say what is wrong with a link to an address or a place; None if nothing is, or it is neither."""
        if link.target.startswith("#"):
            return self._place(link.target, PurePosixPath(self.source.as_posix()), link.target)
        if (of_list := PELICAN_LIST.fullmatch(link.target)) and self.site.addresses:
            return self._list(of_list, self.site.addresses)
        if (target := self.site.from_root(link.target)) is not None:
            return self._at_root(link, target)
        file = file_of(link.target, self.source)
        return self._place(link.target, file, link.target) if file else None

    def _at_root(self, link: BodyLink, target: str) -> Verdict | None:
        parts, file = _split(target), root_file(target)
        if parts is None or file is None:
            return None
        if file in self.site.folder.names.paths and is_source(file):
            meant = self.file(file) + target.removeprefix(parts.path)
            words = f"{quoted(link.target)} is a file's name, and an address belongs here"
            return Verdict(Refusal(words, meant))
        if file in self.site.folder.names.paths:
            refusal = self.files.problem(file, link.target, is_image=link.is_image)
            return Verdict(refusal) if refusal else None
        addresses = self.site.addresses
        path = unquote(parts.path).lstrip("/")
        if addresses is None or any(f"/{path}".startswith(one) for one in self.site.elsewhere):
            return None
        if text := addresses.texts.get(path):
            refusal = self.files.problem(text, link.target, is_image=link.is_image) if text in self.hidden else None
            return Verdict(refusal) if refusal else self._place(link.target, text, target)
        return None if addresses.has(path) else self._nowhere(link, parts, path, addresses)

    def _list(self, written: re.Match[str], addresses: Addresses) -> Verdict:
        """Say which address of this site is meant by the name of a list that only Pelican's own pages have."""
        kind, name = written[1], unquote(written[2])
        if kind == "index":
            return Verdict(Refusal(f"{quoted(written[0])} is an address of Pelican's", "/"))
        route, what = (urls.PERSON, "author") if kind == "author" else (urls.TOPIC, "topic")
        if addresses.has(route.url(slug=slugify(name))):
            return Verdict(
                Refusal(f"{quoted(written[0])} is an address of Pelican's", f"/{route.url(slug=slugify(name))}")
            )
        lists = addresses.beside(route.url(slug="").rstrip("/") + "/")
        hint = f'did you mean "/{lists[like]}"?' if (like := near(slugify(name), lists, LIKE)) else NOTHING_LIKE_IT
        return Verdict(Refusal(f"no text has the {what} {quoted(name)}", hint=hint))

    @property
    def hidden(self) -> Mapping[PurePosixPath, str]:
        """The texts that readers cannot see."""
        return self.site.folder.hidden

    def _nowhere(self, link: BodyLink, parts: SplitResult, path: str, addresses: Addresses) -> Verdict:
        """Say of an address that the site does not have what is meant."""
        rest = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
        for old in (path, f"{path}/"):
            if new := addresses.moved.get(old):
                words = f"{quoted(link.target)} is an old address, which leads on"
                return Verdict(Refusal(words, self._written(new, addresses) + rest), is_warning=True)
        message = f"the site has no address {quoted(link.target)}"
        base = urlsplit(self.site.siteurl).path.strip("/")
        if meant := _spelled(path, base, addresses, self.site.folder):
            return Verdict(Refusal(message, self._written(meant, addresses) + rest))
        self.hints -= 1
        folder, _, slug = path.rstrip("/").rpartition("/")
        pages = addresses.beside(f"{folder}/" if folder else "") if self.hints > 0 else {}
        beside = {name: url for name, url in pages.items() if addresses.texts.get(url) not in self.hidden}
        if PurePosixPath(slug).suffix not in {"", ".html", ".htm"}:
            return Verdict(self.no_file(PurePosixPath(path), link) or Refusal(message, hint=NOTHING_LIKE_IT))
        if surely := self._elsewhere(path, addresses) or beside.get(nearest(slug, beside), ""):
            return Verdict(Refusal(message, self._written(surely, addresses) + rest, is_guess=True))
        like = beside.get(near(slug, beside, LIKE), "")
        hint = f'did you mean "{self._written(like, addresses)}"?' if like else NOTHING_LIKE_IT
        return Verdict(Refusal(message, hint=hint))

    def no_file(self, path: PurePosixPath, link: BodyLink) -> Refusal | None:
        """Say of a file that is not there what is meant."""
        return self.files.problem(path, link.target, is_image=link.is_image)

    def _elsewhere(self, path: str, addresses: Addresses) -> str:
        """Return the one page of a text that has the same name in another folder; empty if there is none."""
        found = addresses.by_slug.get(_slug(path), ())
        return found[0] if len(found) == 1 and addresses.texts.get(found[0]) not in self.hidden else ""

    def _written(self, url: str, addresses: Addresses) -> str:
        """Write a link to an address of the site: to its file, where it is a text's."""
        file = addresses.texts.get(url)
        return self.file(file) if file else f"/{quote(url)}"

    def file(self, file: PurePosixPath) -> str:
        """Write a link to a text."""
        return relative(self.source, file)

    def _place(self, written: str, file: PurePosixPath, target: str) -> Verdict | None:
        """Say whether a link leads to a place that its text does not have."""
        place = unquote(target.partition("#")[2])
        if not place or (there := self.site.places.of(file)) is None:
            return None
        if place in there or self.site.places.is_of_theme(place):
            return None
        where = "this text" if written.startswith("#") else quoted(written.partition("#")[0])
        message = f"{quoted(f'#{place}')} is the name of no place in {where}"
        before = written.partition("#")[0]
        if surely := _as_named(place, there) or nearest(place, there):
            return Verdict(Refusal(message, f"{before}#{surely}", is_guess=True))
        hint = did_you_mean(place, there, "")
        how = hint.replace('"', '"#', 1) if hint else f'write the heading there, or "{{#{place}}}" behind its words'
        return Verdict(Refusal(message, hint=how))


class BareAddresses(TextLinks):
    """Judges addresses that stand for themselves, in settings and templates; `start` is what is written before each."""

    def __init__(self, site: SiteLinks, start: str) -> None:
        super().__init__(site, Path())
        self.start = start

    def refusal(self, written: str) -> Refusal | None:
        """Say what is wrong with an address of the site; None if nothing is, or it is another site's."""
        target = self.site.from_root(written if "://" in written else f"/{written.lstrip('/')}")
        if target is None or "{" in written:
            return None
        verdict = self._at_root(BodyLink(written, Mark(1, 1), is_image=False, described="", is_indented=False), target)
        return verdict.refusal if verdict and not verdict.is_warning else None

    def no_file(self, path: PurePosixPath, link: BodyLink) -> Refusal | None:
        """Say of a file that is not there which one of its name is meant."""
        same = [one for one in self.site.folder.names.by_name.get(spelled(path.name), ()) if not is_source(one)]
        message = f"the site has no file {quoted(link.target)}"
        if len(same) == 1:
            return Refusal(message, f"{self.start}{quote(same[0].as_posix())}", is_guess=True)
        return Refusal(message, hint=NOTHING_LIKE_IT)

    def _written(self, url: str, addresses: Addresses) -> str:  # noqa: ARG002 -- files are no matter here
        return f"{self.start}{quote(url)}"

    def file(self, file: PurePosixPath) -> str:
        """Write the address of a text."""
        url = self.site.addresses.urls.get(file, "") if self.site.addresses else ""
        return f"{self.start}{quote(url)}"


def page_finder(site: Callable[[], SiteLinks], source: Path) -> Callable[[str], str | None]:
    """Return what says, of an address that starts from a text's own page, what to write for it."""

    def found(target: str) -> str | None:
        links = site()
        addresses, parts = links.addresses, _split(target)
        own = addresses.urls.get(PurePosixPath(source.as_posix())) if addresses else None
        if addresses is None or parts is None or own is None or not parts.path:
            return None
        file = file_of(parts.path, source)
        for path in (urljoin(f"/{own}", unquote(parts.path)).lstrip("/"), file.as_posix() if file else ""):
            page = f"{path.rstrip('/')}/"
            text = addresses.texts.get(page)
            if text and text not in links.folder.hidden:
                return relative(source, text) + target[len(parts.path) :]
            if page in addresses.pages and page not in addresses.texts and page != "/":
                return f"/{quote(page)}{target[len(parts.path) :]}"
        return None

    return cache(found)


def _spelled(path: str, base: str, addresses: Addresses, folder: Folder) -> str:
    """Return the address that is surely meant by one that is only written otherwise; empty if none is."""
    stem = re.sub(r"(?:/index)?\.(?:html?|md)\Z", "", path)
    below = path.removeprefix(f"{base}/") if base else path
    pages = (f"{path}/", f"{stem}/", below, f"{below}/", f"{path.lower().rstrip('/')}/")
    for one in pages:
        if one != path and addresses.has(one) and addresses.texts.get(one) not in folder.hidden:
            return one
    name = below.partition("/")[2] if not base or below == path else below
    return name if PurePosixPath(name) in folder.names.paths and not is_source(PurePosixPath(name)) else ""


def _slug(path: str) -> str:
    return re.sub(r"\.html?\Z", "", path.rstrip("/").rpartition("/")[2])


def _as_named(place: str, there: frozenset[str]) -> str:
    """Return the place that differs only in how its words are joined: `My_Heading` is `my-heading`."""
    plain = re.sub(r"[\W_]+", "", place).casefold()
    same = [one for one in sorted(there) if re.sub(r"[\W_]+", "", one).casefold() == plain]
    return same[0] if len(same) == 1 else ""


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:
        return None
