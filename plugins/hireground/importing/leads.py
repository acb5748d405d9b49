"""Find out what a link of the old site means: a text, a file, a list, another site, or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from hireground import urls
from hireground.importing.addresses.lists import own_lists
from hireground.importing.addresses.permalinks import address_of, key_of
from hireground.importing.assets import Assets
from hireground.importing.model import Fate, Note, Source
from hireground.importing.places_of_texts import Placed
from hireground.markdown.link_check import ALLOWED_SCHEMES, scheme_of
from hireground.site.files import kind_problem
from hireground.site.links.rewriting import Where
from hireground.slugs import DEFAULT, Slugs, slugify
from hireground.text.web_addresses import EMAIL, host_problem, is_site

MARKED = re.compile(
    r"(?:\{|%7[Bb])(filename|static|attach|index|tag|category|author|archives|post_url|link)(?:\}|%7[Dd])"
    r"|\|(filename|static|attach)\|"
)
EMPTY_LIST = "a link to a list that nothing is in became words"
NO_PICTURE = "a picture named by the keys, which the source does not have"
LISTS = {"tag": "topic", "category": "topic", "author": "author", "index": "", "archives": "posts"}
TEXT_ENDINGS = (
    *(".md", ".markdown", ".rst", ".html", ".mkd", ".txt"),
    *("/index.md", "/_index.md", "/index.html", "/index.markdown"),
)


class Leads:
    """Knows every text and file of the source, by path and by address; `host` is the old site's."""

    def __init__(
        self, source: Source, texts: Iterable[Placed], lists: Mapping[str, str], assets: Assets, slugs: Slugs = DEFAULT
    ) -> None:
        self.source, self.assets, self.notes = source, assets, list[Note]()
        self.elsewhere: list[str] = []
        self.by_path: dict[PurePosixPath, Placed] = {}
        self.by_name: dict[str, Placed] = {}
        self.by_address: dict[str, Placed] = {}
        texts = list(texts)
        self.lists = {key_of(old): new for old, new in lists.items()}
        self.own_lists = {*lists.values(), *(f"/{url}" for url in own_lists(texts, slugs))}
        self.files = {key_of(unquote(address)): file for address, file in source.files.items()}
        self.host = urlsplit(source.address).netloc.removeprefix("www.").lower()
        for one in (*texts, *_dates_with_files(source)):
            path = PurePosixPath(one.text.source)
            self.by_path.setdefault(path, one)
            for name in _names(path):
                self.by_name.setdefault(name, one)
            for address in one.text.addresses:
                self.by_address.setdefault(key_of(address), one)
        self.pages = {path: page for seminar in source.seminars for path, page in seminar.pages.items()}
        self.pages_by_name = {name: page for path, page in self.pages.items() for name in _names(path)}

    def find(self, here: Placed, target: str, *, is_image: bool) -> Where:
        """Return where a link of a text leads now."""
        target = unescape(target).strip()
        if match := MARKED.match(target):
            return self._marked(here, match[1] or match[2], target[match.end() :], target, is_image=is_image)
        if not target or target.startswith("#"):
            return Where(target, is_words=not target)
        scheme = scheme_of(target)
        if scheme in {"http:", "https:"} or target.startswith("//"):
            return self._elsewhere(here, target, is_image=is_image)
        if scheme and scheme not in ALLOWED_SCHEMES and not re.fullmatch(r"[\w.-]+:\d+.*", target):
            return self._refused(here, target, scheme)
        if scheme:
            is_lost = scheme == "mailto:" and not EMAIL.fullmatch(unquote(target.partition(":")[2].partition("?")[0]))
            return Where("" if is_lost else target, is_words=is_lost)
        return self._own(here, target, is_image=is_image)

    def _refused(self, here: Placed, target: str, scheme: str) -> Where:
        is_harmful = scheme in {"javascript:", "vbscript:", "data:", "file:"}
        fate = Fate.LEFT_OUT if is_harmful else Fate.CHANGED
        self.notes.append(Note(fate, f"a link to {scheme}", here.text.source, target[:100]))
        return Where("" if is_harmful else target, is_words=True)

    def _elsewhere(self, here: Placed, target: str, *, is_image: bool) -> Where:
        whole = f"https:{target}" if target.startswith("//") else target.replace(" ", "%20")
        if host_problem(whole):
            return Where("", is_words=True)
        host = urlsplit(whole).netloc.removeprefix("www.").lower()
        if self.host and host == self.host:
            return self._own(here, whole, is_image=is_image, is_whole=True)
        if is_image:
            if file := self.files.get(key_of(unquote(whole))):
                path = PurePosixPath(urlsplit(whole).path.lstrip("/"))
                return self._file(here, file, path, "") or Where(whole, is_link=True)
            self.elsewhere.append(whole)
            self.notes.append(Note(Fate.CHANGED, "a picture of another site became a link", here.text.source, whole))
            return Where(whole, is_link=True)
        return Where(whole)

    def _marked(self, here: Placed, mark: str, rest: str, target: str, *, is_image: bool) -> Where:
        if mark in LISTS:
            slug = slugify(unquote(rest))
            lists = {"topic": urls.TOPIC, "author": urls.PERSON, "posts": urls.POSTS}
            new = f"/{lists.get(LISTS[mark], urls.HOME).url(slug=slug)}"
            if mark in {"index", "archives"} or new in self.own_lists:
                return Where(new)
            self.notes.append(Note(Fate.CHANGED, EMPTY_LIST, here.text.source, target))
            return Where("", is_words=True)
        if mark == "post_url":
            name = rest.strip().rpartition("/")[2].lower().partition("#")[0]
            return self._by_name(here, name, rest) or self._nowhere(here, target, "", is_image=is_image)
        if mark == "link":
            rest = f"/{rest.strip()}"
        return self._own(here, rest, is_image=is_image, is_file=True)

    def _own(
        self, here: Placed, target: str, *, is_image: bool, is_whole: bool = False, is_file: bool = False
    ) -> Where:
        """Return what an address or a path of the old site means now."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return Where("", is_words=True)
        path = unquote(parts.path)
        place = f"#{parts.fragment}" if parts.fragment else ""
        if not is_whole:
            found = self._by_file(here, path, place)
            if found or is_file:
                return found or self._nowhere(here, target, "", is_image=is_image)
        address = address_of(target if is_whole or path.startswith("/") else urljoin(self._base_of(here), target))
        base = urlsplit(self.source.address).path.rstrip("/")
        for one in dict.fromkeys((address, address_of(target, base), address.partition("?")[0])):
            if found := self._by_address(here, one, place):
                return found
        if not is_whole and (outside := _outside(target)):
            return Where(outside)
        return self._nowhere(here, target, address, is_image=is_image)

    def _base_of(self, here: Placed) -> str:
        return quote(here.text.addresses[0], safe="/~") if here.text.addresses else "/"

    def _by_file(self, here: Placed, path: str, place: str) -> Where | None:
        """Look for a file of the source that a relative link, or one from its root, names."""
        if not path:
            return None
        folder = "" if path.startswith("/") else here.text.folder.as_posix()
        whole = normpath(f"{folder}/{path.lstrip('/')}".lstrip("/"))
        stem = re.sub(r"\.(?:md|markdown|rst|html|mkd|txt)$", "", whole)
        for name in (whole, *(f"{stem}{ending}" for ending in TEXT_ENDINGS)):
            if text := self.by_path.get(PurePosixPath(name)):
                return self._text(here, text, place)
            if page := self.pages.get(PurePosixPath(name)):
                return Where(f"{page}{place}")
        if file := self.source.by_path.get(PurePosixPath(whole)):
            return self._file(here, file, PurePosixPath(whole), place)
        last = PurePosixPath(path)
        is_text = last.suffix in {".md", ".markdown", ".rst"}
        return self._by_name(here, last.stem.lower(), place) if is_text else None

    def _by_name(self, here: Placed, name: str, place: str) -> Where | None:
        """Look for a text, or a date in the list of a seminar, by its file's name alone."""
        if text := self.by_name.get(name):
            return self._text(here, text, place)
        return Where(page) if (page := self.pages_by_name.get(name)) else None

    def _by_address(self, here: Placed, address: str, place: str) -> Where | None:
        key = key_of(address)
        if text := self.by_address.get(key):
            return self._text(here, text, place)
        if file := self.files.get(key):
            return self._file(here, file, PurePosixPath(address.lstrip("/")), place)
        if key in self.lists:
            return Where(f"/{self.lists[key].lstrip('/')}")
        return Where(f"/{place}") if key == "/" else None

    def _text(self, here: Placed, text: Placed, place: str) -> Where:
        if here.is_public and not text.is_public:
            self.notes.append(Note(Fate.CHANGED, "a link to a draft became words", here.text.source, text.text.source))
            return Where("", is_words=True)
        fragment = place[place.index("#") :] if "#" in place else ""
        return Where(f"{relpath(text.path.as_posix(), here.path.parent.as_posix())}{fragment}")

    def _file(self, here: Placed, file: Path, wanted: PurePosixPath, place: str) -> Where | None:
        path = self.assets.place(file, wanted, here.text.source)
        return Where(f"{relpath(path.as_posix(), here.path.parent.as_posix())}{place}") if path else None

    def _nowhere(self, here: Placed, target: str, address: str, *, is_image: bool) -> Where:
        """Lead what nobody knows to the old site, if its address is known."""
        what = "a picture" if is_image else "a link"
        self.notes.append(Note(Fate.TO_DECIDE, f"{what} that the source does not have", here.text.source, target[:100]))
        if self.source.address and address:
            root = "{0.scheme}://{0.netloc}".format(urlsplit(self.source.address))
            whole = f"{root}{quote(address, safe='/~?=&')}"
            if is_image or (PurePosixPath(address).suffix and not kind_problem(address)):
                self.elsewhere.append(whole)
            return Where(whole, is_link=is_image)
        return Where(target)

    def picture(self, here: Placed, target: str) -> str:
        """Return the file of a picture that the keys name, as our own keys do; empty if it is not there."""
        before, asked = len(self.notes), len(self.elsewhere)
        is_whole = target.startswith(("http://", "https://"))
        for one in (target,) if is_whole else (target, f"/{target}"):
            where = self.find(here, one, is_image=True)
            if where.target.startswith("../") and not (where.is_link or where.is_words):
                return where.target
            del self.notes[before:]
            if not is_whole:  # which of the two it is, nobody knows
                del self.elsewhere[asked:]
        self.notes.append(Note(Fate.LEFT_OUT, NO_PICTURE, here.text.source, target))
        return ""


def _dates_with_files(source: Source) -> Iterator[Placed]:
    """Yield the texts that are dates of seminars here, each with a file of its own."""
    for seminar in source.seminars:
        for path in seminar.dates:
            if origin := seminar.origins.get(path):
                yield Placed(origin, path, seminar.pages[PurePosixPath(origin.source)])


def _names(path: PurePosixPath) -> set[str]:
    """Return what a text may be called without its folder; an index is called as its folder, too."""
    return {path.stem.lower(), (path.parent.name if path.stem in {"index", "_index"} else path.stem).lower()}


def _outside(target: str) -> str:
    """Return the whole address that `www.example.org` or `me@example.org` means; empty if it is neither."""
    if EMAIL.fullmatch(target):
        return f"mailto:{target}"
    return f"https://{target}" if is_site(target) and (target.startswith("www.") or "/" in target) else ""
